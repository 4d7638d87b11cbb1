//! What is going on, as plain data for those who look.

use std::time::Duration;

use domain::{ObjectName, Presence, SipUri};
use jiff::Timestamp;

use crate::{CallId, Caller};

/// A call as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallView {
    /// The call.
    pub call: CallId,
    /// The workflow that was dialled.
    pub workflow: ObjectName,
    /// Who calls.
    pub caller: Caller,
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
}
