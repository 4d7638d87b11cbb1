//! What happened, as the edge tells it.

use std::sync::Arc;

use domain::{Configuration, Presence, SipUri};
use jiff::Timestamp;

use crate::{CallId, OfferId, PlaybackId, Test};

/// Something that happened outside the engine. What names a call or an offer that is gone is ignored.
#[derive(Clone, Debug)]
pub enum Input {
    /// A configuration is in force. New calls follow it at once; calls in progress go on.
    ConfigurationChanged(Arc<Configuration>),
    /// Somebody calls.
    CallArrived(Arrival),
    /// The caller has acknowledged the answer, or hears early media: media flows. Follows
    /// [`Output::Answer`](crate::Output::Answer) and [`Output::Progress`](crate::Output::Progress).
    CallEstablished(CallId),
    /// A prompt was played to its end, or could not be played.
    PlaybackEnded {
        /// The call that heard it.
        call: CallId,
        /// The number that the engine gave it.
        playback: PlaybackId,
    },
    /// The caller pressed a key: 0-9, * or #.
    DigitPressed {
        /// The call.
        call: CallId,
        /// The key.
        digit: char,
    },
    /// The caller's leg is gone, whoever ended it and for whatever reason. The leg to the target of a transfer is
    /// the edge's to end; that to an agent is ended by an order.
    CallerHungUp(CallId),
    /// The agent's telephone rings.
    OfferRinging(OfferId),
    /// The agent answered. The engine says [`Join`](crate::Output::Join), or
    /// [`EndAgent`](crate::Output::EndAgent) where it is too late.
    OfferAnswered(OfferId),
    /// The agent's telephone, or the way to it, refused; the leg is gone with it.
    OfferRefused {
        /// The offer.
        offer: OfferId,
        /// Why.
        refusal: OfferRefusal,
    },
    /// The leg to the agent is gone: after [`Withdraw`](crate::Output::Withdraw) or
    /// [`EndAgent`](crate::Output::EndAgent), or by itself.
    OfferEnded(OfferId),
    /// The agent hung up; the leg is gone.
    AgentHungUp(OfferId),
    /// An agent's telephone registered, also again, or is no longer registered.
    AgentReachable {
        /// The agent.
        agent: SipUri,
        /// Whether an offer can reach the agent.
        reachable: bool,
    },
    /// An agent's presence.
    AgentPresence {
        /// The agent.
        agent: SipUri,
        /// The presence.
        presence: Presence,
    },
    /// How many other calls of an agent the edge sees, beside those that the engine ordered.
    AgentElsewhere {
        /// The agent.
        agent: SipUri,
        /// Their number.
        calls: u32,
    },
    /// An attendant asks for a call that waits, whatever its place and however many ring there already. It rings at
    /// the attendant then; ignored where the agent may not have it ([`Engine::may_pick`](crate::Engine::may_pick)).
    CallPicked {
        /// The call.
        call: CallId,
        /// The attendant.
        agent: SipUri,
    },
    /// The target of a transfer answered: caller and target talk.
    TransferAnswered(CallId),
    /// The target of a transfer did not answer, or cannot be reached.
    TransferFailed(CallId),
    /// The target of a transfer hung up after it had answered.
    TransferEnded(CallId),
    /// Nothing is heard any more, from the caller or from whoever the caller talks with, and neither holds the call.
    VoiceLost(CallId),
    /// The moment of [`Engine::next_timeout`](crate::Engine::next_timeout) has come, and whatever came before has been
    /// told.
    TimePassed,
}

/// A call that arrives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// The number of the call.
    pub call: CallId,
    /// What was dialled, in the form in which addresses are compared:
    /// [`SipUri::key`] or `tel:+` and digits ([`Configuration::addressed`]).
    pub dialled: Arc<str>,
    /// Who calls.
    pub caller: Caller,
    /// The time of day, for hours and holidays.
    pub at: Timestamp,
    /// What a test call is there for; nothing for any other.
    pub test: Option<Test>,
}

/// Who calls, as agents may learn it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The address.
    pub uri: Arc<str>,
    /// The name, where one came with the call.
    pub display_name: Option<Arc<str>>,
}

/// Why an offer did not reach an agent's ear (`docs/rules.md`, offers).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferRefusal {
    /// The agent does not want the call.
    Declined,
    /// The telephone is still busy with what we have just ended.
    NotReady,
    /// Nothing answers there.
    Unreachable,
    /// The telephone and we have no media in common.
    Unsupported,
}
