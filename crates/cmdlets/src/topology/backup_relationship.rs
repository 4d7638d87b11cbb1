use std::rc::Rc;

use shell::command::{Call, Cmdlet, Declaration, Declared, Example};
use shell::flow::Flow;
use shell::value::{Category, Fault, Value};

use super::{is_same, listed, missing};
use crate::pools::Pools;
use crate::shown::object;

pub(super) static GET: Declaration = Declaration {
    name: "Get-CsPoolBackupRelationship",
    aliases: &[],
    synopsis: "Shows which pool takes over for a pool.",
    description: "Reads the topology alone, so that it works while the pools are down.",
    parameters: &[
        Declared::new("PoolFqdn", "string", "The FQDN of the pool.").mandatory(),
        Declared::switch("LocalStore", "Reads the topology of this machine, which is always done."),
        Declared::switch("Force", "Has no effect; nothing is asked."),
    ],
    default_set: "",
    should_process: false,
    input: "None.",
    output: TYPE,
    examples: &[Example {
        code: "Get-CsPoolBackupRelationship -PoolFqdn pool.contoso.com",
        about: "Shows the backup pool of a pool.",
    }],
};

pub(super) struct GetBackupRelationship(pub(super) Rc<Pools>);

impl Cmdlet for GetBackupRelationship {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let asked = call.text("PoolFqdn")?.unwrap_or_default();
        let pools = listed(&self.0, call)?;
        let Some(pool) = pools.iter().find(|pool| is_same(&asked, pool.fqdn.as_str())) else {
            let known: Vec<String> = pools.iter().map(|pool| pool.fqdn.to_string()).collect();
            return Err(call.fail(missing(call, "pool", &asked, &known)));
        };
        let Some(backup) = &pool.backup else {
            let message = format!("The pool {} has no backup pool in the topology.", pool.fqdn);
            let fault = Fault::new(message, "NoBackupPool", Category::ObjectNotFound);
            return Err(call.fail(fault.with_target(Value::text(pool.fqdn.as_str()))));
        };
        call.write(object(
            TYPE,
            vec![
                ("PoolFqdn", Value::text(pool.fqdn.as_str())),
                ("BackupPoolFqdn", Value::text(backup.as_str())),
            ],
        ))
    }
}

const TYPE: &str = "Microsoft.Rtc.Management.Hadr.BackupService.BackupRelation";
