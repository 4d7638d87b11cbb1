//! Every way to a peer: both families, datagrams and connections, proxies in between.

use std::time::Duration;

use edge::Kind;

use crate::{
    calls::{agent, registered, talking},
    party::Party,
    peer::{Peer, field, fields, first_line, request},
    phone::{Phone, user},
    running::{Running, Start},
    site::Site,
    voice::Voice,
};

fn pool(listeners: &[&str]) -> Running {
    Running::with(Start {
        listeners,
        users: vec![user("sip:alex@contoso.com"), user("sip:kim@contoso.com")],
        site: Site::help_desk("Serial", &["alex", "kim"]),
        ..Start::default()
    })
}

/// A caller reaches an agent, both hear each other, and each of them hangs up once.
fn talk(running: &Running, mut caller: Party, mut alex: Party) {
    caller.call("sip:helpdesk@contoso.com");
    assert!(caller.hears_music());
    alex.take();
    assert!(caller.is_heard_by(&alex, 0x11) && alex.is_heard_by(&caller, 0x22));
    alex.hang_up();
    caller.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_call_goes_over_ipv6() {
    let running = pool(&["udp:[::1]:0"]);
    let alex = registered(Party::new(running.udp(), "alex"), "alex");
    talk(&running, Party::new(running.udp(), "pat"), alex);
}

#[test]
fn a_call_goes_over_tcp_of_both_families_to_a_phone_that_registered_by_it() {
    for listener in ["tcp:127.0.0.1:0", "tcp:[::1]:0"] {
        let running = pool(&[listener]);
        let edge = running.address(Kind::Tcp);
        let alex = registered(Party::by_tcp(edge, "alex"), "alex");
        talk(&running, Party::by_tcp(edge, "pat"), alex);
    }
}

#[test]
fn a_caller_whose_voice_is_of_the_other_family_is_heard_there_or_refused() {
    let running = pool(&["udp:127.0.0.1:0", "udp:[::1]:0"]);
    let alex = registered(Party::new(running.udp(), "alex"), "alex");
    let mut caller = Party::new(running.udp(), "pat");
    caller.voice = Voice::new("::1".parse().unwrap());
    talk(&running, caller, alex);
    let running = pool(&["udp:127.0.0.1:0"]);
    let mut caller = Party::new(running.udp(), "pat");
    caller.voice = Voice::new("::1".parse().unwrap());
    caller.peer.send(caller.invite("sip:helpdesk@contoso.com", "").as_bytes());
    let refusal = caller.peer.expect("SIP/2.0 488");
    assert!(field(&refusal, "Warning").unwrap().starts_with("301 "));
}

#[test]
fn a_call_goes_from_ipv4_and_datagrams_to_ipv6_and_a_connection() {
    let running = pool(&["udp:127.0.0.1:0", "tcp:[::1]:0"]);
    let alex = registered(Party::by_tcp(running.address(Kind::Tcp), "alex"), "alex");
    talk(&running, Party::new(running.udp(), "pat"), alex);
}

#[test]
fn a_phone_whose_connection_ends_rings_no_more_until_it_registers_on_another() {
    let running = pool(&["udp:127.0.0.1:0", "tcp:127.0.0.1:0"]);
    let edge = running.address(Kind::Tcp);
    let lost = registered(Party::by_tcp(edge, "alex"), "alex");
    drop(lost);
    let mut kim = agent(&running, "kim");
    let mut caller = Party::waiting(&running);
    kim.take();
    let mut alex = Party::by_tcp(edge, "alex");
    let mut phone = Phone { sequence: 100, ..Phone::of(&alex.peer, "alex") };
    let answer = phone.register(&format!("Contact: {}\r\n", alex.peer.contact("alex")));
    assert_eq!(first_line(&answer), "SIP/2.0 200 OK");
    let mut second = Party::new(running.udp(), "robin");
    second.call("sip:helpdesk@contoso.com");
    alex.take();
    for (party, agent) in [(&mut caller, &kim), (&mut second, &alex)] {
        party.hang_up();
        agent.is_hung_up();
    }
    running.comes_to_rest();
}

#[test]
fn a_caller_whose_connection_breaks_is_called_back_where_the_contact_says() {
    let running = pool(&["udp:127.0.0.1:0", "tcp:127.0.0.1:0"]);
    let mut alex = agent(&running, "alex");
    let mut caller = Party::by_tcp(running.address(Kind::Tcp), "pat");
    let door = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let contact = format!("<sip:pat@{};transport=tcp>", door.local_addr().unwrap());
    let invite = caller.invite("sip:helpdesk@contoso.com", "");
    let invite = invite.replace(&caller.peer.contact("pat"), &contact);
    caller.peer.send(invite.as_bytes());
    caller.establish();
    alex.take();
    // The edge sees the end of the connection before what comes after it.
    caller.peer = Peer::towards(running.udp());
    assert_eq!(first_line(&caller.peer.ask(&request("OPTIONS", "after", ""))), "SIP/2.0 200 OK");
    alex.hang_up();
    let (stream, _) = door.accept().unwrap();
    let bye = Peer::of_stream(stream).expect("BYE ");
    assert!(bye.starts_with(&format!("BYE {} ", contact.trim_matches(['<', '>']))), "{bye}");
    running.comes_to_rest();
}

#[test]
fn a_proxy_that_records_its_route_gets_what_follows_in_the_dialog() {
    let running = pool(&["udp:127.0.0.1:0"]);
    let mut alex = agent(&running, "alex");
    let (mut caller, proxy) = (Party::new(running.udp(), "pat"), Peer::towards(running.udp()));
    let (near, far) = (format!("<sip:{};lr>", proxy.address()), "<sip:192.0.2.7;lr>");
    let routes = format!("Record-Route: {near}\r\nRecord-Route: {far}\r\n");
    caller.peer.send(caller.invite("sip:helpdesk@contoso.com", &routes).as_bytes());
    let answer = caller.establish();
    assert_eq!(fields(&answer, "Record-Route"), [near.as_str(), far]);
    let invite = alex.rings();
    // The phone's answer came through the proxy as well: the way back is the other way round.
    let recorded = format!("Record-Route: {far}\r\nRecord-Route: {near}\r\n");
    let answer = alex.answer_with(&invite, "200 OK", &recorded, alex.description());
    alex.peer.send(answer.as_bytes());
    let ack = proxy.expect("ACK ");
    assert_eq!(fields(&ack, "Route"), [near.as_str(), far]);
    assert!(ack.starts_with(&format!("ACK sip:alex@{} ", alex.peer.address())), "{ack}");
    alex.joins(&invite);
    alex.hang_up();
    let bye = proxy.expect("BYE ");
    assert_eq!(fields(&bye, "Route"), [near.as_str(), far]);
    assert!(bye.starts_with(&format!("BYE sip:pat@{} ", caller.peer.address())), "{bye}");
    proxy.send(caller.answer(&bye, "200 OK", false).as_bytes());
    running.comes_to_rest();
}

#[test]
fn a_proxy_of_rfc_2543_is_asked_itself_and_finds_the_caller_in_the_route() {
    let running = pool(&["udp:127.0.0.1:0"]);
    let mut alex = agent(&running, "alex");
    let (mut caller, proxy) = (Party::new(running.udp(), "pat"), Peer::towards(running.udp()));
    let strict = format!("sip:{}", proxy.address());
    let routes = format!("Record-Route: <{strict}>\r\n");
    caller.peer.send(caller.invite("sip:helpdesk@contoso.com", &routes).as_bytes());
    caller.establish();
    alex.take();
    alex.hang_up();
    let bye = proxy.expect("BYE ");
    assert!(bye.starts_with(&format!("BYE {strict} ")), "{bye}");
    assert_eq!(fields(&bye, "Route"), [caller.peer.contact("pat").as_str()]);
    proxy.send(caller.answer(&bye, "200 OK", false).as_bytes());
    running.comes_to_rest();
}

#[test]
fn a_call_from_behind_a_router_is_answered_where_it_came_from() {
    let running = pool(&["udp:127.0.0.1:0"]);
    let mut alex = agent(&running, "alex");
    let mut caller = Party::new(running.udp(), "pat");
    let inside = "<sip:pat@127.9.9.9:5999>";
    let invite = caller.invite("sip:helpdesk@contoso.com", "");
    let invite = invite.replace(&caller.peer.contact("pat"), inside);
    let via = format!("Via: SIP/2.0/UDP {}", caller.peer.address());
    let invite = invite.replace(&via, "Via: SIP/2.0/UDP 127.9.9.9:5999");
    caller.peer.send(invite.as_bytes());
    let answer = caller.establish();
    let port = format!("rport={}", caller.peer.address().port());
    assert!(field(&answer, "Via").unwrap().contains(&port), "{answer}");
    alex.take();
    caller.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_contact_that_moves_gets_what_follows() {
    let running = pool(&["udp:127.0.0.1:0"]);
    let (mut caller, mut alex) = talking(&running);
    let elsewhere = Peer::towards(running.udp());
    let update = caller.offer("UPDATE", "sendrecv");
    let update = update.replace(&caller.peer.contact("pat"), &elsewhere.contact("pat"));
    caller.peer.send(update.as_bytes());
    caller.peer.expect("SIP/2.0 200");
    alex.hang_up();
    let bye = elsewhere.expect("BYE ");
    elsewhere.send(caller.answer(&bye, "200 OK", false).as_bytes());
    assert!(caller.peer.hears_nothing(Duration::from_millis(100)));
    running.comes_to_rest();
}
