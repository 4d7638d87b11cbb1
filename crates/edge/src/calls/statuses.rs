//! What the engine and SIP call the same thing (`sip.md`, when we answer and offers to agents).

use std::time::Duration;

use dialog::{Closing, Refusal as LegRefusal};
use engine::{OfferRefusal, Refusal, WithdrawCause};

/// The status of a call that was not answered.
pub(super) const fn of_refusal(refusal: Refusal) -> u16 {
    match refusal {
        Refusal::NotFound => 404,
        Refusal::Inactive
        | Refusal::Closed
        | Refusal::Holiday
        | Refusal::NoAgents
        | Refusal::Misconfigured => 480,
        Refusal::TransferFailed => 480,
        Refusal::Overflow => 486,
        Refusal::TooManyCalls => 503,
    }
}

/// What a telephone that did not answer means. `rang`: it said so before. `since_end`: how long ago we ended a call of
/// this agent.
pub(super) fn of_phone(refusal: &LegRefusal, rang: bool, since_end: Option<Duration>) -> OfferRefusal {
    let LegRefusal::Status { status, .. } = refusal else {
        return match refusal {
            LegRefusal::UnusableMedia => OfferRefusal::Unsupported,
            _ => OfferRefusal::Unreachable,
        };
    };
    match status {
        486 if since_end.is_some_and(|since| since < JUST_ENDED) => OfferRefusal::NotReady,
        300..400 | 403 | 486 | 600 | 603 => OfferRefusal::Declined,
        480 if rang => OfferRefusal::Declined,
        415 | 488 | 606 => OfferRefusal::Unsupported,
        _ => OfferRefusal::Unreachable,
    }
}

/// Which of two telephones decides for their agent: who said no has the last word.
pub(super) const fn stronger(one: OfferRefusal, other: OfferRefusal) -> OfferRefusal {
    const fn weight(refusal: OfferRefusal) -> u8 {
        match refusal {
            OfferRefusal::Declined => 3,
            OfferRefusal::NotReady => 2,
            OfferRefusal::Unsupported => 1,
            OfferRefusal::Unreachable => 0,
        }
    }
    if weight(one) >= weight(other) { one } else { other }
}

/// How an offer is taken back: a telephone whose call another has is told so, and lists no missed call.
pub(super) const fn of_withdrawal(cause: WithdrawCause) -> Closing {
    match cause {
        WithdrawCause::AnsweredElsewhere | WithdrawCause::AgentTaken => Closing::CompletedElsewhere,
        WithdrawCause::CallerGone
        | WithdrawCause::TimedOut
        | WithdrawCause::QueueTimeout
        | WithdrawCause::AgentAway => Closing::Plain,
    }
}

/// Many telephones are still busy for that long after a call was ended.
const JUST_ENDED: Duration = Duration::from_secs(2);
