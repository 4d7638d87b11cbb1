//! RTCP (RFC 3550, section 6): reports and the end of a source, read and written without allocation.

/// The packet types of RTCP.
const SENDER_REPORT: u8 = 200;
const RECEIVER_REPORT: u8 = 201;
const SOURCE_DESCRIPTION: u8 = 202;
const GOODBYE: u8 = 203;
/// The item of a source description that names the source.
const CNAME: u8 = 1;
/// The bytes of a block of a report.
const BLOCK_BYTES: usize = 24;
/// The bytes of a canonical name of ours.
pub const NAME_BYTES: usize = 16;
/// The bytes of the longest compound packet that we write.
pub const COMPOUND_BYTES_MAX: usize = 128;

/// A packet of a compound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control<'a> {
    /// A source that sends reports what it sent and what it hears.
    SenderReport {
        /// The source.
        ssrc: u32,
        /// What it sent.
        sent: Sent,
        /// What it hears, one block for each source.
        blocks: Blocks<'a>,
    },
    /// A source that does not send reports what it hears.
    ReceiverReport {
        /// The source.
        ssrc: u32,
        /// What it hears.
        blocks: Blocks<'a>,
    },
    /// A source ends.
    Goodbye {
        /// The source.
        ssrc: u32,
    },
    /// Anything else: descriptions, extensions.
    Other,
}

/// What a sender says of its stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The moment of the report by the sender's clock, in units of 2^-32 s.
    pub clock: u64,
    /// The same moment by the clock of its RTP timestamps.
    pub timestamp: u32,
    /// The packets so far.
    pub packets: u32,
    /// The bytes of payload so far.
    pub bytes: u32,
}

/// What a receiver says of one source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// The source.
    pub ssrc: u32,
    /// The part of the packets since the last report that was lost, in 1/256.
    pub fraction_lost: u8,
    /// The packets lost so far; below zero where duplicates outweigh.
    pub lost: i32,
    /// The highest sequence number, with its rounds in the upper half.
    pub highest: u32,
    /// In units of the timestamps.
    pub jitter: u32,
    /// The middle of the clock of the last report that came from the source; zero where none came.
    pub last_report: u32,
    /// The time since then, in units of 2^-16 s.
    pub delay: u32,
}

/// The packets of a compound; what is no RTCP ends it.
pub fn parse(datagram: &[u8]) -> impl Iterator<Item = Control<'_>> {
    let mut rest = datagram;
    std::iter::from_fn(move || {
        let header = rest.first_chunk::<4>()?;
        let length = 4 * (1 + usize::from(u16::from_be_bytes([header[2], header[3]])));
        let (packet, after) = rest.split_at_checked(length).filter(|_| header[0] >> 6 == 2)?;
        rest = after;
        control(header[1], usize::from(header[0] & 0x1F), &packet[4..])
    })
}

