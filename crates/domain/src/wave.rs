use crate::InvalidAudio;

/// A RIFF/WAVE file of the documented kind, taken apart: linear PCM, A-law or mu-law; 8 or 16 bit; mono or stereo.
///
/// Read as players read it: chunks in any order, sizes that say more than there is, or nothing at all as a recorder
/// leaves them that was cut off, and odd chunks without their padding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wave<'a> {
    /// How a sample is coded.
    pub coding: WaveCoding,
    /// Samples a second, from 8,000 to 48,000.
    pub sample_rate: u32,
    /// 1 or 2.
    pub channels: u16,
    /// The samples, at least one for each channel: whole frames only.
    pub data: &'a [u8],
}

/// How the samples of a [`Wave`] are coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaveCoding {
    /// Linear, 8 bits without sign.
    Linear8,
    /// Linear, 16 bits with sign, little-endian.
    Linear16,
    /// A-law (ITU-T G.711), 8 bits.
    ALaw,
    /// Mu-law (ITU-T G.711), 8 bits.
    MuLaw,
}

impl WaveCoding {
    /// Bytes of one sample.
    pub const fn bytes(self) -> usize {
        match self {
            Self::Linear16 => 2,
            Self::Linear8 | Self::ALaw | Self::MuLaw => 1,
        }
    }
}

impl<'a> Wave<'a> {
    /// Takes a file apart.
    ///
    /// # Errors
    /// Which rule the bytes break. Their number is not looked at: see [`crate::AUDIO_BYTES_MAX`].
    pub fn parse(bytes: &'a [u8]) -> Result<Self, InvalidAudio> {
        if bytes.len() < 12 || &bytes[..4] != b"RIFF" || &bytes[8..12] != b"WAVE" {
            return Err(InvalidAudio::Unknown);
        }
        let (mut format, mut data, mut rest) = (None, None, &bytes[12..]);
        while let Some((name, chunk, after)) = riff_chunk(rest) {
            match name {
                b"fmt " if format.is_none() => format = Some(Format::parse(chunk)?),
                b"data" if data.is_none() => data = Some(chunk),
                _ => {}
            }
            rest = after;
        }
        match (format, data) {
            (Some(format), Some(data)) => format.over(data),
            (None, Some(_)) => Err(InvalidAudio::Damaged("its format is missing")),
            (_, None) => Err(InvalidAudio::Damaged("its end is missing")),
        }
    }
}

/// What the chunk "fmt " says.
struct Format {
    coding: WaveCoding,
    sample_rate: u32,
    channels: u16,
}

impl Format {
    fn parse(chunk: &[u8]) -> Result<Self, InvalidAudio> {
        if chunk.len() < 16 {
            return Err(InvalidAudio::Damaged("its format is incomplete"));
        }
        let short = |at: usize| u16::from_le_bytes([chunk[at], chunk[at + 1]]);
        let (channels, bits) = (short(2), short(14));
        let sample_rate = u32::from_le_bytes([chunk[4], chunk[5], chunk[6], chunk[7]]);
        let tag = match short(0) {
            WAVE_EXTENSIBLE if chunk.len() >= 26 => short(24),
            tag => tag,
        };
        if !matches!(tag, LINEAR | A_LAW | MU_LAW) {
            return Err(InvalidAudio::Coding(tag));
        }
        if !matches!(channels, 1 | 2) {
            return Err(InvalidAudio::Channels(channels));
        }
        let coding = match (tag, bits) {
            (LINEAR, 8) => WaveCoding::Linear8,
            (LINEAR, 16) => WaveCoding::Linear16,
            (A_LAW, 8) => WaveCoding::ALaw,
            (MU_LAW, 8) => WaveCoding::MuLaw,
            (A_LAW | MU_LAW, 16) => {
                return Err(InvalidAudio::Damaged("A-law and mu-law have 8 bits a sample"));
            }
            _ => return Err(InvalidAudio::Bits(bits)),
        };
        if !(8_000..=48_000).contains(&sample_rate) {
            return Err(InvalidAudio::Rate(sample_rate));
        }
        Ok(Self { coding, sample_rate, channels })
    }

