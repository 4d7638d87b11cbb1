//! What must hold for every input of the SIP reader. The fuzz target and the replay of its corpus share it.

#![allow(unreachable_pub, reason = "each target includes it")]

use dialog::{
    NameAddr, Uri,
    message::{Message, Response},
};

/// A message is refused, or it can be written and reads back equal, and a response to it too.
pub fn sip_message(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        addresses(text);
    }
    let Ok(message) = Message::parse(bytes) else { return };
    let written = message.to_bytes();
    let again = Message::parse(&written).expect("what is written can be read");
    assert_eq!(again.to_bytes(), written);
    if let Message::Request(request) = &message {
        let response = Response::to(request, 200, Some("tag"));
        let read = Message::parse(&response.to_bytes()).expect("a response can be read");
        assert_eq!(read.to_bytes(), response.to_bytes());
        assert_eq!(response.transaction(), request.transaction());
    }
    for name in ["Contact", "Route", "Record-Route", "From", "To"] {
        for element in message.headers().elements(name) {
            addresses(element);
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
