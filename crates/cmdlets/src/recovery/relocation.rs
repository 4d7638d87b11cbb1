//! Move-CsRgsConfiguration.

use std::rc::Rc;

use shell::command::{Call, Cmdlet, Declaration, Declared, Example};
use shell::flow::Flow;

use super::carried::{Carried, Switches};
use super::import::tell;
use super::pool;
use crate::object::wants_plan;
use crate::pools::Pools;

pub(super) const MOVE: Declaration = Declaration {
    name: "Move-CsRgsConfiguration",
    aliases: &[],
    synopsis: "Moves the response groups of a pool to another pool, which owns them from then on.",
    description: "What the source owns is exported, imported into the destination with the owner overwritten, and \
                  then removed from the source, unless it changed meanwhile. The settings of the destination stay.",
    parameters: &[
        Declared::new("Source", "RgsIdentity", "The pool that has the response groups.").mandatory().at(0),
        Declared::new("Destination", "RgsIdentity", "The pool that gets them.").mandatory().at(1),
        Declared::switch(
            "ResolveNameConflicts",
            "Gives a moved object whose name is taken another one: \"Name (2)\".",
        ),
        Declared::switch(
            "Force",
            "Moves also what was changed on both sides, and removes objects that others refer to.",
        ),
    ],
    default_set: "",
    should_process: true,
    input: "None.",
    output: "None.",
    examples: &[Example {
        code: "Move-CsRgsConfiguration -Source pool.contoso.com -Destination backup.contoso.com -WhatIf",
        about: "Says what a move would do, and changes nothing.",
    }],
};

pub(super) struct Relocation(pub(super) Rc<Pools>);

impl Cmdlet for Relocation {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let (source, destination) = (pool(call, "Source")?, pool(call, "Destination")?);
        let (plan, force) = (wants_plan(call), call.switch("Force"));
        let target = format!("{source} to {destination}");
        if !plan && !call.should_process(&target, "Move-CsRgsConfiguration")? {
            return Ok(());
        }
        let switches = Switches {
            overwrite_owner: true,
            resolve_conflicts: call.switch("ResolveNameConflicts"),
            force,
            plan,
            ..Switches::default()
        };
        let brought = Carried::fetch(&self.0, call, &source, None).and_then(|carried| {
            let reply = Carried::bring(&self.0, call, &destination, &carried.bytes, &switches)?;
            Ok((carried, reply))
        });
        let (carried, reply) = match brought {
            Ok(brought) => brought,
            Err(failure) => return Err(self.0.fail(call, failure)),
        };
        if plan {
            reply.show_plan(call)?
        } else {
            tell(call, &reply)?
        }
        match carried.remove(&self.0, call, &source, plan) {
            Ok(reply) if plan => reply.show_plan(call),
            Ok(reply) => reply.warn(call),
            Err(failure) => {
                call.warn(&format!(
                    "{destination} has the response groups; those of {source} were not removed."
                ))?;
                Err(self.0.fail(call, failure))
            }
        }
    }
}
