//! The queues of the moment: who waits, for how long, and who could answer.

use std::collections::BTreeSet;

use admin::{AgentLine, Query, Right};
use axum::{extract::State, http::Uri, response::Response};
use domain::{Entry, Object, ObjectId, ObjectKind, ObjectName, Presence, RoutingMethod};
use serde::Serialize;

use crate::{
    caller::Caller,
    live::{Live, LiveAgentState, LiveCallState},
    page::Page,
    parameters::{PageParameters, Parameters},
    problem::Problem,
    router::Api,
};

/// A queue as it stands.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct QueueState {
    /// The GUID of the queue.
    id: ObjectId,
    /// Its name.
    name: ObjectName,
    /// How many calls wait.
    waiting: usize,
    /// How many seconds the call that has waited longest has waited.
    longest_wait: u64,
    /// How many of its calls talk with an agent.
    talking: usize,
    /// How many agents could be offered a call now.
    agents_free: usize,
    /// How many agents are signed in and reached.
    agents_signed_in: usize,
    /// How many agents its groups have.
    agents: usize,
}

/// A page of queues.
#[derive(utoipa::ToSchema)]
#[schema(rename_all = "PascalCase")]
#[expect(dead_code, reason = "describes the JSON of a page, for the document")]
pub(crate) struct QueueStatePage {
    items: Vec<QueueState>,
    /// The cursor of the next page; not there on the last.
    next: Option<String>,
}

/// Lists the queues that the asker may look at, with how many calls wait and how many agents could take them.
#[utoipa::path(
    get,
    path = "/api/v1/queue-states",
    tag = "calls",
    params(PageParameters),
    responses((status = 200, description = "A page of queues.", body = QueueStatePage))
)]
pub(crate) async fn list_queue_states(
    State(api): State<Api>,
    Caller(caller): Caller,
    Parameters(asked): Parameters<PageParameters>,
    uri: Uri,
) -> Result<Response, Problem> {
    let configuration = api.pool().configuration();
    admin::require(&configuration, &caller, Right::Read, "list queues")?;
    let (kind, limit) = (ObjectKind::Queue, usize::MAX);
    let query = Query { kind, owner: None, show_all: true, name: None, after: None, limit };
    let queues = admin::list(&configuration, &caller, &query)?.entries;
    // Who could answer is the same for everyone who may see the queue.
    let agents = admin::agents(&configuration, api.pool().directory(), &admin::Caller::Operator);
    let live = api.live();
    let group = |id| match configuration.object(id).map(|entry| &entry.object) {
        Some(Object::AgentGroup(group)) => Some(group.routing_method),
        _ => None,
    };
    let states =
        queues.iter().map(|queue| (queue.name().key().to_string(), state(queue, &agents, &live, &group)));
    Ok(Page::of(states, asked.cursor.as_ref(), asked.limit).into_response(&uri))
}

fn state(
    entry: &Entry,
    agents: &[AgentLine],
    live: &Live,
    method_of: &dyn Fn(ObjectId) -> Option<RoutingMethod>,
) -> QueueState {
    let Object::Queue(queue) = &entry.object else { unreachable!("listed as a queue") };
    let groups: BTreeSet<ObjectId> = queue.agent_group_id_list.iter().map(|group| group.id).collect();
    let mut state = QueueState {
        id: entry.id,
        name: entry.name().clone(),
        waiting: 0,
        longest_wait: 0,
        talking: 0,
        agents_free: 0,
        agents_signed_in: 0,
        agents: 0,
    };
    let key = entry.name().key();
    let calls = live.calls.iter();
    for call in calls.filter(|call| call.queue.as_ref().is_some_and(|name| name.key() == key)) {
        match call.state {
            LiveCallState::Talking => state.talking += 1,
            LiveCallState::Waiting | LiveCallState::Ringing => {
                state.waiting += 1;
                let waited = call.waited.unwrap_or_default().as_secs();
                state.longest_wait = state.longest_wait.max(waited);
            }
            _ => {}
        }
    }
    for line in agents {
        let mut places = line.groups.iter().filter(|group| groups.contains(&group.id)).peekable();
        if places.peek().is_none() {
            continue;
        }
        state.agents += 1;
        let Some(seen) = live.agents.get(&line.uri.key()).filter(|seen| seen.reachable) else { continue };
        let signed_in: Vec<_> = places.filter(|group| group.signed_in).collect();
        let takes = |group: &admin::AgentMembership| match method_of(group.id) {
            Some(RoutingMethod::Attendant) => {
                !matches!(seen.presence, Presence::DoNotDisturb | Presence::Offline)
            }
            _ => matches!(seen.presence, Presence::Available | Presence::Inactive),
        };
        state.agents_signed_in += usize::from(!signed_in.is_empty());
        let is_free = seen.state == LiveAgentState::Idle && signed_in.into_iter().any(takes);
        state.agents_free += usize::from(is_free);
    }
    state
}
