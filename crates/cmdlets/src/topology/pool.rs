use std::rc::Rc;

use shell::command::{Call, Cmdlet, Declaration, Declared, Example};
use shell::flow::Flow;
use shell::value::Value;

use super::{application_server, is_same, listed, missing, passes_filter, site};
use crate::pools::Pools;
use crate::shown::{object, texts};
use crate::transport::ListedPool;

pub(super) static GET: Declaration = Declaration {
    name: "Get-CsPool",
    aliases: &[],
    synopsis: "Shows the pools of the topology.",
    description: "A pool is shown with its service, its one computer, which has the name of the pool, the pool that takes over for it, its site, and the address of its interface.",
    parameters: &[
        Declared::new("Identity", "string", "The FQDN of the pool.").at(0).within(&["Identity"]),
        Declared::new("Filter", "string", "Wildcards that the FQDN must fit.").within(&["Filter"]),
        Declared::new(
            "Site",
            "string",
            "Only the pools of this site, by the name that the topology gives it.",
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
        let at = call.text("Site")?;
        let asked = call.text("Identity")?;
        let pools = listed(&self.0, call)?;
        let mut any = false;
        for pool in &pools {
            let fqdn = pool.fqdn.as_str();
            let named = asked.as_deref().is_none_or(|identity| is_same(identity, fqdn));
            let is_there = at.as_deref().is_none_or(|at| is_at(pool, at));
            if !named || !is_there || !passes_filter(call, fqdn)? {
                continue;
            }
            any = true;
            let backup = pool.backup.as_ref().map_or(Value::Null, |backup| Value::text(backup.as_str()));
            call.write(object(
                TYPE,
                vec![
                    ("Identity", Value::text(fqdn)),
                    ("Fqdn", Value::text(fqdn)),
                    ("Services", texts([application_server(&pool.fqdn)])),
                    ("Computers", texts([fqdn.to_owned()])),
                    ("BackupPoolFqdn", backup),
                    ("Site", site(pool)),
                    ("Api", Value::text(&pool.api)),
                ],
            ))?;
        }
        match asked {
            Some(identity) if !any && at.is_none() => {
                let known: Vec<String> = pools.iter().map(|pool| pool.fqdn.to_string()).collect();
                call.error(missing(call, "pool", &identity, &known))
            }
            _ => Ok(()),
        }
    }
}

/// Whether a pool stands in a site, which is named with or without `Site:`.
fn is_at(pool: &ListedPool, asked: &str) -> bool {
    let bare = |text: &str| text.trim().to_lowercase();
    let asked = bare(asked);
    pool.site.as_deref().is_some_and(|site| bare(site) == asked.strip_prefix("site:").unwrap_or(&asked))
}

const TYPE: &str = "Microsoft.Rtc.Management.Deploy.Internal.Cluster";
