//! Audio files whose sound is one value all along, so that a packet shows by its bytes what is being heard.

use domain::{AudioFile, ContentHash, FileName};
use media::g711::Codec;
use serde_json::{Value, json};

/// An audio file that a pool may hold.
pub(crate) struct Sound {
    file: AudioFile,
    pub(crate) bytes: Vec<u8>,
}

impl Sound {
    /// A sound whose packets hold this byte in A-law, for some packets of 20 ms.
    pub(crate) fn new(byte: u8, packets: usize) -> Self {
        let sample = Codec::Alaw.decode(byte).to_le_bytes();
        let data: Vec<u8> = sample.repeat(160 * packets);
        let mut bytes = b"RIFF".to_vec();
        bytes.extend((36 + data.len() as u32).to_le_bytes());
        bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data");
        bytes.extend((data.len() as u32).to_le_bytes());
        bytes.extend(data);
        Self::of(&format!("{byte:02x}.wav"), bytes)
    }

    /// A file of any bytes.
    pub(crate) fn of(name: &str, bytes: Vec<u8>) -> Self {
        let file = AudioFile::new(FileName::new(name).unwrap(), ContentHash::of(&bytes));
        Self { file, bytes }
    }

    pub(crate) const fn hash(&self) -> ContentHash {
        self.file.content_hash
    }

    /// The file as a property.
    pub(crate) fn file(&self) -> Value {
        json!(self.file)
    }

    /// A prompt that plays it.
    pub(crate) fn prompt(&self) -> Value {
        json!({"AudioFilePrompt": self.file})
    }
}
