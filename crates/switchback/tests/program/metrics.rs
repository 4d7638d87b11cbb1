//! What calls move in /metrics.

use std::{fs::File, io::Write as _, net::SocketAddr};

use serde_json::{Value, json};

use crate::{
    fixtures::{PoolFolder, Running},
    telephone::Caller,
};

/// A pool that takes calls for a help desk on loopback.
fn pool() -> (PoolFolder, Running, String, SocketAddr) {
    let folder = PoolFolder::new("primary.contoso.com", "");
    let mut file = File::options().append(true).open(folder.path("pool.toml")).unwrap();
    writeln!(file, "sip = [\"udp:127.0.0.1:0\"]").unwrap();
    let mut running = folder.start(&[]);
    let calls = running.says("takes calls on udp:").unwrap();
    let token = running.first_token().unwrap();
    let desk = json!({"Name": "Desk", "AgentsByUri": ["sip:ann@contoso.com"]});
    let group = post(&running, &token, "/api/v1/agent-groups", &desk);
    let queue = json!({"Name": "Desk", "AgentGroupIDList": [group["Identity"]]});
    let queue = post(&running, &token, "/api/v1/queues", &queue);
    let action = json!({"Action": "TransferToQueue", "QueueID": queue["Identity"]});
    let workflow = json!({
        "Name": "Help", "PrimaryUri": "sip:helpdesk@contoso.com", "Active": true, "DefaultAction": action,
    });
    post(&running, &token, "/api/v1/workflows", &workflow);
    (folder, running, token, calls.rsplit("udp:").next().unwrap().parse().unwrap())
}

fn post(running: &Running, token: &str, path: &str, body: &Value) -> Value {
    let (status, text) = running.ask("POST", path, token, &body.to_string());
    assert_eq!(status, 201, "{path}: {text}");
    serde_json::from_str(&text).unwrap()
}

/// Asks again and again for what becomes so soon.
fn in_time<T>(ask: impl Fn() -> Option<T>) -> Option<T> {
    (0..ASKED_MAX).find_map(|_| ask())
}

/// A test call from its beginning to its end.
fn call(running: &Running, token: &str, body: &Value) {
    let placed = post(running, token, "/api/v1/test-calls", body);
    let path = format!("/api/v1/test-calls/{}", placed["Id"]);
    let over = in_time(|| {
        let (_, text) = running.ask("GET", &format!("{path}?after=1000"), token, "");
        let state: Value = serde_json::from_str(&text).unwrap();
        (!state["Result"].is_null()).then_some(state)
    });
    over.unwrap_or_else(|| panic!("the test call does not end: {body}"));
}

/// The value of a sample; zero where there is none yet.
fn value(text: &str, sample: &str) -> f64 {
    let line = text.lines().find_map(|line| line.strip_prefix(sample)?.strip_prefix(' '));
    line.map_or(0.0, |value| value.parse().unwrap())
}

#[test]
fn a_call_that_is_given_up_moves_the_metrics_and_a_test_call_does_not() {
    let (_folder, running, token, calls) = pool();
    call(&running, &token, &json!({"Name": "Help", "AnswerAs": "sip:ann@contoso.com"}));
    // A test call moves the numbers of voice, and none of those of calls.
    Caller::call(calls, "pat").hangs_up();

    let metrics = || running.ask("GET", "/metrics", &token, "").1;
    let moved = in_time(|| {
        let text = metrics();
        let waited = |end| value(&text, &format!("switchback_calls_waited_total{{end=\"{end}\"}}"));
        let is_over = waited("answered") == 0.0 && waited("abandoned") == 1.0;
        // The last packets of a leg count when it closes, soon after its call is over.
        let packets = |what: &str| value(&text, &format!("switchback_rtp_packets_{what}_total"));
        (is_over && packets("received") > 0.0 && packets("sent") > 50.0).then_some(text)
    });
    let text = moved.unwrap_or_else(|| panic!("the calls are not counted: {}", metrics()));
    assert_eq!(value(&text, "switchback_calls_total"), 1.0, "{text}");
    assert_eq!(value(&text, "switchback_calls_answered_in_time_total"), 0.0, "{text}");
    let bucket = "switchback_call_wait_seconds_bucket{end=\"abandoned\",le=\"+Inf\"}";
    assert_eq!(value(&text, bucket), 1.0, "{text}");
    assert!(value(&text, "switchback_sip_received_total") > 5.0, "{text}");
    let families = text.lines().filter_map(|line| line.strip_prefix("# TYPE "));
    for family in families.map(|line| line.split(' ').next().unwrap()) {
        assert!(text.contains(&format!("# HELP {family} ")), "{family} is not described:\n{text}");
    }
}

#[test]
fn packets_that_are_lost_count_while_the_call_goes_on() {
    let (_folder, running, token, calls) = pool();
    let caller = Caller::call(calls, "pat");
    [1, 2, 4].into_iter().for_each(|number| caller.says(number));
    let metrics = || {
        caller.listens();
        running.ask("GET", "/metrics", &token, "").1
    };
    let text =
        in_time(|| Some(metrics()).filter(|text| value(text, "switchback_rtp_packets_lost_total") > 0.0));
    let text = text.unwrap_or_else(|| panic!("the packet is not missed: {}", metrics()));
    let count = |what: &str| value(&text, &format!("switchback_rtp_packets_{what}_total"));
    assert_eq!((count("received"), count("lost"), count("late")), (3.0, 1.0, 0.0), "{text}");
    assert!(count("sent") > 50.0, "{text}");
    assert_eq!(value(&text, "switchback_calls{state=\"waiting\"}"), 1.0, "{text}");
    caller.hangs_up();
}

/// More questions than fit into the time that anything here takes.
const ASKED_MAX: u32 = 20_000;
