//! Transfers of callers who were answered: to an address, to another queue, and the ends of both.

use domain::ObjectKind;
use serde_json::{Value, json};

use crate::{
    calls::agent,
    party::Party,
    phone::user,
    running::{Running, Start},
    site::Site,
    sound::Sound,
};

/// A menu behind which `1` does this action; its queue `Second` is that of Kim.
fn menu(action: Value) -> Running {
    let question = Sound::new(QUESTION, 500);
    let ask = json!({
        "Prompt": question.prompt(), "AnswerList": [{"DtmfResponse": "1", "Action": action}],
    });
    let site = Site::help_desk("Serial", &["alex"])
        .object(ObjectKind::AgentGroup, "Others", json!({"AgentsByUri": ["sip:kim@contoso.com"]}))
        .object(ObjectKind::Queue, "Second", json!({"AgentGroupIDList": ["@Others"]}))
        .sounds(&[&question])
        .object(
            ObjectKind::Queue,
            "Full",
            json!({
                "AgentGroupIDList": ["@Agents"], "OverflowThreshold": 0,
                "OverflowAction": {"Action": "TransferToQueue", "QueueID": "@Second"},
            }),
        )
        .workflow(json!({"Action": "TransferToQuestion", "Question": ask}));
    let users = vec![user("sip:alex@contoso.com"), user("sip:kim@contoso.com")];
    Running::with(Start { users, site, ..Start::default() })
}

/// A caller who has pressed `1`.
fn caller(running: &Running, name: &'static str) -> Party {
    let mut caller = Party::new(running.udp(), name);
    caller.call("sip:helpdesk@contoso.com");
    assert!(caller.voice.hears_sound(QUESTION));
    caller.voice.press('1', 101);
    caller
}

#[test]
fn an_answered_caller_is_transferred_to_an_address_and_back_to_nobody() {
    for kind in ["TransferToUri", "TransferToVoiceMailUri"] {
        let running = menu(json!({"Action": kind, "Uri": "sip:kim@contoso.com"}));
        let mut kim = agent(&running, "kim");
        for (name, target_ends) in [("pat", true), ("robin", false)] {
            let mut caller = caller(&running, name);
            kim.take();
            assert!(kim.is_heard_by(&caller, 0x21) && caller.is_heard_by(&kim, 0x22));
            if target_ends {
                kim.hang_up();
                caller.is_hung_up();
            } else {
                caller.hang_up();
                kim.is_hung_up();
            }
            running.comes_to_rest();
        }
    }
}

#[test]
fn a_target_that_refuses_or_is_not_there_ends_the_call() {
    let running = menu(json!({"Action": "TransferToUri", "Uri": "sip:kim@contoso.com"}));
    // Nobody has registered.
    caller(&running, "robin").is_hung_up();
    running.comes_to_rest();
    let kim = agent(&running, "kim");
    let refused = caller(&running, "pat");
    let invite = kim.peer.expect("INVITE ");
    kim.peer.send(kim.answer(&invite, "603 Decline", false).as_bytes());
    kim.peer.expect("ACK ");
    refused.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_caller_who_hangs_up_takes_the_transfer_back() {
    let running = menu(json!({"Action": "TransferToUri", "Uri": "sip:kim@contoso.com"}));
    let kim = agent(&running, "kim");
    let mut caller = caller(&running, "pat");
    let invite = kim.rings();
    caller.hang_up();
    kim.is_cancelled(&invite);
    running.comes_to_rest();
}

#[test]
fn an_answered_caller_moves_to_the_queue_that_an_overflow_names() {
    let running = menu(json!({"Action": "TransferToQueue", "QueueID": "@Full"}));
    let (alex, mut kim) = (agent(&running, "alex"), agent(&running, "kim"));
    let mut caller = caller(&running, "pat");
    let invite = kim.take();
    assert!(invite.contains("\r\nX-Switchback-Queue: Second\r\n"), "{invite}");
    assert!(kim.is_heard_by(&caller, 0x21));
    caller.hang_up();
    kim.is_hung_up();
    assert!(alex.peer.hears_nothing(std::time::Duration::from_millis(50)));
    running.comes_to_rest();
}

#[test]
fn an_answer_may_end_the_call_with_a_prompt() {
    let goodbye = Sound::new(0x44, 10);
    let question = Sound::new(QUESTION, 500);
    let end = json!({"Action": "Terminate", "Prompt": goodbye.prompt()});
    let ask = json!({"Prompt": question.prompt(), "AnswerList": [{"DtmfResponse": "1", "Action": end}]});
    let site = Site::help_desk("Serial", &["alex"])
        .sounds(&[&goodbye, &question])
        .workflow(json!({"Action": "TransferToQuestion", "Question": ask}));
    let running = Running::with(Start { site, ..Start::default() });
    let caller = caller(&running, "pat");
    assert!(caller.voice.hears_sound(0x44));
    caller.is_hung_up();
    running.comes_to_rest();
}

/// What the question sounds like.
const QUESTION: u8 = 0x11;
