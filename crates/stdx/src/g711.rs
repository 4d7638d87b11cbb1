//! G.711: A-law and mu-law, by tables that are computed when the crate is compiled.

/// One of the two laws of G.711.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Codec {
    /// PCMA, static payload type 8: Europe and most of the world.
    Alaw,
    /// PCMU, static payload type 0: North America and Japan.
    Mulaw,
}

impl Codec {
    /// The payload type of RFC 3551.
    pub const fn payload_type(self) -> u8 {
        match self {
            Self::Alaw => 8,
            Self::Mulaw => 0,
        }
    }

    /// The byte of silence.
    pub const fn silence(self) -> u8 {
        match self {
            Self::Alaw => 0xD5,
            Self::Mulaw => 0xFF,
        }
    }

    /// A sample of 16 bits as a byte.
    pub const fn encode(self, sample: i16) -> u8 {
        match self {
            Self::Alaw => alaw(sample),
            Self::Mulaw => mulaw(sample),
        }
    }

    /// A byte as a sample of 16 bits.
    pub fn decode(self, byte: u8) -> i16 {
        match self {
            Self::Alaw => ALAW_TO_PCM[usize::from(byte)],
            Self::Mulaw => MULAW_TO_PCM[usize::from(byte)],
        }
    }

    /// Writes `payload`, which is of this law, as the `other` law; as many bytes as both have.
    pub fn transcode(self, other: Self, payload: &[u8], out: &mut [u8]) {
        let table = match (self, other) {
            (Self::Alaw, Self::Mulaw) => &ALAW_TO_MULAW,
            (Self::Mulaw, Self::Alaw) => &MULAW_TO_ALAW,
            _ => {
                let length = payload.len().min(out.len());
                out[..length].copy_from_slice(&payload[..length]);
                return;
            }
        };
        for (from, to) in payload.iter().zip(out) {
            *to = table[usize::from(*from)];
        }
    }
}

/// The encoder of A-law: 13 bits, sign and magnitude, even bits inverted.
const fn alaw(sample: i16) -> u8 {
    let negative = sample < 0;
    let magnitude = if negative { !sample } else { sample } >> 4;
    let coded = if magnitude < 16 {
        magnitude
    } else {
        let exponent = 11 - (magnitude as u16).leading_zeros() as i16;
        ((exponent + 1) << 4) | ((magnitude >> exponent) & 0x0F)
    };
    let sign = if negative { 0 } else { 0x80 };
    (coded as u8 | sign) ^ 0x55
}

const fn alaw_decoded(byte: u8) -> i16 {
    let byte = byte ^ 0x55;
    let exponent = (byte >> 4) & 7;
    let mantissa = ((byte & 0x0F) as i16) << 4;
    let magnitude = match exponent {
        0 => mantissa + 8,
        _ => (mantissa + 0x108) << (exponent - 1),
    };
    if byte & 0x80 != 0 { magnitude } else { -magnitude }
}

/// The bias that makes the segments of mu-law powers of two.
const BIAS: i32 = 0x84;
/// The largest magnitude of mu-law.
const CLIP: i32 = 32_635;

/// The encoder of mu-law: 14 bits, sign and magnitude, all bits inverted.
const fn mulaw(sample: i16) -> u8 {
    let negative = sample < 0;
    let magnitude = if negative { -(sample as i32) } else { sample as i32 };
    let magnitude = if magnitude > CLIP { CLIP } else { magnitude } + BIAS;
    let exponent = 31 - magnitude.leading_zeros() as i32 - 7;
    let mantissa = (magnitude >> (exponent + 3)) & 0x0F;
    let sign = if negative { 0x80 } else { 0 };
    !(sign | (exponent << 4) | mantissa) as u8
}

const fn mulaw_decoded(byte: u8) -> i16 {
    let byte = !byte;
    let exponent = (byte >> 4) & 7;
    let magnitude = ((((byte & 0x0F) as i32) << 3) + BIAS) << exponent;
    let magnitude = (magnitude - BIAS) as i16;
    if byte & 0x80 != 0 { -magnitude } else { magnitude }
}

