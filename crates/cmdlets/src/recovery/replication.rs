//! Invoke-CsRgsStoreReplicateData.

use std::rc::Rc;

use shell::command::{Call, Cmdlet, Declaration, Declared, Example};
use shell::flow::Flow;
use shell::value::{Category, Fault, Value};

use super::pool;
use crate::pools::Pools;
use crate::transport::TransportError;

pub(super) const REPLICATE: Declaration = Declaration {
    name: "Invoke-CsRgsStoreReplicateData",
    aliases: &[],
    synopsis: "Hands all response groups of a pool to the pool that is paired with it.",
    description: "A pool replicates only to a pool that it is linked with; without a link the command says so.",
    parameters: &[
        Declared::new("PoolFqdn", "RgsIdentity", "The pool whose response groups are handed over.")
            .mandatory(),
        Declared::switch("Force", "Leaves warnings out."),
    ],
    default_set: "",
    should_process: false,
    input: "None.",
    output: "None.",
    examples: &[Example {
        code: "try { Invoke-CsRgsStoreReplicateData -PoolFqdn pool.contoso.com } catch { \"$_\" }",
        about: "Asks a pool to replicate, and shows why it does not.",
    }],
};

pub(super) struct Replicate(pub(super) Rc<Pools>);

impl Cmdlet for Replicate {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let pool = pool(call, "PoolFqdn")?;
        let is_listed = match self.0.listed() {
            Ok(listed) => listed.iter().any(|listed| listed.fqdn == pool),
            Err(error) => return Err(self.0.fail(call, error.into())),
        };
        if !is_listed {
            return Err(self.0.fail(call, TransportError::NotListed(pool).into()));
        }
        Err(call.fail(
            Fault::new(
                format!(
                    "The pool {pool} has no pair: it is linked with no pool that it could replicate to. \
                     Export-CsRgsConfiguration and Import-CsRgsConfiguration carry its response groups over."
                ),
                "NoPair",
                Category::InvalidOperation,
            )
            .with_target(Value::text(pool.as_str())),
        ))
    }
}
