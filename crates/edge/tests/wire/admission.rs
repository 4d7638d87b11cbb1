//! Limits: whatever is too much gets a defined answer.

use edge::{Kind, Limits};

use crate::{
    peer::{Peer, field, first_line, request},
    running::Running,
};

#[test]
fn a_message_above_the_limit_is_refused() {
    let limits = Limits { message_bytes: 600, ..Limits::default() };
    let running = Running::start(&["udp:127.0.0.1:0"], limits);
    let peer = Peer::towards(running.address(Kind::Udp));
    let long = request("OPTIONS", "long", &format!("Subject: {}\r\n", "x".repeat(600)));
    assert_eq!(first_line(&peer.ask(&long)), "SIP/2.0 513 Message Too Large");
    assert_eq!(first_line(&peer.ask(&request("OPTIONS", "short", ""))), "SIP/2.0 200 OK");
}

#[test]
fn requests_beyond_the_limit_are_told_to_come_later() {
    let limits = Limits { transactions: 2, ..Limits::default() };
    let running = Running::start(&["udp:127.0.0.1:0"], limits);
    let peer = Peer::towards(running.address(Kind::Udp));
    let answers: Vec<String> =
        ["a", "b", "c"].iter().map(|branch| peer.ask(&request("OPTIONS", branch, ""))).collect();
    let lines: Vec<&str> = answers.iter().map(|answer| first_line(answer)).collect();
    assert_eq!(lines, ["SIP/2.0 200 OK", "SIP/2.0 200 OK", "SIP/2.0 503 Service Unavailable"]);
    assert_eq!(field(&answers[2], "Retry-After"), Some("10"));
}

#[test]
fn a_flood_from_one_address_is_told_to_slow_down() {
    let limits = Limits { messages_per_second: 2, ..Limits::default() };
    let running = Running::start(&["udp:127.0.0.1:0"], limits);
    let peer = Peer::towards(running.address(Kind::Udp));
    let answers: Vec<String> =
        (0..4).map(|number| peer.ask(&request("OPTIONS", &format!("flood{number}"), ""))).collect();
    assert_eq!(first_line(&answers[0]), "SIP/2.0 200 OK");
    assert_eq!(first_line(&answers[3]), "SIP/2.0 503 Service Unavailable");
    assert_eq!(field(&answers[3], "Retry-After"), Some("10"));
}