    /// The file whose samples are in `data`.
    fn over(self, data: &[u8]) -> Result<Wave<'_>, InvalidAudio> {
        let frame = self.coding.bytes() * usize::from(self.channels);
        let data = &data[..data.len() - data.len() % frame];
        if data.is_empty() {
            return Err(InvalidAudio::Damaged("it holds no sound"));
        }
        let Self { coding, sample_rate, channels } = self;
        Ok(Wave { coding, sample_rate, channels, data })
    }
}

type Chunk<'a> = (&'a [u8; 4], &'a [u8], &'a [u8]);

/// The first chunk and what follows it.
fn riff_chunk(bytes: &[u8]) -> Option<Chunk<'_>> {
    let (name, rest) = bytes.split_first_chunk::<4>()?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let unfinished = name == b"data" && length == 0 && !is_chunk(rest);
    let length = if unfinished { rest.len() } else { length.min(rest.len()) };
    let (content, after) = rest.split_at(length);
    let padded = length % 2 == 1 && !after.is_empty() && !is_chunk(after);
    Some((name, content, &after[usize::from(padded)..]))
}

/// Whether a chunk that matters, or the usual one about the author, begins here.
fn is_chunk(bytes: &[u8]) -> bool {
    [b"fmt ", b"data", b"fact", b"LIST"].iter().any(|name| bytes.starts_with(*name))
}

/// The format tags (RFC 2361).
const LINEAR: u16 = 1;
const A_LAW: u16 = 6;
const MU_LAW: u16 = 7;
/// The tag whose real one stands in the extension.
const WAVE_EXTENSIBLE: u16 = 0xFFFE;

#[cfg(test)]
mod tests {
    use super::*;

    const FORMAT: &[u8] = b"fmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0";

    fn check(chunks: &[&[u8]], expected: Result<&[u8], InvalidAudio>) {
        let bytes = [b"RIFF\0\0\0\0WAVE", chunks.concat().as_slice()].concat();
        assert_eq!(Wave::parse(&bytes).map(|wave| wave.data), expected);
    }

    #[test]
    fn chunks_may_stand_in_any_order_and_sizes_may_be_wrong() {
        check(&[FORMAT, b"data\x03\0\0\0abc"], Ok(b"abc"));
        check(&[b"data\x03\0\0\0abc\0", FORMAT], Ok(b"abc"));
        check(&[b"data\x03\0\0\0abc", FORMAT], Ok(b"abc"));
        check(&[b"LIST\x01\0\0\0x\0", FORMAT, b"data\x02\0\0\0abLIST\x02\0\0\0xy"], Ok(b"ab"));
        check(&[FORMAT, b"data\xff\xff\xff\xffabc"], Ok(b"abc"));
        check(&[FORMAT, b"data\0\0\0\0abc"], Ok(b"abc"));
    }

    #[test]
    fn a_hole_is_named() {
        check(&[FORMAT, b"data\0\0\0\0LIST\x02\0\0\0xy"], Err(InvalidAudio::Damaged("it holds no sound")));
        check(&[b"data\x02\0\0\0ab"], Err(InvalidAudio::Damaged("its format is missing")));
        check(&[FORMAT], Err(InvalidAudio::Damaged("its end is missing")));
        check(&[], Err(InvalidAudio::Damaged("its end is missing")));
    }

    #[test]
    fn half_a_frame_at_the_end_is_left_out() {
        let stereo = b"fmt \x10\0\0\0\x01\0\x02\0\x40\x1f\0\0\x40\x1f\0\0\x04\0\x10\0";
        check(&[stereo, b"data\x06\0\0\0abcdef"], Ok(b"abcd"));
        check(&[stereo, b"data\x03\0\0\0abc"], Err(InvalidAudio::Damaged("it holds no sound")));
    }
}
