//! Test calls: placed, planned for another pool, watched until they are over, and ended.

use std::{str::FromStr, time::Duration};

use admin::Right;
use axum::{
    Json,
    extract::{Request, State},
    http::StatusCode,
};
use domain::{
    Configuration, DtmfResponse, NameKey, Object, ObjectId, ObjectKind, ObjectName, PoolFqdn, SipUri,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

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

/// What is to be tested from another pool.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct NewTestPlan {
    /// The name of the workflow, without case.
    name: ObjectName,
    /// The keys to press, one after each question.
    #[serde(default)]
    digits: Vec<DtmfResponse>,
    /// The agent whose telephone the test plays.
    #[serde(default)]
    answer_as: Option<SipUri>,
    /// The pool that places the call.
    #[schema(value_type = String)]
    placed_by: PoolFqdn,
}

/// A plan, and the number under which this pool expects its call.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TestPlan {
    /// The number of the test call.
    id: u64,
    /// What the pool that places the call is to be given, as it is.
    #[schema(value_type = Object)]
    plan: Value,
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
    /// Whether a call that another pool places has come here; null for one that this pool places.
    arrived: Option<bool>,
}

/// From where on to wait.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TestCallParameters {
    /// Waits up to five seconds until there are more sentences than this, or the call is over. Without it, the call is
    /// told as it stands.
    #[param(value_type = Option<u64>)]
    after: Option<Number>,
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
    let order = order(&api, &caller, (&given.name, &given.digits, given.answer_as))?;
    let desk = desk(&api)?;
    let placed = desk.ask(|reply| TestCommand::Place { order, reply }).await.ok_or_else(stopping)?;
    Ok(placed_call(&placed?))
}

/// Says what a call to a workflow of the pool should come to, for another pool that places it, and expects that call
/// for some minutes: it rings at nobody but the test. For the same persons as a test call.
#[utoipa::path(
    post,
    path = "/api/v1/test-calls/plans",
    tag = "calls",
    request_body = NewTestPlan,
    responses(
        (status = 201, description = "The call is expected.", body = TestPlan),
        (status = 404, description = "The pool has no such workflow."),
        (status = 409, description = "The pool takes no calls, relays those for the workflow, or the keys or the agent do not fit."),
    )
)]
pub(crate) async fn plan_test_call(
    State(api): State<Api>,
    Caller(caller): Caller,
    _none: NoParameters,
    JsonObject(given): JsonObject,
) -> Result<(StatusCode, Json<TestPlan>), Problem> {
    let given: NewTestPlan = properties::read("test plan", given)?;
    let order = order(&api, &caller, (&given.name, &given.digits, given.answer_as))?;
    let placed_by = given.placed_by;
    let planned = desk(&api)?.ask(|reply| TestCommand::Plan { order, placed_by, reply }).await;
    let (call, plan) = planned.ok_or_else(stopping)??;
    Ok((StatusCode::CREATED, Json(TestPlan { id: call.id, plan })))
}

/// Places a call that another pool has planned: through this pool where it holds the workflow, else straight to the
/// other. For administrators only.
#[utoipa::path(
    post,
    path = "/api/v1/test-calls/planned",
    tag = "calls",
    request_body(content = Object, description = "A plan, as the pool that answers wrote it."),
    responses(
        (status = 201, description = "The call is being placed.", body = TestCallState),
        (status = 409, description = "The pool takes no calls, or the plan cannot be read."),
    )
)]
pub(crate) async fn place_planned_test_call(
    State(api): State<Api>,
    Caller(caller): Caller,
    _none: NoParameters,
    request: Request,
) -> Result<(StatusCode, Json<TestCallState>), Problem> {
    let right = Right::Administer;
    admin::require(&api.pool().configuration(), &caller, right, "place a test call for another pool")?;
    let plan = JsonObject::read_within(request, &api, PLAN_BYTES_MAX).await?;
    let by = (*caller).clone();
    let placed =
        desk(&api)?.ask(|reply| TestCommand::Carry { plan, by, reply }).await.ok_or_else(stopping)?;
    Ok(placed_call(&placed?))
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
    if let Some(Number(after)) = asked.after {
        let is_news = |state: &TestState| state.result.is_some() || state.progress.len() as u64 > after;
        // Where nothing happens in time, or never again, it is told as it stands.
        drop(tokio::time::timeout(WATCH_MAX, state.wait_for(is_news)).await);
    }
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

/// What is asked, where the caller may ask it.
fn order(
    api: &Api,
    caller: &admin::Caller,
    asked: (&ObjectName, &[DtmfResponse], Option<SipUri>),
) -> Result<TestOrder, Problem> {
    let (name, digits, answer_as) = asked;
    let configuration = api.pool().configuration();
    let what = format!("test the workflow \"{name}\"");
    admin::require(&configuration, caller, Right::Compose, what.clone())?;
    if answer_as.is_some() || !admin::sees_call(&configuration, caller, name, None) {
        admin::require(&configuration, caller, Right::Administer, what)?;
    }
    let workflow = find(&configuration, name)?;
    let digits = digits.iter().filter_map(|digit| digit.as_str().chars().next()).collect();
    Ok(TestOrder { workflow, digits, answer_as, by: caller.clone() })
}

impl From<TestRefusal> for Problem {
    fn from(refusal: TestRefusal) -> Self {
        let detail = refusal.to_string();
        match refusal {
            TestRefusal::NoCalls(_) => Self::new(ProblemType::NO_CALLS, detail),
            TestRefusal::DoesNotFit(_) => Self::new(ProblemType::TEST_CALL, detail),
            TestRefusal::Unreadable(_) => Self::new(ProblemType::TEST_PLAN, detail),
            TestRefusal::Busy(_) => Self::new(ProblemType::BUSY, detail).retry_after(BUSY_RETRY_SECONDS),
            TestRefusal::Relayed(pool) => {
                Self::new(ProblemType::RELAYED, detail).with("AnsweringPool", pool.as_str())
            }
        }
    }
}

fn placed_call(call: &TestCall) -> (StatusCode, Json<TestCallState>) {
    let state = call.state.borrow().clone();
    (StatusCode::CREATED, Json(shown(call.id, state)))
}

fn find(configuration: &Configuration, name: &ObjectName) -> Result<ObjectId, Problem> {
    let entry = configuration.named(ObjectKind::Workflow, &NameKey::new(name.as_str()));
    entry.filter(|entry| matches!(entry.object, Object::Workflow(_))).map(|entry| entry.id).ok_or_else(|| {
        let detail = format!("{} has no workflow \"{name}\"", configuration.pool());
        Problem::new(ProblemType::NOT_FOUND, detail)
    })
}

fn desk(api: &Api) -> Result<&TestDesk, Problem> {
    api.options().test_desk.as_ref().ok_or_else(|| api.takes_no_calls())
}

fn shown(id: u64, state: TestState) -> TestCallState {
    TestCallState { id, progress: state.progress, result: state.result, arrived: state.arrived }
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
/// Bytes of a plan: its sounds take as much as some minutes of speech, and music.
const PLAN_BYTES_MAX: usize = 16 << 20;
const BUSY_RETRY_SECONDS: u64 = 10;
const STOPPING_RETRY_SECONDS: u64 = 10;
