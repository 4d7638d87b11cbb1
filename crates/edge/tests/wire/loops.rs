//! Calls that come back to where they were come to an end.

use domain::ObjectKind;
use serde_json::json;

use crate::{
    calls::{agent, help_desk},
    party::Party,
    peer::{Peer, first_line},
    phone::{Phone, user},
    running::{Running, Start, proxy_at},
    site::Site,
};

/// A help desk that sends every call on to an address.
fn sends_to(target: &str) -> Site {
    Site::new()
        .object(ObjectKind::AgentGroup, "Agents", json!({"AgentsByUri": ["sip:alex@contoso.com"]}))
        .object(
            ObjectKind::Queue,
            "Help",
            json!({
                "AgentGroupIDList": ["@Agents"], "OverflowThreshold": 0,
                "OverflowAction": {"Action": "TransferToUri", "Uri": target},
            }),
        )
        .workflow(json!({"Action": "TransferToQueue", "QueueID": "@Help"}))
}

/// A call to the help desk, and how it ends.
fn ends(running: &Running, name: &'static str) -> String {
    let caller = Party::new(running.udp(), name);
    caller.peer.send(caller.invite("sip:helpdesk@contoso.com", "").as_bytes());
    let refusal = caller.peer.expect("SIP/2.0 4");
    running.comes_to_rest();
    first_line(&refusal).to_owned()
}

#[test]
fn the_same_invite_by_two_ways_is_a_loop() {
    let running = help_desk("Serial");
    let mut caller = Party::new(running.udp(), "pat");
    let invite = caller.invite("sip:helpdesk@contoso.com", "");
    caller.peer.send(invite.as_bytes());
    caller.peer.expect("SIP/2.0 1");
    let other = Party::new(running.udp(), "pat");
    let way = |party: &Party| party.peer.address().to_string();
    let forked =
        invite.replace(&way(&caller), &way(&other)).replace("branch=z9hG4bKpat1", "branch=z9hG4bKother");
    other.peer.send(forked.as_bytes());
    other.peer.expect("SIP/2.0 482 Loop Detected");
    caller.establish();
    caller.hang_up();
    running.comes_to_rest();
}

#[test]
fn a_target_that_is_the_workflow_itself_ends_the_call() {
    let running = Running::with(Start { site: sends_to("sip:helpdesk@contoso.com"), ..Start::default() });
    assert_eq!(ends(&running, "pat"), "SIP/2.0 480 Temporarily Unavailable");
    // By our own address.
    let itself = format!("sip:helpdesk@{}", running.udp());
    running.configure(sends_to(&itself));
    assert_eq!(ends(&running, "robin"), "SIP/2.0 480 Temporarily Unavailable");
}

#[test]
fn two_pools_that_send_calls_to_each_other_come_to_an_end() {
    let one = Running::with(Start { site: sends_to("sip:nobody@contoso.com"), ..Start::default() });
    let back = format!("sip:helpdesk@{}", one.udp());
    let other = Running::with(Start { site: sends_to(&back), ..Start::default() });
    one.configure(sends_to(&format!("sip:helpdesk@{}", other.udp())));
    assert_eq!(ends(&one, "pat"), "SIP/2.0 480 Temporarily Unavailable");
    other.comes_to_rest();
}

#[test]
fn a_phone_that_says_it_is_where_we_are_is_skipped() {
    let users = vec![user("sip:alex@contoso.com"), user("sip:kim@contoso.com")];
    let site = Site::help_desk("Serial", &["alex", "kim"]);
    let running = Running::with(Start { users, site, ..Start::default() });
    let peer = Peer::towards(running.udp());
    let contact = format!("Contact: <sip:helpdesk@{}>\r\n", running.udp());
    assert_eq!(first_line(&Phone::of(&peer, "alex").register(&contact)), "SIP/2.0 200 OK");
    let mut kim = agent(&running, "kim");
    let mut caller = Party::waiting(&running);
    kim.take();
    caller.hang_up();
    kim.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn an_agent_whose_address_is_ours_is_skipped() {
    // A proxy that knows the agents is asked, and sends the workflow's own address back to us.
    let proxy = Party::new("127.0.0.1:9".parse().unwrap(), "proxy");
    let site = Site::new()
        .object(ObjectKind::AgentGroup, "Agents", json!({"AgentsByUri": ["sip:helpdesk@contoso.com"]}))
        .object(ObjectKind::Queue, "Help", json!({"AgentGroupIDList": ["@Agents"]}))
        .workflow(json!({"Action": "TransferToQueue", "QueueID": "@Help"}));
    let users = vec![user("sip:kim@contoso.com")];
    let via = Some(proxy_at(proxy.peer.address()));
    let running = Running::with(Start { users, site, via, ..Start::default() });
    let mut caller = Party::waiting(&running);
    assert!(caller.hears_music());
    assert!(proxy.peer.hears_nothing(std::time::Duration::from_millis(500)));
    caller.hang_up();
    running.comes_to_rest();
}
