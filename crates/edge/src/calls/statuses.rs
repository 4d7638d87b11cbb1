//! What the engine and SIP call the same thing (`docs/rules.md`, when a call is answered, offers).

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
        | Refusal::QueueTimeout
        | Refusal::NoValidAnswer
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

#[cfg(test)]
mod tests {
    use dialog::{Failure, message::Headers};

    use super::*;

    #[test]
    fn a_call_that_is_not_answered_is_refused_as_its_reason_says() {
        use Refusal::{
            Closed, Holiday, Inactive, Misconfigured, NoAgents, NoValidAnswer, NotFound, Overflow,
            QueueTimeout, TooManyCalls, TransferFailed,
        };
        for (status, refusals) in [
            (404, &[NotFound][..]),
            (
                480,
                &[
                    Inactive,
                    NoAgents,
                    Closed,
                    Holiday,
                    QueueTimeout,
                    NoValidAnswer,
                    Misconfigured,
                    TransferFailed,
                ],
            ),
            (486, &[Overflow]),
            (503, &[TooManyCalls]),
        ] {
            for refusal in refusals {
                assert_eq!(of_refusal(*refusal), status, "{refusal:?}");
            }
        }
    }

    #[test]
    fn what_a_phone_says_is_declined_not_ready_unreachable_or_unsupported() {
        use OfferRefusal::{Declined, NotReady, Unreachable, Unsupported};
        let said = |status, rang, seconds: Option<u64>| {
            let refusal = LegRefusal::Status { status, reason: String::new(), headers: Headers::new() };
            of_phone(&refusal, rang, seconds.map(Duration::from_secs))
        };
        for (statuses, rang, expected) in [
            (&[300, 301, 302, 305, 380, 403, 486, 600, 603][..], false, Declined),
            (&[480, 486, 600, 603], true, Declined),
            (&[404, 408, 430, 480, 500, 502, 503, 504], false, Unreachable),
            (&[415, 488, 606], true, Unsupported),
        ] {
            for status in statuses {
                assert_eq!(said(*status, rang, None), expected, "{status}");
            }
        }
        assert_eq!(
            [0, 1, 2, 9].map(|since| said(486, false, Some(since))),
            [NotReady, NotReady, Declined, Declined]
        );
        assert_eq!(said(603, false, Some(0)), Declined, "only busy means not ready");
        for failure in [Failure::Timeout, Failure::Transport] {
            assert_eq!(of_phone(&LegRefusal::Failed(failure), true, None), Unreachable);
        }
        assert_eq!(of_phone(&LegRefusal::UnusableMedia, true, None), Unsupported);
    }

    #[test]
    fn of_two_phones_the_one_that_said_no_decides() {
        use OfferRefusal::{Declined, NotReady, Unreachable, Unsupported};
        let order = [Unreachable, Unsupported, NotReady, Declined];
        for (at, weak) in order.into_iter().enumerate() {
            for strong in &order[at..] {
                assert_eq!([stronger(weak, *strong), stronger(*strong, weak)], [*strong; 2]);
            }
        }
    }

    #[test]
    fn only_those_whose_call_another_has_are_told_that_it_was_completed_elsewhere() {
        use WithdrawCause::{AgentAway, AgentTaken, AnsweredElsewhere, CallerGone, QueueTimeout, TimedOut};
        for cause in [AnsweredElsewhere, AgentTaken] {
            assert_eq!(of_withdrawal(cause), Closing::CompletedElsewhere);
        }
        for cause in [AgentAway, CallerGone, QueueTimeout, TimedOut] {
            assert_eq!(of_withdrawal(cause), Closing::Plain);
        }
    }
}
