use std::rc::Rc;

use shell::command::{Call, Cmdlet, Declaration, Declared, Example};
use shell::flow::Flow;
use shell::value::Value;

use super::{application_server, is_same, listed, missing, passes_filter, shown, texts};
use crate::pools::Pools;

pub(super) static GET: Declaration = Declaration {
    name: "Get-CsPool",
    aliases: &[],
    synopsis: "Shows the pools of the topology.",
    description: "A pool is shown with its service, the pool that takes over for it, and the address of its interface.",
    parameters: &[
        Declared::new("Identity", "string", "The FQDN of the pool.").at(0).within(&["Identity"]),
        Declared::new("Filter", "string", "Wildcards that the FQDN must fit.").within(&["Filter"]),
        Declared::new(
            "Site",
            "string",
            "Only the pools of a site; the topology knows no sites, so there are none.",
        ),
    ],
    default_set: "Identity",
    should_process: false,
    input: "None.",
    output: TYPE,
    examples: &[
        Example { code: "Get-CsPool", about: "Shows all pools." },
        Example {
            code: "Get-CsPool | Where-Object { $_.BackupPoolFqdn -eq $null } | Select-Object Fqdn",
            about: "Lists the pools that nobody takes over for.",
        },
    ],
};

pub(super) struct GetPool(pub(super) Rc<Pools>);

impl Cmdlet for GetPool {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        if call.text("Site")?.is_some() {
            return Ok(());
        }
        let asked = call.text("Identity")?;
        let pools = listed(&self.0, call)?;
        let mut any = false;
        for pool in &pools {
            let fqdn = pool.fqdn.as_str();
            let named = asked.as_deref().is_none_or(|identity| is_same(identity, fqdn));
            if !named || !passes_filter(call, fqdn)? {
                continue;
            }
            any = true;
            let backup = pool.backup.as_ref().map_or(Value::Null, |backup| Value::text(backup.as_str()));
            call.write(shown(
                TYPE,
                vec![
                    ("Identity", Value::text(fqdn)),
                    ("Fqdn", Value::text(fqdn)),
                    ("Services", texts([application_server(&pool.fqdn)])),
                    ("BackupPoolFqdn", backup),
                    ("Api", Value::text(&pool.api)),
                ],
            ))?;
        }
        match asked {
            Some(identity) if !any => {
                let known: Vec<String> = pools.iter().map(|pool| pool.fqdn.to_string()).collect();
                call.error(missing(call, "pool", &identity, &known))
            }
            _ => Ok(()),
        }
    }
}

const TYPE: &str = "Microsoft.Rtc.Management.Deploy.Internal.Cluster";
