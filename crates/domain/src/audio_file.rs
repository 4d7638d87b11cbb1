//! Audio: a file's name and content hash travel in the configuration, its bytes beside it.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{
    Invalid, InvalidIdentity, Wave,
    schema::{schema, text},
    text::checked_text,
};

/// A reference to audio that a pool holds (Import-CsRgsAudioFile).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct AudioFile {
    /// The name given at import.
    pub original_file_name: FileName,
    /// The name under which the file lies in an archive.
    #[serde(deserialize_with = "guid")]
    pub unique_name: Uuid,
    /// SHA-256 of the bytes.
    pub content_hash: ContentHash,
}

impl AudioFile {
    /// A reference to `content`, with a unique name that follows from both.
    pub fn new(original_file_name: FileName, content_hash: ContentHash) -> Self {
        let seed =
            Sha256::new().chain_update(content_hash.0).chain_update(original_file_name.as_str()).finalize();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&seed[..16]);
        Self {
            original_file_name,
            unique_name: uuid::Builder::from_custom_bytes(bytes).into_uuid(),
            content_hash,
        }
    }
}

fn guid<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Uuid, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(|_| serde::de::Error::custom(InvalidIdentity::Guid(text)))
}

checked_text!(
    /// The name of a file without a folder, ending in `.wav` or `.wma`, at most 255 characters.
    FileName,
    |text| {
        let name = text.rsplit(['/', '\\']).next().unwrap_or_default().trim();
        let lower = name.to_lowercase();
        if name.len() < 5 || !(lower.ends_with(".wav") || lower.ends_with(".wma")) {
            return Err(Invalid::UnknownWord {
                what: "the name of an audio file",
                value: text.to_owned(),
                allowed: &["NAME.wav", "NAME.wma"],
            });
        }
        crate::text::plain(name, 255)
    }
);

/// SHA-256 of the bytes of an audio file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ContentHash(pub(crate) [u8; 32]);

schema!(ContentHash, text().pattern(Some("^[0-9a-f]{64}$")));

impl ContentHash {
    /// The hash of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::str::FromStr for ContentHash {
    type Err = Invalid;
    fn from_str(text: &str) -> Result<Self, Invalid> {
        let refused = || Invalid::Digest(text.chars().take(80).collect());
        if text.len() != 64 || !text.is_ascii() {
            return Err(refused());
        }
        let mut bytes = [0; 32];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).map_err(|_| refused())?;
        }
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for ContentHash {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        text.parse()
    }
}

impl From<ContentHash> for String {
    fn from(hash: ContentHash) -> Self {
        hash.to_string()
    }
}

/// What the bytes of an audio file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AudioFormat {
    /// RIFF/WAVE: linear PCM, A-law or mu-law; 8 or 16 bit; mono or stereo.
    Wav {
        /// Samples a second.
        sample_rate: u32,
        /// 1 or 2.
        channels: u16,
    },
    /// Windows Media Audio, decoded when it is first needed.
    Wma,
}

impl AudioFormat {
    /// Recognises bytes that may be played to a caller (documented rules for WAV and WMA).
    ///
    /// # Errors
    /// Which rule the bytes break.
    pub fn recognise(bytes: &[u8]) -> Result<Self, InvalidAudio> {
        if bytes.len() > AUDIO_BYTES_MAX {
            return Err(InvalidAudio::TooLarge(bytes.len()));
        }
        if bytes.starts_with(&ASF_HEADER) {
            return Ok(Self::Wma);
        }
        Wave::parse(bytes).map(|wave| Self::Wav { sample_rate: wave.sample_rate, channels: wave.channels })
    }
}

