//! Tones: for digits in band, and for test calls that prove a way for the voice.

use std::f64::consts::TAU;

use crate::{clock::SAMPLES_PER_SECOND, telephone_event::Digit};

/// The frequencies of the rows of the keypad, in Hz.
pub(crate) const ROWS: [f64; 4] = [697.0, 770.0, 852.0, 941.0];
/// The frequencies of its columns, in Hz.
pub(crate) const COLUMNS: [f64; 4] = [1209.0, 1336.0, 1477.0, 1633.0];
/// The keys by row and column.
pub(crate) const KEYPAD: [[char; 4]; 4] =
    [['1', '2', '3', 'A'], ['4', '5', '6', 'B'], ['7', '8', '9', 'C'], ['*', '0', '#', 'D']];
/// The amplitude of each frequency of a digit: about -10 dBm0.
const DIGIT_AMPLITUDE: f64 = 7000.0;

/// A sine: `samples` samples of `frequency` Hz, of which the first is the sample `from` of the tone.
pub fn sine(frequency: f64, amplitude: i16, from: usize, samples: usize) -> impl Iterator<Item = i16> {
    (from..from + samples).map(move |sample| (wave(frequency, sample) * f64::from(amplitude)).round() as i16)
}

/// The two frequencies of a key.
pub fn digit(digit: Digit, from: usize, samples: usize) -> impl Iterator<Item = i16> {
    let (row, column) = frequencies(digit);
    (from..from + samples).map(move |sample| {
        let both = wave(row, sample) + wave(column, sample);
        (both * DIGIT_AMPLITUDE).round() as i16
    })
}

fn frequencies(digit: Digit) -> (f64, f64) {
    let keys = KEYPAD.as_flattened();
    let at = keys.iter().position(|key| *key == digit.sign()).expect("every digit is on the keypad");
    (ROWS[at / 4], COLUMNS[at % 4])
}

fn wave(frequency: f64, sample: usize) -> f64 {
    (TAU * frequency * sample as f64 / f64::from(SAMPLES_PER_SECOND)).sin()
}

/// The power of one frequency in some samples (Goertzel): that of a sine is the square of half its amplitude.
pub(crate) fn power(frequency: f64, samples: &[i16]) -> f64 {
    let coefficient = 2.0 * (TAU * frequency / f64::from(SAMPLES_PER_SECOND)).cos();
    let (mut before, mut last) = (0.0, 0.0);
    for sample in samples {
        let now = f64::from(*sample) + coefficient * last - before;
        (before, last) = (last, now);
    }
    let length = samples.len().max(1) as f64;
    (last * last + before * before - coefficient * last * before) / (length * length)
}

/// The mean square of some samples; that of a sine is half the square of its amplitude.
pub(crate) fn energy(samples: &[i16]) -> f64 {
    let sum: f64 = samples.iter().map(|sample| f64::from(*sample) * f64::from(*sample)).sum();
    sum / samples.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_power_of_a_sine_is_found_at_its_frequency_alone() {
        let samples: Vec<_> = sine(1000.0, 8000, 0, 800).collect();
        assert!((power(1000.0, &samples) / 16_000_000.0 - 1.0).abs() < 0.01);
        assert!(power(1100.0, &samples) < 10_000.0);
        assert!((energy(&samples) / 32_000_000.0 - 1.0).abs() < 0.01);
    }

    #[test]
    fn a_tone_in_pieces_is_the_tone() {
        let whole: Vec<_> = digit(Digit::new('7').unwrap(), 0, 320).collect();
        let key = Digit::new('7').unwrap();
        let pieces: Vec<_> = digit(key, 0, 160).chain(digit(key, 160, 160)).collect();
        assert_eq!(whole, pieces);
        assert!(power(852.0, &whole) > 8_000_000.0 && power(1209.0, &whole) > 8_000_000.0);
    }
}
