//! Workflows that answer with their agent, and transfers before any answer: early media.

use domain::ObjectKind;
use serde_json::{Value, json};

use crate::{
    calls::agent,
    party::Party,
    phone::user,
    running::{Running, Start},
    site::Site,
};

/// A help desk of Alex that asks a question and answers with him.
fn desk(action: Value) -> Running {
    let site = Site::new()
        .object(ObjectKind::AgentGroup, "Agents", json!({"AgentsByUri": ["sip:alex@contoso.com"]}))
        .object(ObjectKind::Queue, "Help", json!({"AgentGroupIDList": ["@Agents"]}))
        .object(
            ObjectKind::Workflow,
            "Help Desk",
            json!({
                "PrimaryUri": "sip:helpdesk@contoso.com", "Active": true, "Language": "en-US", "TimeZone": "UTC",
                "AnswerAt": "Agent", "DefaultAction": action,
            }),
        );
    Running::with(Start { users: vec![user("sip:alex@contoso.com")], site, ..Start::default() })
}

fn to_queue() -> Value {
    json!({"Action": "TransferToQueue", "QueueID": "@Help"})
}

#[test]
fn the_caller_hears_music_presses_a_key_and_is_answered_when_the_agent_answers() {
    let answer = json!({"DtmfResponse": "1", "Action": to_queue()});
    let question = json!({"Prompt": {"TextToSpeechPrompt": "Which?"}, "AnswerList": [answer]});
    let running = desk(json!({"Action": "TransferToQuestion", "Question": question}));
    let mut alex = agent(&running, "alex");
    let mut caller = Party::new(running.udp(), "pat");
    caller.peer.send(caller.invite("sip:helpdesk@contoso.com", "").as_bytes());
    let progress = caller.hears_early();
    assert!(progress.contains("m=audio "), "{progress}");
    let info = "Content-Type: application/dtmf-relay\r\nContent-Length: 10\r\n\r\nSignal=1\r\n";
    let info = caller.within("INFO", info);
    caller.peer.send(info.as_bytes());
    caller.peer.expect("SIP/2.0 200 OK");
    assert!(caller.hears_music());
    let invite = alex.rings();
    alex.peer.send(alex.answer(&invite, "200 OK", true).as_bytes());
    alex.has_taken(&invite);
    let answer = caller.peer.expect("SIP/2.0 200");
    assert!(answer.contains("CSeq: 1 INVITE"), "{answer}");
    caller.establishes(&answer);
    assert!(caller.is_heard_by(&alex, 0x12) && alex.is_heard_by(&caller, 0x13));
    caller.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_caller_who_gives_up_early_is_neither_answered_nor_kept() {
    let running = desk(to_queue());
    let alex = agent(&running, "alex");
    let mut caller = Party::new(running.udp(), "pat");
    let invite = caller.invite("sip:helpdesk@contoso.com", "");
    caller.peer.send(invite.as_bytes());
    caller.hears_early();
    let offer = alex.rings();
    caller.peer.send(crate::calls::cancel_of(&invite).as_bytes());
    caller.peer.expect("SIP/2.0 200");
    caller.peer.expect("SIP/2.0 487");
    alex.is_cancelled(&offer);
    running.comes_to_rest();
}

#[test]
fn a_caller_without_a_way_for_early_media_is_answered_at_once() {
    let running = desk(to_queue());
    let mut alex = agent(&running, "alex");
    let mut caller = Party::new(running.udp(), "pat");
    let invite = caller.invite("sip:helpdesk@contoso.com", "");
    let head = invite.split("Content-Type").next().unwrap();
    caller.peer.send(format!("{head}Content-Length: 0\r\n\r\n").as_bytes());
    caller.establish_late();
    assert!(caller.hears_music());
    alex.take();
    assert!(alex.is_heard_by(&caller, 0x14));
    alex.hang_up();
    caller.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_target_that_speaks_before_it_answers_is_heard_before_any_answer() {
    let queue = json!({
        "AgentGroupIDList": ["@Agents"], "OverflowThreshold": 0,
        "OverflowAction": {"Action": "TransferToUri", "Uri": "sip:kim@contoso.com"},
    });
    let site = Site::help_desk("Serial", &["alex"]).object(ObjectKind::Queue, "Help", queue);
    let running = Running::with(Start { users: vec![user("sip:kim@contoso.com")], site, ..Start::default() });
    let mut kim = agent(&running, "kim");
    let mut caller = Party::new(running.udp(), "pat");
    caller.peer.send(caller.invite("sip:helpdesk@contoso.com", "").as_bytes());
    let invite = kim.peer.expect("INVITE ");
    kim.peer.send(kim.answer(&invite, "183 Session Progress", true).as_bytes());
    kim.is_called(&invite);
    caller.hears_early();
    assert!(kim.is_heard_by(&caller, 0x15));
    kim.peer.send(kim.answer(&invite, "200 OK", true).as_bytes());
    kim.has_taken(&invite);
    caller.establish();
    assert!(caller.is_heard_by(&kim, 0x16));
    kim.hang_up();
    caller.is_hung_up();
    running.comes_to_rest();
}
