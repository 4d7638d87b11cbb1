//! What must hold for every input of the WAV reader. The fuzz target and the replay of its corpus share it.

#![allow(unreachable_pub, reason = "each target includes it")]

use domain::{AudioFormat, Wave};

/// A file is refused, or gives as much sound as its samples say; what the pool takes in can be played.
pub fn wav_reader(bytes: &[u8]) {
    let Ok(samples) = speech::wav::read(bytes) else {
        assert!(!matches!(AudioFormat::recognise(bytes), Ok(AudioFormat::Wav { .. })));
        return;
    };
    let wave = Wave::parse(bytes).expect("what was read has parts");
    let frames = wave.data.len() / (wave.coding.bytes() * usize::from(wave.channels));
    assert_eq!(samples.len(), (frames * 8_000).div_ceil(wave.sample_rate as usize));
}
