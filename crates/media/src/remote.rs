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
    /// What we send.
    pub codec: Codec,
    /// The other law, where both sides named it and the peer may change to it at any time.
    pub alternative: Option<Codec>,
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
            alternative: None,
            telephone_event: None,
            comfort_noise: false,
            direction: Direction::Both,
        }
    }

    /// What a payload type of the peer stands for; nothing where it was not negotiated.
    pub(crate) fn format(&self, payload_type: u8) -> Option<Format> {
        let law = [Some(self.codec), self.alternative];
        if let Some(codec) = law.into_iter().flatten().find(|codec| codec.payload_type() == payload_type) {
            return Some(Format::Audio(codec));
        }
        if payload_type == COMFORT_NOISE {
            return Some(Format::ComfortNoise);
        }
        let events = self.telephone_event?;
        // Some phones put their own number into what they send, whatever the other side named.
        (payload_type == events.received || payload_type == events.sent).then_some(Format::Event)
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
