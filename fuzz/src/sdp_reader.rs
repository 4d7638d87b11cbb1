//! What must hold for every session description. The fuzz target and the replay of its corpus share it.

#![allow(unreachable_pub, reason = "each target includes it")]

use core::net::{IpAddr, Ipv4Addr};

use dialog::sdp::{Codec, Description, Direction, LocalMedia, Negotiation};

/// A description is refused, or it can be written and reads back equal; an offer is refused or answered with as
/// many streams, of which one at most is not refused.
pub fn sdp_reader(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(description) = Description::parse(text) else { return };
    let written = description.to_string();
    assert_eq!(Description::parse(&written).as_ref(), Ok(&description));
    let mut session = Negotiation::new("1".into(), "pair.example.com".into());
    if let Ok(answer) = session.answer(description.clone(), &local(20000)) {
        assert_eq!(Description::parse(&answer.to_string()).as_ref(), Ok(&answer));
        assert_eq!(answer.media.len(), description.media.len());
        assert_eq!(answer.media.iter().filter(|line| line.port != 0).count(), 1);
        let agreed = session.agreed().expect("what was answered was agreed on");
        assert!(!agreed.direction.sends() || !session.is_held());
        // A new offer keeps the streams in their places, and has the next version.
        let offer = session.offer(&local(20002));
        assert_eq!(offer.media.len(), answer.media.len());
        assert_eq!(offer.origin.version, answer.origin.version + 1);
        session.withdraw();
        assert_eq!(session.agreed(), Some(agreed));
    }
    let mut session = Negotiation::new("1".into(), "192.0.2.1".into());
    session.offer(&local(20000));
    let before = session.clone();
    match session.read_answer(description) {
        Ok(()) => assert!(session.agreed().is_some()),
        Err(_) => assert_eq!(session, before),
    }
}

fn local(port: u16) -> LocalMedia {
    LocalMedia {
        address: IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)),
        port,
        codecs: vec![Codec::Pcma, Codec::Pcmu],
        direction: Direction::SendReceive,
        rtcp_mux: true,
    }
}
