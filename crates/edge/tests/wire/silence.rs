//! Calls whose phones have vanished end; those in which somebody is heard, or that are held, do not.

use std::time::Duration;

use edge::Times;

use crate::{
    calls::{agent, talking},
    party::Party,
    peer::field,
    phone::user,
    running::{Running, Start},
    site::Site,
};

fn desk() -> Running {
    desk_of(Times::default())
}

fn desk_of(times: Times) -> Running {
    Running::with(Start {
        users: vec![user("sip:alex@contoso.com")],
        site: Site::help_desk("Serial", &["alex"]),
        silence: SILENCE,
        times,
        ..Start::default()
    })
}

/// A desk that gives a request up in two seconds.
fn hasty_desk() -> Running {
    desk_of(Times { round_trip: Duration::from_millis(30), ..Times::default() })
}

#[test]
fn a_call_of_vanished_phones_ends_and_its_agent_takes_the_next() {
    let running = desk();
    let (caller, mut alex) = talking(&running);
    assert!(caller.is_heard_by(&alex, 0x11));
    assert!(alex.is_heard_by(&caller, 0x22));
    alex.is_hung_up();
    caller.is_hung_up();
    let mut next = Party::new(running.udp(), "robin");
    next.call("sip:helpdesk@contoso.com");
    alex.take();
    next.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_call_in_which_one_side_is_heard_goes_on() {
    let running = desk();
    let (mut caller, alex) = talking(&running);
    assert!(alex.is_heard_by(&caller, 0x20));
    // The caller, who says nothing, is asked once whether it is there.
    caller.is_asked();
    caller.peer.expect("ACK ");
    for sound in 0x21..0x27 {
        assert!(alex.is_heard_by(&caller, sound));
        assert!(caller.peer.hears_nothing(SILENCE / 2));
    }
    caller.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_call_that_is_held_goes_on() {
    let running = desk();
    let (mut caller, mut alex) = talking(&running);
    assert!(alex.is_heard_by(&caller, 0x22));
    alex.hold();
    assert!(caller.hears_music());
    caller.is_asked();
    caller.peer.expect("ACK ");
    assert!(caller.peer.hears_nothing(SILENCE * 2));
    caller.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_caller_who_waits_may_be_silent_as_long_as_the_phone_answers() {
    let running = desk();
    let mut alex = agent(&running, "alex");
    let mut caller = Party::waiting(&running);
    let offer = alex.rings();
    let probe = caller.peer.expect("INVITE ");
    assert!(probe.contains("m=audio "), "the session as it is: {probe}");
    caller.peer.send(caller.answer(&probe, "200 OK", true).as_bytes());
    caller.peer.expect("ACK ");
    assert!(caller.peer.hears_nothing(SILENCE * 2), "one sign of life is enough for a minute");
    alex.peer.send(alex.answer(&offer, "200 OK", true).as_bytes());
    alex.has_taken(&offer);
    assert!(alex.is_heard_by(&caller, 0x23));
    caller.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_caller_who_vanished_while_waiting_leaves_the_place_to_others() {
    let site = Site::help_desk("Serial", &["alex"]).object(
        domain::ObjectKind::Queue,
        "Help",
        serde_json::json!({
            "AgentGroupIDList": ["@Agents"], "OverflowThreshold": 1, "OverflowAction": {"Action": "Terminate"},
        }),
    );
    let running = Running::with(Start { site, silence: SILENCE, ..Start::default() });
    let caller = Party::waiting(&running);
    let other = Party::new(running.udp(), "robin");
    other.peer.send(other.invite("sip:helpdesk@contoso.com", "").as_bytes());
    other.peer.expect("SIP/2.0 486");
    let probe = caller.peer.expect("INVITE ");
    let gone = caller.answer(&probe, "481 Call/Transaction Does Not Exist", false);
    caller.peer.send(gone.as_bytes());
    caller.peer.expect("ACK ");
    caller.is_hung_up();
    let mut next = Party::new(running.udp(), "sam");
    next.call("sip:helpdesk@contoso.com");
    next.hang_up();
    running.comes_to_rest();
}

#[test]
fn a_caller_who_vanishes_while_waiting_leaves_the_queue() {
    let running = hasty_desk();
    let mut lost = Party::new(running.udp(), "pat");
    lost.call("sip:helpdesk@contoso.com");
    // It answers nothing any more.
    lost.peer.expect("INVITE ");
    running.comes_to_rest();
    let mut next = Party::new(running.udp(), "robin");
    next.call("sip:helpdesk@contoso.com");
    let mut alex = agent(&running, "alex");
    let invite = alex.take();
    assert!(field(&invite, "From").unwrap().contains("robin"), "{invite}");
    next.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_caller_who_vanishes_while_the_agent_talks_is_found_out() {
    let running = hasty_desk();
    let (caller, alex) = talking(&running);
    assert!(caller.is_heard_by(&alex, 0x11));
    assert!((0..500).any(|_| {
        alex.voice.say(0x22);
        !alex.peer.hears_nothing(Duration::from_millis(20))
    }));
    alex.is_hung_up();
    running.comes_to_rest();
}

const SILENCE: Duration = Duration::from_secs(1);
