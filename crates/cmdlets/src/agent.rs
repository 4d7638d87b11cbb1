//! Get-CsRgsAgent and Set-CsRgsAgent: who answers calls, and where formal agents are signed in.

use std::rc::Rc;

use domain::{PoolFqdn, SipUri};
use serde_json::{Map, Value as Json};
use shell::command::{Call, Cmdlet, Declaration, Declared, Example};
use shell::flow::Flow;
use shell::format::{Field, View};
use shell::session::Session;
use shell::value::{Category, Fault, Value};

use crate::failure::Failure;
use crate::live::{Row, everywhere, list, moment};
use crate::object::{service, wants_plan};
use crate::pools::{Pools, encoded};
use crate::shown::{object, texts};
use crate::transport::{Method, Request};

/// Makes the cmdlets and the view of their objects known.
pub(crate) fn register(session: &mut Session, pools: &Rc<Pools>) {
    session.setting().change_views(|views| {
        views.add(
            &[TYPE],
            View::table(vec![
                Field::property("Agent").width(34),
                Field::property("State").width(11),
                Field::property("Presence").width(13),
                Field::property("SignedIn"),
            ]),
        );
    });
    let asked = Rc::clone(pools);
    session.register(&GET, Rc::new(move || Box::new(Get { pools: Rc::clone(&asked) })));
    let asked = Rc::clone(pools);
    session.register(&SET, Rc::new(move || Box::new(Set { pools: Rc::clone(&asked) })));
}

static GET: Declaration = Declaration {
    name: "Get-CsRgsAgent",
    aliases: &[],
    synopsis: "Shows agents, what they do and where they are signed in.",
    description: "Agents are those that the agent groups of a pool name. SignedIn lists the groups whose calls an agent \
                  takes: a formal group where the agent has signed in, an informal one while the telephone is reached. \
                  Where a pool takes no calls every agent is Unreachable.",
    parameters: &[
        Declared::new(
            "Identity",
            "RgsIdentity",
            "The pool to ask, as service:ApplicationServer:FQDN. Without it all pools of the topology are asked.",
        )
        .at(0)
        .from_pipeline(),
        Declared::new("Agent", "string", "The SIP address of one agent, with or without sip: before it."),
    ],
    default_set: "",
    should_process: false,
    input: "Microsoft.Rtc.Rgs.Management.RgsIdentity, or its text.",
    output: TYPE,
    examples: &[
        Example { code: "Get-CsRgsAgent -Identity pool.contoso.com", about: "Shows the agents of a pool." },
        Example {
            code: "Get-CsRgsAgent pool.contoso.com | Where-Object { $_.SignedIn.Count -eq 0 } | Select-Object Agent, Groups",
            about: "Lists the agents who take no calls, with their groups.",
        },
    ],
};

static SET: Declaration = Declaration {
    name: "Set-CsRgsAgent",
    aliases: &[],
    synopsis: "Signs agents in to and out of formal agent groups, and sets their presence.",
    description: "Agents may do so for themselves, managers for the agents of their groups, and administrators for all. \
                  What is set survives a restart of the pool, and is not in its exports: on a backup pool agents sign \
                  in again.",
    parameters: &[
        Declared::new("Identity", "RgsIdentity", "The pool, as service:ApplicationServer:FQDN.")
            .mandatory()
            .at(0)
            .from_property(),
        Declared::new("Agent", "string", "The SIP address of the agent, with or without sip: before it.")
            .mandatory()
            .at(1)
            .from_property(),
        Declared::new("SignedIn", "bool", "$true signs the agent in, $false out."),
        Declared::new(
            "Group",
            "string",
            "The name or GUID of one formal group. Without it, all formal groups of the agent are meant.",
        ),
        Declared::new("Presence", "string", "What the agent is shown as.").values(PRESENCES),
        Declared::switch("PassThru", "Shows the agent as it is then."),
    ],
    default_set: "",
    should_process: true,
    input: "What Get-CsRgsAgent shows.",
    output: "None, or with -PassThru what Get-CsRgsAgent shows.",
    examples: &[
        Example {
            code: "Set-CsRgsAgent -Identity pool.contoso.com -Agent sip:ann@contoso.com -SignedIn $true",
            about: "Signs an agent in to all of its formal groups.",
        },
        Example {
            code: "Get-CsRgsAgent -Identity pool.contoso.com -Agent ann@contoso.com |\n    \
                   Set-CsRgsAgent -SignedIn $false -Group \"Night Desk\" -WhatIf",
            about: "Says what signing an agent out of one group would change.",
        },
        Example {
            code: "Set-CsRgsAgent pool.contoso.com sip:ann@contoso.com -Presence Away -PassThru",
            about: "Shows an agent as away.",
        },
    ],
};

struct Get {
    pools: Rc<Pools>,
}

impl Cmdlet for Get {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let agent = call.text("Agent")?.map(|text| address(call, &text)).transpose()?;
        let pools = &self.pools;
        match (service(call, "Identity")?, agent) {
            (Some(pool), Some(agent)) => match one(pools, call, &pool, &agent) {
                Ok(row) => call.write(row),
                Err(failure) => pools.report(call, failure),
            },
            (Some(pool), None) => match list(pools, call, &pool, AGENTS, &shown)? {
                Ok(()) => Ok(()),
                Err(failure) => pools.report(call, failure),
            },
            (None, None) => everywhere(pools, call, AGENTS, &shown),
            (None, Some(agent)) => self.find(call, &agent),
        }
    }
}

