//! What must hold for every row of datagrams. The fuzz target and the replay of its corpus share it.

#![allow(unreachable_pub, reason = "each target includes it")]

use std::collections::BTreeSet;

use media::{
    rtcp, rtp,
    sequence::{Arrival, Sequence},
    telephone_event::{Circumstance, EventListener},
};

/// The first byte of each datagram is its length. A packet that is read can be written and reads back equal; each
/// number counts once, the newest is newer than all before it, and no more packets come than are expected.
pub fn rtp_stream(bytes: &[u8]) {
    let mut sequence = Sequence::default();
    let mut listener = EventListener::default();
    let mut seen = BTreeSet::new();
    let mut newest = None;
    let mut rest = bytes;
    while let Some((length, after)) = rest.split_first() {
        let (datagram, after) = after.split_at(usize::from(*length).min(after.len()));
        rest = after;
        assert!(rtcp::parse(datagram).count() <= datagram.len() / 4);
        let Ok(packet) = rtp::Packet::parse(datagram) else { continue };
        let mut written = [0; 300];
        let length = packet.write(&mut written).expect("it is no longer than it was");
        assert_eq!(rtp::Packet::parse(&written[..length]), Ok(packet));
        let place = match sequence.arrive(packet.ssrc, packet.sequence) {
            Arrival::Newest(place) => {
                assert!(newest < Some((place.stream, place.extended)));
                newest = Some((place.stream, place.extended));
                place
            }
            Arrival::Late(place) => {
                assert!(newest > Some((place.stream, place.extended)));
                place
            }
            Arrival::Duplicate | Arrival::Astray => continue,
        };
        assert!(seen.insert((place.stream, place.extended)));
        assert_eq!(place.extended as u16, packet.sequence);
        let at = Circumstance { stream: place.stream, timestamp: packet.timestamp, marker: packet.marker };
        listener.hear(packet.payload, at);
    }
    assert_eq!(sequence.received(), seen.len() as u64);
    assert!(sequence.received() <= sequence.expected());
}
