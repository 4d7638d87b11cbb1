//! Get-CsRgsCall: the calls of the moment.

use std::rc::Rc;

use shell::command::{Call, Cmdlet, Declaration, Declared, Example};
use shell::flow::Flow;
use shell::format::{Alignment, Field, View};
use shell::session::Session;
use shell::value::{TimeSpan, Value};

use crate::failure::Failure;
use crate::live::{Row, everywhere, list, moment};
use crate::object::service;
use crate::pools::{Pools, encoded};
use crate::shown::object;

/// Makes the cmdlet and the view of its objects known.
pub(crate) fn register(session: &mut Session, pools: &Rc<Pools>) {
    session.setting().change_views(|views| {
        views.add(
            &[TYPE],
            View::table(vec![
                Field::property("Id").width(5).aligned(Alignment::Right),
                Field::property("Workflow").width(16),
                Field::property("State").width(11),
                Field::property("Queue").width(13),
                Field::property("Position").labelled("Pos").width(3).aligned(Alignment::Right),
                Field::computed("Waited", waited).width(7).aligned(Alignment::Right),
                Field::computed("Agent", agent),
            ]),
        );
    });
    let asked = Rc::clone(pools);
    session.register(&GET, Rc::new(move || Box::new(Get { pools: Rc::clone(&asked) })));
}

static GET: Declaration = Declaration {
    name: "Get-CsRgsCall",
    aliases: &[],
    synopsis: "Shows the calls of the moment.",
    description: "Each call is shown with the workflow that was dialled, what it does, the queue that it waits in or was \
                  answered from, its place there, how long it has waited, and the agent it talks with. Caller is empty \
                  where the caller withholds the address.",
    parameters: &[
        Declared::new(
            "Identity",
            "RgsIdentity",
            "The pool to ask, as service:ApplicationServer:FQDN. Without it all pools of the topology are asked.",
        )
        .at(0)
        .from_pipeline(),
        Declared::new("Workflow", "string", "Only calls of the workflow of this name; case does not matter."),
        Declared::new(
            "Queue",
            "string",
            "Only calls that wait in the queue of this name or were answered from it; case does not matter.",
        ),
    ],
    default_set: "",
    should_process: false,
    input: "Microsoft.Rtc.Rgs.Management.RgsIdentity, or its text.",
    output: TYPE,
    examples: &[
        Example {
            code: "Get-CsRgsCall -Identity pool.contoso.com -Queue \"Help Desk Queue\"",
            about: "Shows the calls of a queue.",
        },
        Example {
            code: "Get-CsRgsCall | Sort-Object Waited -Descending | Select-Object -First 3 Workflow, Waited, Caller",
            about: "Shows the three calls of all pools that have waited longest.",
        },
    ],
};

struct Get {
    pools: Rc<Pools>,
}

impl Cmdlet for Get {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let mut path = "/api/v1/calls".to_owned();
        for (parameter, name) in [("Workflow", "workflow"), ("Queue", "queue")] {
            if let Some(text) = call.text(parameter)? {
                let separator = if path.contains('?') { '&' } else { '?' };
                path.push_str(&format!("{separator}{name}={}", encoded(&text)));
            }
        }
        match service(call, "Identity")? {
            None => everywhere(&self.pools, call, &path, &shown),
            Some(pool) => match list(&self.pools, call, &pool, &path, &shown)? {
                Ok(()) => Ok(()),
                Err(failure) => self.pools.report(call, failure),
            },
        }
    }
}

/// A call as it is shown.
fn shown(row: &Row<'_>) -> Result<Value, Failure> {
    let waited = row.json["Waited"].as_i64().and_then(|seconds| TimeSpan::from_parts(0, 0, 0, seconds, 0));
    Ok(object(
        TYPE,
        vec![
            ("Identity", Value::from(row.pool.service().to_string())),
            ("Id", row.number("Id")),
            ("Workflow", Value::from(row.text("Workflow")?.to_owned())),
            ("State", row.optional("State")),
            ("Queue", row.optional("Queue")),
            ("Position", row.number("Position")),
            ("Waited", waited.map_or(Value::Null, Value::from)),
            ("Agent", row.optional("Agent")),
            ("Caller", row.optional("Caller")),
            ("CallerName", row.optional("CallerName")),
            ("Started", moment(&row.json["Started"])),
        ],
    ))
}

/// Minutes and seconds: what fits a narrow column.
fn waited(call: &Value, _: &shell::setting::Setting) -> Value {
    let Value::Object(call) = call else { return Value::Null };
    match call.property("Waited") {
        Some(Value::TimeSpan(span)) => {
            let seconds = span.ticks() / 10_000_000;
            Value::from(format!("{}:{:02}", seconds / 60, seconds % 60))
        }
        _ => Value::Null,
    }
}

/// The address of the agent without its scheme.
fn agent(call: &Value, _: &shell::setting::Setting) -> Value {
    let Value::Object(call) = call else { return Value::Null };
    match call.property("Agent") {
        Some(Value::String(uri)) => Value::text(uri.strip_prefix("sip:").unwrap_or(&uri)),
        _ => Value::Null,
    }
}

/// What a call is shown with.
pub(crate) const PROPERTIES: &[&str] = &[
    "Identity",
    "Id",
    "Workflow",
    "State",
    "Queue",
    "Position",
    "Waited",
    "Agent",
    "Caller",
    "CallerName",
    "Started",
];
const TYPE: &str = "Switchback.Rgs.Call";
