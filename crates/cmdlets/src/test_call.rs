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
                  What should be heard follows from the configuration of the pool that answers. Where the pool relays \
                  calls for the workflow, the call goes through it to the pool that answers. With From another pool places \
                  the call: to itself where it holds the workflow, so that it relays the call, else straight to the pool \
                  that answers, so that the network between the two is tried. \
                  A test call rings at nobody but the telephone of the test, fills no queue and counts in no statistics; \
                  the log of the pools names who has placed it, and its verdict. \
                  The result has a Verdict, Passed or Failed, and its Reasons. A call that the configuration means to be \
                  refused, as outside of the hours of business, passes when it is. Where AnswerAt of the workflow is Agent, \
                  prompts and music are heard in early media: without AnswerAs the call passes with Answered False, since \
                  no agent takes it, and with AnswerAs it is to be answered when the agent answers.",
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
        Declared::new(
            "From",
            "RgsIdentity",
            "The pool that places the call; the one of Identity unless told. For administrators only.",
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
            code: "Test-CsRgsCall pool.contoso.com \"Help Desk\" -From backup.contoso.com | Select-Object Verdict, Pool, RelayedBy",
            about: "Calls the workflow from another pool, and shows which pool has answered and whether the other has relayed \
                    the call.",
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
        let from = service(call, "From")?.filter(|from| *from != pool);
        let result = match from {
            Some(from) => self.place_from(call, &from, &pool, body)?,
            None => self.place(call, &pool, body)?,
        };
        call.progress(TEST.name, None, None);
        match result {
            Ok(result) => call.write(shown(&result)),
            Err(failure) => self.0.report(call, failure),
        }
    }
}

impl Test {
    /// Places the call from the pool itself; where that relays, the pool that answers says what is to be heard.
    fn place(&self, call: &mut Call<'_>, pool: &PoolFqdn, body: Json) -> Flow<Result<Json, Failure>> {
        match self.0.ask(call, pool, &Request::new(Method::Post, CALLS).json(&body)) {
            Ok(reply) => self.follow(call, pool, reply.json),
            Err(failure) => match answering(&failure) {
                Some(answering) => self.place_from(call, pool, &answering, body),
                None => Ok(Err(failure)),
            },
        }
    }

    /// Places the call from a pool, as the one that answers has planned it.
    fn place_from(
        &self,
        call: &mut Call<'_>,
        from: &PoolFqdn,
        pool: &PoolFqdn,
        mut body: Json,
    ) -> Flow<Result<Json, Failure>> {
        body["PlacedBy"] = Json::from(from.as_str());
        let plan = |call: &Call<'_>, pool: &PoolFqdn| {
            self.0.ask(call, pool, &Request::new(Method::Post, format!("{CALLS}/plans")).json(&body))
        };
        let (pool, planned) = match plan(call, pool) {
            Err(failure) => match answering(&failure) {
                Some(other) => (other.clone(), plan(call, &other)),
                None => return Ok(Err(failure)),
            },
            planned => (pool.clone(), planned),
        };
        let planned = match planned {
            Ok(reply) => reply.json,
            Err(failure) => return Ok(Err(failure)),
        };
        call.verbose(&format!("{pool} expects the call, and {from} places it."))?;
        let path = format!("{CALLS}/{}", planned["Id"]);
        let request = Request::new(Method::Post, format!("{CALLS}/planned")).json(&planned["Plan"]);
        let result = match self.0.ask(call, from, &request) {
            Ok(reply) => self.follow(call, from, reply.json),
            Err(failure) => Ok(Err(failure)),
        };
        let arrived = self.0.get(call, &pool, &path).map(|reply| reply.json["Arrived"] == true);
        // A pool that is gone forgets the call by itself.
        drop(self.0.send(call, &pool, &Request::new(Method::Delete, path), None));
        Ok(result?.map(|result| with_arrival(result, &pool, arrived)))
    }

    /// Follows a call that was placed to its end.
    fn follow(&self, call: &mut Call<'_>, pool: &PoolFqdn, mut state: Json) -> Flow<Result<Json, Failure>> {
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

/// The pool that answers, where another says that it only relays.
fn answering(failure: &Failure) -> Option<PoolFqdn> {
    let problem = failure.refused("relayed")?;
    PoolFqdn::new(problem.members.get("AnsweringPool")?.as_str()?).ok()
}

/// A call that was heard without coming to the pool that should answer was taken by another.
fn with_arrival(mut result: Json, pool: &PoolFqdn, arrived: Result<bool, Failure>) -> Json {
    // Early media is heard without an answer.
    let is_heard = result["Answered"] == true || result["TimeToFirstSound"].is_number();
    if is_heard && matches!(arrived, Ok(false)) {
        let from = result["From"].as_str().unwrap_or_default();
        let reason = format!(
            "The call was taken, but never came to {pool}: {from} or another pool answers the workflow too. Only one may; \
             see Get-CsPoolBackupRelationship, and give the calls back with Invoke-CsPoolFailBack."
        );
        result["Verdict"] = Json::from("Failed");
        if let Some(reasons) = result["Reasons"].as_array_mut() {
            reasons.push(Json::from(reason));
        }
    }
    result
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
    "From",
    "RelayedBy",
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
