//! What is going on, as plain data for those who look.

use std::{collections::BTreeMap, time::Duration};

use domain::{ObjectId, ObjectName, Presence, SipUri};
use jiff::Timestamp;
use stdx::Instant;

use crate::{CallId, Caller, Engine, call::State};

/// A call as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallView {
    /// The call.
    pub call: CallId,
    /// The workflow that was dialled.
    pub workflow: ObjectName,
    /// Who calls.
    pub caller: Caller,
    /// Whether it is a test call, which rings at no agent and takes no place from anybody.
    pub is_test: bool,
    /// When the call arrived.
    pub arrived: Timestamp,
    /// What it does.
    pub state: CallState,
    /// The queue that it waits in.
    pub queue: Option<ObjectName>,
    /// Its place there, from 1.
    pub position: Option<usize>,
    /// How long it has waited in queues, up to now or to the answer.
    pub waited: Option<Duration>,
    /// The agent it talks with.
    pub agent: Option<SipUri>,
}

/// What a call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CallState {
    /// Answered, but not yet acknowledged by the caller.
    Answering,
    /// Hears a prompt that comes before an action.
    Prompt,
    /// Is asked a question.
    Question,
    /// Waits, and no telephone rings for it.
    Waiting,
    /// Waits, and a telephone rings for it.
    Ringing,
    /// Talks with an agent.
    Talking,
    /// Is being transferred, or was.
    Transferred,
}

/// An agent as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentView {
    /// The agent.
    pub agent: SipUri,
    /// Whether the telephone is reached.
    pub reachable: bool,
    /// The presence.
    pub presence: Presence,
    /// What the agent does.
    pub state: AgentState,
    /// The call that the agent talks with.
    pub call: Option<CallId>,
}

/// What an agent does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AgentState {
    /// Nothing for us.
    Idle,
    /// The telephone rings.
    Ringing,
    /// Talks with a caller.
    Talking,
    /// A leg is being ended.
    Ending,
    /// Has just ended a call and gets none for a moment.
    Guarded,
    /// In a call that is not one of the engine's.
    Elsewhere,
}

impl Engine {
    /// Every call, in the order of its number.
    pub fn calls(&self, now: Instant) -> impl Iterator<Item = CallView> {
        let places = self
            .queues
            .values()
            .flat_map(|queue| queue.places.values().filter(|call| !queue.tests.contains(call)).zip(1..));
        let positions: BTreeMap<_, _> = places.map(|(call, position)| (*call, position)).collect();
        self.calls.iter().map(move |(id, call)| {
            let queue = match &call.state {
                State::Talking { queue, .. } => Some(*queue),
                _ => call.waiting().map(|waiting| waiting.queue),
            };
            let name = |queue: ObjectId| self.queues.get(&queue).map(|queue| queue.name().clone());
            CallView {
                call: *id,
                workflow: call.workflow.name().clone(),
                caller: call.caller.clone(),
                is_test: call.test.is_some(),
                arrived: call.arrived,
                state: state_of(&call.state),
                queue: queue.and_then(name),
                position: positions.get(id).copied(),
                waited: match &call.state {
                    State::Talking { waited, .. } => Some(*waited),
                    _ => call.waiting().map(|waiting| now.since(waiting.since)),
                },
                agent: match &call.state {
                    State::Talking { offer, .. } => {
                        self.offers.get(offer).map(|offer| self.roster.agent(offer.agent).uri.clone())
                    }
                    _ => None,
                },
            }
        })
    }

    /// Whether somebody is an agent of a group, signed in or not.
    pub fn has_agent(&self, agent: &SipUri) -> bool {
        self.roster.has_member(agent)
    }

    /// Every agent of a group, and everybody else who was reported, in the order of the address.
    pub fn agents(&self) -> impl Iterator<Item = AgentView> {
        self.roster.agents().map(|agent| AgentView {
            agent: agent.uri.clone(),
            reachable: agent.registered && agent.shunned_until.is_none(),
            presence: agent.presence,
            state: agent.state(),
            call: agent.talks_with(),
        })
    }
}

fn state_of(state: &State) -> CallState {
    match state {
        State::Between | State::Answering(_) => CallState::Answering,
        State::Prompted { .. } => CallState::Prompt,
        State::Asked(_) => CallState::Question,
        State::Waiting(waiting) if waiting.hunt.round.is_some() => CallState::Ringing,
        State::Waiting(_) => CallState::Waiting,
        State::Talking { .. } => CallState::Talking,
        State::Transferring | State::Transferred => CallState::Transferred,
    }
}
