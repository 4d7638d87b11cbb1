//! How long callers wait, and how that ends, as numbers for those who watch a pool.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use engine::{CallId, Input, Output};
use stdx::Instant;

/// The calls that wait for an agent.
#[derive(Debug, Default)]
pub(super) struct Waits {
    /// Each since when.
    since: BTreeMap<CallId, Instant>,
    /// Calls that count nowhere.
    tests: BTreeSet<CallId>,
}

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
        match input {
            Input::CallArrived(arrival) if arrival.test.is_some() => drop(self.tests.insert(arrival.call)),
            Input::CallerHungUp(call) => {
                self.tests.remove(call);
                self.end(now, *call, End::Abandoned);
            }
            _ => {}
        }
    }

    /// A caller is gone and has not said so.
    pub(super) fn vanished(&mut self, now: Instant, call: CallId) {
        self.end(now, call, End::Vanished);
    }

    /// Something was ordered. A call waits from its first music or offer; one that moves to another queue waits on.
    pub(super) fn ordered(&mut self, now: Instant, order: &Output) {
        match order {
            Output::PlayMusic { call, .. } | Output::Offer { call, .. } if !self.tests.contains(call) => {
                self.since.entry(*call).or_insert(now);
            }
            Output::Join { call, .. } => self.end(now, *call, End::Answered),
            Output::Transfer { call, .. } => self.end(now, *call, End::Transferred),
            Output::EndCall { call, .. } | Output::Refuse { call, .. } => self.end(now, *call, End::Ended),
            _ => {}
        }
    }

    /// A call that waited does so no longer.
    fn end(&mut self, now: Instant, call: CallId, end: End) {
        let Some(since) = self.since.remove(&call) else { return };
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use engine::{Arrival, Caller, EndCause, OfferId, Test};
    use metrics_exporter_prometheus::PrometheusBuilder;

    use super::*;

    const CALL: CallId = CallId(1);
    const MUSIC: Output = Output::PlayMusic { call: CALL, music: None };
    const JOIN: Output = Output::Join { call: CALL, offer: OfferId(1) };

    /// What happens to a call at a second.
    enum Step {
        Heard(Input),
        Ordered(Output),
    }
    use Step::{Heard, Ordered};

    fn arrives(test: Option<Test>) -> Step {
        let caller = Caller { uri: "sip:pat@contoso.com".into(), display_name: None };
        let (dialled, at) = (Arc::from("sip:helpdesk@contoso.com"), jiff::Timestamp::UNIX_EPOCH);
        Heard(Input::CallArrived(Arrival { call: CALL, dialled, caller, at, test }))
    }

    /// The metrics of a call: answered, abandoned, answered in time, the sum of the waits.
    fn measured(steps: Vec<(u64, Step)>) -> [String; 4] {
        let recorder = PrometheusBuilder::new().build_recorder();
        metrics::with_local_recorder(&recorder, || {
            let mut waits = Waits::default();
            for (second, step) in steps {
                let now = Instant::START.after(Duration::from_secs(second));
                match step {
                    Heard(input) => waits.heard(now, &input),
                    Ordered(order) => waits.ordered(now, &order),
                }
            }
        });
        let text = recorder.handle().render();
        let value = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name));
            line.map_or_else(|| "none".to_owned(), |value| value.trim().to_owned())
        };
        [
            value("switchback_calls_waited_total{end=\"answered\"}"),
            value("switchback_calls_waited_total{end=\"abandoned\"}"),
            value("switchback_calls_answered_in_time_total"),
            ["answered", "abandoned"]
                .map(|end| value(&format!("switchback_call_wait_seconds_sum{{end=\"{end}\"}}")))
                .join(" "),
        ]
    }

    #[test]
    fn a_wait_lasts_from_the_first_music_to_the_answer() {
        let steps = vec![(0, arrives(None)), (10, Ordered(MUSIC)), (25, Ordered(JOIN))];
        assert_eq!(measured(steps), ["1", "none", "1", "15 none"]);
        // Another queue begins no wait anew, and what comes after the answer is none.
        let steps = vec![
            (10, Ordered(MUSIC)),
            (20, Ordered(MUSIC)),
            (31, Ordered(JOIN)),
            (60, Heard(Input::CallerHungUp(CALL))),
        ];
        assert_eq!(measured(steps), ["1", "none", "none", "21 none"]);
    }

    #[test]
    fn who_hangs_up_while_waiting_has_abandoned() {
        let steps = vec![(0, Ordered(MUSIC)), (7, Heard(Input::CallerHungUp(CALL)))];
        assert_eq!(measured(steps), ["none", "1", "none", "none 7"]);
        let steps = vec![(0, arrives(None)), (7, Heard(Input::CallerHungUp(CALL)))];
        assert_eq!(measured(steps), ["none", "none", "none", "none none"]);
    }

    #[test]
    fn a_wait_that_the_pool_ends_is_neither() {
        let end = Output::EndCall { call: CALL, cause: EndCause::Terminated };
        let steps = vec![(0, Ordered(MUSIC)), (7, Ordered(end)), (8, Heard(Input::CallerHungUp(CALL)))];
        assert_eq!(measured(steps), ["none", "none", "none", "none none"]);
    }

    #[test]
    fn a_test_call_counts_nowhere() {
        let test = || arrives(Some(Test { plays: None }));
        let steps = vec![(0, test()), (1, Ordered(MUSIC)), (2, Ordered(JOIN))];
        assert_eq!(measured(steps), ["none", "none", "none", "none none"]);
        let steps = vec![(0, test()), (1, Ordered(MUSIC)), (2, Heard(Input::CallerHungUp(CALL)))];
        assert_eq!(measured(steps), ["none", "none", "none", "none none"]);
    }
}
