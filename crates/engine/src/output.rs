//! What the edge shall do.

use std::{sync::Arc, time::Duration};

use domain::{AudioFile, Language, ObjectId, ObjectName, PoolFqdn, Prompt, SipUri};

use crate::{CallId, Caller, OfferId, PlaybackId};

/// An order to the edge, or a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// Refuse a call that was not answered. The engine has forgotten it.
    Refuse {
        /// The call.
        call: CallId,
        /// Why; the edge chooses the status.
        refusal: Refusal,
    },
    /// Send the call on to the pool that answers for this owner. The engine has forgotten it.
    Relay {
        /// The call.
        call: CallId,
        /// The pool whose workflow was dialled; its calls may be answered by its backup.
        owner: PoolFqdn,
    },
    /// Answer the call.
    Answer(CallId),
    /// Let the caller hear us without an answer, and report that by
    /// [`CallEstablished`](crate::Input::CallEstablished) too.
    Progress(CallId),
    /// Play a prompt once, in place of what is being played, and report its end.
    Play {
        /// The call.
        call: CallId,
        /// The number to report.
        playback: PlaybackId,
        /// What to play. Never without both audio and text.
        prompt: Prompt,
        /// The language of spoken text.
        language: Language,
        /// Whether a key interrupts it; the engine then says [`Self::StopPlaying`].
        digits: bool,
    },
    /// Stop what is being played; its end is not reported.
    StopPlaying(CallId),
    /// Play music from now on, again and again, in place of what is being played.
    PlayMusic {
        /// The call.
        call: CallId,
        /// The music; without it, the built-in one.
        music: Option<AudioFile>,
    },
    /// Call an agent.
    Offer {
        /// The number of the offer.
        offer: OfferId,
        /// The call that is offered.
        call: CallId,
        /// Whom to call.
        agent: SipUri,
        /// What the agent is told.
        context: Arc<CallContext>,
    },
    /// Take an offer back that was not answered, and report that it has ended.
    Withdraw {
        /// The offer.
        offer: OfferId,
        /// Why.
        cause: WithdrawCause,
    },
    /// Connect caller and agent in both directions; prompts and music end.
    Join {
        /// The caller's call.
        call: CallId,
        /// The offer that was answered.
        offer: OfferId,
    },
    /// End the leg to an agent who has answered, and report that it has ended.
    EndAgent(OfferId),
    /// Call the target and connect it with the caller.
    Transfer {
        /// The call.
        call: CallId,
        /// Where to.
        target: SipUri,
        /// What the target is.
        kind: TransferKind,
        /// Whether the caller has been answered. Where not, provisional responses of the target are passed
        /// on, and the caller is answered when the target answers.
        answered: bool,
    },
    /// End the caller's leg, and the one to the target of a transfer. The engine has forgotten the call.
    EndCall {
        /// The call.
        call: CallId,
        /// Why.
        cause: EndCause,
    },
    /// Something to write down.
    Notice(Notice),
}

/// Why a call was not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nobody has this address: 404.
    NotFound,
    /// The workflow is not active: 480.
    Inactive,
    /// Outside the hours of business: 480.
    Closed,
    /// A holiday: 480.
    Holiday,
    /// The queue has no agents at all: 480.
    NoAgents,
    /// The queue is full: 486.
    Overflow,
    /// The caller waited for as long as the queue lets it, and its action ends the call: 480.
    QueueTimeout,
    /// Too many wrong answers or silences: 480.
    NoValidAnswer,
    /// The workflow leads nowhere; a notice says why: 480.
    Misconfigured,
    /// As many calls as the engine takes are in progress: 503.
    TooManyCalls,
    /// The target of a transfer did not answer; the edge passes on what the target said.
    TransferFailed,
}

/// What a transfer leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferKind {
    /// A SIP address.
    Uri,
    /// The voice mail of a SIP address.
    VoiceMail,
    /// A telephone number.
    Pstn,
}

/// Why an offer is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithdrawCause {
    /// Another agent has the call.
    AnsweredElsewhere,
    /// The caller is gone, or the call ended otherwise.
    CallerGone,
    /// It rang for as long as it may.
    TimedOut,
    /// The call has left the queue.
    QueueTimeout,
    /// The agent has taken another of the calls that rang.
    AgentTaken,
    /// The agent went away or is no longer reached.
    AgentAway,
}

/// Why a call ended on our side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndCause {
    /// An action says so.
    Terminated,
    /// Too many wrong answers or silences.
    NoValidAnswer,
    /// The queue has no agents at all.
    NoAgents,
    /// The agent hung up.
    AgentHungUp,
    /// The target of a transfer cannot be reached.
    TransferFailed,
    /// The target of a transfer hung up.
    TransferEnded,
    /// The action leads nowhere, or in circles; a notice says why.
    Misconfigured,
    /// Nobody in it was heard any more.
    VoiceLost,
    /// The caller did not acknowledge the answer, or the call reached its greatest length.
    TimedOut,
}

/// What an agent is told about a call that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallContext {
    /// The workflow.
    pub workflow: ObjectId,
    /// Its name.
    pub workflow_name: ObjectName,
    /// Its address, on behalf of which the agent is called.
    pub workflow_uri: SipUri,
    /// The queue.
    pub queue_name: ObjectName,
    /// Who calls.
    pub caller: Caller,
    /// Whether the caller may not learn who answers.
    pub anonymous: bool,
    /// How long the caller has waited in this queue; nothing for a hunt group or where call context is disabled.
    pub waited: Option<Duration>,
    /// What was asked and answered, under the same conditions.
    pub answers: Vec<Answered>,
}

/// A question and the answer that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The text of the question, or its name; nothing where there is only audio.
    pub question: Option<Arc<str>>,
    /// The name of the answer, its words, or the key.
    pub answer: Arc<str>,
}

/// Something that an administrator or the record of a call should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// An action names a queue that the pool does not hold.
    QueueMissing {
        /// The call.
        call: CallId,
        /// The workflow or queue whose action it is.
        source: ObjectName,
        /// The queue that is missing.
        target: ObjectId,
    },
    /// A call was sent from queue to queue too often.
    QueueLoop {
        /// The call.
        call: CallId,
        /// The last queue.
        queue: ObjectName,
    },
    /// A queue has no agents at all.
    NoAgents {
        /// The call.
        call: CallId,
        /// The queue.
        queue: ObjectName,
    },
    /// A queue was full.
    QueueFull {
        /// The call that is acted on.
        call: CallId,
        /// The queue.
        queue: ObjectName,
    },
    /// A call waited for as long as the queue lets it.
    QueueTimedOut {
        /// The call.
        call: CallId,
        /// The queue.
        queue: ObjectName,
    },
    /// A prompt has neither audio nor text and was skipped.
    PromptEmpty {
        /// The call.
        call: CallId,
    },
    /// The telephone of an agent has no media in common with us.
    OfferUnsupported {
        /// The offer.
        offer: OfferId,
        /// The agent.
        agent: SipUri,
    },
    /// The edge did not report the end of something in time; the engine goes on without it.
    Healed {
        /// What was waited for.
        waited_for: &'static str,
        /// The call, where it was about one.
        call: Option<CallId>,
        /// The agent, where it was about one.
        agent: Option<SipUri>,
    },
}