impl Get {
    /// Shows the agent on every pool that has it.
    fn find(&self, call: &mut Call<'_>, agent: &SipUri) -> Flow {
        let (mut found, mut missing) = (false, None);
        for pool in self.pools.names(call)? {
            match one(&self.pools, call, &pool, agent) {
                Ok(row) => {
                    found = true;
                    call.write(row)?;
                }
                Err(failure) if failure.refused("not-found").is_some() => missing = Some(failure),
                Err(failure) => self.pools.go_on(call, failure)?,
            }
        }
        match missing {
            Some(failure) if !found => self.pools.report(call, failure),
            _ => Ok(()),
        }
    }
}

struct Set {
    pools: Rc<Pools>,
}

impl Cmdlet for Set {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(pool) = service(call, "Identity")? else { return Ok(()) };
        let Some(text) = call.text("Agent")? else { return Ok(()) };
        let agent = address(call, &text)?;
        let body = body(call)?;
        let plan = wants_plan(call);
        if !plan && !call.should_process(agent.as_str(), SET.name)? {
            return Ok(());
        }
        let path = format!("{AGENTS}/{}?whatIf={plan}", encoded(agent.as_str()));
        let request = Request::new(Method::Patch, path).json(&Json::Object(body));
        let reply = match self.pools.ask(call, &pool, &request) {
            Ok(reply) => reply,
            Err(failure) => return self.pools.report(call, failure),
        };
        reply.warn(call)?;
        if plan {
            return reply.show_plan(call);
        }
        if !call.switch("PassThru") {
            return Ok(());
        }
        match shown(&Row::new(&pool, &reply.json)) {
            Ok(row) => call.write(row),
            Err(failure) => self.pools.report(call, failure),
        }
    }
}

/// What is asked for.
fn body(call: &Call<'_>) -> Flow<Map<String, Json>> {
    let mut body = Map::new();
    if let Some(signed_in) = call.value("SignedIn").filter(|value| !value.is_null()) {
        body.insert("SignedIn".into(), shell::convert::to_bool(&signed_in).into());
    }
    for name in ["Group", "Presence"] {
        if let Some(text) = call.text(name)? {
            body.insert(name.into(), (*text).into());
        }
    }
    if body.contains_key("SignedIn") || body.contains_key("Presence") {
        return Ok(body);
    }
    let message = "There is nothing to set: give -SignedIn $true, -SignedIn $false or -Presence.";
    Err(call.fail(Fault::new(message, "NothingToSet", Category::InvalidArgument)))
}

/// One agent of a pool.
fn one(pools: &Pools, call: &Call<'_>, pool: &PoolFqdn, agent: &SipUri) -> Result<Value, Failure> {
    let path = format!("{AGENTS}/{}", encoded(agent.as_str()));
    let reply = pools.get(call, pool, &path)?;
    shown(&Row::new(pool, &reply.json))
}

/// An agent as it is shown.
fn shown(row: &Row<'_>) -> Result<Value, Failure> {
    let groups = row.list("Groups")?;
    let name = |group: &Json| group["Name"].as_str().unwrap_or_default().to_owned();
    let signed_in = groups.iter().filter(|group| group["SignedIn"] == true).map(name);
    Ok(object(
        TYPE,
        vec![
            ("Identity", Value::from(row.pool.service().to_string())),
            ("Agent", Value::from(row.text("Uri")?.to_owned())),
            ("Groups", texts(groups.iter().map(name))),
            ("SignedIn", texts(signed_in)),
            ("Presence", row.optional("Presence")),
            ("State", row.optional("State")),
            ("CurrentCall", row.number("Call")),
            ("Since", moment(&row.json["Since"])),
        ],
    ))
}

/// A SIP address as people write it.
pub(crate) fn address(call: &Call<'_>, text: &str) -> Flow<SipUri> {
    let text = text.trim();
    let written = if text.contains(':') { text.to_owned() } else { format!("sip:{text}") };
    SipUri::new(&written).map_err(|wrong| {
        let fault = Fault::new(
            crate::failure::sentence(&format!("the agent {text} is not a SIP address: {wrong}")),
            "AgentNotUnderstood",
            Category::InvalidArgument,
        );
        call.fail(fault.with_target(Value::text(text)))
    })
}

/// The presences that may be set.
const PRESENCES: &[&str] =
    &["Available", "Inactive", "Away", "BeRightBack", "Busy", "DoNotDisturb", "Offline"];
/// What an agent is shown with.
pub(crate) const PROPERTIES: &[&str] =
    &["Identity", "Agent", "Groups", "SignedIn", "Presence", "State", "CurrentCall", "Since"];
const AGENTS: &str = "/api/v1/agents";
const TYPE: &str = "Switchback.Rgs.Agent";

#[cfg(test)]
mod tests {
    use domain::Presence;

    use super::*;

    #[test]
    fn every_presence_may_be_set() {
        let known: Vec<&str> = Presence::ALL.iter().map(|presence| presence.as_str()).collect();
        assert_eq!(known, PRESENCES);
    }
}
