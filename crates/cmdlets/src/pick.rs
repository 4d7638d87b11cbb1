//! Receive-CsRgsCall: an attendant takes a call that waits.

use std::rc::Rc;

use shell::command::{Call, Cmdlet, Declaration, Declared, Example};
use shell::flow::Flow;
use shell::session::Session;

use crate::agent::address;
use crate::object::service;
use crate::pools::{Pools, encoded};
use crate::transport::{Method, Request};

/// Makes the cmdlet known.
pub(crate) fn register(session: &mut Session, pools: &Rc<Pools>) {
    let asked = Rc::clone(pools);
    session.register(&RECEIVE, Rc::new(move || Box::new(Receive { pools: Rc::clone(&asked) })));
}

static RECEIVE: Declaration = Declaration {
    name: "Receive-CsRgsCall",
    aliases: &[],
    synopsis: "Lets a call that waits ring at an attendant's telephone.",
    description: "Attendants see all calls that wait in their queues (Get-CsRgsCall) and take any of them, in any order. \
                  The call rings at the attendant's telephone for the alert time of the group, whatever its place in the \
                  queue. The queue must have an agent group whose RoutingMethod is Attendant, to which the agent is \
                  signed in. Attendants do so for themselves, managers for the agents of their groups, and \
                  administrators for all.",
    parameters: &[
        Declared::new("Identity", "RgsIdentity", "The pool, as service:ApplicationServer:FQDN.")
            .mandatory()
            .at(0)
            .from_property(),
        Declared::new("Id", "int", "The number of the call, as Get-CsRgsCall shows it.")
            .mandatory()
            .at(1)
            .range(0, i32::MAX as i64)
            .from_property(),
        Declared::new(
            "Attendant",
            "string",
            "The SIP address of the attendant, with or without sip: before it. Without it, whoever runs the cmdlet.",
        ),
    ],
    default_set: "",
    should_process: true,
    input: "What Get-CsRgsCall shows.",
    output: "None.",
    examples: &[
        Example {
            code: "Receive-CsRgsCall -Identity pool.contoso.com -Id 2 -Attendant kim@contoso.com",
            about: "Lets a call ring at an attendant's telephone.",
        },
        Example {
            code: "Get-CsRgsCall pool.contoso.com | Where-Object State -eq Waiting |\n    \
                   Sort-Object Waited -Descending | Select-Object -First 1 | Receive-CsRgsCall",
            about: "Takes the call that has waited longest.",
        },
    ],
};

struct Receive {
    pools: Rc<Pools>,
}

impl Cmdlet for Receive {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(pool) = service(call, "Identity")? else { return Ok(()) };
        let Some(id) = call.number("Id")? else { return Ok(()) };
        let attendant = call.text("Attendant")?.map(|text| address(call, &text)).transpose()?;
        if !call.should_process(&format!("call {id}"), RECEIVE.name)? {
            return Ok(());
        }
        let agent = attendant.map(|agent| format!("?agent={}", encoded(agent.as_str()))).unwrap_or_default();
        let request = Request::new(Method::Post, format!("/api/v1/calls/{id}/pick{agent}"));
        match self.pools.ask(call, &pool, &request) {
            Ok(_) => Ok(()),
            Err(failure) => self.pools.report(call, failure),
        }
    }
}
