//! Session timers (RFC 4028) and what follows when a refresh fails.

use std::time::Duration;

use edge::Times;

use crate::{
    calls::agent,
    party::Party,
    peer::{field, fields},
    phone::user,
    running::{Running, Start},
    site::Site,
};

/// A pool whose sessions last for some seconds.
fn pool(seconds: u32) -> Running {
    Running::with(Start {
        users: vec![user("sip:alex@contoso.com")],
        site: Site::help_desk("Serial", &["alex"]),
        times: Times { session_expires: seconds, session_expires_min: 2, ..Times::default() },
        ..Start::default()
    })
}

/// What a caller says who takes short sessions, and UPDATE.
const SHORT: &str = "Supported: timer\r\nMin-SE: 2\r\nAllow: INVITE, UPDATE\r\n";

fn call(running: &Running, others: &str) -> (Party, String) {
    call_as(running, "pat", others)
}

fn call_as(running: &Running, name: &'static str, others: &str) -> (Party, String) {
    let mut caller = Party::new(running.udp(), name);
    caller.peer.send(caller.invite("sip:helpdesk@contoso.com", others).as_bytes());
    let answer = caller.establish();
    (caller, answer)
}

#[test]
fn we_refresh_a_session_by_update_and_by_re_invite() {
    let running = pool(2);
    let (mut caller, answer) = call(&running, SHORT);
    assert_eq!(field(&answer, "Session-Expires"), Some("2;refresher=uas"));
    let mut alex = agent(&running, "alex");
    let invite = alex.take();
    assert_eq!(field(&invite, "Session-Expires"), Some("2;refresher=uac"));
    for _ in 0..2 {
        let asked = caller.is_asked();
        assert!(asked.starts_with("UPDATE ") && asked.ends_with("\r\n\r\n"), "{asked}");
        let version = |text: &str| text.lines().find(|line| line.starts_with("o=")).map(str::to_owned);
        let asked = alex.is_asked();
        assert!(asked.starts_with("INVITE ") && version(&asked) == version(&invite), "{asked}");
        alex.peer.expect("ACK ");
    }
    assert!(alex.is_heard_by(&caller, 0x21) && caller.is_heard_by(&alex, 0x22));
    caller.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_refresh_that_the_peer_does_not_know_of_ends_the_call_on_both_sides() {
    let running = pool(2);
    let (caller, _) = call(&running, SHORT);
    let mut alex = agent(&running, "alex");
    // The agent's telephone wants to be left in peace.
    let invite = alex.peer.expect("INVITE ");
    let long = "Session-Expires: 1800;refresher=uac\r\n";
    alex.peer.send(alex.answer_with(&invite, "200 OK", long, alex.description()).as_bytes());
    alex.has_taken(&invite);
    let asked = caller.peer.expect("UPDATE ");
    caller.peer.send(caller.answer(&asked, "481 Call/Transaction Does Not Exist", false).as_bytes());
    alex.is_hung_up();
    caller.is_hung_up();
    running.comes_to_rest();
    // The agent is free for the next call.
    let (mut next, _) = call_as(&running, "robin", "Supported: timer\r\nMin-SE: 1800\r\n");
    alex.take();
    next.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_peer_that_refreshes_is_answered_and_one_that_ceases_is_hung_up() {
    let running = pool(4);
    let asked = format!("{SHORT}Session-Expires: 5;refresher=uac\r\n");
    let (mut caller, answer) = call(&running, &asked);
    assert_eq!(field(&answer, "Session-Expires"), Some("4;refresher=uac"));
    assert_eq!(fields(&answer, "Require"), ["timer"]);
    caller.others = "Session-Expires: 4;refresher=uac\r\nMin-SE: 2\r\nSupported: timer\r\n".to_owned();
    for _ in 0..8 {
        assert!(caller.peer.hears_nothing(Duration::from_millis(400)));
        let update = caller.within("UPDATE", &format!("Contact: {}\r\n", caller.peer.contact("pat")));
        caller.peer.send(update.as_bytes());
        let answer = caller.peer.expect("SIP/2.0 200");
        assert_eq!(field(&answer, "Session-Expires"), Some("4;refresher=uac"));
    }
    caller.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_session_that_is_too_short_is_refused_with_what_is_long_enough() {
    let running = pool(2);
    let caller = Party::new(running.udp(), "pat");
    let short = "Supported: timer\r\nSession-Expires: 1\r\n";
    caller.peer.send(caller.invite("sip:helpdesk@contoso.com", short).as_bytes());
    let refusal = caller.peer.expect("SIP/2.0 422");
    assert_eq!(field(&refusal, "Min-SE"), Some("2"));
    running.comes_to_rest();
}

#[test]
fn offers_that_cross_are_both_refused_and_ours_comes_again() {
    let running = pool(6);
    let (mut caller, _) = call(&running, "Supported: timer\r\nMin-SE: 2\r\n");
    // While our refresh is under way, the caller holds.
    let ours = caller.peer.expect("INVITE ");
    let theirs = caller.offer("INVITE", "sendonly");
    caller.peer.send(theirs.as_bytes());
    caller.peer.expect("SIP/2.0 491");
    let ack = caller.within("ACK", "").replace("z9hG4bKpatACK", "z9hG4bKpatINVITE");
    caller.peer.send(ack.as_bytes());
    caller.peer.send(caller.answer(&ours, "491 Request Pending", false).as_bytes());
    caller.peer.expect("ACK ");
    let again = caller.is_asked();
    assert!(again.starts_with("INVITE "), "{again}");
    caller.peer.expect("ACK ");
    let answer = caller.reinvite("sendonly");
    assert!(answer.contains("a=recvonly"), "{answer}");
    caller.hang_up();
    running.comes_to_rest();
}
