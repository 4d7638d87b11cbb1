//! Calls from a caller to an agent, over real sockets.

use std::time::Duration;

use domain::ObjectKind;
use serde_json::json;

use crate::{
    party::Party,
    peer::{body_of, field, first_line, with_body},
    phone::{Phone, user},
    running::{Running, Start, proxy_at},
    site::Site,
};

/// A pool with a help desk of Alex and Kim.
pub(crate) fn help_desk(routing: &str) -> Running {
    Running::with(Start {
        users: vec![user("sip:alex@contoso.com"), user("sip:kim@contoso.com")],
        site: Site::help_desk(routing, &["alex", "kim"]),
        ..Start::default()
    })
}

/// An agent whose phone is registered.
pub(crate) fn agent(running: &Running, name: &'static str) -> Party {
    agent_by(running, name, "SHA-256")
}

/// Pat in a call with Alex, whose phone is registered.
pub(crate) fn talking(running: &Running) -> (Party, Party) {
    let mut alex = agent(running, "alex");
    let caller = Party::waiting(running);
    alex.take();
    (caller, alex)
}

/// An agent whose phone has registered by this digest.
pub(crate) fn agent_by(running: &Running, name: &'static str, algorithm: &'static str) -> Party {
    registered_by(Party::new(running.udp(), name), name, algorithm)
}

/// Somebody who registers as a phone of an agent.
pub(crate) fn registered(party: Party, name: &'static str) -> Party {
    registered_by(party, name, "SHA-256")
}

/// Somebody who registers as a phone of an agent, by this digest.
pub(crate) fn registered_by(party: Party, name: &'static str, algorithm: &'static str) -> Party {
    let contact = format!("Contact: {}\r\n", party.peer.contact(name));
    let mut phone = Phone { algorithm, ..Phone::of(&party.peer, name) };
    let answer = phone.register(&contact);
    assert_eq!(first_line(&answer), "SIP/2.0 200 OK");
    party
}

#[test]
fn a_caller_hears_music_reaches_an_agent_and_hangs_up() {
    let running = help_desk("LongestIdle");
    let mut caller = Party::waiting(&running);
    assert!(caller.hears_music());
    let mut alex = agent(&running, "alex");
    let invite = alex.take();
    assert_eq!(
        field(&invite, "From").unwrap().split(';').next(),
        Some("\"Help Desk: pat\" <sip:pat@contoso.com>")
    );
    assert_eq!(field(&invite, "X-Switchback-Queue"), Some("Help"));
    assert_eq!(field(&invite, "Max-Forwards"), Some("69"));
    assert!(caller.is_heard_by(&alex, 0x11));
    assert!(alex.is_heard_by(&caller, 0x22));
    caller.hang_up();
    alex.is_hung_up();
    assert!(caller.hears_nothing_more() && alex.hears_nothing_more());
    running.comes_to_rest();
}

#[test]
fn the_voice_of_a_call_ends_with_it_wherever_it_stands() {
    let running = help_desk("Serial");
    let mut waiting = Party::new(running.udp(), "pat");
    waiting.call("sip:helpdesk@contoso.com");
    assert!(waiting.hears_music());
    waiting.hang_up();
    assert!(waiting.hears_nothing_more());
    let alex = agent(&running, "alex");
    let mut ringing = Party::new(running.udp(), "robin");
    ringing.call("sip:helpdesk@contoso.com");
    let invite = alex.rings();
    assert!(ringing.hears_music());
    ringing.hang_up();
    assert!(ringing.hears_nothing_more());
    alex.is_cancelled(&invite);
    running.comes_to_rest();
}

#[test]
fn an_agent_who_hangs_up_ends_the_call_and_takes_the_next() {
    let running = help_desk("Serial");
    let mut alex = agent(&running, "alex");
    for name in ["pat", "robin"] {
        let mut caller = Party::new(running.udp(), name);
        caller.call("sip:helpdesk@contoso.com");
        alex.take();
        alex.hang_up();
        caller.is_hung_up();
    }
    running.comes_to_rest();
}

