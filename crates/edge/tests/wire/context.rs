//! What an agent is told of a call: header fields for everyone, a body only for phones that name its type.

use domain::ObjectKind;
use serde_json::{Value, json};

use crate::{
    party::Party,
    peer::{field, first_line},
    phone::{Phone, user},
    running::{Running, Start},
    site::Site,
};

/// A help desk that asks a question, whose answer 1 leads to Alex.
fn desk(settings: Value) -> Running {
    let answer = json!({
        "Name": "Printers <&> ink", "DtmfResponse": "1",
        "Action": {"Action": "TransferToQueue", "QueueID": "@Help"},
    });
    let question = json!({"Prompt": {"TextToSpeechPrompt": "What is it about?"}, "AnswerList": [answer]});
    let agents = json!({"AgentsByUri": ["sip:alex@contoso.com"]});
    let site = Site::new()
        .object(ObjectKind::AgentGroup, "Agents", agents)
        .object(ObjectKind::Queue, "Help", json!({"AgentGroupIDList": ["@Agents"]}))
        .workflow(json!({"Action": "TransferToQuestion", "Question": question}))
        .settings(settings);
    Running::with(Start { users: vec![user("sip:alex@contoso.com")], site, ..Start::default() })
}

/// Alex, whose phone registers with these header fields.
fn alex(running: &Running, contact: &str, others: &str) -> Party {
    let party = Party::new(running.udp(), "alex");
    let fields = format!("Contact: <sip:alex@{}>{contact}\r\n{others}", party.peer.address());
    let answer = Phone::of(&party.peer, "alex").register(&fields);
    assert_eq!(first_line(&answer), "SIP/2.0 200 OK");
    party
}

/// A caller who has answered the question.
fn caller(running: &Running, name: &'static str) -> Party {
    let mut caller = Party::new(running.udp(), name);
    caller.call("sip:helpdesk@contoso.com");
    let info = caller
        .within("INFO", "Content-Type: application/dtmf-relay\r\nContent-Length: 10\r\n\r\nSignal=1\r\n");
    caller.peer.send(info.as_bytes());
    caller.peer.expect("SIP/2.0 200");
    caller
}

#[test]
fn a_phone_that_names_no_type_gets_header_fields_and_the_offer_alone() {
    let running = desk(json!({}));
    let mut alex = alex(&running, "", "Accept: application/sdp, */*\r\n");
    let mut pat = caller(&running, "pat");
    let invite = alex.take();
    assert_eq!(field(&invite, "Content-Type"), Some("application/sdp"));
    assert_eq!(field(&invite, "Subject"), Some("Help Desk: Help"));
    assert_eq!(field(&invite, "X-Switchback-Waited"), Some("0"));
    assert_eq!(field(&invite, "X-Switchback-Answer"), Some("What is it about? Printers <&> ink"));
    pat.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_phone_that_names_a_type_gets_it_beside_the_offer() {
    for (contact, accept, kind, told) in [
        (
            "",
            "Accept: application/sdp, text/html\r\n",
            "text/html",
            "<dt>What is it about?</dt><dd>Printers &lt;&amp;&gt; ink</dd>",
        ),
        (
            ";type=\"application/sdp,application/ms-conversation-context+xml\"",
            "",
            "application/ms-conversation-context+xml",
            "<cc:contextData>Queue: Help\nWaiting time: 00:00:00\n\nWhat is it about?\nPrinters &lt;&amp;&gt; ink</cc:contextData>",
        ),
    ] {
        let running = desk(json!({}));
        let mut alex = alex(&running, contact, accept);
        let mut pat = caller(&running, "pat");
        let invite = alex.take();
        assert!(field(&invite, "Content-Type").unwrap().starts_with("multipart/mixed;boundary="));
        let (_, part) = invite.split_once(&format!("Content-Type: {kind}\r\n")).unwrap();
        assert!(part.starts_with("Content-Disposition: render;handling=optional\r\n\r\n"), "{part}");
        assert!(part.contains(told), "{part}");
        assert!(alex.is_heard_by(&pat, 0x31), "the offer is found beside it");
        pat.hang_up();
        alex.is_hung_up();
        running.comes_to_rest();
    }
}

#[test]
fn a_phone_that_refuses_the_body_is_called_without_it_now_and_later() {
    for status in ["415 Unsupported Media Type", "400 Bad Request"] {
        let running = desk(json!({}));
        let mut alex = alex(&running, "", "Accept: text/html\r\n");
        let mut pat = caller(&running, "pat");
        let invite = alex.peer.expect("INVITE ");
        assert!(invite.contains("multipart/mixed"));
        alex.peer.send(alex.answer(&invite, status, false).as_bytes());
        alex.peer.expect("ACK ");
        assert_eq!(field(&alex.take(), "Content-Type"), Some("application/sdp"));
        pat.hang_up();
        alex.is_hung_up();
        let mut robin = caller(&running, "robin");
        assert_eq!(field(&alex.take(), "Content-Type"), Some("application/sdp"));
        robin.hang_up();
        alex.is_hung_up();
        running.comes_to_rest();
    }
}

#[test]
fn a_phone_that_names_a_type_in_a_response_gets_it_with_the_next_call() {
    let running = desk(json!({}));
    let mut alex = alex(&running, "", "");
    let mut pat = caller(&running, "pat");
    let invite = alex.peer.expect("INVITE ");
    assert!(!invite.contains("multipart"));
    let answer = alex.answer(&invite, "200 OK", true);
    let answer = answer.replacen("\r\nContact:", "\r\nAccept: application/sdp, text/html\r\nContact:", 1);
    alex.peer.send(answer.as_bytes());
    alex.has_taken(&invite);
    pat.hang_up();
    alex.is_hung_up();
    let mut robin = caller(&running, "robin");
    assert!(alex.take().contains("Content-Type: text/html"));
    robin.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn where_call_context_is_disabled_neither_body_nor_answers_are_told() {
    let running = desk(json!({"DisableCallContext": true}));
    let mut alex = alex(&running, "", "Accept: text/html\r\n");
    let mut pat = caller(&running, "pat");
    let invite = alex.take();
    assert_eq!(field(&invite, "Content-Type"), Some("application/sdp"));
    assert!(!invite.contains("X-Switchback-Waited") && !invite.contains("X-Switchback-Answer"), "{invite}");
    pat.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_caller_who_withholds_the_address_is_nobody_in_the_body_too() {
    let running = desk(json!({}));
    let mut alex = alex(&running, "", "Accept: application/ms-conversation-context+xml\r\n");
    let mut pat = Party::new(running.udp(), "pat");
    pat.peer.send(pat.invite("sip:helpdesk@contoso.com", "Privacy: id\r\n").as_bytes());
    pat.establish();
    let info =
        pat.within("INFO", "Content-Type: application/dtmf-relay\r\nContent-Length: 10\r\n\r\nSignal=1\r\n");
    pat.peer.send(info.as_bytes());
    let invite = alex.take();
    let (_, body) = invite.split_once("<cc:XmlConvContext").unwrap();
    assert!(body.contains("<cc:uri>sip:anonymous@anonymous.invalid</cc:uri>"), "{body}");
    assert!(!invite.contains("sip:pat@"), "{invite}");
    pat.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}
