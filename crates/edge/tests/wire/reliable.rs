//! Reliable provisional responses (RFC 3262), on both sides.

use domain::ObjectKind;
use serde_json::json;

use crate::{
    calls::{agent, help_desk},
    party::Party,
    peer::{field, first_line},
    phone::user,
    running::{Running, Start},
    site::Site,
};

#[test]
fn a_caller_who_requires_reliable_responses_gets_them_and_acknowledges() {
    let site = Site::new()
        .object(ObjectKind::AgentGroup, "Agents", json!({"AgentsByUri": ["sip:alex@contoso.com"]}))
        .object(
            ObjectKind::Queue,
            "Help",
            json!({
                "AgentGroupIDList": ["@Agents"], "OverflowThreshold": 0,
                "OverflowAction": {"Action": "TransferToUri", "Uri": "sip:kim@contoso.com"},
            }),
        )
        .workflow(json!({"Action": "TransferToQueue", "QueueID": "@Help"}));
    let running = Running::with(Start { users: vec![user("sip:kim@contoso.com")], site, ..Start::default() });
    let mut kim = agent(&running, "kim");
    let mut caller = Party::new(running.udp(), "pat");
    let invite = caller.invite("sip:helpdesk@contoso.com", "Require: 100rel\r\n");
    caller.peer.send(invite.as_bytes());
    let to_kim = kim.rings();
    let ringing = caller.peer.expect("SIP/2.0 180");
    assert_eq!(field(&ringing, "Require"), Some("100rel"));
    // It comes again until it is acknowledged.
    assert_eq!(caller.peer.expect("SIP/2.0 180"), ringing);
    caller.hears_from(&ringing);
    let wrong = caller.within("PRACK", "RAck: 1 1 INVITE\r\n");
    caller.peer.send(wrong.as_bytes());
    caller.peer.expect("SIP/2.0 481");
    let right = format!("RAck: {} 1 INVITE\r\n", field(&ringing, "RSeq").unwrap());
    let prack = caller.within("PRACK", &right);
    caller.peer.send(prack.as_bytes());
    assert!(field(&caller.peer.expect("SIP/2.0 200"), "CSeq").unwrap().ends_with("PRACK"));
    kim.peer.send(kim.answer(&to_kim, "200 OK", true).as_bytes());
    kim.has_taken(&to_kim);
    let answer = caller.peer.expect("SIP/2.0 200");
    caller.establishes(&answer);
    assert!(kim.is_heard_by(&caller, 0x21));
    caller.hang_up();
    kim.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn the_reliable_ringing_of_a_phone_is_acknowledged() {
    let running = help_desk("Serial");
    let mut alex = agent(&running, "alex");
    let mut caller = Party::waiting(&running);
    let invite = alex.peer.expect("INVITE ");
    assert!(field(&invite, "Supported").unwrap().contains("100rel"));
    let reliable = "Require: 100rel\r\nRSeq: 77\r\n";
    alex.peer.send(alex.answer_with(&invite, "180 Ringing", reliable, String::new()).as_bytes());
    let prack = alex.peer.expect("PRACK ");
    let number = field(&invite, "CSeq").unwrap();
    assert_eq!(field(&prack, "RAck"), Some(format!("77 {number}").as_str()));
    alex.peer.send(alex.answer(&prack, "200 OK", false).as_bytes());
    alex.peer.send(alex.answer(&invite, "200 OK", true).as_bytes());
    alex.has_taken(&invite);
    assert!(alex.is_heard_by(&caller, 0x21));
    caller.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn options_within_a_call_say_what_we_understand() {
    let running = help_desk("Serial");
    let mut caller = Party::waiting(&running);
    let options = caller.within("OPTIONS", "");
    let answer = caller.peer.ask(&options);
    assert_eq!(first_line(&answer), "SIP/2.0 200 OK");
    assert!(field(&answer, "Allow").unwrap().contains("PRACK"), "{answer}");
    caller.hang_up();
    running.comes_to_rest();
}
