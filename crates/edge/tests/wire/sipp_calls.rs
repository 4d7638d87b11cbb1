//! SIPp as caller and as telephone, with scenarios of our own.

use domain::ObjectKind;
use edge::Kind;
use serde_json::json;

use crate::{
    phone::user,
    running::{Running, Start},
    sipp::Sipp,
    site::Site,
};

/// A pool whose help desk is Alex.
fn help_desk(listeners: &[&str]) -> Running {
    Running::with(Start {
        listeners,
        users: vec![user("sip:alex@contoso.com")],
        site: Site::help_desk("Serial", &["alex"]),
        ..Start::default()
    })
}

/// One caller and one telephone, each with its scenario.
fn call(running: &Running, caller: &str, agent: &str) {
    let edge = running.address(Kind::Udp);
    let phone = Sipp::new(edge, "alex");
    phone.run("register");
    let phone = phone.start(agent);
    Sipp::new(edge, "helpdesk").run(caller);
    phone.ends_well();
    running.comes_to_rest();
}

#[test]
fn a_caller_reaches_an_agent_by_udp_of_both_families() {
    for listener in ["udp:127.0.0.1:0", "udp:[::1]:0"] {
        call(&help_desk(&[listener]), "caller", "agent");
    }
}

#[test]
fn a_caller_reaches_an_agent_by_tcp() {
    let running = help_desk(&["tcp:127.0.0.1:0", "udp:127.0.0.1:0"]);
    let phone = Sipp::new(running.address(Kind::Udp), "alex");
    phone.run("register");
    let phone = phone.start("agent");
    Sipp::new(running.address(Kind::Tcp), "helpdesk").by_tcp().run("caller");
    phone.ends_well();
    running.comes_to_rest();
}

#[test]
fn an_agent_hangs_up() {
    call(&help_desk(&["udp:127.0.0.1:0"]), "caller_is_hung_up", "agent_hangs_up");
}

#[test]
fn a_caller_holds_and_comes_back() {
    call(&help_desk(&["udp:127.0.0.1:0"]), "caller_holds", "agent");
}

#[test]
fn a_caller_makes_no_offer() {
    call(&help_desk(&["udp:127.0.0.1:0"]), "caller_late_offer", "agent");
}

#[test]
fn an_agent_declines_and_the_caller_waits_on() {
    call(&help_desk(&["udp:127.0.0.1:0"]), "caller", "agent_declines");
}

#[test]
fn an_agent_does_not_answer_and_the_queue_gives_up() {
    let site = Site::new()
        .object(ObjectKind::AgentGroup, "Agents", json!({"AgentsByUri": ["sip:alex@contoso.com"]}))
        .object(
            ObjectKind::Queue,
            "Help",
            json!({
                "AgentGroupIDList": ["@Agents"], "TimeoutThreshold": 10,
                "TimeoutAction": {"Action": "Terminate"},
            }),
        )
        .workflow(json!({"Action": "TransferToQueue", "QueueID": "@Help"}));
    let users = vec![user("sip:alex@contoso.com")];
    let running = Running::with(Start { users, site, ..Start::default() });
    call(&running, "caller_is_hung_up", "agent_does_not_answer");
}

#[test]
fn a_caller_gives_up_before_any_answer() {
    let site = Site::new()
        .object(ObjectKind::AgentGroup, "Agents", json!({"AgentsByUri": ["sip:kim@contoso.com"]}))
        .object(
            ObjectKind::Queue,
            "Help",
            json!({
                "AgentGroupIDList": ["@Agents"], "OverflowThreshold": 0,
                "OverflowAction": {"Action": "TransferToUri", "Uri": "sip:alex@contoso.com"},
            }),
        )
        .workflow(json!({"Action": "TransferToQueue", "QueueID": "@Help"}));
    let users = vec![user("sip:alex@contoso.com")];
    let running = Running::with(Start { users, site, ..Start::default() });
    call(&running, "caller_cancels", "agent_does_not_answer");
}

/// A pool that sends those to Alex who press `1`.
fn menu() -> Running {
    let question = json!({
        "Prompt": {"TextToSpeechPrompt": "Press one."},
        "AnswerList": [{"DtmfResponse": "1", "Action": {"Action": "TransferToQueue", "QueueID": "@Help"}}],
    });
    let site = Site::help_desk("Serial", &["alex"])
        .workflow(json!({"Action": "TransferToQuestion", "Question": question}));
    let users = vec![user("sip:alex@contoso.com")];
    Running::with(Start { users, site, ..Start::default() })
}

#[test]
fn a_digit_by_info_answers_a_question() {
    call(&menu(), "caller_presses_by_info", "agent");
}

#[test]
fn a_digit_by_events_answers_a_question() {
    call(&menu(), "caller_presses_by_events", "agent");
}

#[test]
fn a_digit_in_band_answers_a_question() {
    call(&menu(), "caller_presses_in_band", "agent");
}

#[test]
fn wrong_addresses_and_wrong_passwords_are_refused() {
    let running = help_desk(&["udp:127.0.0.1:0"]);
    let edge = running.address(Kind::Udp);
    Sipp::new(edge, "nobody").run("caller_is_not_found");
    Sipp::new(edge, "alex").with_password("guessed").run("register_wrongly");
    Sipp::new(edge, "stranger").run("register_wrongly");
}
