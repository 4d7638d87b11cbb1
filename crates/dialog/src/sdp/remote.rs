use core::net::SocketAddr;

use serde::{Deserialize, Serialize};

use super::{Codec, Description, Direction, MediaLine, Rtcp};

/// What was agreed for the audio stream: where to send, and what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoteMedia {
    /// Where RTP goes. An unspecified address is one that nothing is sent to.
    pub address: SocketAddr,
    /// Where RTCP goes.
    pub rtcp: SocketAddr,
    /// Whether RTCP comes and goes on the port of RTP.
    pub rtcp_mux: bool,
    /// The codec of both directions.
    pub codec: Codec,
    /// Its payload type in what we send.
    pub payload_type: u8,
    /// Its payload type in what we receive.
    pub payload_type_received: u8,
    /// Digits in RTP, where both sides have them.
    pub telephone_event: Option<TelephoneEvent>,
    /// What we may do. The peer holds us where we may not send.
    pub direction: Direction,
    /// The packet time that the peer asks for, in milliseconds.
    pub packet_time: Option<u16>,
}

/// Payload types of RFC 4733.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TelephoneEvent {
    /// In what we send.
    pub sent: u8,
    /// In what we receive.
    pub received: u8,
}

/// The m-line of audio on both sides.
pub(super) struct Agreed<'a> {
    pub(super) theirs: &'a MediaLine,
    pub(super) description: &'a Description,
    pub(super) ours: &'a MediaLine,
}

impl Agreed<'_> {
    /// What the two lines come to; None without a common codec or an address.
    pub(super) fn remote(&self) -> Option<RemoteMedia> {
        let address = self.description.connection_of(self.theirs)?;
        let ours: Vec<_> = self.ours.codecs().collect();
        let (codec, payload_type) =
            self.theirs.codecs().find(|(codec, _)| ours.iter().any(|(other, _)| other == codec))?;
        let (_, payload_type_received) = ours.into_iter().find(|(other, _)| *other == codec)?;
        let events = self.theirs.telephone_event().zip(self.ours.telephone_event());
        let rtcp_mux = self.theirs.rtcp_mux && self.ours.rtcp_mux;
        let rtcp = if rtcp_mux { None } else { self.theirs.rtcp };
        let next_port = if rtcp_mux { self.theirs.port } else { self.theirs.port.saturating_add(1) };
        let Rtcp { port, address: other } = rtcp.unwrap_or(Rtcp { port: next_port, address: None });
        Some(RemoteMedia {
            address: SocketAddr::new(address, self.theirs.port),
            rtcp: SocketAddr::new(other.unwrap_or(address), port),
            rtcp_mux,
            codec,
            payload_type,
            payload_type_received,
            telephone_event: events.map(|(sent, received)| TelephoneEvent { sent, received }),
            direction: self.allowed(),
            packet_time: self.theirs.packet_time,
        })
    }

    /// Whether the peer wants nothing sent to it.
    pub(super) fn is_held(&self) -> bool {
        !self.description.direction_of(self.theirs).receives()
    }

    /// What we may do by their word and ours.
    fn allowed(&self) -> Direction {
        let ours = self.ours.direction.unwrap_or_default();
        self.description.direction_of(self.theirs).reversed().and(ours)
    }
}
