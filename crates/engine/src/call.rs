//! A call and the states that it passes through.
//!
//! ```text
//! Answering -> Prompted -> Asked -> Waiting -> Talking
//!     |           |          |       |  ^
//!     |           |          |       |  +-- to another queue
//!     +-----------+----------+-------+----> Transferring -> Transferred
//! ```
//!
//! Answering leads to any state on its right, and so does the end of a prompt. Every state may end the call.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use domain::{Configuration, Entry, Object, ObjectId, Workflow};
use jiff::Timestamp;
use stdx::Instant;

use crate::{
    Answered, Caller, OfferId, PlaybackId, Test, action::ActionPlace, hunt::Hunt, ivr::Asked, queue::Place,
    roster::AgentIndex,
};

/// A call in progress.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) caller: Caller,
    pub(crate) arrived: Timestamp,
    /// What was in force when the call arrived: a queue that is removed since is still there for it.
    pub(crate) configuration: Arc<Configuration>,
    /// The workflow as it was when the call arrived.
    pub(crate) workflow: Arc<Entry>,
    /// Whether the caller's leg has been answered, or ordered to be.
    pub(crate) is_answered: bool,
    /// Whether the caller hears us, or will: the answer or early media has been ordered.
    pub(crate) is_connected: bool,
    pub(crate) hears: Hears,
    /// What was asked and answered so far.
    pub(crate) answers: Vec<Answered>,
    /// How many queues the call has been sent to.
    pub(crate) queues_entered: u32,
    /// Agents who may not be offered the call before a moment.
    pub(crate) barred: BTreeMap<AgentIndex, Instant>,
    /// What a test call is there for.
    pub(crate) test: Option<Test>,
    pub(crate) state: State,
}

/// What a call does, with what belongs to that.
#[derive(Debug)]
pub(crate) enum State {
    /// Has just come, or leaves one state for another within one step.
    Between,
    /// The answer is on its way to the caller.
    Answering(Next),
    /// Hears the prompt of an action, which comes then.
    Prompted { playback: PlaybackId, place: ActionPlace },
    /// Is asked a question.
    Asked(Asked),
    /// Waits in a queue.
    Waiting(Waiting),
    /// Talks with an agent.
    Talking { offer: OfferId, queue: ObjectId, waited: Duration },
    /// Calls the target of a transfer.
    Transferring,
    /// Talks with it.
    Transferred,
}

/// What follows once the caller has acknowledged the answer.
#[derive(Debug)]
pub(crate) enum Next {
    /// An action, with its prompt.
    Action(ActionPlace),
    /// A place in a queue that the call has already taken.
    Queue(Waiting),
}

/// A place in a queue.
#[derive(Clone, Debug)]
pub(crate) struct Waiting {
    pub(crate) queue: ObjectId,
    pub(crate) place: Place,
    pub(crate) since: Instant,
    pub(crate) hunt: Hunt,
}

/// What the caller hears from us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hears {
    Nothing,
    Prompt,
    Music,
}

impl Call {
    /// The workflow that was dialled.
    pub(crate) fn workflow(&self) -> &Workflow {
        match &self.workflow.object {
            Object::Workflow(workflow) => workflow,
            _ => unreachable!("only workflows have addresses"),
        }
    }

    /// The place in a queue, also one that is kept until the caller has acknowledged the answer.
    pub(crate) const fn waiting(&self) -> Option<&Waiting> {
        match &self.state {
            State::Waiting(waiting) | State::Answering(Next::Queue(waiting)) => Some(waiting),
            _ => None,
        }
    }

    /// The place in a queue of a call that can be offered.
    pub(crate) const fn waiting_mut(&mut self) -> Option<&mut Waiting> {
        match &mut self.state {
            State::Waiting(waiting) => Some(waiting),
            _ => None,
        }
    }
}