fn control(kind: u8, count: usize, body: &[u8]) -> Option<Control<'_>> {
    match kind {
        SENDER_REPORT => {
            let (ssrc, blocks) = (word(body, 0)?, Blocks::new(body, 24, count)?);
            let clock = (u64::from(word(body, 4)?) << 32) | u64::from(word(body, 8)?);
            let (timestamp, packets, bytes) = (word(body, 12)?, word(body, 16)?, word(body, 20)?);
            Some(Control::SenderReport { ssrc, sent: Sent { clock, timestamp, packets, bytes }, blocks })
        }
        RECEIVER_REPORT => {
            Some(Control::ReceiverReport { ssrc: word(body, 0)?, blocks: Blocks::new(body, 4, count)? })
        }
        GOODBYE if count > 0 => Some(Control::Goodbye { ssrc: word(body, 0)? }),
        _ => Some(Control::Other),
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// The blocks of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blocks<'a>(&'a [u8]);

impl<'a> Blocks<'a> {
    fn new(body: &'a [u8], at: usize, count: usize) -> Option<Self> {
        body.get(at..at + count * BLOCK_BYTES).map(Self)
    }

    /// What is said of one source.
    pub fn of(self, ssrc: u32) -> Option<Block> {
        self.0.chunks_exact(BLOCK_BYTES).filter_map(Block::parse).find(|block| block.ssrc == ssrc)
    }
}

impl Block {
    fn parse(bytes: &[u8]) -> Option<Self> {
        let losses = word(bytes, 4)?;
        Some(Self {
            ssrc: word(bytes, 0)?,
            fraction_lost: (losses >> 24) as u8,
            // The sign is that of 24 bits.
            lost: ((losses << 8) as i32) >> 8,
            highest: word(bytes, 8)?,
            jitter: word(bytes, 12)?,
            last_report: word(bytes, 16)?,
            delay: word(bytes, 20)?,
        })
    }
}

/// A compound packet that is being written.
#[derive(Debug)]
pub struct Compound {
    bytes: [u8; COMPOUND_BYTES_MAX],
    length: usize,
}

impl Compound {
    /// The report that each compound begins with (RFC 3550, section 6.1), and the name of the source.
    pub fn report(ssrc: u32, sent: Option<Sent>, block: Option<Block>, name: &[u8; NAME_BYTES]) -> Self {
        let mut compound = Self { bytes: [0; COMPOUND_BYTES_MAX], length: 0 };
        let kind = if sent.is_some() { SENDER_REPORT } else { RECEIVER_REPORT };
        let start = compound.begin(kind, u8::from(block.is_some()), ssrc);
        if let Some(Sent { clock, timestamp, packets, bytes }) = sent {
            for word in [(clock >> 32) as u32, clock as u32, timestamp, packets, bytes] {
                compound.put(&word.to_be_bytes());
            }
        }
        if let Some(block) = block {
            let lost = block.lost.clamp(-0x80_0000, 0x7F_FFFF) as u32 & 0xFF_FFFF;
            let losses = (u32::from(block.fraction_lost) << 24) | lost;
            for word in [block.ssrc, losses, block.highest, block.jitter, block.last_report, block.delay] {
                compound.put(&word.to_be_bytes());
            }
        }
        compound.end(start);
        let start = compound.begin(SOURCE_DESCRIPTION, 1, ssrc);
        compound.put(&[CNAME, NAME_BYTES as u8]);
        compound.put(name);
        // The list of items ends with a zero, and with the word.
        compound.put(&[0, 0]);
        compound.end(start);
        compound
    }

    /// Adds that the source ends.
    #[must_use]
    pub fn goodbye(mut self, ssrc: u32) -> Self {
        let start = self.begin(GOODBYE, 1, ssrc);
        self.end(start);
        self
    }

    /// What goes out.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    fn begin(&mut self, kind: u8, count: u8, ssrc: u32) -> usize {
        let start = self.length;
        self.put(&[0x80 | count, kind, 0, 0]);
        self.put(&ssrc.to_be_bytes());
        start
    }

    fn end(&mut self, start: usize) {
        let words = (self.length - start) / 4 - 1;
        self.bytes[start + 2..start + 4].copy_from_slice(&(words as u16).to_be_bytes());
    }

    fn put(&mut self, bytes: &[u8]) {
        self.bytes[self.length..self.length + bytes.len()].copy_from_slice(bytes);
        self.length += bytes.len();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NAME: &[u8; NAME_BYTES] = b"0123456789abcdef";
    const SENT: Sent = Sent { clock: 0x0102_0304_0506_0708, timestamp: 9, packets: 10, bytes: 11 };
    const BLOCK: Block = Block {
        ssrc: 5,
        fraction_lost: 64,
        lost: -3,
        highest: 0x1_0007,
        jitter: 8,
        last_report: 0x0304_0506,
        delay: 65_536,
    };

    fn kinds(datagram: &[u8]) -> Vec<&'static str> {
        let name = |control: Control<'_>| match control {
            Control::SenderReport { .. } => "sender report",
            Control::ReceiverReport { .. } => "receiver report",
            Control::Goodbye { .. } => "goodbye",
            Control::Other => "other",
        };
        parse(datagram).map(name).collect()
    }

    #[test]
    fn reports_are_laid_out_as_rfc_3550_says() {
        let compound = Compound::report(0x0A0B_0C0D, Some(SENT), Some(BLOCK), NAME).goodbye(0x0A0B_0C0D);
        let hex = |word: &[u8]| word.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let words: Vec<_> = compound.bytes().chunks(4).map(hex).collect();
        insta::assert_snapshot!(words.join(" "), @"81c8000c 0a0b0c0d 01020304 05060708 00000009 0000000a 0000000b 00000005 40fffffd 00010007 00000008 03040506 00010000 81ca0006 0a0b0c0d 01103031 32333435 36373839 61626364 65660000 81cb0001 0a0b0c0d");
    }

    #[test]
    fn a_compound_is_read_packet_by_packet() {
        let compound = Compound::report(7, Some(SENT), Some(BLOCK), NAME).goodbye(7);
        let mut controls = parse(compound.bytes());
        let Some(Control::SenderReport { ssrc, sent, blocks }) = controls.next() else { panic!("no report") };
        assert_eq!((ssrc, sent, blocks.of(5), blocks.of(6)), (7, SENT, Some(BLOCK), None));
        assert_eq!(controls.collect::<Vec<_>>(), [Control::Other, Control::Goodbye { ssrc: 7 }]);
        let receiver = Compound::report(7, None, Some(BLOCK), NAME);
        assert_eq!(kinds(receiver.bytes()), ["receiver report", "other"]);
        let deaf = Compound::report(7, None, None, NAME);
        assert_eq!(kinds(deaf.bytes()), ["receiver report", "other"]);
    }

    #[test]
    fn what_is_no_rtcp_ends_the_compound() {
        for (datagram, expected) in [
            (&[][..], &[][..]),
            (&[0x80, 201, 0], &[]),
            (&[0x80, 201, 0, 1, 0, 0, 0], &[]),
            (&[0x40, 201, 0, 1, 0, 0, 0, 1], &[]),
            (&[0x81, 201, 0, 1, 0, 0, 0, 1], &[]),
            (&[0x80, 201, 0, 1, 0, 0, 0, 1], &["receiver report"]),
            (&[0x80, 200, 0, 1, 0, 0, 0, 1], &[]),
            (&[0x80, 203, 0, 0], &["other"]),
            (&[0x80, 201, 0, 1, 0, 0, 0, 1, 0x80, 204, 0, 0, 0xFF], &["receiver report", "other"]),
        ] {
            assert_eq!(kinds(datagram), expected, "{datagram:02X?}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(parse(&bytes).count() <= bytes.len() / 4);
        }

        #[test]
        fn a_block_is_read_back(
            ssrc: u32, fraction_lost: u8, lost in -0x80_0000..0x80_0000, highest: u32, jitter: u32, delay: u32,
        ) {
            let block = Block { ssrc, fraction_lost, lost, highest, jitter, last_report: 1, delay };
            let compound = Compound::report(1, None, Some(block), NAME);
            let Some(Control::ReceiverReport { blocks, .. }) = parse(compound.bytes()).next() else {
                return Err(TestCaseError::fail("no report"));
            };
            prop_assert_eq!(blocks.of(ssrc), Some(block));
        }
    }
}
