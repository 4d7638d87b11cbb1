//! The list of missed calls of every telephone but the one that answered stays empty.

use std::time::Duration;

use crate::{
    calls::{agent, registered},
    party::Party,
    peer::field,
    phone::{Phone, user},
    running::{Running, Start},
    site::Site,
};

const ELSEWHERE: Option<&str> = Some("SIP;cause=200;text=\"Call completed elsewhere\"");

fn desk(agents: &[&str]) -> Running {
    Running::with(Start {
        users: agents.iter().map(|name| user(&format!("sip:{name}@contoso.com"))).collect(),
        site: Site::help_desk("Parallel", agents),
        ..Start::default()
    })
}

#[test]
fn all_who_lose_a_parallel_offer_are_told_that_the_call_was_answered_elsewhere() {
    let running = desk(&["alex", "kim", "robin", "sam"]);
    let [mut alex, kim, robin, sam] = ["alex", "kim", "robin", "sam"].map(|name| agent(&running, name));
    let mut caller = Party::waiting(&running);
    let (to_kim, to_robin) = (kim.rings(), robin.rings());
    // Sam's telephone says nothing until the call is gone: its CANCEL waits for its first word.
    let to_sam = sam.peer.expect("INVITE ");
    alex.take();
    // Robin's answer crosses our CANCEL.
    let cancel = robin.peer.expect("CANCEL ");
    assert_eq!(field(&cancel, "Reason"), ELSEWHERE);
    robin.peer.send(robin.answer(&to_robin, "200 OK", true).as_bytes());
    robin.peer.send(robin.answer(&cancel, "200 OK", false).as_bytes());
    robin.peer.expect("ACK ");
    assert_eq!(field(&robin.is_hung_up(), "Reason"), ELSEWHERE);
    assert_eq!(field(&kim.is_cancelled(&to_kim), "Reason"), ELSEWHERE);
    sam.peer.send(sam.answer(&to_sam, "180 Ringing", false).as_bytes());
    assert_eq!(field(&sam.is_cancelled(&to_sam), "Reason"), ELSEWHERE);
    assert!(alex.is_heard_by(&caller, 0x21));
    caller.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn the_other_telephones_of_the_agent_who_answered_are_told_too() {
    let running = desk(&["alex"]);
    let mut desk_phone = agent(&running, "alex");
    let other = Party::new(running.udp(), "alex");
    let contact = format!("Contact: {}\r\n", other.peer.contact("alex"));
    let mut phone = Phone { sequence: 100, ..Phone::of(&other.peer, "alex") };
    phone.register(&contact);
    let mut caller = Party::waiting(&running);
    let invite = other.rings();
    desk_phone.take();
    assert_eq!(field(&other.is_cancelled(&invite), "Reason"), ELSEWHERE);
    caller.hang_up();
    desk_phone.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn who_answers_at_the_same_moment_as_another_loses_with_a_reason() {
    let running = desk(&["alex", "kim"]);
    let (mut alex, mut kim) = (agent(&running, "alex"), agent(&running, "kim"));
    let mut caller = Party::waiting(&running);
    let (to_alex, to_kim) = (alex.peer.expect("INVITE "), kim.peer.expect("INVITE "));
    for (party, invite) in [(&alex, &to_alex), (&kim, &to_kim)] {
        party.peer.send(party.answer(invite, "200 OK", true).as_bytes());
    }
    alex.has_taken(&to_alex);
    kim.has_taken(&to_kim);
    // The edge reads one socket, so that the first to answer is the first whom it hears.
    assert_eq!(field(&kim.is_hung_up(), "Reason"), ELSEWHERE);
    assert!(alex.is_heard_by(&caller, 0x21));
    caller.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_caller_who_gives_up_is_a_missed_call_of_everybody() {
    let running = desk(&["alex", "kim"]);
    let (alex, kim) = (agent(&running, "alex"), agent(&running, "kim"));
    let mut caller = Party::waiting(&running);
    let invites = [&alex, &kim].map(Party::rings);
    caller.hang_up();
    for (party, invite) in [&alex, &kim].into_iter().zip(&invites) {
        assert_eq!(field(&party.is_cancelled(invite), "Reason"), None);
    }
    running.comes_to_rest();
}

#[test]
fn a_second_answer_of_a_forked_offer_is_acknowledged_and_ended() {
    let running = desk(&["alex"]);
    let mut alex = registered(Party::new(running.udp(), "alex"), "alex");
    let mut caller = Party::waiting(&running);
    let invite = alex.take();
    let second = alex.answer(&invite, "200 OK", true).replace(";tag=alex", ";tag=other");
    alex.peer.send(second.as_bytes());
    let ack = alex.peer.expect("ACK ");
    assert!(ack.contains(";tag=other"), "{ack}");
    let bye = alex.is_hung_up();
    assert!(bye.contains(";tag=other"), "{bye}");
    assert!(alex.is_heard_by(&caller, 0x21));
    assert!(alex.peer.hears_nothing(Duration::from_millis(50)));
    caller.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}