#[test]
fn a_workflow_is_found_by_its_number_and_by_our_address() {
    let running = help_desk("Serial");
    let edge = running.udp();
    let targets = [
        "sip:+14255551298@contoso.com;user=phone".to_owned(),
        format!("sip:+14255551298@{edge}"),
        format!("sip:helpdesk@{edge}"),
        "sip:HelpDesk@pool.contoso.com".to_owned(),
        "tel:+1-425-555-1298".to_owned(),
        "sip:help%64esk:secret@contoso.com".to_owned(),
    ];
    for (number, target) in targets.iter().enumerate() {
        let name = ["one", "two", "three", "four", "five", "six"][number];
        let mut caller = Party::new(edge, name);
        caller.call(target);
        caller.hang_up();
    }
    running.comes_to_rest();
}

#[test]
fn a_workflow_whose_address_is_written_with_escapes_is_found() {
    let address = json!({"PrimaryUri": "sip:help%20desk@contoso.com"});
    let site = Site::help_desk("Serial", &["alex"])
        .workflow_with(json!({"Action": "TransferToQueue", "QueueID": "@Help"}), address);
    let running = Running::with(Start { site, ..Start::default() });
    for (name, target) in [
        ("one", "sip:help%20desk@contoso.com".to_owned()),
        ("two", "sip:%48elp%20Desk@pool.contoso.com".to_owned()),
    ] {
        let mut caller = Party::new(running.udp(), name);
        caller.call(&target);
        caller.hang_up();
    }
    running.comes_to_rest();
}

#[test]
fn who_dials_nobody_is_told_so() {
    let running = help_desk("Serial");
    let caller = Party::new(running.udp(), "pat");
    caller.peer.send(caller.invite("sip:nobody@contoso.com", "").as_bytes());
    caller.peer.expect("SIP/2.0 404 Not Found");
    running.comes_to_rest();
}

