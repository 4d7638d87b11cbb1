//! Calls by a proxy, from the caller to the pool and from the pool to the agents.

use std::time::Duration;

use super::{Asks, Behind};
use crate::{party::Party, phone::Phone, sipp::Sipp};

#[test]
fn a_caller_and_an_agent_behind_the_proxy_hear_each_other() {
    let behind = Behind::start();
    let alex = behind.agent("alex");
    behind.talk(behind.caller(), alex);
}

#[test]
fn an_agent_behind_a_proxy_that_is_reached_by_tcp_gets_calls() {
    let behind = Behind::asking(Asks { parameters: ";transport=tcp", ..Asks::NOTHING }, None);
    let alex = behind.agent("alex");
    behind.talk(behind.caller(), alex);
}

#[test]
fn an_agent_behind_the_proxy_hangs_up() {
    let behind = Behind::start();
    let mut alex = behind.agent("alex");
    let caller = behind.caller();
    alex.take();
    alex.hang_up();
    caller.is_hung_up();
    behind.running.comes_to_rest();
}

#[test]
fn an_agent_behind_the_proxy_declines_and_the_next_one_rings() {
    let behind = Behind::start();
    let (alex, kim) = (behind.agent("alex"), behind.agent("kim"));
    let caller = behind.caller();
    let invite = alex.peer.expect("INVITE ");
    alex.peer.send(alex.answer(&invite, "180 Ringing", false).as_bytes());
    alex.peer.send(alex.answer(&invite, "486 Busy Here", false).as_bytes());
    alex.peer.expect("ACK ");
    behind.talk(caller, kim);
    assert!(alex.peer.hears_nothing(Duration::from_millis(300)));
}

#[test]
fn an_agent_who_is_not_registered_with_the_proxy_is_passed_over() {
    let behind = Behind::start();
    let kim = behind.agent("kim");
    behind.talk(behind.caller(), kim);
}

#[test]
fn both_phones_of_an_agent_behind_the_proxy_ring_and_one_answers() {
    let behind = Behind::start();
    let (desk, mobile) = (behind.agent("alex"), Party::new(behind.proxy, "alex"));
    let contact = format!("Contact: <sip:mobile@{}>\r\n", mobile.peer.address());
    let mut phone = Phone { algorithm: "MD5", sequence: 10, ..Phone::of(&mobile.peer, "alex") };
    phone.register(&contact);
    let caller = behind.caller();
    let invite = desk.peer.expect("INVITE ");
    desk.peer.send(desk.answer(&invite, "180 Ringing", false).as_bytes());
    behind.talk(caller, mobile);
    desk.is_cancelled(&invite);
}

#[test]
fn an_agent_behind_the_proxy_stops_ringing_when_the_caller_gives_up() {
    let behind = Behind::start();
    let alex = behind.agent("alex");
    let mut caller = behind.caller();
    let invite = alex.peer.expect("INVITE ");
    alex.peer.send(alex.answer(&invite, "180 Ringing", false).as_bytes());
    caller.hang_up();
    alex.is_cancelled(&invite);
    behind.running.comes_to_rest();
}

#[test]
fn sipp_registers_with_the_proxy_and_takes_a_call_of_sipp() {
    let behind = Behind::start();
    let phone = Sipp::new(behind.proxy, "alex");
    phone.run("register");
    let phone = phone.start("agent");
    Sipp::new(behind.proxy, "helpdesk").run("caller");
    phone.ends_well();
    behind.running.comes_to_rest();
}
