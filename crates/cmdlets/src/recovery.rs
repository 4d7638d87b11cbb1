//! Carrying response groups from pool to pool: export, import, move, failover and failback.

mod carried;
mod export;
mod import;
mod pool_role;
mod relocation;
mod replication;

use std::rc::Rc;

use domain::PoolFqdn;
use shell::command::Call;
use shell::flow::Flow;
use shell::session::Session;
use shell::value::{Category, Fault, Value};

use crate::object::service;
use crate::pools::Pools;

/// Makes the cmdlets of the recovery known.
pub(crate) fn register(session: &mut Session, pools: &Rc<Pools>) {
    let asked = Rc::clone(pools);
    session.register(&export::EXPORT, Rc::new(move || Box::new(export::Export(Rc::clone(&asked)))));
    let asked = Rc::clone(pools);
    session.register(&import::IMPORT, Rc::new(move || Box::new(import::Import(Rc::clone(&asked)))));
    let asked = Rc::clone(pools);
    session.register(&relocation::MOVE, Rc::new(move || Box::new(relocation::Relocation(Rc::clone(&asked)))));
    let asked = Rc::clone(pools);
    session.register(
        &replication::REPLICATE,
        Rc::new(move || Box::new(replication::Replicate(Rc::clone(&asked)))),
    );
    let asked = Rc::clone(pools);
    session
        .register(&pool_role::FAIL_OVER, Rc::new(move || Box::new(pool_role::FailOver(Rc::clone(&asked)))));
    let asked = Rc::clone(pools);
    session
        .register(&pool_role::FAIL_BACK, Rc::new(move || Box::new(pool_role::FailBack(Rc::clone(&asked)))));
}

/// The pool that a mandatory parameter names.
fn pool(call: &Call<'_>, parameter: &str) -> Flow<PoolFqdn> {
    service(call, parameter)?.ok_or_else(|| {
        call.fail(Fault::new(
            format!("The parameter {parameter} names no pool: write service:ApplicationServer:FQDN, or the FQDN alone."),
            "ServiceExpected",
            Category::InvalidArgument,
        ))
    })
}

/// The path of the archive that a cmdlet reads or writes.
fn file_name(call: &Call<'_>) -> Flow<String> {
    Ok(call.text("FileName")?.map(|name| name.to_string()).unwrap_or_default())
}

/// A file that could not be read or written.
fn file_fault(error: &shell::host::HostError, path: &str, id: &'static str) -> Box<Fault> {
    Fault::new(error.to_string(), id, Category::WriteError).with_target(Value::text(path))
}
