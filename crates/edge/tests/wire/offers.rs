//! Offers to agents with several phones.

use crate::{
    calls::{agent, help_desk},
    party::Party,
    peer::{field, first_line},
    phone::Phone,
    running::Running,
};

/// Another phone of Alex.
fn second_phone(running: &Running) -> Party {
    let party = Party::new(running.udp(), "alex");
    let contact = format!("Contact: <sip:alex@{}>\r\n", party.peer.address());
    let answer = Phone { sequence: 10, ..Phone::of(&party.peer, "alex") }.register(&contact);
    assert_eq!(first_line(&answer), "SIP/2.0 200 OK");
    party
}

#[test]
fn all_phones_of_an_agent_ring_and_the_second_that_answers_is_acknowledged_and_ended() {
    let running = help_desk("Serial");
    let (mut desk, mut mobile) = (agent(&running, "alex"), second_phone(&running));
    let mut caller = Party::waiting(&running);
    let to_mobile = mobile.rings();
    desk.take();
    let cancel = mobile.peer.expect("CANCEL ");
    mobile.peer.send(mobile.answer(&to_mobile, "200 OK", true).as_bytes());
    mobile.peer.send(mobile.answer(&cancel, "200 OK", false).as_bytes());
    mobile.has_taken(&to_mobile);
    let bye = mobile.is_hung_up();
    for ended in [&cancel, &bye] {
        assert_eq!(field(ended, "Reason"), Some("SIP;cause=200;text=\"Call completed elsewhere\""));
    }
    assert!(desk.is_heard_by(&caller, 0x57));
    caller.hang_up();
    desk.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn one_phone_that_declines_declines_for_the_agent_once_the_others_are_silent() {
    let running = help_desk("Serial");
    let (desk, mobile) = (agent(&running, "alex"), second_phone(&running));
    let mut kim = agent(&running, "kim");
    let mut caller = Party::waiting(&running);
    let (to_desk, to_mobile) = (desk.peer.expect("INVITE "), mobile.peer.expect("INVITE "));
    desk.peer.send(desk.answer(&to_desk, "603 Decline", false).as_bytes());
    desk.peer.expect("ACK ");
    mobile.peer.send(mobile.answer(&to_mobile, "302 Moved Temporarily", false).as_bytes());
    mobile.peer.expect("ACK ");
    kim.take();
    caller.hang_up();
    kim.is_hung_up();
    running.comes_to_rest();
}
