//! The calls of the moment.

use axum::{extract::State, http::Uri, response::Response};
use domain::{NameKey, ObjectName, SipUri};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    caller::Caller,
    live::{LiveCall, LiveCallState},
    page::Page,
    parameters::{Cursor, Limit, Parameters},
    problem::Problem,
    router::Api,
};

/// Which calls to list.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CallParameters {
    /// Only calls of the workflow of this name, without case.
    #[serde(default)]
    workflow: Option<String>,
    /// Only calls that wait in the queue of this name or were answered from it, without case.
    #[serde(default)]
    queue: Option<String>,
    /// How many items the page may have: 1 to 1,000, 100 unless told.
    #[serde(default)]
    #[param(value_type = Option<u16>, minimum = 1, maximum = 1000)]
    limit: Limit,
    /// `Next` of the page before.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
}

/// A call as it stands.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Call {
    /// Its number, which is its own until the pool starts again.
    id: u64,
    /// The workflow that was dialled.
    workflow: ObjectName,
    /// What it does.
    state: LiveCallState,
    /// The queue that it waits in, or that it was answered from.
    queue: Option<ObjectName>,
    /// Its place in the queue, from 1.
    position: Option<usize>,
    /// How many seconds it has waited in queues, up to now or to the answer.
    waited: Option<u64>,
    /// The agent it talks with.
    agent: Option<SipUri>,
    /// The address of the caller; null where it is withheld.
    caller: Option<String>,
    /// The name of the caller.
    caller_name: Option<String>,
    /// When it arrived.
    #[schema(value_type = String, format = DateTime)]
    started: Timestamp,
}

/// A page of calls.
#[derive(utoipa::ToSchema)]
#[schema(rename_all = "PascalCase")]
#[expect(dead_code, reason = "describes the JSON of a page, for the document")]
pub(crate) struct CallPage {
    items: Vec<Call>,
    /// The cursor of the next page; not there on the last.
    next: Option<String>,
}

/// Lists the calls of the moment, in the order in which they came: administrators see all, managers those of their
/// workflows, agents those that they talk with, and attendants those that wait for them.
#[utoipa::path(
    get,
    path = "/api/v1/calls",
    tag = "calls",
    params(CallParameters),
    responses((status = 200, description = "A page of calls.", body = CallPage))
)]
pub(crate) async fn list_calls(
    State(api): State<Api>,
    Caller(caller): Caller,
    Parameters(asked): Parameters<CallParameters>,
    uri: Uri,
) -> Result<Response, Problem> {
    let (configuration, directory) = (api.pool().configuration(), api.pool().directory());
    if admin::agents(&configuration, directory, &caller).is_empty() {
        admin::require(&configuration, &caller, admin::Right::Read, "list calls")?;
    }
    let live = api.live();
    let is = |wanted: Option<&str>, name: Option<&ObjectName>| {
        wanted.is_none_or(|wanted| name.is_some_and(|name| name.key() == NameKey::new(wanted)))
    };
    let calls = live.calls.iter().filter(|call| {
        is(asked.workflow.as_deref(), Some(&call.workflow))
            && is(asked.queue.as_deref(), call.queue.as_ref())
            && (admin::sees_call(&configuration, &caller, &call.workflow, call.agent.as_ref())
                || waits(call).is_some_and(|queue| admin::attends(&configuration, directory, &caller, queue)))
    });
    let calls = calls.map(|call| (format!("{:020}", call.id), write(call)));
    Ok(Page::of(calls, asked.cursor.as_ref(), asked.limit).into_response(&uri))
}

/// The queue in which a call waits for an agent.
fn waits(call: &LiveCall) -> Option<&ObjectName> {
    call.queue.as_ref().filter(|_| matches!(call.state, LiveCallState::Waiting | LiveCallState::Ringing))
}

fn write(call: &LiveCall) -> Call {
    let LiveCall { id, workflow, state, queue, position, waited, agent, caller, caller_name, started } =
        call.clone();
    let waited = waited.map(|waited| waited.as_secs());
    Call { id, workflow, state, queue, position, waited, agent, caller, caller_name, started }
}
