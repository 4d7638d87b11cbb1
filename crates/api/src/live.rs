//! What is going on in a pool, as plain data: whoever serves calls publishes it, and the API shows it.

use std::{collections::BTreeMap, time::Duration};

use domain::{ObjectName, Presence, SipUri};
use jiff::Timestamp;
use serde::Serialize;

/// The calls and agents of a moment. Where the pool takes no calls there are none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Live {
    /// The calls, in the order in which they came.
    pub calls: Vec<LiveCall>,
    /// The agents whose telephones were heard of, by [`SipUri::key`].
    pub agents: BTreeMap<String, LiveAgent>,
}

/// A call as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveCall {
    /// Its number.
    pub id: u64,
    /// The workflow that was dialled.
    pub workflow: ObjectName,
    /// What it does.
    pub state: LiveCallState,
    /// The queue that it waits in, or that it was answered from.
    pub queue: Option<ObjectName>,
    /// Its place there, from 1.
    pub position: Option<usize>,
    /// How long it has waited in queues, up to now or to the answer.
    pub waited: Option<Duration>,
    /// The agent it talks with.
    pub agent: Option<SipUri>,
    /// The address of the caller, unless it is withheld.
    pub caller: Option<String>,
    /// The name of the caller, where one came with the call and is not withheld.
    pub caller_name: Option<String>,
    /// When it arrived.
    pub started: Timestamp,
}

/// What a call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[schema(as = CallState)]
pub enum LiveCallState {
    /// Answered, and not yet acknowledged by the caller.
    Answering,
    /// Hears a prompt.
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
pub struct LiveAgent {
    /// Whether the telephone is reached.
    pub reachable: bool,
    /// The presence that counts.
    pub presence: Presence,
    /// What the agent does.
    pub state: LiveAgentState,
    /// The number of the call that the agent talks with.
    pub call: Option<u64>,
    /// Since when the state has been what it is, as far as that is known.
    pub since: Option<Timestamp>,
}

/// What an agent does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[schema(as = AgentActivity)]
pub enum LiveAgentState {
    /// The telephone is not reached.
    Unreachable,
    /// No call of the pool.
    Idle,
    /// The telephone rings.
    Ringing,
    /// Talks with a caller.
    Talking,
    /// The leg to the agent is being ended.
    Ending,
    /// Has just ended a call, and gets none for a moment.
    Guarded,
    /// In a call that is not of a queue: with another server, or a call to this pool.
    Elsewhere,
}
