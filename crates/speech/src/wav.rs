//! WAV files to telephone sound. The rules of what is accepted stand in [`domain::Wave`].

use domain::{AUDIO_BYTES_MAX, InvalidAudio, Wave, WaveCoding};

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
        WaveCoding::ALaw => Box::new(bytes.map(expand_a_law)),
        WaveCoding::MuLaw => Box::new(bytes.map(expand_mu_law)),
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

/// ITU-T G.711, table 1a.
fn expand_a_law(byte: u8) -> i16 {
    let byte = byte ^ 0x55;
    let mantissa = i16::from(byte & 0x0F) << 4;
    let magnitude = match (byte & 0x70) >> 4 {
        0 => mantissa + 8,
        segment => (mantissa + 0x108) << (segment - 1),
    };
    if byte & 0x80 == 0 { -magnitude } else { magnitude }
}

/// ITU-T G.711, table 2a.
fn expand_mu_law(byte: u8) -> i16 {
    let byte = !byte;
    let magnitude = (((i16::from(byte & 0x0F) << 3) + 0x84) << ((byte & 0x70) >> 4)) - 0x84;
    if byte & 0x80 == 0 { magnitude } else { -magnitude }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_and_the_middle_of_g711_are_those_of_the_recommendation() {
        for (byte, a_law, mu_law) in [
            (0x00, -5504, -32124),
            (0x80, 5504, 32124),
            (0x2A, -32256, -5372),
            (0xAA, 32256, 5372),
            (0x55, -8, -716),
            (0xD5, 8, 716),
            (0x7F, -848, 0),
            (0xFF, 848, 0),
        ] {
            assert_eq!((expand_a_law(byte), expand_mu_law(byte)), (a_law, mu_law), "{byte:#x}");
        }
    }
}
