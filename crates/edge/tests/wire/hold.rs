//! Hold, resume and other changes of media in a call.

use std::time::Duration;

use domain::ObjectKind;
use media::g711::Codec;
use serde_json::json;

use crate::{
    calls::{agent, help_desk, talking},
    party::Party,
    peer::{body_of, with_body},
    phone::user,
    running::{Running, Start},
    site::Site,
    sound::Sound,
    voice::Voice,
};

/// What the workflow plays to those who wait.
const MUSIC: u8 = 0x33;

/// A help desk of Alex with music of its own, whose queue sends calls to Kim where Alex does not answer.
fn musical() -> Running {
    let music = Sound::new(MUSIC, 500);
    let site = Site::help_desk("Serial", &["alex"]).sounds(&[&music]).workflow_with(
        json!({"Action": "TransferToQueue", "QueueID": "@Help"}),
        json!({"CustomMusicOnHoldFile": music.file()}),
    );
    let users = vec![user("sip:alex@contoso.com"), user("sip:kim@contoso.com")];
    Running::with(Start { users, site, ..Start::default() })
}

#[test]
fn an_agent_who_holds_leaves_the_caller_with_the_music_of_the_workflow_and_without_a_re_invite() {
    let running = musical();
    let (caller, mut alex) = talking(&running);
    assert!(alex.is_heard_by(&caller, 0x21) && caller.is_heard_by(&alex, 0x22));
    for round in 0..2 {
        let answer = alex.reinvite("sendonly");
        assert!(answer.contains("a=recvonly"), "{answer}");
        assert!(caller.voice.hears_sound(MUSIC));
        assert!(alex.hears_nothing_more());
        alex.reinvite("sendrecv");
        assert!(alex.is_heard_by(&caller, 0x41 + round) && caller.is_heard_by(&alex, 0x51 + round));
    }
    assert!(caller.peer.hears_nothing(Duration::from_millis(50)));
    alex.hang_up();
    caller.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn every_form_of_hold_and_either_method_plays_the_music() {
    let running = musical();
    let (mut caller, mut alex) = talking(&running);
    assert!(alex.is_heard_by(&caller, 0x21));
    for direction in ["inactive", "sendonly"] {
        let answer = alex.update(direction);
        assert!(
            answer.contains(if direction == "inactive" { "a=inactive" } else { "a=recvonly" }),
            "{answer}"
        );
        assert!(caller.voice.hears_sound(MUSIC));
        alex.update("sendrecv");
        assert!(alex.is_heard_by(&caller, 0x22));
    }
    // The hold of RFC 2543.
    let hold = alex.offer("INVITE", "sendrecv");
    let ip = alex.voice.address().ip().to_string();
    let held = body_of(&hold).replace(&format!("c=IN IP4 {ip}"), "c=IN IP4 0.0.0.0");
    alex.peer.send(with_body(&hold, &held).as_bytes());
    alex.peer.expect("SIP/2.0 200");
    let ack = alex.within("ACK", "");
    alex.peer.send(ack.as_bytes());
    assert!(caller.voice.hears_sound(MUSIC));
    caller.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_caller_who_holds_keeps_the_place_and_the_agent_hears_the_music() {
    let running = musical();
    let mut caller = Party::waiting(&running);
    assert!(caller.voice.hears_sound(MUSIC));
    caller.reinvite("sendonly");
    assert!(caller.hears_nothing_more());
    let mut alex = agent(&running, "alex");
    alex.take();
    assert!(alex.voice.hears_sound(MUSIC));
    caller.reinvite("sendrecv");
    assert!(alex.is_heard_by(&caller, 0x21) && caller.is_heard_by(&alex, 0x22));
    caller.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_voice_that_moves_is_heard_from_its_new_address_alone() {
    let running = help_desk("Serial");
    let (mut caller, alex) = talking(&running);
    assert!(alex.is_heard_by(&caller, 0x21) && caller.is_heard_by(&alex, 0x22));
    let old = std::mem::replace(&mut caller.voice, Voice::new("127.0.0.1".parse().unwrap()));
    caller.voice.describe(old.edge());
    caller.reinvite("sendrecv");
    assert!(caller.is_heard_by(&alex, 0x31) && alex.is_heard_by(&caller, 0x32));
    (0..10).for_each(|_| old.say(0x41));
    assert!(!alex.voice.hears(|samples| samples.contains(&0x41)));
    assert!(old.hears_nothing_more());
    caller.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_caller_may_change_the_law() {
    let running = help_desk("Serial");
    let (mut caller, alex) = talking(&running);
    assert!(alex.is_heard_by(&caller, 0x21));
    let invite = caller.offer("INVITE", "sendrecv");
    let mulaw = body_of(&invite).replace("RTP/AVP 8 0", "RTP/AVP 0 8");
    caller.peer.send(with_body(&invite, &mulaw).as_bytes());
    let answer = caller.peer.expect("SIP/2.0 200");
    assert!(answer.contains("RTP/AVP 0"), "{answer}");
    let ack = caller.within("ACK", "");
    caller.peer.send(ack.as_bytes());
    // What Alex says in A-law comes in mu-law, and the other way round.
    assert!((0..50).any(|_| {
        alex.voice.say(0x55);
        caller.voice.gets(|got| got.payload_type == 0)
    }));
    let same = Codec::Mulaw.encode(Codec::Alaw.decode(0x35));
    assert!((0..50).any(|_| {
        caller.voice.send(0, false, &[same; 160], 160);
        alex.voice.gets(|got| got.payload_type == 8)
    }));
    caller.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_re_invite_without_an_offer_gets_ours_and_one_of_nonsense_changes_nothing() {
    let running = help_desk("Serial");
    let (mut caller, alex) = talking(&running);
    let late = caller.within("INVITE", &format!("Contact: {}\r\n", caller.peer.contact("pat")));
    caller.peer.send(late.as_bytes());
    let offer = caller.peer.expect("SIP/2.0 200");
    assert!(offer.contains("m=audio "), "{offer}");
    let body = caller.description();
    let kind = "Content-Type: application/sdp\r\n";
    let ack = caller.within("ACK", &format!("{kind}Content-Length: {}\r\n\r\n{body}", body.len()));
    caller.peer.send(ack.as_bytes());
    assert!(alex.is_heard_by(&caller, 0x21) && caller.is_heard_by(&alex, 0x22));
    for (body, status) in [
        ("hello, world", "400"),
        (
            "v=0\r\no=- 1 9 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 18\r\n",
            "488",
        ),
    ] {
        let contact = caller.peer.contact("pat");
        let others = format!("Contact: {contact}\r\n{kind}Content-Length: {}\r\n\r\n{body}", body.len());
        let nonsense = caller.within("INVITE", &others);
        caller.peer.send(nonsense.as_bytes());
        caller.peer.expect(&format!("SIP/2.0 {status}"));
        let ack = caller.within("ACK", "").replace("z9hG4bKpatACK", "z9hG4bKpatINVITE");
        caller.peer.send(ack.as_bytes());
        assert!(alex.is_heard_by(&caller, 0x31) && caller.is_heard_by(&alex, 0x32));
    }
    caller.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_target_of_a_transfer_who_holds_leaves_the_caller_with_the_music() {
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
    caller.peer.send(caller.invite("sip:helpdesk@contoso.com", "").as_bytes());
    kim.take();
    caller.establish();
    assert!(kim.is_heard_by(&caller, 0x21));
    kim.hold();
    assert!(caller.hears_music());
    kim.reinvite("sendrecv");
    assert!(kim.is_heard_by(&caller, 0x31) && caller.is_heard_by(&kim, 0x32));
    kim.hang_up();
    caller.is_hung_up();
    running.comes_to_rest();
}
