//! What the edge says to those who only ask.

use edge::{Kind, Limits, Service};

use crate::{
    peer::{Peer, field, first_line, request},
    running::Running,
};

#[test]
fn options_tell_whether_the_pool_takes_calls() {
    let running = Running::start(&["udp:127.0.0.1:0"], Limits::default());
    let peer = Peer::towards(running.address(Kind::Udp));
    let answer = peer.ask(&request("OPTIONS", "open", ""));
    assert_eq!(first_line(&answer), "SIP/2.0 200 OK");
    assert_eq!(field(&answer, "Accept"), Some("application/sdp"));
    for (service, branch) in [(Service::Starting, "starting"), (Service::Draining, "draining")] {
        running.set_service(service);
        let answer = peer.ask(&request("OPTIONS", branch, ""));
        assert_eq!(first_line(&answer), "SIP/2.0 503 Service Unavailable");
        assert_eq!(field(&answer, "Retry-After"), Some("10"));
    }
}

#[test]
fn an_answer_goes_where_the_request_came_from_and_says_so() {
    for listener in ["udp:127.0.0.1:0", "udp:[::1]:0"] {
        let running = Running::start(&[listener], Limits::default());
        let peer = Peer::towards(running.address(Kind::Udp));
        let answer = peer.ask(&request("OPTIONS", "rport", ""));
        let address = peer.address();
        let expected = format!(
            "SIP/2.0/UDP 127.0.0.1:1;rport={};branch=z9hG4bKrport;received={}",
            address.port(),
            address.ip()
        );
        assert_eq!(field(&answer, "Via"), Some(expected.as_str()));
    }
}

#[test]
fn a_request_that_comes_again_gets_the_same_answer() {
    let running = Running::start(&["udp:127.0.0.1:0"], Limits::default());
    let peer = Peer::towards(running.address(Kind::Udp));
    let first = peer.ask(&request("OPTIONS", "again", ""));
    running.set_service(Service::Draining);
    assert_eq!(peer.ask(&request("OPTIONS", "again", "")), first);
}

#[test]
fn what_is_not_understood_is_refused_with_what_is() {
    let running = Running::start(&["udp:127.0.0.1:0"], Limits::default());
    let peer = Peer::towards(running.address(Kind::Udp));
    let answer = peer.ask(&request("FETCH", "method", ""));
    assert_eq!(first_line(&answer), "SIP/2.0 405 Method Not Allowed");
    assert!(field(&answer, "Allow").unwrap().contains("INVITE"));
    let answer = peer.ask(&request("OPTIONS", "required", "Require: TIMER, magic\r\n"));
    assert_eq!(first_line(&answer), "SIP/2.0 420 Bad Extension");
    assert_eq!(field(&answer, "Unsupported"), Some("magic"));
    let answer = peer.ask(&request("BYE", "nowhere", ""));
    assert_eq!(first_line(&answer), "SIP/2.0 481 Call/Transaction Does Not Exist");
    let answer = peer.ask(&request("CANCEL", "nothing", ""));
    assert_eq!(first_line(&answer), "SIP/2.0 481 Call/Transaction Does Not Exist");
}

#[test]
fn the_same_request_by_two_ways_is_a_loop() {
    let running = Running::start(&["udp:127.0.0.1:0"], Limits::default());
    let peer = Peer::towards(running.address(Kind::Udp));
    let one_way = request("OPTIONS", "first", "");
    peer.ask(&one_way);
    let other_way = one_way.replace("branch=z9hG4bKfirst", "branch=z9hG4bKsecond");
    assert_eq!(first_line(&peer.ask(&other_way)), "SIP/2.0 482 Loop Detected");
}
