//! A pool stops in order: it answers what it has begun to do, and takes nothing new.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
};

use crate::{
    fixtures::{PoolFolder, Running},
    server::BOUND,
};

#[test]
fn both_signals_stop_a_pool_in_order() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    for signal in ["TERM", "INT"] {
        let mut running = folder.start(&[]);
        running.signal(signal);
        let (status, _, logged) = running.ended();
        assert_eq!(status.code(), Some(0), "{logged:?}");
        assert!(logged.last().unwrap().contains("stopped"), "{logged:?}");
    }
}

#[test]
fn a_request_in_flight_is_answered_and_no_other_is_taken() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    let mut running = folder.start(&[]);
    let token = running.first_token().unwrap();
    let (mut stream, rest) = half_a_request(&running, &token);
    running.signal("TERM");
    running.logs("stopping").unwrap();
    refused(&running);
    stream.write_all(rest.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    let (status, _, logged) = running.ended();
    assert_eq!(status.code(), Some(0), "{logged:?}");

    let again = folder.start(&[]);
    let (_, tokens) = again.ask("GET", "/api/v1/tokens", &token, "");
    assert!(tokens.contains("sip:kim@contoso.com"), "what was answered is there: {tokens}");
}

#[test]
fn a_second_signal_ends_a_pool_at_once() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    let mut running = folder.start(&[]);
    let token = running.first_token().unwrap();
    let (stream, _) = half_a_request(&running, &token);
    running.signal("TERM");
    running.logs("stopping").unwrap();
    running.signal("TERM");
    let (status, _, logged) = running.ended();
    assert_eq!(status.code(), Some(1), "{logged:?}");
    assert!(logged.last().unwrap().contains("stopping at once"), "{logged:?}");
    drop(stream);
}

#[test]
fn a_pool_that_was_killed_starts_again() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    let mut running = folder.start(&[]);
    let token = running.first_token().unwrap();
    let roles = r#"{"Roles": ["CsViewOnlyAdministrator"]}"#;
    assert_eq!(running.ask("PUT", "/api/v1/persons/sip:kim@contoso.com", &token, roles).0, 200);
    running.signal("KILL");
    running.ended();
    let again = folder.start(&[]);
    assert_eq!(again.ask("GET", "/api/v1/persons/sip:kim@contoso.com", &token, "").0, 200);
}

/// Sends a request for a token but for its last byte, and waits until the pool has begun with it: it asks for the
/// body.
fn half_a_request(running: &Running, token: &str) -> (TcpStream, &'static str) {
    let mut stream = TcpStream::connect(running.address()).unwrap();
    stream.set_read_timeout(Some(BOUND)).unwrap();
    let body = r#"{"Person": "sip:kim@contoso.com", "Label": "in flight"}"#;
    let (first, last) = body.split_at(body.len() - 1);
    let head = format!(
        "POST /api/v1/tokens HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let expected = b"HTTP/1.1 100 Continue\r\n\r\n";
    let mut begun = [0; 25];
    stream.read_exact(&mut begun).unwrap();
    assert_eq!(&begun, expected);
    stream.write_all(first.as_bytes()).unwrap();
    (stream, last)
}

/// Waits until the listener is gone; a connection that still slips in is closed without an answer.
fn refused(running: &Running) {
    let address = running.address();
    while let Ok(mut slipped) = TcpStream::connect(&address) {
        slipped.set_read_timeout(Some(BOUND)).unwrap();
        let sent = slipped.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
        let mut answer = Vec::new();
        let read = slipped.read_to_end(&mut answer);
        assert!(sent.is_err() || read.is_err() || answer.is_empty(), "answered while stopping");
    }
}
