//! Attendants pick calls that wait in their queues.

use std::{future::Future, pin::Pin, str::FromStr, sync::Arc};

use axum::{Json, extract::State};
use domain::{Presence, SipUri};
use serde::{Deserialize, Serialize};

use crate::{
    caller::Caller,
    parameters::{Parameters, Segment},
    problem::{Problem, ProblemType},
    router::Api,
};

/// Lets a call of this number ring at an agent. Nothing where the pool takes no calls any more.
pub type Pickup = Arc<
    dyn Fn(u64, SipUri) -> Pin<Box<dyn Future<Output = Option<Result<(), PickRefused>>> + Send>>
        + Send
        + Sync,
>;

/// Why an agent does not get a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PickRefused {
    /// The call is gone, or waits no more or not yet.
    NotWaiting,
    /// No Attendant group of the queue has the agent.
    NotAttendant,
    /// The agent is signed out of those groups.
    SignedOut,
    /// The telephone of the agent is not reached.
    Unreached,
    /// The agent has another call, or had one a moment ago.
    Busy,
    /// The presence keeps calls away.
    Presence(Presence),
}

/// For whom to pick a call.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PickParameters {
    /// The attendant; left out, the asker.
    #[serde(default)]
    agent: Option<SipUri>,
}

/// A call that rings at the telephone of the attendant who picked it.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PickedCall {
    /// The number of the call.
    id: u64,
    /// The attendant.
    agent: SipUri,
}

/// The number of a call in a path.
pub(crate) struct CallNumber(u64);

impl FromStr for CallNumber {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.parse().map(Self).map_err(|_| format!("\"{text}\" is not the number of a call"))
    }
}

/// Picks a call that waits in a queue with an Attendant group: it rings at the attendant's telephone for the alert time
/// of the group, whatever its place in the queue. Attendants pick for themselves, managers for the agents of their
/// groups, administrators for all.
#[utoipa::path(
    post,
    path = "/api/v1/calls/{id}/pick",
    tag = "calls",
    params(("id" = u64, Path, description = "The number of the call."), PickParameters),
    responses(
        (status = 200, description = "The call rings at the attendant's telephone.", body = PickedCall),
        (status = 404, description = "No such call waits any more, or no agent group has this agent."),
        (status = 409, description = "The agent cannot have the call: no attendant of its queue, signed out, not \
                                      reached, or busy; or the pool takes no calls."),
    )
)]
pub(crate) async fn pick_call(
    State(api): State<Api>,
    Caller(caller): Caller,
    Segment(CallNumber(id)): Segment<CallNumber>,
    Parameters(asked): Parameters<PickParameters>,
) -> Result<Json<PickedCall>, Problem> {
    let agent = match (asked.agent, &*caller) {
        (Some(agent), _) => agent,
        (None, admin::Caller::Person(person)) => person.clone(),
        (None, admin::Caller::Operator) => {
            return Err(Problem::new(ProblemType::PARAMETER, "agent: say for which attendant"));
        }
    };
    admin::speaks_for(&api.pool().configuration(), api.pool().directory(), &caller, &agent)?;
    let pickup = api.options().pickup.as_ref().ok_or_else(|| api.takes_no_calls())?;
    match pickup(id, agent.clone()).await {
        Some(Ok(())) => Ok(Json(PickedCall { id, agent })),
        Some(Err(refused)) => Err(problem(id, &agent, refused)),
        None => {
            let detail = "the pool is stopping and distributes no calls any more";
            Err(Problem::new(ProblemType::STOPPING, detail).retry_after(STOPPING_RETRY_SECONDS))
        }
    }
}

fn problem(id: u64, agent: &SipUri, refused: PickRefused) -> Problem {
    let cannot =
        |why: String| Problem::new(ProblemType::PICK, format!("{agent} cannot pick call {id}: {why}"));
    match refused {
        PickRefused::NotWaiting => {
            let detail = format!(
                "call {id} waits in no queue: it was answered, has left or is not there yet; GET /api/v1/calls lists \
                 those that wait"
            );
            Problem::new(ProblemType::NOT_FOUND, detail)
        }
        PickRefused::NotAttendant => {
            cannot("no agent group of its queue with RoutingMethod Attendant has this agent".to_owned())
        }
        PickRefused::SignedOut => {
            cannot("the agent is signed out of the Attendant groups of its queue; sign in first".to_owned())
        }
        PickRefused::Unreached => {
            cannot("the telephone of the agent is not reached; it must register first".to_owned())
        }
        PickRefused::Busy => {
            cannot("the agent has another call, or had one a moment ago; end that first".to_owned())
        }
        PickRefused::Presence(presence) => {
            cannot(format!("the agent is shown as {presence}; set another presence first"))
        }
    }
}

const STOPPING_RETRY_SECONDS: u64 = 10;
