//! What `/metrics` measures, each with what it means. docs/metrics.md says the same, and a test compares them.
//!
//! When adding a metric: count it where it happens, and add it here and there.

use metrics::Unit;

use Kind::{Counter, Gauge, Histogram};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Only grows; counts from the start of the process.
    Counter,
    /// As it is now, or a few seconds ago.
    Gauge,
    /// How often a value fell into each bucket.
    Histogram,
}

/// Tells the recorder what each metric means.
pub(crate) fn describe() {
    for (kind, name, meaning) in MEASURES {
        let unit = if name.ends_with("_seconds") { Unit::Seconds } else { Unit::Count };
        match kind {
            Counter => metrics::describe_counter!(*name, unit, *meaning),
            Gauge => metrics::describe_gauge!(*name, unit, *meaning),
            Histogram => metrics::describe_histogram!(*name, unit, *meaning),
        }
    }
}

const MEASURES: &[(Kind, &str, &str)] = &[
    (
        Gauge,
        "switchback_agents",
        "Agents by what they do now: \"unreachable\" (no telephone), \"away\" (reached, but in a presence that takes no call of most methods), \"idle\", \"elsewhere\" (in a call that is not of a queue), \"ringing\", \"talking\". Agents who are signed out of formal groups count too.",
    ),
    (
        Histogram,
        "switchback_call_wait_seconds",
        "How long calls waited in queues, by how that ended: \"answered\" by an agent, \"abandoned\" by the caller, \"vanished\" (the caller was gone without a word), \"transferred\" out of the queues, \"ended\" by the pool.",
    ),
    (
        Gauge,
        "switchback_calls",
        "Calls by what they do now: \"answering\", \"prompt\", \"question\", \"waiting\", \"ringing\", \"talking\", \"transferred\".",
    ),
    (
        Counter,
        "switchback_calls_answered_in_time_total",
        "Calls that an agent answered within 20 seconds of waiting.",
    ),
    (
        Counter,
        "switchback_calls_dead_total",
        "Calls that were ended because nobody in them was heard, or the caller was gone.",
    ),
    (
        Counter,
        "switchback_calls_held_total",
        "Calls that were held because no pool answered at the moment, by how that ended: \"answered\" by this pool, \"relayed\" to the other, \"refused\" in vain, \"abandoned\" by the caller.",
    ),
    (
        Counter,
        "switchback_calls_relayed_total",
        "Calls that another pool answers and that were sent on to it.",
    ),
    (Counter, "switchback_calls_total", "Calls that arrived, but for test calls, which count nowhere here."),
    (
        Counter,
        "switchback_calls_waited_total",
        "Calls whose wait is over, by how it ended, as in switchback_call_wait_seconds.",
    ),
    (
        Counter,
        "switchback_changes_total",
        "Changes of the configuration that were asked for over the API and stored.",
    ),
    (
        Histogram,
        "switchback_commit_duration_seconds",
        "How long one transaction of the store took, with its sync.",
    ),
    (
        Counter,
        "switchback_commits_failed_total",
        "Transactions of the store that failed: nothing of them is stored.",
    ),
    (
        Histogram,
        "switchback_http_request_duration_seconds",
        "How long the API took for a request, by method and route.",
    ),
    (Counter, "switchback_http_requests_total", "Requests to the API, by method, route and status."),
    (Counter, "switchback_logins_refused_total", "Requests with a token that is none."),
    (
        Counter,
        "switchback_media_orders_lost_total",
        "Orders that the media thread did not get: a call may be silent. Never more than zero in health.",
    ),
    (
        Counter,
        "switchback_media_refused_total",
        "Calls that got no voice, because all ports or legs of [media] are in use.",
    ),
    (Counter, "switchback_records_total", "Records that were stored."),
    (
        Gauge,
        "switchback_rtp_lateness_max_seconds",
        "The most that a packet of ours was late since the start.",
    ),
    (Gauge, "switchback_rtp_legs", "Voices that are open now: one for a caller, one for an agent."),
    (Counter, "switchback_rtp_packets_late_total", "RTP packets that came after later ones."),
    (
        Counter,
        "switchback_rtp_packets_lost_total",
        "RTP packets that never came, or had not come when they were counted.",
    ),
    (Counter, "switchback_rtp_packets_received_total", "RTP packets that came from peers."),
    (Counter, "switchback_rtp_packets_sent_total", "RTP packets that were sent."),
    (
        Counter,
        "switchback_rtp_packets_strange_total",
        "RTP packets from others than the peer, which were dropped.",
    ),
    (
        Counter,
        "switchback_rtp_slots_skipped_total",
        "Milliseconds in which nothing was sent, because the media thread was too late for them.",
    ),
    (Gauge, "switchback_sip_bindings", "Registrations of telephones that hold now."),
    (
        Counter,
        "switchback_sip_challenges_unanswered_total",
        "Challenges of others that had no answer of ours: no password of `[agents]`, a wrong one, or somebody who is not the proxy.",
    ),
    (
        Counter,
        "switchback_sip_connections_refused_total",
        "TCP connections that were refused, because too many are open.",
    ),
    (Counter, "switchback_sip_dropped_total", "SIP messages that were dropped, because too many waited."),
    (Gauge, "switchback_sip_lines", "SIP sessions that are open now."),
    (
        Counter,
        "switchback_sip_malformed_total",
        "SIP messages that were refused or dropped, because they are malformed.",
    ),
    (
        Counter,
        "switchback_sip_overload_total",
        "SIP messages that got 503 or nothing, because the sender or all together send too much.",
    ),
    (Counter, "switchback_sip_received_total", "SIP messages that came."),
    (Counter, "switchback_sip_refused_passwords_total", "Answers to a challenge with a wrong password."),
    (
        Gauge,
        "switchback_sip_subscriptions",
        "Telephones that are asked for their own dialogs, and have not refused.",
    ),
    (Counter, "switchback_sip_unsent_total", "SIP messages that could not be sent."),
];

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::*;

    /// The names that the sources of all crates measure.
    fn measured(folder: &Path, names: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                measured(&path, names);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let calls = ["counter!(\"", "gauge!(\"", "histogram!(\""].into_iter();
                let found = calls.flat_map(|call| text.split(call).skip(1)).map(str::to_owned);
                names.extend(found.map(|rest| rest.split('"').next().unwrap().to_owned()));
            }
        }
    }

    #[test]
    fn what_is_measured_is_described_and_documented() {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut names = BTreeSet::new();
        for entry in fs::read_dir(&crates).unwrap() {
            measured(&entry.unwrap().path().join("src"), &mut names);
        }
        let described: BTreeSet<String> = MEASURES.iter().map(|(_, name, _)| (*name).to_owned()).collect();
        assert_eq!(names, described);
        let page = fs::read_to_string(crates.join("../docs/metrics.md")).unwrap();
        for (kind, name, meaning) in MEASURES {
            let kind = format!("{kind:?}").to_lowercase();
            let row = format!("| `{name}` | {kind} | {meaning} |\n");
            assert!(page.contains(&row), "docs/metrics.md lacks the row\n{row}");
        }
        let rows = page.lines().filter(|line| line.starts_with("| `")).count();
        assert_eq!(rows, MEASURES.len(), "docs/metrics.md has rows of metrics that are no more");
    }

    #[test]
    fn names_follow_the_conventions_of_prometheus() {
        for (kind, name, _) in MEASURES {
            assert!(name.starts_with("switchback_"), "{name}");
            assert_eq!(*kind == Counter, name.ends_with("_total"), "{name}");
            assert!(*kind != Histogram || name.ends_with("_seconds"), "{name}");
            assert!(
                !["milli", "micro", "minutes", "hours", "kilo"].iter().any(|unit| name.contains(unit)),
                "{name}"
            );
        }
    }
}
