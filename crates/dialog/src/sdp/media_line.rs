use core::net::IpAddr;
use std::fmt;

use super::{Direction, codec::Codec};

/// An m-line with the attributes below it that we use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaLine {
    /// `audio`, `video`, `image` ...
    pub kind: String,
    /// The port; 0 where the stream is refused or over.
    pub port: u16,
    /// `RTP/AVP` ...
    pub protocol: String,
    /// The formats in order of preference; payload types for RTP.
    pub formats: Vec<String>,
    /// The address of this stream alone.
    pub connection: Option<IpAddr>,
    /// The direction of this stream alone.
    pub direction: Option<Direction>,
    /// Where RTCP goes, if it says so.
    pub rtcp: Option<Rtcp>,
    /// Whether RTCP may come on the port of RTP (RFC 5761).
    pub rtcp_mux: bool,
    /// The packet time that is asked for, in milliseconds.
    pub packet_time: Option<u16>,
    /// What payload types mean.
    pub mappings: Vec<Mapping>,
}

/// `a=rtpmap`: what a payload type means in this session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// From 0 to 127.
    pub payload_type: u8,
    /// The encoding with its clock rate, as `PCMA/8000`.
    pub encoding: String,
}

/// `a=rtcp` (RFC 3605).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rtcp {
    /// The port.
    pub port: u16,
    /// The address, where it is another than that of RTP.
    pub address: Option<IpAddr>,
}

impl MediaLine {
    /// The same stream refused (RFC 3264 section 6).
    #[must_use]
    pub fn refused(&self) -> Self {
        let first = self.formats.first().cloned().unwrap_or_else(|| "0".to_owned());
        Self::new(&self.kind, 0, &self.protocol, vec![first])
    }

    /// A stream without attributes.
    pub fn new(kind: &str, port: u16, protocol: &str, formats: Vec<String>) -> Self {
        Self {
            kind: kind.to_owned(),
            port,
            protocol: protocol.to_owned(),
            formats,
            connection: None,
            direction: None,
            rtcp: None,
            rtcp_mux: false,
            packet_time: None,
            mappings: Vec::new(),
        }
    }

    /// Whether it is audio over plain RTP that is not refused.
    pub fn is_plain_audio(&self) -> bool {
        let is_plain = ["RTP/AVP", "RTP/AVPF"].iter().any(|known| self.protocol.eq_ignore_ascii_case(known));
        self.kind == "audio" && self.port != 0 && is_plain
    }

    /// The codecs of the line that we speak, with their payload types, in its order.
    pub fn codecs(&self) -> impl Iterator<Item = (Codec, u8)> {
        self.payload_types().filter_map(|number| Some((self.codec_of(number)?, number)))
    }

    /// The payload type of telephone-event at 8000 (RFC 4733).
    pub fn telephone_event(&self) -> Option<u8> {
        self.payload_types().find(|number| {
            self.encoding_of(*number).is_some_and(|encoding| is_encoding(encoding, "telephone-event"))
        })
    }

    fn payload_types(&self) -> impl Iterator<Item = u8> {
        self.formats.iter().filter_map(|format| format.parse().ok()).filter(|number| *number < 128)
    }

    fn codec_of(&self, number: u8) -> Option<Codec> {
        [Codec::Pcma, Codec::Pcmu].into_iter().find(|codec| match self.encoding_of(number) {
            Some(encoding) => is_encoding(encoding, codec.encoding()),
            None => number == codec.payload_type(),
        })
    }

    fn encoding_of(&self, number: u8) -> Option<&str> {
        let mapping = self.mappings.iter().find(|mapping| mapping.payload_type == number);
        mapping.map(|mapping| mapping.encoding.as_str())
    }
}

/// Whether an encoding with its clock rate is this one at 8000, with one channel.
fn is_encoding(text: &str, name: &str) -> bool {
    let mut parts = text.split('/');
    parts.next().is_some_and(|encoding| encoding.eq_ignore_ascii_case(name))
        && parts.next() == Some("8000")
        && parts.next().is_none_or(|channels| channels == "1")
}

impl fmt::Display for MediaLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "m={} {} {}", self.kind, self.port, self.protocol)?;
        for format in &self.formats {
            write!(f, " {format}")?;
        }
        f.write_str("\r\n")?;
        if let Some(address) = self.connection {
            write!(f, "c=IN {}\r\n", Typed(address))?;
        }
        for Mapping { payload_type, encoding } in &self.mappings {
            write!(f, "a=rtpmap:{payload_type} {encoding}\r\n")?;
            if is_encoding(encoding, "telephone-event") {
                write!(f, "a=fmtp:{payload_type} 0-15\r\n")?;
            }
        }
        if let Some(packet_time) = self.packet_time {
            write!(f, "a=ptime:{packet_time}\r\n")?;
        }
        if let Some(Rtcp { port, address }) = self.rtcp {
            write!(f, "a=rtcp:{port}")?;
            if let Some(address) = address {
                write!(f, " IN {}", Typed(address))?;
            }
            f.write_str("\r\n")?;
        }
        if self.rtcp_mux {
            f.write_str("a=rtcp-mux\r\n")?;
        }
        self.direction.map_or(Ok(()), |direction| write!(f, "a={}\r\n", direction.name()))
    }
}

/// An address after its type, as `IP4 192.0.2.1`.
pub(super) struct Typed(pub(super) IpAddr);

impl fmt::Display for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.0.is_ipv4() { "IP4" } else { "IP6" };
        write!(f, "{kind} {}", self.0)
    }
}
