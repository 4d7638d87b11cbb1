//! Hosts that have names.

use domain::ObjectKind;
use edge::Proxy;
use serde_json::json;

use crate::{
    own_network::inside,
    party::Party,
    peer::field,
    running::{Running, Start},
    site::Site,
};

/// A pool whose queue sends every call on to an address.
fn sends_on(address: &str) -> Running {
    let site = Site::new()
        .object(ObjectKind::AgentGroup, "Agents", json!({"AgentsByUri": ["sip:kim@contoso.com"]}))
        .object(
            ObjectKind::Queue,
            "Help",
            json!({
                "AgentGroupIDList": ["@Agents"], "OverflowThreshold": 0,
                "OverflowAction": {"Action": "TransferToUri", "Uri": address},
            }),
        )
        .workflow(json!({"Action": "TransferToQueue", "QueueID": "@Help"}));
    Running::with(Start { site, ..Start::default() })
}

#[test]
fn a_call_is_transferred_to_a_host_with_a_name() {
    let mut alex = Party::new("127.0.0.1:9".parse().unwrap(), "alex");
    let port = alex.peer.address().port();
    let running = sends_on(&format!("sip:alex@localhost:{port}"));
    alex.peer.turn_to(running.udp());
    let mut caller = Party::new(running.udp(), "pat");
    let invite = caller.invite("sip:helpdesk@contoso.com", "");
    caller.peer.send(invite.as_bytes());
    let invite = alex.take();
    assert!(invite.starts_with(&format!("INVITE sip:alex@localhost:{port} SIP/2.0")), "{invite}");
    caller.establish();
    assert!(caller.is_heard_by(&alex, 0x44));
    caller.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_transfer_to_a_name_that_is_not_found_fails() {
    inside("names::a_transfer_to_a_name_that_is_not_found_fails", || {
        let running = sends_on("sip:alex@nowhere.invalid");
        let caller = Party::new(running.udp(), "pat");
        let invite = caller.invite("sip:helpdesk@contoso.com", "");
        caller.peer.send(invite.as_bytes());
        caller.peer.expect("SIP/2.0 480");
        running.comes_to_rest();
    });
}

#[test]
fn agents_are_reached_by_a_proxy_that_has_a_name() {
    let mut proxy = Party::new("127.0.0.1:9".parse().unwrap(), "alex");
    let name = format!("sip:localhost:{}", proxy.peer.address().port());
    let running = Running::with(Start {
        site: Site::help_desk("Serial", &["alex"]),
        via: Some(Proxy { address: name.parse().unwrap(), account: None }),
        ..Start::default()
    });
    proxy.peer.turn_to(running.udp());
    let mut caller = Party::waiting(&running);
    let invite = proxy.take();
    assert_eq!(field(&invite, "Route"), Some(format!("<{name};lr>").as_str()));
    caller.hang_up();
    proxy.is_hung_up();
    running.comes_to_rest();
}