const fn decoded(law: Codec) -> [i16; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match law {
            Codec::Alaw => alaw_decoded(byte as u8),
            Codec::Mulaw => mulaw_decoded(byte as u8),
        };
        byte += 1;
    }
    table
}

const fn transcoded(from: &[i16; 256], to: Codec) -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = to.encode(from[byte]);
        byte += 1;
    }
    table
}

static ALAW_TO_PCM: [i16; 256] = decoded(Codec::Alaw);
static MULAW_TO_PCM: [i16; 256] = decoded(Codec::Mulaw);
static ALAW_TO_MULAW: [u8; 256] = transcoded(&decoded(Codec::Alaw), Codec::Mulaw);
static MULAW_TO_ALAW: [u8; 256] = transcoded(&decoded(Codec::Mulaw), Codec::Alaw);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_samples_give_the_bytes_of_the_recommendation() {
        for (sample, alaw, mulaw) in [
            (0, 0xD5, 0xFF),
            (-1, 0x55, 0x7F),
            (8, 0xD5, 0xFE),
            (1000, 0xFA, 0xCE),
            (-1000, 0x7A, 0x4E),
            (32_767, 0xAA, 0x80),
            (-32_768, 0x2A, 0x00),
        ] {
            assert_eq!(
                (Codec::Alaw.encode(sample), Codec::Mulaw.encode(sample)),
                (alaw, mulaw),
                "{sample}: A-law {:02X}, mu-law {:02X}",
                Codec::Alaw.encode(sample),
                Codec::Mulaw.encode(sample)
            );
        }
    }

    #[test]
    fn the_ends_and_the_middle_are_decoded_as_in_the_tables_of_the_recommendation() {
        for (byte, alaw, mulaw) in [
            (0x00, -5504, -32124),
            (0x80, 5504, 32124),
            (0x2A, -32256, -5372),
            (0xAA, 32256, 5372),
            (0x55, -8, -716),
            (0xD5, 8, 716),
            (0x7F, -848, 0),
            (0xFF, 848, 0),
        ] {
            assert_eq!((Codec::Alaw.decode(byte), Codec::Mulaw.decode(byte)), (alaw, mulaw), "{byte:#x}");
        }
    }

    #[test]
    fn a_decoded_byte_encodes_to_itself() {
        for law in [Codec::Alaw, Codec::Mulaw] {
            for byte in 0..=255 {
                let again = law.encode(law.decode(byte));
                // Mu-law has two zeros, and PCM has one.
                let zeros = law == Codec::Mulaw && byte == 0x7F && again == 0xFF;
                assert!(again == byte || zeros, "{law:?} {byte:02X} became {again:02X}");
            }
        }
    }

    #[test]
    fn coding_errs_by_less_than_a_thirtieth_of_the_sample() {
        for law in [Codec::Alaw, Codec::Mulaw] {
            for sample in (-32_000..=32_000_i16).step_by(7) {
                let error = (i32::from(law.decode(law.encode(sample))) - i32::from(sample)).abs();
                assert!(error <= 16 + i32::from(sample).abs() / 30, "{law:?} {sample} errs by {error}");
            }
        }
    }

    #[test]
    fn transcoding_is_decoding_and_encoding() {
        let all: Vec<u8> = (0..=255).collect();
        for (from, to) in [(Codec::Alaw, Codec::Mulaw), (Codec::Mulaw, Codec::Alaw)] {
            let mut out = [0; 256];
            from.transcode(to, &all, &mut out);
            assert!(all.iter().all(|byte| out[usize::from(*byte)] == to.encode(from.decode(*byte))));
        }
        let mut same = [0; 3];
        Codec::Alaw.transcode(Codec::Alaw, &[1, 2, 3, 4], &mut same);
        assert_eq!(same, [1, 2, 3]);
    }
}
