//! Invoke-CsPoolFailOver and Invoke-CsPoolFailBack, on an operator's word.

use std::rc::Rc;

use domain::PoolFqdn;
use shell::command::{Call, Cmdlet, Declaration, Declared, Example};
use shell::flow::Flow;
use shell::value::{Category, Fault, Value};

use super::pool;
use crate::failure::Failure;
use crate::object::wants_plan;
use crate::pools::{Pools, Reply, encoded};
use crate::transport::{Method, Request, TransportError};

const WITHOUT_EFFECT: &str = "Taken for the sake of scripts; it has no effect here.";

pub(super) const FAIL_OVER: Declaration = Declaration {
    name: "Invoke-CsPoolFailOver",
    aliases: &[],
    synopsis: "Makes the backup pool of a lost pool answer for its response groups.",
    description: "The backup pool takes over under a higher epoch, by which a pool that comes back sees that it was \
                  replaced. The response groups must have been imported into the backup pool before or after.",
    parameters: &[
        Declared::new("PoolFqdn", "RgsIdentity", "The pool that is lost.").mandatory(),
        Declared::switch("DisasterMode", "Says that the pool is really gone."),
        Declared::switch("Force", "Leaves warnings out."),
        Declared::new("DatabaseCommandTimeoutInSeconds", "int", WITHOUT_EFFECT),
        Declared::switch("FlushStorageService", WITHOUT_EFFECT),
        Declared::new("ServicesStopDelayMins", "int", WITHOUT_EFFECT),
        Declared::switch("SkipDataVerification", WITHOUT_EFFECT),
        Declared::new("WaitTime", "timespan", WITHOUT_EFFECT),
    ],
    default_set: "",
    should_process: true,
    input: "None.",
    output: "None.",
    examples: &[Example {
        code: "Invoke-CsPoolFailOver -PoolFqdn pool.contoso.com -DisasterMode -WhatIf",
        about: "Says what a failover would change, and changes nothing.",
    }],
};

pub(super) const FAIL_BACK: Declaration = Declaration {
    name: "Invoke-CsPoolFailBack",
    aliases: &[],
    synopsis: "Gives the calls back to a pool that has come back.",
    description: "The backup pool ends the failover, and the pool itself takes over again where it had learned of it.",
    parameters: &[
        Declared::new("PoolFqdn", "RgsIdentity", "The pool that has come back.").mandatory(),
        Declared::switch("DisasterMode", WITHOUT_EFFECT),
        Declared::switch("Force", "Leaves warnings out."),
        Declared::new("DatabaseCommandTimeoutInSeconds", "int", WITHOUT_EFFECT),
        Declared::switch("SkipDataVerification", WITHOUT_EFFECT),
        Declared::new("WaitTime", "timespan", WITHOUT_EFFECT),
    ],
    default_set: "",
    should_process: true,
    input: "None.",
    output: "None.",
    examples: &[Example {
        code: "Invoke-CsPoolFailOver -PoolFqdn pool.contoso.com -DisasterMode\nInvoke-CsPoolFailBack -PoolFqdn pool.contoso.com",
        about: "Fails a pool over and gives the calls back.",
    }],
};

pub(super) struct FailOver(pub(super) Rc<Pools>);

pub(super) struct FailBack(pub(super) Rc<Pools>);

impl Cmdlet for FailOver {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let owner = pool(call, "PoolFqdn")?;
        let backup = backup_of(&self.0, call, &owner)?;
        let plan = wants_plan(call);
        if !plan && !call.should_process(owner.as_str(), "Invoke-CsPoolFailOver")? {
            return Ok(());
        }
        match turn(&self.0, call, &backup, &owner, "failover") {
            Ok(reply) if plan => reply.show_plan(call),
            Ok(reply) => {
                reply.warn(call)?;
                call.verbose(&format!("{backup} answers for {owner} (epoch {}).", reply.json["Epoch"]))
            }
            Err(failure) => Err(self.0.fail(call, failure)),
        }
    }
}

impl Cmdlet for FailBack {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let owner = pool(call, "PoolFqdn")?;
        let backup = backup_of(&self.0, call, &owner)?;
        let plan = wants_plan(call);
        if !plan && !call.should_process(owner.as_str(), "Invoke-CsPoolFailBack")? {
            return Ok(());
        }
        let reply = match turn(&self.0, call, &backup, &owner, "failback") {
            Ok(reply) => reply,
            Err(failure) => return Err(self.0.fail(call, failure)),
        };
        if plan {
            return reply.show_plan(call);
        }
        reply.warn(call)?;
        // A pool that never learned of the failover answers already, and says so.
        match turn(&self.0, call, &owner, &owner, "failback") {
            Ok(reply) => reply.warn(call),
            Err(failure) if failure.refused("pool-role").is_some() => Ok(()),
            Err(failure @ Failure::Transport(TransportError::Unreachable { .. })) => {
                let why = crate::failure::sentence(&failure.to_string());
                call.warn(&format!(
                    "{why} {backup} no longer answers for {owner}; start {owner}, or fail over again."
                ))
            }
            Err(failure) => Err(self.0.fail(call, failure)),
        }
    }
}

/// Asks a pool to turn its role for `owner`.
fn turn(
    pools: &Pools,
    call: &Call<'_>,
    asked: &PoolFqdn,
    owner: &PoolFqdn,
    verb: &str,
) -> Result<Reply, Failure> {
    let plan = wants_plan(call);
    let path = format!("/api/v1/pool/roles/{}/{verb}?whatIf={plan}", encoded(owner.as_str()));
    pools.ask(call, asked, &Request::new(Method::Post, path))
}

/// The pool that takes over for `owner`.
fn backup_of(pools: &Pools, call: &Call<'_>, owner: &PoolFqdn) -> Flow<PoolFqdn> {
    let found = match pools.listed() {
        Ok(listed) => listed.iter().find(|listed| listed.fqdn == *owner).map(|listed| listed.backup.clone()),
        Err(error) => return Err(pools.fail(call, error.into())),
    };
    match found {
        Some(Some(backup)) => Ok(backup),
        Some(None) => Err(call.fail(
            Fault::new(
                format!(
                    "The pool {owner} has no backup pool in the topology. Add backup = \"...\" under its [[pool]] heading."
                ),
                "NoBackupPool",
                Category::ObjectNotFound,
            )
            .with_target(Value::text(owner.as_str())),
        )),
        None => Err(pools.fail(call, TransportError::NotListed(owner.clone()).into())),
    }
}
