//! RTP packets (RFC 3550, section 5.1), read and written without allocation.

use thiserror::Error;

/// The bytes of a header without contributing sources and extension.
pub const HEADER_BYTES: usize = 12;

/// One packet; the payload is borrowed from the datagram that it came in, or goes out in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packet<'a> {
    /// Set where a talk spurt begins, and on the first packet of an event.
    pub marker: bool,
    /// What the payload is, below 128.
    pub payload_type: u8,
    /// Counts packets.
    pub sequence: u16,
    /// The instant of the first sample, in samples.
    pub timestamp: u32,
    /// The source of the stream.
    pub ssrc: u32,
    /// What was carried, without padding.
    pub payload: &'a [u8],
}

/// Why a datagram is no RTP packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Malformed {
    /// It ends within the header, the contributing sources or the extension.
    #[error("the datagram ends within the header")]
    Short,
    /// The version is not 2.
    #[error("the version is not 2")]
    Version,
    /// The padding is longer than the payload, or said to be of no bytes.
    #[error("the padding does not fit the payload")]
    Padding,
}

impl<'a> Packet<'a> {
    /// Reads a datagram.
    ///
    /// # Errors
    /// Where the bytes are no packet of RFC 3550.
    pub fn parse(datagram: &'a [u8]) -> Result<Self, Malformed> {
        let (header, rest) = datagram.split_first_chunk::<HEADER_BYTES>().ok_or(Malformed::Short)?;
        if header[0] >> 6 != 2 {
            return Err(Malformed::Version);
        }
        let sources = usize::from(header[0] & 0x0F) * 4;
        let mut payload = rest.get(sources..).ok_or(Malformed::Short)?;
        if header[0] & 0x10 != 0 {
            let (extension, rest) = payload.split_first_chunk::<4>().ok_or(Malformed::Short)?;
            let words = usize::from(u16::from_be_bytes([extension[2], extension[3]]));
            payload = rest.get(words * 4..).ok_or(Malformed::Short)?;
        }
        if header[0] & 0x20 != 0 {
            let padding = usize::from(*payload.last().ok_or(Malformed::Padding)?);
            let kept = payload.len().checked_sub(padding).filter(|_| padding > 0);
            payload = &payload[..kept.ok_or(Malformed::Padding)?];
        }
        Ok(Self {
            marker: header[1] & 0x80 != 0,
            payload_type: header[1] & 0x7F,
            sequence: u16::from_be_bytes([header[2], header[3]]),
            timestamp: u32::from_be_bytes([header[4], header[5], header[6], header[7]]),
            ssrc: u32::from_be_bytes([header[8], header[9], header[10], header[11]]),
            payload,
        })
    }

    /// Writes the packet to the front of `datagram` and gives its length; nothing where it does not fit.
    pub fn write(&self, datagram: &mut [u8]) -> Option<usize> {
        let length = HEADER_BYTES + self.payload.len();
        let datagram = datagram.get_mut(..length)?;
        datagram[0] = 0x80;
        datagram[1] = (u8::from(self.marker) << 7) | (self.payload_type & 0x7F);
        datagram[2..4].copy_from_slice(&self.sequence.to_be_bytes());
        datagram[4..8].copy_from_slice(&self.timestamp.to_be_bytes());
        datagram[8..12].copy_from_slice(&self.ssrc.to_be_bytes());
        datagram[HEADER_BYTES..].copy_from_slice(self.payload);
        Some(length)
    }
}

/// Whether a datagram on a port that carries both is RTCP (RFC 5761, section 4).
pub fn is_rtcp(datagram: &[u8]) -> bool {
    datagram.get(1).is_some_and(|kind| (192..=223).contains(kind))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(datagram: &[u8], expected: Result<(u8, u16, u32, u32, &[u8]), Malformed>) {
        let parsed = Packet::parse(datagram);
        let parsed = parsed.map(|packet| {
            (packet.payload_type, packet.sequence, packet.timestamp, packet.ssrc, packet.payload)
        });
        assert_eq!(parsed, expected);
    }

    #[test]
    fn packets_are_read_as_rfc_3550_lays_them_out() {
        let plain = [0x80, 0x08, 0, 1, 0, 0, 0, 160, 0, 0, 0, 9, 0xAA, 0xBB];
        check(&plain, Ok((8, 1, 160, 9, &[0xAA, 0xBB])));
        let mut sources = plain.to_vec();
        sources[0] = 0x81;
        sources.splice(12..12, [1, 2, 3, 4]);
        check(&sources, Ok((8, 1, 160, 9, &[0xAA, 0xBB])));
        let mut extension = plain.to_vec();
        extension[0] = 0x90;
        extension.splice(12..12, [0xBE, 0xDE, 0, 1, 5, 6, 7, 8]);
        check(&extension, Ok((8, 1, 160, 9, &[0xAA, 0xBB])));
        let mut padding = plain.to_vec();
        padding[0] = 0xA0;
        padding.extend([0, 0, 3]);
        check(&padding, Ok((8, 1, 160, 9, &[0xAA, 0xBB])));
        check(&plain[..12], Ok((8, 1, 160, 9, &[])));
    }

    #[test]
    fn what_is_no_packet_is_refused() {
        let plain = [0x80, 0x08, 0, 1, 0, 0, 0, 160, 0, 0, 0, 9, 0xAA, 0xBB];
        let with = |first: u8, rest: &[u8]| [&[first], &plain[1..12], rest].concat();
        check(&[], Err(Malformed::Short));
        check(&plain[..11], Err(Malformed::Short));
        check(&with(0x40, &[]), Err(Malformed::Version));
        check(&with(0x82, &[0; 7]), Err(Malformed::Short));
        check(&with(0x90, &[0, 0]), Err(Malformed::Short));
        check(&with(0x90, &[0, 0, 0, 2, 0, 0, 0, 0]), Err(Malformed::Short));
        check(&with(0xA0, &[]), Err(Malformed::Padding));
        check(&with(0xA0, &[1, 0]), Err(Malformed::Padding));
        check(&with(0xA0, &[1, 3]), Err(Malformed::Padding));
    }

    #[test]
    fn rtcp_is_told_from_rtp_by_its_second_byte() {
        for (second, expected) in
            [(191, false), (192, true), (200, true), (223, true), (224, false), (8, false)]
        {
            assert_eq!(is_rtcp(&[0x80, second]), expected, "{second}");
        }
        assert!(!is_rtcp(&[0x80]));
    }

    #[test]
    fn a_packet_that_does_not_fit_is_not_written() {
        let packet =
            Packet { marker: false, payload_type: 0, sequence: 0, timestamp: 0, ssrc: 0, payload: &[0; 4] };
        assert_eq!(packet.write(&mut [0; 15]), None);
        assert_eq!(packet.write(&mut [0; 16]), Some(16));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(packet) = Packet::parse(&bytes) {
                prop_assert!(packet.payload.len() + HEADER_BYTES <= bytes.len());
            }
        }

        #[test]
        fn what_was_written_is_read_back(
            marker: bool, payload_type in 0_u8..128, sequence: u16, timestamp: u32, ssrc: u32,
            payload in proptest::collection::vec(any::<u8>(), 0..160),
        ) {
            let packet = Packet { marker, payload_type, sequence, timestamp, ssrc, payload: &payload };
            let mut datagram = [0; 200];
            let length = packet.write(&mut datagram).unwrap();
            prop_assert_eq!(Packet::parse(&datagram[..length]), Ok(packet));
        }
    }
}
