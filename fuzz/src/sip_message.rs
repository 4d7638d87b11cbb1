//! What must hold for every input of the SIP reader. The fuzz target and the replay of its corpus share it.

#![allow(unreachable_pub, reason = "each target includes it")]

use dialog::{
    NameAddr, Uri,
    message::{Message, Response},
    wire::{self, Bounds, Framed, Framing, Unreadable},
};

/// The most that a message may measure here.
const BOUNDS: Bounds = Bounds { message_bytes: 65_535 };

/// A message is refused, or it can be written and reads back equal, and a response to it too. A request that is
/// refused can be answered. A stream of the same bytes comes to an end in frames.
pub fn sip_message(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        addresses(text);
    }
    frames(bytes);
    let message = match wire::read(bytes, BOUNDS) {
        Ok(message) => message,
        Err(Unreadable::Refused(refused)) => {
            let answer = Response::to(&refused.request, refused.status, Some("tag"));
            assert!((400..600).contains(&refused.status) && !answer.to_bytes().is_empty());
            return;
        }
        Err(Unreadable::KeepAlive | Unreadable::Silence(_)) => return,
    };
    let written = message.to_bytes();
    let again = wire::read(&written, BOUNDS).expect("what is written can be read");
    assert_eq!(again.to_bytes(), written);
    if let Message::Request(request) = &message {
        let response = Response::to(request, 200, Some("tag"));
        let read = wire::read(&response.to_bytes(), BOUNDS).expect("a response can be read");
        assert_eq!(read.to_bytes(), response.to_bytes());
        assert_eq!(response.transaction(), request.transaction());
    }
    for name in ["Contact", "Route", "Record-Route", "From", "To"] {
        for element in message.headers().elements(name) {
            addresses(element);
        }
    }
}

/// Cuts a stream, which arrives in two parts, into its messages.
fn frames(bytes: &[u8]) {
    let mut framing = Framing::new(BOUNDS.message_bytes);
    let (first, second) = bytes.split_at(bytes.len() / 2);
    for part in [first, second] {
        framing.extend(part);
        loop {
            match framing.take() {
                Framed::Message(message) => assert!(message.len() <= BOUNDS.message_bytes),
                Framed::KeepAlive => {}
                Framed::Incomplete => break,
                Framed::Lost(_) => return,
            }
        }
    }
}

fn addresses(text: &str) {
    if let Ok(address) = NameAddr::parse(text) {
        assert_eq!(NameAddr::parse(&address.to_string()), Ok(address));
    }
    if let Ok(uri) = Uri::parse(text) {
        assert_eq!(Uri::parse(&uri.to_string()), Ok(uri));
    }
}
