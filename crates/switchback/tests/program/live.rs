//! Callers who wait, as everybody sees them who looks: the API, the shell, `switchback status` and the metrics.

use std::{fs, io::Write as _, net::SocketAddr};

use serde_json::{Value, json};

use crate::{
    fixtures::{PoolFolder, Running, set_mode, success},
    telephone::{Caller, Phone},
};

/// A pool with a help desk of Ann, and where it takes calls.
fn help_desk(folder: &PoolFolder) -> (Running, String, SocketAddr) {
    let mut file = fs::OpenOptions::new().append(true).open(folder.path("pool.toml")).unwrap();
    file.write_all(b"sip = [\"udp:127.0.0.1:0\"]\n").unwrap();
    let mut running = folder.start(&[]);
    let calls = running.says("takes calls on udp:").unwrap();
    let calls = calls.rsplit("udp:").next().unwrap().parse().unwrap();
    let token = running.first_token().unwrap();
    fs::write(folder.path("administrator.token"), &token).unwrap();
    set_mode(&folder.path("administrator.token"), 0o600);
    let make = |collection: &str, object: Value| {
        let made = running.ask("POST", &format!("/api/v1/{collection}"), &token, &object.to_string());
        assert_eq!(made.0, 201, "{}", made.1);
        serde_json::from_str::<Value>(&made.1).unwrap()["Identity"].clone()
    };
    let agents = json!({"Name": "Agents", "AgentsByUri": ["sip:ann@contoso.com"]});
    let group = make("agent-groups", agents);
    let queue = make("queues", json!({"Name": "Help", "AgentGroupIDList": [group]}));
    make(
        "workflows",
        json!({
            "Name": "Help Desk", "PrimaryUri": "sip:helpdesk@contoso.com", "Active": true,
            "DefaultAction": {"Action": "TransferToQueue", "QueueID": queue},
        }),
    );
    (running, token, calls)
}

/// Looks again and again until what is seen is as `wanted`; what is going on is published from time to time.
fn seen(look: impl Fn() -> String, wanted: impl Fn(&str) -> bool) -> String {
    let mut shown = String::new();
    for _ in 0..ASKED_MAX {
        shown = look();
        if wanted(&shown) {
            return shown;
        }
    }
    panic!("not seen: {shown}")
}

#[test]
fn callers_who_wait_are_seen_with_workflow_queue_and_place() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    let (running, token, pool) = help_desk(&folder);
    let first = Caller::call(pool, "pat");
    let second = Caller::call(pool, "robin");
    let calls = seen(
        || running.ask("GET", "/api/v1/calls", &token, "").1,
        |shown| shown.matches("\"Waiting\"").count() == 2,
    );
    let calls: Value = serde_json::from_str(&calls).unwrap();
    let facts = |call: &Value| {
        let names = ["Workflow", "State", "Queue", "Position", "Agent", "Caller", "CallerName"];
        names.map(|name| call[name].clone())
    };
    let waiting = |place: u64, name: &str| {
        let caller = format!("sip:{name}@contoso.com");
        [
            json!("Help Desk"),
            json!("Waiting"),
            json!("Help"),
            json!(place),
            Value::Null,
            json!(caller),
            json!(name),
        ]
    };
    assert_eq!(facts(&calls["Items"][0]), waiting(1, "pat"));
    assert_eq!(facts(&calls["Items"][1]), waiting(2, "robin"));
    assert!(calls["Items"][0]["Waited"].is_u64(), "{calls}");

    let url = running.url();
    let status = ["status", "--once", "--url", &url, "--token-file", "administrator.token"];
    let shown = success(&folder.run(&status));
    assert!(shown.contains("2 calls: 2 waiting"), "{shown}");
    let line = shown.lines().find(|line| line.contains("pat")).unwrap();
    let words: Vec<&str> = line.split_whitespace().collect();
    assert_eq!(words[..5], ["Help", "Desk", "Help", "Waiting", "1"], "{shown}");

    let topology = format!("[[pool]]\nfqdn = \"primary.contoso.com\"\napi = \"{url}\"\n");
    fs::write(folder.path("topology.toml"), topology).unwrap();
    let shell = "topology = \"topology.toml\"\ntoken_file = \"administrator.token\"\n";
    fs::write(folder.path("shell.toml"), shell).unwrap();
    let command = "Get-CsRgsCall primary.contoso.com | Format-List Workflow, State, Queue, Position, Agent";
    let shown = success(&folder.run(&["-c", command, "--config", "shell.toml"]));
    let second_call: Vec<&str> = shown.lines().skip_while(|line| !line.ends_with(": 2")).collect();
    assert!(!second_call.is_empty() && shown.matches("Help Desk").count() == 2, "{shown}");

    let metrics = || running.ask("GET", "/metrics", &token, "").1;
    seen(metrics, |text| text.contains("switchback_calls{state=\"waiting\"} 2"));
    second.hangs_up();
    first.hangs_up();
    let abandoned = "switchback_calls_waited_total{end=\"abandoned\"} 2";
    seen(metrics, |text| text.contains(abandoned) && text.contains("switchback_calls{state=\"waiting\"} 0"));
    seen(|| running.ask("GET", "/api/v1/calls", &token, "").1, |shown| shown.contains("\"Items\":[]"));
}