/// Why bytes are no audio file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidAudio {
    /// More than [`AUDIO_BYTES_MAX`].
    #[error("the audio file has {0} bytes; at most 4 MB (4194304 bytes) are allowed")]
    TooLarge(usize),
    /// Neither WAV nor WMA.
    #[error("the file is neither WAV nor WMA audio")]
    Unknown,
    /// A WAV file with a hole.
    #[error("the WAV file is damaged: {0}")]
    Damaged(&'static str),
    /// A coding other than the three.
    #[error("the WAV file is coded in format {0}; save it as linear PCM, A-law or mu-law")]
    Coding(u16),
    /// A sample width other than the two.
    #[error("the WAV file has {0} bits a sample; save it with 8 or 16")]
    Bits(u16),
    /// More than stereo.
    #[error("the WAV file has {0} channels; save it as mono or stereo")]
    Channels(u16),
    /// A rate outside what can be converted.
    #[error("the WAV file has {0} samples a second; save it with 8000 to 48000")]
    Rate(u32),
}

/// Largest audio file in bytes (documented: 4 MB).
pub const AUDIO_BYTES_MAX: usize = 4 << 20;
/// The GUID that opens an ASF file.
const ASF_HEADER: [u8; 16] =
    [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, 0xA6, 0xD9, 0x00, 0xAA, 0x00, 0x62, 0xCE, 0x6C];

#[cfg(test)]
mod tests {
    use super::*;

    fn wav(coding: u16, channels: u16, rate: u32, bits: u16) -> Vec<u8> {
        let mut bytes = b"RIFF\x2c\0\0\0WAVEfmt \x10\0\0\0".to_vec();
        bytes.extend(coding.to_le_bytes());
        bytes.extend(channels.to_le_bytes());
        bytes.extend(rate.to_le_bytes());
        bytes.extend([0; 6]);
        bytes.extend(bits.to_le_bytes());
        bytes.extend(b"data\x04\0\0\0\0\0\0\0");
        bytes
    }

    #[test]
    fn the_documented_wave_formats_are_accepted() {
        for (coding, bits) in [(1, 8), (1, 16), (6, 8), (7, 8)] {
            for channels in [1, 2] {
                let format = AudioFormat::recognise(&wav(coding, channels, 16_000, bits));
                assert_eq!(format, Ok(AudioFormat::Wav { sample_rate: 16_000, channels }));
            }
        }
        assert_eq!(AudioFormat::recognise(&ASF_HEADER), Ok(AudioFormat::Wma));
    }

    #[test]
    fn every_other_format_is_refused_by_its_own_rule() {
        let check = |bytes: &[u8], error| assert_eq!(AudioFormat::recognise(bytes), Err(error));
        check(&wav(3, 1, 8_000, 32), InvalidAudio::Coding(3));
        check(&wav(1, 1, 8_000, 24), InvalidAudio::Bits(24));
        check(&wav(1, 6, 8_000, 16), InvalidAudio::Channels(6));
        check(&wav(1, 1, 96_000, 16), InvalidAudio::Rate(96_000));
        check(b"ID3 an MP3", InvalidAudio::Unknown);
        check(b"", InvalidAudio::Unknown);
        check(&wav(1, 1, 8_000, 16)[..36], InvalidAudio::Damaged("its end is missing"));
        check(&wav(1, 1, 8_000, 16)[..44], InvalidAudio::Damaged("it holds no sound"));
        check(&vec![0; AUDIO_BYTES_MAX + 1], InvalidAudio::TooLarge(AUDIO_BYTES_MAX + 1));
    }

    #[test]
    fn every_prefix_of_a_wave_file_is_judged_without_panic() {
        let bytes = wav(1, 1, 8_000, 16);
        for end in 0..bytes.len() {
            assert!(AudioFormat::recognise(&bytes[..end]).is_err() || end > 44);
        }
    }

    #[test]
    fn a_file_name_loses_its_folder_and_keeps_its_ending() {
        assert_eq!(FileName::new(r"C:\Media\Welcome.WAV").unwrap().as_str(), "Welcome.WAV");
        assert!(FileName::new("welcome.mp3").is_err());
        assert!(FileName::new(".wav").is_err());
    }
}
