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
    /// An agent answered after this time.
    Answered(Duration),
    /// The caller hung up after this time.
    Abandoned(Duration),
    /// The caller was found to be gone after this time, without a word.
    Vanished(Duration),
}

impl Waits {
    /// Something happened.
    pub(super) fn heard(&mut self, now: Instant, input: &Input) {
        if let Input::CallerHungUp(call) = input
            && let Some(since) = self.0.remove(call)
        {
            record(End::Abandoned(now.since(since)));
        }
    }

    /// A caller is gone and has not said so.
    pub(super) fn vanished(&mut self, now: Instant, call: CallId) {
        if let Some(since) = self.0.remove(&call) {
            record(End::Vanished(now.since(since)));
        }
    }

    /// Something was ordered. A call waits from its first music or offer; one that moves to another queue waits on.
    pub(super) fn ordered(&mut self, now: Instant, order: &Output) {
        match order {
            Output::PlayMusic { call, .. } | Output::Offer { call, .. } => {
                self.0.entry(*call).or_insert(now);
            }
            Output::Join { call, .. } => {
                if let Some(since) = self.0.remove(call) {
                    record(End::Answered(now.since(since)));
                }
            }
            Output::EndCall { call, .. }
            | Output::Transfer { call, .. }
            | Output::Refuse { call, .. }
            | Output::Relay { call, .. } => {
                self.0.remove(call);
            }
            _ => {}
        }
    }
}

fn record(end: End) {
    let (word, waited) = match end {
        End::Answered(waited) => ("answered", waited),
        End::Abandoned(waited) => ("abandoned", waited),
        End::Vanished(waited) => ("vanished", waited),
    };
    metrics::histogram!("switchback_call_wait_seconds", "end" => word).record(waited);
    metrics::counter!("switchback_calls_waited_total", "end" => word).increment(1);
    if matches!(end, End::Answered(waited) if waited <= SERVICE_LEVEL) {
        metrics::counter!("switchback_calls_answered_in_time_total").increment(1);
    }
}

/// Within this time an answer counts as in time.
const SERVICE_LEVEL: Duration = Duration::from_secs(20);
