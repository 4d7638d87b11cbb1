//! How long callers wait, and how that ends, as numbers for those who watch a pool.

use std::{collections::BTreeMap, time::Duration};

use engine::{CallId, Input, Output};
use stdx::Instant;

/// The calls that wait for an agent, each since when.
#[derive(Debug, Default)]
pub(super) struct Waits(BTreeMap<CallId, Instant>);

/// How a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// An agent answered.
    Answered,
    /// The caller hung up.
    Abandoned,
    /// The caller was found to be gone, without a word.
    Vanished,
    /// A timeout or an overflow led out of the queues.
    Transferred,
    /// We ended the call, for a timeout or an overflow mostly.
    Ended,
}

impl Waits {
    /// Something happened.
    pub(super) fn heard(&mut self, now: Instant, input: &Input) {
        if let Input::CallerHungUp(call) = input {
            self.end(now, *call, End::Abandoned);
        }
    }

    /// A caller is gone and has not said so.
    pub(super) fn vanished(&mut self, now: Instant, call: CallId) {
        self.end(now, call, End::Vanished);
    }

    /// Something was ordered. A call waits from its first music or offer; one that moves to another queue waits on.
    pub(super) fn ordered(&mut self, now: Instant, order: &Output) {
        match order {
            Output::PlayMusic { call, .. } | Output::Offer { call, .. } => {
                self.0.entry(*call).or_insert(now);
            }
            Output::Join { call, .. } => self.end(now, *call, End::Answered),
            Output::Transfer { call, .. } => self.end(now, *call, End::Transferred),
            Output::EndCall { call, .. } | Output::Refuse { call, .. } => self.end(now, *call, End::Ended),
            _ => {}
        }
    }

    /// A call that waited does so no longer.
    fn end(&mut self, now: Instant, call: CallId, end: End) {
        let Some(since) = self.0.remove(&call) else { return };
        let waited = now.since(since);
        let word = match end {
            End::Answered => "answered",
            End::Abandoned => "abandoned",
            End::Vanished => "vanished",
            End::Transferred => "transferred",
            End::Ended => "ended",
        };
        metrics::histogram!("switchback_call_wait_seconds", "end" => word).record(waited);
        metrics::counter!("switchback_calls_waited_total", "end" => word).increment(1);
        if end == End::Answered && waited <= SERVICE_LEVEL {
            metrics::counter!("switchback_calls_answered_in_time_total").increment(1);
        }
    }
}

/// Within this time an answer counts as in time.
const SERVICE_LEVEL: Duration = Duration::from_secs(20);
