//! The way from a request handler to whoever places test calls.

use domain::{ObjectId, PoolFqdn, SipUri};
use serde::Serialize;
use serde_json::{Map, Value};
use tokio::sync::{mpsc, oneshot, watch};

/// A question to whoever places test calls.
#[derive(Debug)]
pub enum TestCommand {
    /// Place one.
    Place {
        /// What is asked.
        order: TestOrder,
        /// Where the answer goes.
        reply: oneshot::Sender<Result<TestCall, TestRefusal>>,
    },
    /// Say what a call should come to that another pool places, and expect that call.
    Plan {
        /// What is asked.
        order: TestOrder,
        /// The pool that places it.
        placed_by: PoolFqdn,
        /// Where the answer goes.
        reply: oneshot::Sender<Result<(TestCall, Value), TestRefusal>>,
    },
    /// Place a call that another pool has planned.
    Carry {
        /// The plan, as that pool wrote it.
        plan: Map<String, Value>,
        /// Who asks.
        by: admin::Caller,
        /// Where the answer goes.
        reply: oneshot::Sender<Result<TestCall, TestRefusal>>,
    },
    /// Find one again.
    Find {
        /// Its number.
        id: u64,
        /// Where the answer goes.
        reply: oneshot::Sender<Option<TestCall>>,
    },
    /// End one.
    Cancel {
        /// Its number.
        id: u64,
        /// Whether there is one.
        reply: oneshot::Sender<bool>,
    },
}

/// A test call that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestOrder {
    /// The workflow to call.
    pub workflow: ObjectId,
    /// The keys to press, one for each question.
    pub digits: Vec<char>,
    /// The agent to play.
    pub answer_as: Option<SipUri>,
    /// Who asks.
    pub by: admin::Caller,
}

/// A test call as others see it.
#[derive(Clone, Debug)]
pub struct TestCall {
    /// Its number.
    pub id: u64,
    /// How it stands.
    pub state: watch::Receiver<TestState>,
}

/// How a test call stands.
#[derive(Clone, Debug, Default)]
pub struct TestState {
    /// What happened so far, in sentences.
    pub progress: Vec<String>,
    /// What was found, once it is over.
    pub result: Option<TestResult>,
    /// Whether a call that another pool places has come; nothing for one that this pool places.
    pub arrived: Option<bool>,
}

/// What a test call found.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase")]
pub struct TestResult {
    /// The workflow that was called.
    pub workflow: String,
    /// Its address.
    pub primary_uri: SipUri,
    /// The pool that answers the workflow.
    pub pool: String,
    /// The pool that placed the call.
    pub from: String,
    /// The pool that relayed the call to the one that answers; null where it was called directly.
    pub relayed_by: Option<String>,
    /// Whether it answered.
    pub answered: bool,
    /// The SIP status of a call that was refused.
    pub status: Option<u16>,
    /// The messages that were heard whole.
    pub prompts_heard: Vec<String>,
    /// The questions that were heard whole.
    pub questions_heard: Vec<String>,
    /// The keys that were pressed.
    pub digits_sent: Vec<String>,
    /// Whether the music of the queue was heard; null where none was due.
    pub music_heard: Option<bool>,
    /// The queue that the call came to.
    pub queue: Option<String>,
    /// The agent that the test played, once it was connected.
    pub agent: Option<SipUri>,
    /// Milliseconds from dialling to the answer.
    pub time_to_answer: Option<u64>,
    /// Milliseconds from dialling to the first sound.
    pub time_to_first_sound: Option<u64>,
    /// Milliseconds from dialling to the answer of the agent.
    pub time_to_agent: Option<u64>,
    /// Whether caller and agent heard each other; null where no agent was to answer.
    pub two_way_voice: Option<bool>,
    /// The verdict.
    pub verdict: TestVerdict,
    /// Why, in sentences.
    pub reasons: Vec<String>,
}

/// Whether everything was as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub enum TestVerdict {
    /// It was.
    Passed,
    /// Something was not.
    Failed,
}

/// Why a test call is not placed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TestRefusal {
    /// The pool has no SIP or no media.
    #[error("{0}")]
    NoCalls(String),
    /// What is asked does not fit the workflow.
    #[error("{0}")]
    DoesNotFit(String),
    /// Another pool answers the workflow.
    #[error(
        "the pool relays calls for the workflow to {0}, which can plan the test: ask it at /api/v1/test-calls/plans"
    )]
    Relayed(PoolFqdn),
    /// A plan that no pool has written, or one of another version.
    #[error("the plan cannot be read: {0}; let the pool that answers plan the test once more")]
    Unreadable(String),
    /// As many are in progress as may be.
    #[error("{0} test calls are in progress, as many as may be; try again when one of them is over")]
    Busy(usize),
}

/// A way to whoever places test calls.
#[derive(Clone, Debug)]
pub struct TestDesk(mpsc::Sender<TestCommand>);

impl TestDesk {
    /// A handle over the channel.
    pub const fn new(commands: mpsc::Sender<TestCommand>) -> Self {
        Self(commands)
    }

    /// Asks. Nothing where nobody answers any more.
    pub(crate) async fn ask<T>(&self, command: impl FnOnce(oneshot::Sender<T>) -> TestCommand) -> Option<T> {
        let (reply, answer) = oneshot::channel();
        self.0.send(command(reply)).await.ok()?;
        answer.await.ok()
    }
}
