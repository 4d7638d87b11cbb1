//! Calls whose phones have vanished end; those in which somebody is heard, or that are held, do not.

use std::time::Duration;

use crate::{
    calls::agent,
    party::Party,
    phone::user,
    running::{Running, Start},
    site::Site,
};

fn desk() -> Running {
    Running::with(Start {
        users: vec![user("sip:alex@contoso.com")],
        site: Site::help_desk("Serial", &["alex"]),
        silence: SILENCE,
        ..Start::default()
    })
}

#[test]
fn a_call_of_vanished_phones_ends_and_its_agent_takes_the_next() {
    let running = desk();
    let mut alex = agent(&running, "alex");
    let mut caller = Party::new(running.udp(), "pat");
    caller.call("sip:helpdesk@contoso.com");
    alex.take();
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
    let mut alex = agent(&running, "alex");
    let mut caller = Party::new(running.udp(), "pat");
    caller.call("sip:helpdesk@contoso.com");
    alex.take();
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
    let mut alex = agent(&running, "alex");
    let mut caller = Party::new(running.udp(), "pat");
    caller.call("sip:helpdesk@contoso.com");
    alex.take();
    assert!(alex.is_heard_by(&caller, 0x22));
    alex.hold();
    assert!(caller.hears_music());
    assert!(caller.peer.hears_nothing(SILENCE * 3));
    caller.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_caller_who_waits_may_be_silent() {
    let running = desk();
    let mut caller = Party::new(running.udp(), "pat");
    caller.call("sip:helpdesk@contoso.com");
    assert!(caller.peer.hears_nothing(SILENCE * 3));
    caller.hang_up();
    running.comes_to_rest();
}

const SILENCE: Duration = Duration::from_secs(1);
