//! Test calls: placed, watched until they are over, and ended.

use std::{str::FromStr, time::Duration};

use admin::Right;
use axum::{Json, extract::State, http::StatusCode};
use domain::{Configuration, DtmfResponse, NameKey, Object, ObjectId, ObjectKind, ObjectName, SipUri};
use serde::{Deserialize, Serialize};

use crate::{
    body::JsonObject,
    caller::Caller,
    parameters::{NoParameters, Number, Parameters, Segment},
    problem::{Problem, ProblemType},
    properties,
    router::Api,
    test_desk::{TestCall, TestCommand, TestDesk, TestOrder, TestRefusal, TestResult, TestState},
};

/// What is to be tested.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct NewTestCall {
    /// The name of the workflow, without case.
    name: ObjectName,
    /// The keys to press, one after each question.
    #[serde(default)]
    digits: Vec<DtmfResponse>,
    /// The agent whose telephone the test plays.
    #[serde(default)]
    answer_as: Option<SipUri>,
}

/// A test call as it stands.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TestCallState {
    /// Its number.
    id: u64,
    /// What happened so far, in sentences.
    progress: Vec<String>,
    /// What was found; null while it is in progress.
    result: Option<TestResult>,
}

/// From where on to wait.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TestCallParameters {
    /// Waits up to five seconds until there are more sentences than this, or the call is over.
    #[serde(default)]
    #[param(value_type = Option<u64>)]
    after: Number,
}

/// The number of a test call in a path.
pub(crate) struct TestCallId(u64);

impl FromStr for TestCallId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.parse().map(Self).map_err(|_| format!("\"{text}\" is not the number of a test call"))
    }
}

/// Calls a workflow of the pool over SIP and listens. Administrators test all workflows, managers theirs; an agent is
/// played for administrators only.
#[utoipa::path(
    post,
    path = "/api/v1/test-calls",
    tag = "calls",
    request_body = NewTestCall,
    responses(
        (status = 201, description = "The call is being placed.", body = TestCallState),
        (status = 404, description = "The pool has no such workflow."),
        (status = 409, description = "The pool takes no calls, or the keys or the agent do not fit the workflow."),
    )
)]
pub(crate) async fn place_test_call(
    State(api): State<Api>,
    Caller(caller): Caller,
    _none: NoParameters,
    JsonObject(given): JsonObject,
) -> Result<(StatusCode, Json<TestCallState>), Problem> {
    let given: NewTestCall = properties::read("test call", given)?;
    let configuration = api.pool().configuration();
    let what = format!("test the workflow \"{}\"", given.name);
    admin::require(&configuration, &caller, Right::Compose, what.clone())?;
    if given.answer_as.is_some() || !admin::sees_call(&configuration, &caller, &given.name, None) {
        admin::require(&configuration, &caller, Right::Administer, what)?;
    }
    let workflow = find(&configuration, &given.name)?;
    let digits = given.digits.iter().filter_map(|digit| digit.as_str().chars().next()).collect();
    let by = match &*caller {
        admin::Caller::Person(person) => person.to_string(),
        admin::Caller::Operator => "the operator".to_owned(),
    };
    let order = TestOrder { workflow, digits, answer_as: given.answer_as, by };
    let desk = desk(&api)?;
    let placed = desk.ask(|reply| TestCommand::Place { order, reply }).await.ok_or_else(stopping)?;
    let call = placed.map_err(|refusal| {
        let detail = refusal.to_string();
        match refusal {
            TestRefusal::NoCalls(_) => Problem::new(ProblemType::NO_CALLS, detail),
            TestRefusal::DoesNotFit(_) => Problem::new(ProblemType::TEST_CALL, detail),
            TestRefusal::Busy(_) => Problem::new(ProblemType::BUSY, detail).retry_after(BUSY_RETRY_SECONDS),
        }
    })?;
    let state = call.state.borrow().clone();
    Ok((StatusCode::CREATED, Json(shown(call.id, state))))
}

/// Reads how a test call stands. It can be read for some minutes after its end.
#[utoipa::path(
    get,
    path = "/api/v1/test-calls/{id}",
    tag = "calls",
    params(("id" = u64, Path, description = "The number of the test call."), TestCallParameters),
    responses(
        (status = 200, description = "The test call.", body = TestCallState),
        (status = 404, description = "There is no such test call."),
    )
)]
pub(crate) async fn read_test_call(
    State(api): State<Api>,
    Caller(caller): Caller,
    Segment(TestCallId(id)): Segment<TestCallId>,
    Parameters(asked): Parameters<TestCallParameters>,
) -> Result<Json<TestCallState>, Problem> {
    admin::require(&api.pool().configuration(), &caller, Right::Compose, "watch a test call")?;
    let found = desk(&api)?.ask(|reply| TestCommand::Find { id, reply }).await.ok_or_else(stopping)?;
    let TestCall { id, mut state } = found.ok_or_else(|| none(id))?;
    let is_news = |state: &TestState| state.result.is_some() || state.progress.len() as u64 > asked.after.0;
    // Where nothing happens in time, or never again, it is told as it stands.
    let waited = tokio::time::timeout(WATCH_MAX, state.wait_for(is_news)).await;
    drop(waited);
    let now = state.borrow().clone();
    Ok(Json(shown(id, now)))
}

/// Ends a test call.
#[utoipa::path(
    delete,
    path = "/api/v1/test-calls/{id}",
    tag = "calls",
    params(("id" = u64, Path, description = "The number of the test call.")),
    responses(
        (status = 204, description = "It is being ended, or is over."),
        (status = 404, description = "There is no such test call."),
    )
)]
pub(crate) async fn end_test_call(
    State(api): State<Api>,
    Caller(caller): Caller,
    Segment(TestCallId(id)): Segment<TestCallId>,
    _none: NoParameters,
) -> Result<StatusCode, Problem> {
    admin::require(&api.pool().configuration(), &caller, Right::Compose, "end a test call")?;
    let known = desk(&api)?.ask(|reply| TestCommand::Cancel { id, reply }).await.ok_or_else(stopping)?;
    if known { Ok(StatusCode::NO_CONTENT) } else { Err(none(id)) }
}

fn find(configuration: &Configuration, name: &ObjectName) -> Result<ObjectId, Problem> {
    let entry = configuration.named(ObjectKind::Workflow, &NameKey::new(name.as_str()));
    entry.filter(|entry| matches!(entry.object, Object::Workflow(_))).map(|entry| entry.id).ok_or_else(|| {
        let detail = format!("{} has no workflow \"{name}\"", configuration.pool());
        Problem::new(ProblemType::NOT_FOUND, detail)
    })
}

fn desk(api: &Api) -> Result<&TestDesk, Problem> {
    api.options().test_desk.as_ref().ok_or_else(|| {
        let detail = "the pool takes no calls: name listeners for SIP in [listen] of its file";
        Problem::new(ProblemType::NO_CALLS, detail)
    })
}

fn shown(id: u64, state: TestState) -> TestCallState {
    TestCallState { id, progress: state.progress, result: state.result }
}

fn none(id: u64) -> Problem {
    Problem::new(ProblemType::NOT_FOUND, format!("there is no test call {id}; it may be over for long"))
}

fn stopping() -> Problem {
    Problem::new(ProblemType::STOPPING, "the pool is stopping and places no test calls any more")
        .retry_after(STOPPING_RETRY_SECONDS)
}

/// How long a reader waits for news.
const WATCH_MAX: Duration = Duration::from_secs(5);
const BUSY_RETRY_SECONDS: u64 = 10;
const STOPPING_RETRY_SECONDS: u64 = 10;
