//! WAV files to telephone sound. The rules of what is accepted stand in [`domain::Wave`].

use domain::{AUDIO_BYTES_MAX, InvalidAudio, Wave, WaveCoding};
use stdx::g711::Codec;

use crate::{SAMPLE_RATE, pcm, resample::resample};

/// Reads a file that a user brought.
///
/// # Errors
/// Which rule the bytes break, the size of 4 MB among them.
pub fn read(bytes: &[u8]) -> Result<Vec<i16>, InvalidAudio> {
    if bytes.len() > AUDIO_BYTES_MAX {
        return Err(InvalidAudio::TooLarge(bytes.len()));
    }
    read_any_size(bytes)
}

/// Reads what a program of ours wrote, which is bounded elsewhere.
pub(crate) fn read_any_size(bytes: &[u8]) -> Result<Vec<i16>, InvalidAudio> {
    let wave = Wave::parse(bytes)?;
    if wave.sample_rate == SAMPLE_RATE && wave.channels == 1 {
        return Ok(samples(&wave).collect());
    }
    let mono = mono(&wave);
    if wave.sample_rate == SAMPLE_RATE {
        return Ok(pcm::from_unit_scale(&mono));
    }
    Ok(pcm::from_unit_scale(&resample(&mono, wave.sample_rate, SAMPLE_RATE)))
}

/// Every sample, channel after channel.
fn samples<'a>(wave: &Wave<'a>) -> Box<dyn Iterator<Item = i16> + 'a> {
    let bytes = wave.data.iter().copied();
    match wave.coding {
        WaveCoding::Linear8 => Box::new(bytes.map(|byte| (i16::from(byte) - 128) << 8)),
        WaveCoding::Linear16 => {
            Box::new(wave.data.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])))
        }
        WaveCoding::ALaw => Box::new(bytes.map(|byte| Codec::Alaw.decode(byte))),
        WaveCoding::MuLaw => Box::new(bytes.map(|byte| Codec::Mulaw.decode(byte))),
    }
}

/// The mean of the channels, where 1 is full scale.
fn mono(wave: &Wave<'_>) -> Vec<f32> {
    let scale = 1.0 / (f32::from(i16::MAX) * f32::from(wave.channels));
    let mut samples = samples(wave).map(f32::from);
    let mut mono = Vec::with_capacity(wave.data.len() / (wave.coding.bytes() * usize::from(wave.channels)));
    while let Some(left) = samples.next() {
        let right = if wave.channels == 2 { samples.next().unwrap_or(left) } else { 0.0 };
        mono.push((left + right) * scale);
    }
    mono
}
