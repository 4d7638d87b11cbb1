//! What the session description says of a peer.

use std::net::SocketAddr;

use crate::g711::Codec;

/// The other side of a leg, as offer and answer have settled it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remote {
    /// Where the peer wants its RTP; nothing where it named none, or 0.0.0.0. Packets go there until the peer
    /// is heard from somewhere else (symmetric RTP).
    pub address: Option<SocketAddr>,
    /// Where its RTCP goes.
    pub rtcp: Rtcp,
    /// What we send. The peer may send the other law as well, under its static number: many do that answer with
    /// both and then go by their own order.
    pub codec: Codec,
    /// The numbers of this codec, most often the static one both ways.
    pub payload: PayloadTypes,
    /// Digits by RFC 4733; where it is not negotiated, digits are heard in band.
    pub telephone_event: Option<PayloadTypes>,
    /// Comfort noise towards the peer. What comes from the peer with payload type 13 is accepted always.
    pub comfort_noise: bool,
    /// Who may send.
    pub direction: Direction,
}

/// The numbers of one format. Each side names the one that it wants to receive (RFC 3264, section 5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PayloadTypes {
    /// In the packets that we send: the number of the peer's description.
    pub sent: u8,
    /// In the packets of the peer: the number of our description.
    pub received: u8,
}

impl PayloadTypes {
    /// The same number both ways, as answers have it.
    pub const fn same(number: u8) -> Self {
        Self { sent: number, received: number }
    }
}

/// How RTCP reaches the peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rtcp {
    /// On the port of RTP (RFC 5761).
    Muxed,
    /// At this address; most often the port after that of RTP.
    At(SocketAddr),
    /// On the port after that of RTP, wherever RTP goes.
    NextPort,
}

/// Who may send, seen from our side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Both (`sendrecv`).
    Both,
    /// We send alone: the peer answered `recvonly`, or put us on hold.
    Send,
    /// The peer sends alone.
    Receive,
    /// Nobody (`inactive`).
    Neither,
}

impl Direction {
    /// Whether packets may go to the peer.
    pub const fn sends(self) -> bool {
        matches!(self, Self::Both | Self::Send)
    }

    /// Whether packets are expected from the peer.
    pub const fn receives(self) -> bool {
        matches!(self, Self::Both | Self::Receive)
    }
}

impl Remote {
    /// A peer of one law without anything else, both ways.
    pub const fn new(address: SocketAddr, codec: Codec) -> Self {
        Self {
            address: Some(address),
            rtcp: Rtcp::NextPort,
            codec,
            payload: PayloadTypes::same(codec.payload_type()),
            telephone_event: None,
            comfort_noise: false,
            direction: Direction::Both,
        }
    }

    /// What a payload type of the peer stands for; nothing where it was not negotiated.
    pub(crate) fn format(&self, payload_type: u8) -> Option<Format> {
        // Some phones put their own number into what they send, whatever the other side named.
        let either = |numbers: PayloadTypes| payload_type == numbers.received || payload_type == numbers.sent;
        if either(self.payload) {
            return Some(Format::Audio(self.codec));
        }
        if self.telephone_event.is_some_and(either) {
            return Some(Format::Event);
        }
        let law = [Codec::Alaw, Codec::Mulaw].into_iter().find(|law| law.payload_type() == payload_type);
        law.map(Format::Audio).or((payload_type == COMFORT_NOISE).then_some(Format::ComfortNoise))
    }
}

/// What a packet carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Audio(Codec),
    Event,
    ComfortNoise,
}

/// The static payload type of comfort noise (RFC 3389).
pub(crate) const COMFORT_NOISE: u8 = 13;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payload_type_is_what_was_negotiated_or_what_is_static() {
        let mut remote = Remote::new(([192, 0, 2, 1], 4000).into(), Codec::Alaw);
        remote.payload = PayloadTypes { sent: 97, received: 98 };
        remote.telephone_event = Some(PayloadTypes { sent: 96, received: 101 });
        for (payload_type, expected) in [
            (97, Some(Format::Audio(Codec::Alaw))),
            (98, Some(Format::Audio(Codec::Alaw))),
            (8, Some(Format::Audio(Codec::Alaw))),
            (0, Some(Format::Audio(Codec::Mulaw))),
            (96, Some(Format::Event)),
            (101, Some(Format::Event)),
            (13, Some(Format::ComfortNoise)),
            (18, None),
            (99, None),
        ] {
            assert_eq!(remote.format(payload_type), expected, "{payload_type}");
        }
        remote.telephone_event = None;
        assert_eq!(remote.format(101), None);
    }
}
