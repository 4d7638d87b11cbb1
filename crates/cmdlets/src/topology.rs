//! What the topology and the roles say: Get-CsService, Get-CsPool, Get-CsPoolBackupRelationship and Get-CsAdminRole.
//! None of them asks a pool, so that they work when all are down.

mod admin_role;
mod backup_relationship;
mod pool;
mod service;

use std::rc::Rc;

use domain::PoolFqdn;
use shell::command::Call;
use shell::flow::Flow;
use shell::session::Session;
use shell::text::{Case, Wildcard};
use shell::value::{Category, Fault, Value};

use crate::pools::Pools;
use crate::transport::ListedPool;

/// Makes the cmdlets known.
pub(crate) fn register(session: &mut Session, pools: &Rc<Pools>) {
    let asked = Rc::clone(pools);
    session.register(&service::GET, Rc::new(move || Box::new(service::GetService(Rc::clone(&asked)))));
    let asked = Rc::clone(pools);
    session.register(&pool::GET, Rc::new(move || Box::new(pool::GetPool(Rc::clone(&asked)))));
    let asked = Rc::clone(pools);
    session.register(
        &backup_relationship::GET,
        Rc::new(move || Box::new(backup_relationship::GetBackupRelationship(Rc::clone(&asked)))),
    );
    session.register(&admin_role::GET, Rc::new(|| Box::new(admin_role::GetAdminRole)));
}

/// The pools of the topology, or the error that there is none.
fn listed(pools: &Pools, call: &Call<'_>) -> Flow<Vec<ListedPool>> {
    match pools.listed() {
        Ok(listed) => Ok(listed.to_vec()),
        Err(error) => Err(pools.fail(call, error.into())),
    }
}

/// What stands for the application server of a pool.
fn application_server(pool: &PoolFqdn) -> String {
    format!("ApplicationServer:{pool}")
}

/// The identity of a site; null where the topology names none.
fn site(pool: &ListedPool) -> Value {
    pool.site.as_ref().map_or(Value::Null, |site| Value::from(format!("Site:{site}")))
}

/// Whether -Filter lets an identity through; without it all go.
fn passes_filter(call: &Call<'_>, identity: &str) -> Flow<bool> {
    let Some(filter) = call.text("Filter")? else { return Ok(true) };
    let pattern = Wildcard::new(&filter, Case::Ignored).map_err(|fault| call.fail(fault))?;
    Ok(pattern.matches(identity))
}

/// Whether two names of a pool or service are one; `service:` may stand before either.
fn is_same(a: &str, b: &str) -> bool {
    let bare = |text: &str| text.trim().to_ascii_lowercase();
    let (a, b) = (bare(a), bare(b));
    a.trim_start_matches("service:") == b.trim_start_matches("service:")
}

/// Something that was named and is not there.
fn missing(call: &Call<'_>, what: &str, name: &str, known: &[String]) -> Box<Fault> {
    let command = &call.bound.signature.command;
    let known = if known.is_empty() {
        "There is none.".to_owned()
    } else {
        format!("There is {}.", known.join(", "))
    };
    Fault::new(format!("{command} finds no {what} \"{name}\". {known}"), "NotFound", Category::ObjectNotFound)
        .with_target(Value::text(name))
}
