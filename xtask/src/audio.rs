//! The sounds of the sample data, made by arithmetic: the same bytes on every machine, and nobody's property.

use std::{fs, path::Path};

use anyhow::{Context, Result};

/// Every sound that the sample data may name.
pub(crate) const NAMES: &[&str] =
    &["welcome.wav", "closed.wav", "urgent.wav", "maintenance.wav", "music-calm.wav", "music-bright.wav"];

/// The bytes of a sound as a WAV file, if it is one of [`NAMES`].
pub(crate) fn sound(name: &str) -> Option<Vec<u8>> {
    let score = match name {
        "welcome.wav" => melody(&[C5, E5, G5, C6], 180, 900),
        "closed.wav" => melody(&[G5, E5, C5], 320, 900),
        "urgent.wav" => melody(&[C6, G5, C6, G5, C6], 140, 160),
        "maintenance.wav" => melody(&[E5, E5, C5], 260, 500),
        "music-calm.wav" => chords(&[&[C4, E4, G4], &[A3, C4, E4], &[F3, A3, C4], &[G3, B3, D4]], 1_000),
        "music-bright.wav" => {
            chords(&[&[D4, FIS4, A4], &[G3, B3, D4], &[A3, CIS4, E4], &[D4, FIS4, A4]], 750)
        }
        _ => return None,
    };
    Some(wav(&play(&score)))
}

/// Writes every sound into a directory, which is made where it is missing.
pub(crate) fn write_all(directory: &Path) -> Result<()> {
    fs::create_dir_all(directory).with_context(|| format!("cannot make {}", directory.display()))?;
    for name in NAMES {
        let bytes = sound(name).expect("every name has a sound");
        let path = directory.join(name);
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// A tone: when it begins, how long it sounds (both in milliseconds), how high and how loud it is.
struct Tone {
    start: usize,
    length: usize,
    hertz: f64,
    gain: f64,
}

/// One tone after another, every `step` milliseconds; each fades within `ring` milliseconds.
fn melody(notes: &[f64], step: usize, ring: usize) -> Vec<Tone> {
    let tone =
        |(at, hertz): (usize, &f64)| Tone { start: at * step, length: ring, hertz: *hertz, gain: 0.35 };
    notes.iter().enumerate().map(tone).collect()
}

/// Chords of `length` milliseconds, each struck at once and then broken from below.
fn chords(chords: &[&[f64]], length: usize) -> Vec<Tone> {
    let mut score = Vec::new();
    for (at, chord) in chords.iter().enumerate() {
        let start = at * length;
        let beat = length / (chord.len() + 1);
        for (place, hertz) in chord.iter().enumerate() {
            score.push(Tone { start, length, hertz: *hertz, gain: 0.16 });
            let start = start + (place + 1) * beat;
            score.push(Tone { start, length: length / 2, hertz: hertz * 2.0, gain: 0.10 });
        }
    }
    score
}

fn play(score: &[Tone]) -> Vec<i16> {
    let end = score.iter().map(|tone| tone.start + tone.length).max().unwrap_or(0);
    let mut mixed = vec![0.0f64; samples(end)];
    for tone in score {
        let (start, length) = (samples(tone.start), samples(tone.length));
        for (at, sample) in mixed[start..].iter_mut().take(length).enumerate() {
            let turns = tone.hertz * at as f64 / f64::from(RATE);
            let wave = sine(turns) + 0.3 * sine(2.0 * turns) + 0.1 * sine(3.0 * turns);
            *sample += tone.gain * envelope(at, length) * wave;
        }
    }
    mixed.into_iter().map(|sample| (sample.clamp(-1.0, 1.0) * f64::from(i16::MAX)) as i16).collect()
}

/// A quick rise, so that no tone clicks, and a fall that ends in silence.
fn envelope(at: usize, length: usize) -> f64 {
    let rise = (at as f64 / samples(8) as f64).min(1.0);
    let rest = 1.0 - at as f64 / length as f64;
    rise * rest * rest
}

/// The sine of a number of turns, by addition and multiplication alone: the libraries of two machines may round
/// `f64::sin` differently.
fn sine(turns: f64) -> f64 {
    let turn = turns - turns.floor();
    let (half, sign) = if turn < 0.5 { (turn, 1.0) } else { (turn - 0.5, -1.0) };
    let parabola = half * (0.5 - half);
    // Bhaskara's approximation, within two thousandths.
    sign * 16.0 * parabola / (1.25 - 4.0 * parabola)
}

const fn samples(milliseconds: usize) -> usize {
    milliseconds * RATE as usize / 1_000
}

/// Linear PCM, 16 bit, mono.
fn wav(samples: &[i16]) -> Vec<u8> {
    let size = u32::try_from(samples.len() * 2).expect("a sound of seconds");
    let mut bytes = Vec::with_capacity(44 + samples.len() * 2);
    bytes.extend(b"RIFF");
    bytes.extend((36 + size).to_le_bytes());
    bytes.extend(b"WAVEfmt ");
    bytes.extend(16u32.to_le_bytes());
    bytes.extend(1u16.to_le_bytes());
    bytes.extend(1u16.to_le_bytes());
    bytes.extend(RATE.to_le_bytes());
    bytes.extend((RATE * 2).to_le_bytes());
    bytes.extend(2u16.to_le_bytes());
    bytes.extend(16u16.to_le_bytes());
    bytes.extend(b"data");
    bytes.extend(size.to_le_bytes());
    bytes.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
    bytes
}

/// Samples a second: what a telephone carries.
const RATE: u32 = 8_000;

const F3: f64 = 174.61;
const G3: f64 = 196.0;
const A3: f64 = 220.0;
const B3: f64 = 246.94;
const C4: f64 = 261.63;
const CIS4: f64 = 277.18;
const D4: f64 = 293.66;
const E4: f64 = 329.63;
const FIS4: f64 = 369.99;
const G4: f64 = 392.0;
const A4: f64 = 440.0;
const C5: f64 = 523.25;
const E5: f64 = 659.26;
const G5: f64 = 783.99;
const C6: f64 = 1_046.5;

#[cfg(test)]
mod tests {
    use domain::{AudioFormat, ContentHash};

    use super::*;

    #[test]
    fn every_sound_is_audio_that_a_pool_accepts() {
        for name in NAMES {
            let bytes = sound(name).unwrap();
            let format = AudioFormat::recognise(&bytes);
            assert_eq!(format, Ok(AudioFormat::Wav { sample_rate: RATE, channels: 1 }), "{name}");
            assert!(bytes.len() < 80_000, "{name} has {} bytes", bytes.len());
        }
        assert_eq!(sound("silence.wav"), None);
    }

    #[test]
    fn every_sound_can_be_heard_and_ends_in_silence() {
        for name in NAMES {
            let bytes = sound(name).unwrap();
            let samples: Vec<i16> =
                bytes[44..].chunks(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect();
            let loudest = samples.iter().map(|sample| sample.unsigned_abs()).max().unwrap();
            assert!((8_000..=32_767).contains(&loudest), "{name}: {loudest}");
            assert!(samples.last().unwrap().unsigned_abs() < 100, "{name}");
        }
    }

    #[test]
    fn a_sound_has_the_same_bytes_on_every_machine() {
        let hash = ContentHash::of(&sound("welcome.wav").unwrap()).to_string();
        assert_eq!(hash, "a0815ad47e2022d845195632a87fb24a66a0554aa6f5dfd063eb751270df726d");
    }
}
