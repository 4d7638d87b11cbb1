//! Hosts that have names.

use domain::ObjectKind;
use edge::Proxy;
use serde_json::json;

use crate::{
    dns::{NameServer, Zone},
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

/// A pool whose help desk is Alex behind a proxy with this address, which a name server knows.
fn behind(address: &str, nameserver: &NameServer) -> Running {
    let running = Running::with(Start {
        listeners: &["udp:127.0.0.1:0", "tcp:127.0.0.1:0"],
        site: Site::help_desk("Serial", &["alex"]),
        via: Some(Proxy { address: address.parse().unwrap(), account: None }),
        nameserver: Some(nameserver.address()),
        ..Start::default()
    });
    running.reaches("sip:alex@contoso.com");
    running
}

/// A proxy as a party, at a port of its own.
fn proxy() -> Party {
    Party::new("127.0.0.1:9".parse().unwrap(), "alex")
}

/// Somebody calls, and the call comes by this proxy.
fn comes_by(running: &Running, proxy: &mut Party, name: &'static str) {
    proxy.peer.turn_to(running.udp());
    let mut caller = Party::new(running.udp(), name);
    caller.call("sip:helpdesk@contoso.com");
    proxy.take();
    caller.hang_up();
    proxy.is_hung_up();
}

#[test]
fn the_service_of_a_name_without_port_is_looked_up_by_its_transport() {
    let mut zone = Zone::default();
    let mut alex = proxy();
    let port = alex.peer.address().port();
    zone.has_service("_sip._udp.contoso.test", (10, 5), "one.contoso.test", port);
    zone.has_service("_sip._tcp.contoso.test", (10, 5), "one.contoso.test", 9);
    zone.has_address("one.contoso.test", [127, 0, 0, 1].into());
    zone.has_address("contoso.test", [127, 0, 0, 9].into());
    let nameserver = zone.serve();
    let running = behind("sip:contoso.test", &nameserver);
    comes_by(&running, &mut alex, "pat");
    running.comes_to_rest();
}

#[test]
fn a_name_without_service_is_at_its_addresses() {
    let mut zone = Zone::default();
    let mut alex = proxy();
    zone.has_address("proxy.contoso.test", [127, 0, 0, 1].into());
    // A port says that no service is looked up.
    let port = alex.peer.address().port();
    zone.has_service("_sip._udp.proxy.contoso.test", (10, 5), "gone.contoso.test", 9);
    let nameserver = zone.serve();
    let running = behind(&format!("sip:proxy.contoso.test:{port}"), &nameserver);
    comes_by(&running, &mut alex, "pat");
    running.comes_to_rest();
}

#[test]
fn where_one_target_says_nothing_the_call_comes_by_the_next_and_the_calls_after_it_at_once() {
    let mut zone = Zone::default();
    let (silent, mut alex) = (proxy(), proxy());
    for (priority, party, host) in [(10, &silent, "one.contoso.test"), (20, &alex, "two.contoso.test")] {
        let port = party.peer.address().port();
        zone.has_service("_sip._udp.contoso.test", (priority, 0), host, port);
        zone.has_address(host, [127, 0, 0, 1].into());
    }
    let nameserver = zone.serve();
    let running = behind("sip:contoso.test", &nameserver);
    comes_by(&running, &mut alex, "pat");
    let lost = silent.peer.expect("INVITE ");
    comes_by(&running, &mut alex, "robin");
    // What still comes to the first is sent again; the second call was not tried there.
    for _ in 0..3 {
        assert_eq!(field(&silent.peer.expect("INVITE "), "Call-ID"), field(&lost, "Call-ID"));
    }
}

#[test]
fn a_target_that_is_out_of_service_gives_way_to_the_next() {
    let mut zone = Zone::default();
    let (mut busy, mut alex) = (proxy(), proxy());
    for (priority, party, host) in [(10, &busy, "one.contoso.test"), (20, &alex, "two.contoso.test")] {
        let port = party.peer.address().port();
        zone.has_service("_sip._udp.contoso.test", (priority, 0), host, port);
        zone.has_address(host, [127, 0, 0, 1].into());
    }
    let nameserver = zone.serve();
    let running = behind("sip:contoso.test", &nameserver);
    busy.peer.turn_to(running.udp());
    alex.peer.turn_to(running.udp());
    let mut caller = Party::new(running.udp(), "pat");
    caller.call("sip:helpdesk@contoso.com");
    let invite = busy.peer.expect("INVITE ");
    busy.peer.send(busy.answer(&invite, "503 Service Unavailable", false).as_bytes());
    busy.peer.expect("ACK ");
    alex.take();
    caller.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}
