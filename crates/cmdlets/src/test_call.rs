//! Test-CsRgsCall: a real call to a workflow, with a listening ear.

use std::rc::Rc;

use domain::PoolFqdn;
use serde_json::{Value as Json, json};
use shell::command::{Call, Cmdlet, Declaration, Declared, Example};
use shell::flow::Flow;
use shell::session::Session;
use shell::value::{TimeSpan, Value};

use crate::failure::Failure;
use crate::object::service;
use crate::pools::Pools;
use crate::shown::{object, texts};
use crate::transport::{Method, Request};

/// Makes the cmdlet known.
pub(crate) fn register(session: &mut Session, pools: &Rc<Pools>) {
    let asked = Rc::clone(pools);
    session.register(&TEST, Rc::new(move || Box::new(Test(Rc::clone(&asked)))));
}

static TEST: Declaration = Declaration {
    name: "Test-CsRgsCall",
    aliases: &[],
    synopsis: "Calls a workflow over SIP and says whether callers hear what they should.",
    description: "The pool places a real call to the address of the workflow and listens: which prompts and questions are \
                  heard, whether music plays in the queue, and, where it plays an agent, whether both hear each other. \
                  What should be heard follows from the configuration of the pool. The telephones of agents may ring for \
                  a moment, as with any call. The result has a Verdict, Passed or Failed, and its Reasons.",
    parameters: &[
        Declared::new("Identity", "RgsIdentity", "The pool, as service:ApplicationServer:FQDN.")
            .mandatory()
            .at(0)
            .from_pipeline(),
        Declared::new("Name", "string", "The name of the workflow.").mandatory().at(1),
        Declared::new("Digits", "string[]", "The keys to press, one after each question."),
        Declared::new(
            "AnswerAs",
            "string",
            "The SIP address of the agent whose telephone the test plays for this one call. For administrators only.",
        ),
    ],
    default_set: "",
    should_process: false,
    input: "Microsoft.Rtc.Rgs.Management.RgsIdentity, or its text.",
    output: TYPE,
    examples: &[
        Example {
            code: "Test-CsRgsCall -Identity service:ApplicationServer:pool.contoso.com -Name \"Help Desk\"",
            about: "Calls the workflow, listens to its prompts and to the music, and hangs up.",
        },
        Example {
            code: "Test-CsRgsCall pool.contoso.com \"Help Desk\" -Digits 1,2 -AnswerAs sip:kim@contoso.com",
            about: "Answers two questions by keys, waits for the call to reach the agent, and tries the voice both ways.",
        },
        Example {
            code: "$p = \"service:ApplicationServer:pool.contoso.com\"\n\
                   Get-CsRgsWorkflow $p | ForEach-Object { Test-CsRgsCall $p $_.Name } |\n    \
                   Where-Object Verdict -eq Failed | Select-Object Workflow, Reasons",
            about: "Tests all workflows of a pool and shows those that fail.",
        },
    ],
};

struct Test(Rc<Pools>);

impl Cmdlet for Test {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(pool) = service(call, "Identity")? else { return Ok(()) };
        let name = call.text("Name")?.unwrap_or_default();
        let digits: Vec<String> = call.texts("Digits")?.iter().map(ToString::to_string).collect();
        let mut body = json!({ "Name": &*name, "Digits": digits });
        if let Some(agent) = call.text("AnswerAs")? {
            body["AnswerAs"] = Json::from(&*agent);
        }
        let result = self.run(call, &pool, &body)?;
        call.progress(TEST.name, None, None);
        match result {
            Ok(result) => call.write(shown(&result)),
            Err(failure) => self.0.report(call, failure),
        }
    }
}

impl Test {
    /// Places the call and follows it to its end.
    fn run(&self, call: &mut Call<'_>, pool: &PoolFqdn, body: &Json) -> Flow<Result<Json, Failure>> {
        let placed = self.0.ask(call, pool, &Request::new(Method::Post, CALLS).json(body));
        let mut state = match placed {
            Ok(reply) => reply.json,
            Err(failure) => return Ok(Err(failure)),
        };
        let path = format!("{CALLS}/{}", state["Id"]);
        let mut told = 0;
        loop {
            let progress = state["Progress"].as_array().map_or(&[][..], Vec::as_slice);
            for sentence in progress.iter().skip(told).filter_map(Json::as_str) {
                call.progress(TEST.name, Some(sentence), None);
                call.verbose(sentence)?;
            }
            told = progress.len();
            if state["Result"].is_object() {
                return Ok(Ok(state["Result"].take()));
            }
            let news =
                call.check_cancelled().map(|()| self.0.get(call, pool, &format!("{path}?after={told}")));
            match news {
                Ok(Ok(reply)) => state = reply.json,
                Ok(Err(failure)) => return Ok(Err(failure)),
                Err(interrupt) => {
                    // The call ends by itself soon where nobody can say so any more.
                    drop(self.0.send(call, pool, &Request::new(Method::Delete, path), None));
                    return Err(interrupt);
                }
            }
        }
    }
}

/// The result as an object.
fn shown(result: &Json) -> Value {
    object(TYPE, PROPERTIES.iter().map(|name| (*name, value(name, &result[*name]))).collect())
}

fn value(name: &str, json: &Json) -> Value {
    match json {
        Json::Bool(yes) => Value::from(*yes),
        Json::String(text) => Value::from(text.as_str()),
        Json::Number(number) => {
            let number = number.as_i64().unwrap_or_default();
            if name.starts_with("TimeTo") {
                Value::from(TimeSpan::from_ticks(number.saturating_mul(TICKS_PER_MILLISECOND)))
            } else {
                Value::from(number)
            }
        }
        Json::Array(all) => texts(all.iter().filter_map(Json::as_str).map(str::to_owned)),
        Json::Null | Json::Object(_) => Value::Null,
    }
}

const CALLS: &str = "/api/v1/test-calls";
const TYPE: &str = "Switchback.TestCall";
/// The properties in the order in which they are shown.
const PROPERTIES: &[&str] = &[
    "Workflow",
    "PrimaryUri",
    "Pool",
    "Verdict",
    "Reasons",
    "Answered",
    "Status",
    "PromptsHeard",
    "QuestionsHeard",
    "DigitsSent",
    "MusicHeard",
    "Queue",
    "Agent",
    "TwoWayVoice",
    "TimeToAnswer",
    "TimeToFirstSound",
    "TimeToAgent",
];
const TICKS_PER_MILLISECOND: i64 = 10_000;