#[test]
fn a_call_that_talks_is_seen_with_its_agent() {
    let phone = Phone::new();
    let proxy = format!("[agents]\nvia = \"sip:{}\"\n", phone.address());
    let folder = PoolFolder::new("primary.contoso.com", &proxy);
    let (running, token, pool) = help_desk(&folder);
    let caller = Caller::call(pool, "pat");
    phone.answers();
    let calls =
        seen(|| running.ask("GET", "/api/v1/calls", &token, "").1, |shown| shown.contains("\"Talking\""));
    let calls: Value = serde_json::from_str(&calls).unwrap();
    let call = &calls["Items"][0];
    assert_eq!(
        (&call["Agent"], &call["Caller"]),
        (&json!("sip:ann@contoso.com"), &json!("sip:pat@contoso.com"))
    );
    let agent = running.ask("GET", "/api/v1/agents/sip:ann@contoso.com", &token, "").1;
    let agent: Value = serde_json::from_str(&agent).unwrap();
    assert_eq!((&agent["State"], &agent["Call"]), (&json!("Talking"), &call["Id"]), "{agent}");
    let shown = success(&folder.run(&[
        "status",
        "--once",
        "--url",
        &running.url(),
        "--token-file",
        "administrator.token",
    ]));
    assert!(shown.contains("1 talking") && shown.contains("pat with ann@"), "{shown}");
    let metrics = || running.ask("GET", "/metrics", &token, "").1;
    seen(metrics, |text| {
        text.contains("switchback_calls{state=\"talking\"} 1")
            && text.contains("switchback_agents{state=\"talking\"} 1")
    });
    caller.hangs_up();
    phone.is_hung_up();
}

#[test]
fn a_test_call_is_seen_by_nobody_and_its_verdict_is_in_the_log() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    let (running, token, _) = help_desk(&folder);
    let order = json!({"Name": "help desk", "AnswerAs": "sip:ann@contoso.com"}).to_string();
    let placed = running.ask("POST", "/api/v1/test-calls", &token, &order);
    assert_eq!(placed.0, 201, "{}", placed.1);
    let ended = seen(
        || running.ask("GET", "/api/v1/test-calls/1?after=100", &token, "").1,
        |shown| shown.contains("\"Verdict\""),
    );
    let ended: Value = serde_json::from_str(&ended).unwrap();
    assert_eq!(ended["Result"]["Verdict"], "Passed", "{ended}");
    assert_eq!(ended["Result"]["From"], "primary.contoso.com");
    assert_eq!(ended["Result"]["RelayedBy"], Value::Null);
    let log = running.ask("GET", "/api/v1/log", &token, "").1;
    assert!(log.contains("Test call to \\\"Help Desk\\\" has passed"), "{log}");
    let metrics = running.ask("GET", "/metrics", &token, "").1;
    assert!(!has_sample(&metrics, "switchback_calls_waited_total"), "{metrics}");
    assert!(!has_sample(&metrics, "switchback_calls_total"), "{metrics}");
}

#[test]
fn a_pool_without_listeners_that_is_to_place_or_take_a_test_call_is_named_with_its_setting() {
    let (taking, silent) =
        (PoolFolder::new("primary.contoso.com", ""), PoolFolder::new("backup.contoso.com", ""));
    let (running, _, _) = help_desk(&taking);
    let mute = silent.start(&[]);
    fs::write(taking.path("backup.token"), mute.first_token().unwrap()).unwrap();
    set_mode(&taking.path("backup.token"), 0o600);
    let listed = |fqdn: &str, url: &str| format!("[[pool]]\nfqdn = \"{fqdn}\"\napi = \"{url}\"\n");
    let topology = listed("primary.contoso.com", &running.url()) + &listed("backup.contoso.com", &mute.url());
    fs::write(taking.path("topology.toml"), topology).unwrap();
    let key = |pool: &str, file: &str| {
        format!("[[pool]]\nfqdn = \"{pool}.contoso.com\"\ntoken_file = \"{file}.token\"\n")
    };
    let keys = key("primary", "administrator") + &key("backup", "backup");
    fs::write(taking.path("shell.toml"), format!("topology = \"topology.toml\"\n{keys}")).unwrap();
    let make =
        "New-CsRgsWorkflow backup.contoso.com -Name 'Night' -PrimaryUri 'sip:night@contoso.com' | Out-Null";
    success(&taking.run(&["--config", "shell.toml", "-c", make]));
    let says = |command: &str| {
        let ended = taking.run(&["--config", "shell.toml", "-c", command]);
        assert_eq!((ended.status.code(), ended.stdout.as_slice()), (Some(1), &b""[..]), "{ended:?}");
        String::from_utf8(ended.stderr).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let words = "Test-CsRgsCall : backup.contoso.com takes no calls: name listeners for SIP in [listen] of its file, such as \
                 sip = [\"udp:192.0.2.10:5060\"], and start it again.";
    for command in [
        "Test-CsRgsCall primary.contoso.com 'Help Desk' -From backup.contoso.com",
        "Test-CsRgsCall backup.contoso.com 'Night' -From primary.contoso.com",
        "Test-CsRgsCall backup.contoso.com 'Night'",
    ] {
        let said = says(command);
        assert!(said.starts_with(words) && said.contains("PoolTakesNoCalls"), "{command}: {said}");
    }
}

fn has_sample(metrics: &str, name: &str) -> bool {
    let names = metrics.lines().filter_map(|line| line.split([' ', '{']).next());
    names.into_iter().any(|line| line == name)
}

/// Every question takes a moment, so that these take longer than what is going on takes to be published.
const ASKED_MAX: usize = 20_000;