#[test]
fn a_caller_who_gives_up_while_it_rings_leaves_no_missed_call_behind_an_answer_elsewhere() {
    let running = help_desk("Parallel");
    let (mut alex, kim) = (agent(&running, "alex"), agent(&running, "kim"));
    let mut caller = Party::waiting(&running);
    let to_kim = kim.rings();
    alex.take();
    let cancel = kim.is_cancelled(&to_kim);
    assert_eq!(field(&cancel, "Reason"), Some("SIP;cause=200;text=\"Call completed elsewhere\""));
    caller.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn an_answer_that_crosses_our_cancel_wins_while_the_caller_waits() {
    let running = help_desk("Serial");
    let mut alex = agent(&running, "alex");
    let caller = Party::waiting(&running);
    let invite = alex.rings();
    // The agent's phone signs off and is taken for gone, just when the agent answers.
    let mut phone = Phone { sequence: 100, ..Phone::of(&alex.peer, "alex") };
    phone.register("Contact: *\r\nExpires: 0\r\n");
    let cancel = alex.peer.expect("CANCEL ");
    alex.peer.send(alex.answer(&invite, "200 OK", true).as_bytes());
    alex.peer.send(alex.answer(&cancel, "200 OK", false).as_bytes());
    alex.has_taken(&invite);
    assert!(alex.is_heard_by(&caller, 0x55));
    assert!(alex.peer.hears_nothing(Duration::from_millis(2_500)));
    alex.hang_up();
    caller.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn an_answer_that_crosses_our_cancel_is_ended_where_another_agent_has_the_call() {
    let running = help_desk("Parallel");
    let (mut alex, mut kim) = (agent(&running, "alex"), agent(&running, "kim"));
    let caller = Party::waiting(&running);
    let invite = kim.rings();
    alex.take();
    let cancel = kim.peer.expect("CANCEL ");
    kim.peer.send(kim.answer(&invite, "200 OK", true).as_bytes());
    kim.peer.send(kim.answer(&cancel, "200 OK", false).as_bytes());
    kim.has_taken(&invite);
    kim.is_hung_up();
    assert!(alex.is_heard_by(&caller, 0x56));
    alex.hang_up();
    caller.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn an_agent_who_declines_is_passed_over() {
    let running = help_desk("Serial");
    let (alex, mut kim) = (agent(&running, "alex"), agent(&running, "kim"));
    let mut caller = Party::waiting(&running);
    let invite = alex.peer.expect("INVITE ");
    alex.peer.send(alex.answer(&invite, "486 Busy Here", false).as_bytes());
    alex.peer.expect("ACK ");
    kim.take();
    caller.hang_up();
    kim.is_hung_up();
    assert!(alex.peer.hears_nothing(Duration::from_millis(300)));
    running.comes_to_rest();
}

#[test]
fn a_phone_that_says_nothing_is_passed_over_in_two_seconds() {
    let running = help_desk("Serial");
    let (alex, mut kim) = (agent(&running, "alex"), agent(&running, "kim"));
    let mut caller = Party::waiting(&running);
    let invite = alex.peer.expect("INVITE ");
    kim.take();
    caller.hang_up();
    kim.is_hung_up();
    // Only now it says something, too late for anybody.
    alex.peer.send(alex.answer(&invite, "486 Busy Here", false).as_bytes());
    running.comes_to_rest();
}

#[test]
fn a_phone_that_works_on_the_call_has_its_time_before_it_rings() {
    let running = help_desk("Serial");
    let (mut alex, kim) = (agent(&running, "alex"), agent(&running, "kim"));
    let mut caller = Party::waiting(&running);
    let invite = alex.peer.expect("INVITE ");
    alex.peer.send(alex.answer(&invite, "100 Trying", false).as_bytes());
    assert!(kim.peer.hears_nothing(Duration::from_millis(3_000)));
    alex.peer.send(alex.answer(&invite, "180 Ringing", false).as_bytes());
    alex.peer.send(alex.answer(&invite, "200 OK", true).as_bytes());
    alex.has_taken(&invite);
    caller.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_call_is_cancelled_before_it_is_answered() {
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
    let kim = agent(&running, "kim");
    let caller = Party::new(running.udp(), "pat");
    let invite = caller.invite("sip:helpdesk@contoso.com", "");
    caller.peer.send(invite.as_bytes());
    let to_kim = kim.rings();
    caller.peer.expect("SIP/2.0 180");
    caller.peer.send(cancel_of(&invite).as_bytes());
    caller.peer.expect("SIP/2.0 200");
    caller.peer.expect("SIP/2.0 487");
    kim.is_cancelled(&to_kim);
    running.comes_to_rest();
}

#[test]
fn a_caller_is_transferred_before_any_answer_and_hears_the_target() {
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
    assert!(kim.is_heard_by(&caller, 0x33));
    kim.hang_up();
    caller.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn all_calls_end_at_once_when_the_pool_stops() {
    let running = help_desk("Serial");
    let mut alex = agent(&running, "alex");
    let (mut talking, mut waiting) = (Party::new(running.udp(), "pat"), Party::new(running.udp(), "robin"));
    talking.call("sip:helpdesk@contoso.com");
    alex.take();
    waiting.call("sip:helpdesk@contoso.com");
    running.end_calls();
    for party in [&talking, &waiting, &alex] {
        party.is_hung_up();
    }
    running.comes_to_rest();
}

#[test]
fn a_pool_that_drains_takes_no_new_calls_and_those_in_progress_go_on_to_their_agents() {
    let running = help_desk("Serial");
    let mut caller = Party::waiting(&running);
    assert!(caller.hears_music());
    running.set_service(edge::Service::Draining);
    let new = Party::new(running.udp(), "robin");
    new.peer.send(new.invite("sip:helpdesk@contoso.com", "").as_bytes());
    assert_eq!(field(&new.peer.expect("SIP/2.0 503"), "Retry-After"), Some("10"));
    // A proxy that is told when to come again would send nothing of anybody.
    let proxied = Party::new(running.udp(), "sam");
    let via = "Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKbehind\r\n";
    proxied.peer.send(proxied.invite("sip:helpdesk@contoso.com", via).as_bytes());
    assert_eq!(field(&proxied.peer.expect("SIP/2.0 503"), "Retry-After"), None);
    let mut alex = agent(&running, "alex");
    alex.take();
    assert!(alex.is_heard_by(&caller, 0x5a));
    caller.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn an_agent_who_is_added_gets_the_call_that_waits() {
    let running = help_desk("Serial");
    let mut caller = Party::waiting(&running);
    running.configure(Site::help_desk("Serial", &["kim"]));
    let mut kim = agent(&running, "kim");
    kim.take();
    caller.hang_up();
    kim.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn everything_may_be_removed_under_calls_that_wait_ring_and_talk() {
    let running = help_desk("Serial");
    let (mut alex, mut kim) = (agent(&running, "alex"), agent(&running, "kim"));
    let [mut talking, mut ringing, mut waiting] =
        ["pat", "robin", "sam"].map(|name| Party::new(running.udp(), name));
    talking.call("sip:helpdesk@contoso.com");
    alex.take();
    ringing.call("sip:helpdesk@contoso.com");
    let invite = kim.rings();
    waiting.call("sip:helpdesk@contoso.com");
    running.configure(Site::new());
    let new = Party::new(running.udp(), "toni");
    new.peer.send(new.invite("sip:helpdesk@contoso.com", "").as_bytes());
    new.peer.expect("SIP/2.0 404");
    assert!(alex.is_heard_by(&talking, 0x58) && waiting.hears_music());
    kim.peer.send(kim.answer(&invite, "200 OK", true).as_bytes());
    kim.has_taken(&invite);
    assert!(kim.is_heard_by(&ringing, 0x59));
    waiting.hang_up();
    talking.hang_up();
    alex.is_hung_up();
    kim.hang_up();
    ringing.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_proxy_that_knows_the_agents_is_the_way_to_them() {
    let mut proxy = Party::new("127.0.0.1:9".parse().unwrap(), "alex");
    let running = Running::with(Start {
        site: Site::help_desk("Serial", &["alex"]),
        via: Some(proxy_at(proxy.peer.address())),
        ..Start::default()
    });
    proxy.peer.turn_to(running.udp());
    let mut caller = Party::waiting(&running);
    let invite = proxy.take();
    assert!(invite.starts_with("INVITE sip:alex@contoso.com SIP/2.0"));
    assert_eq!(field(&invite, "Route"), Some(format!("<sip:{};lr>", proxy.peer.address()).as_str()));
    caller.hang_up();
    proxy.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_call_without_a_common_codec_is_refused() {
    let running = help_desk("Serial");
    let caller = Party::new(running.udp(), "pat");
    let invite = caller.invite("sip:helpdesk@contoso.com", "");
    let foreign = body_of(&invite).replace("RTP/AVP 8 0 101", "RTP/AVP 18");
    caller.peer.send(with_body(&invite, &foreign).as_bytes());
    caller.peer.expect("SIP/2.0 488");
    running.comes_to_rest();
}

#[test]
fn hops_run_out() {
    let running = help_desk("Serial");
    let caller = Party::new(running.udp(), "pat");
    let invite = caller.invite("sip:helpdesk@contoso.com", "").replace("Max-Forwards: 70", "Max-Forwards: 0");
    caller.peer.send(invite.as_bytes());
    caller.peer.expect("SIP/2.0 483");
    running.comes_to_rest();
}

/// The CANCEL of an INVITE.
pub(crate) fn cancel_of(invite: &str) -> String {
    let head = invite.split("\r\n\r\n").next().unwrap();
    let kept = head.lines().filter(|line| !line.starts_with("Content-") && !line.starts_with("Contact"));
    let text: Vec<String> = kept.map(|line| line.replace("INVITE", "CANCEL")).collect();
    format!("{}\r\nContent-Length: 0\r\n\r\n", text.join("\r\n"))
}
