//! Instruments, and the ring of samples that they play into.

use super::sine::{Sine, halving, phase, pitch, real};
use super::{SAMPLE_RATE, samples};

/// How a note sounds.
#[derive(Debug)]
pub(super) struct Instrument {
    /// The strength of each partial, the ground tone first.
    pub(super) partials: &'static [f64],
    /// Milliseconds from nothing to full.
    pub(super) attack: u32,
    /// Milliseconds in which the ground tone halves; higher partials are faster. Zero for a tone that stays.
    pub(super) half_life: u32,
    /// Milliseconds from the end of the note to silence.
    pub(super) release: u32,
    /// How far the pitch sways five times a second, as a part of it.
    pub(super) vibrato: f64,
    /// Voices that are slightly out of tune with each other.
    pub(super) voices: &'static [f64],
}

/// A note to be played.
#[derive(Debug)]
pub(super) struct Note {
    pub(super) instrument: &'static Instrument,
    /// Samples from the beginning of the piece.
    pub(super) start: usize,
    /// Samples until it is let go.
    pub(super) length: usize,
    /// A key of the piano: 69 is the A of 440 Hz.
    pub(super) key: u32,
    pub(super) strength: f64,
}

/// Samples without an end.
pub(super) struct Ring {
    samples: Vec<f64>,
    sine: Sine,
}

impl Ring {
    pub(super) fn new(length: usize) -> Self {
        Self { samples: vec![0.0; length], sine: Sine::new() }
    }

    pub(super) fn samples(&self) -> &[f64] {
        &self.samples
    }

    pub(super) fn play(&mut self, note: &Note) {
        let instrument = note.instrument;
        for detune in instrument.voices {
            for (number, strength) in (1_u32..).zip(instrument.partials) {
                let frequency = pitch(note.key) * f64::from(number) * detune;
                if (BAND_BEGIN..=BAND_END).contains(&frequency) {
                    let strength = strength * note.strength / real(instrument.voices.len());
                    self.play_partial(note, frequency, number, strength);
                }
            }
        }
    }

    fn play_partial(&mut self, note: &Note, frequency: f64, number: u32, mut strength: f64) {
        let instrument = note.instrument;
        let rate = f64::from(SAMPLE_RATE);
        let (attack, release) = (samples(instrument.attack), samples(instrument.release));
        let decay = match instrument.half_life {
            0 => 1.0,
            half_life => halving(real(samples(half_life)) / (0.5 + 0.5 * f64::from(number))),
        };
        // Partials that start apart make a softer stroke than those that start as one.
        let mut turned = phase(f64::from(number * number % 7) / 7.0);
        let (step, sway, mut swayed) = (phase(frequency / rate), phase(SWAYS / rate), 0_u32);
        let start = note.start % self.samples.len();
        let (before, after) = self.samples.split_at_mut(start);
        let ring = after.iter_mut().chain(before).take(note.length + release);
        for (at, sample) in ring.enumerate() {
            let mut envelope = strength;
            if at < attack {
                envelope *= self.sine.rise(real(at) / real(attack));
            }
            if at > note.length {
                envelope *= 1.0 - self.sine.rise(real(at - note.length) / real(release));
            }
            *sample += envelope * self.sine.at(turned);
            strength *= decay;
            turned = turned.wrapping_add(step);
            if instrument.vibrato > 0.0 {
                swayed = swayed.wrapping_add(sway);
                let away = f64::from(step) * instrument.vibrato * self.sine.at(swayed);
                #[expect(clippy::cast_possible_truncation, reason = "a small part of a turn")]
                let away = away as i32;
                turned = turned.wrapping_add_signed(away);
            }
            if strength < INAUDIBLE {
                break;
            }
        }
    }
}

/// What a telephone carries, in Hz, and a little less.
const BAND_BEGIN: f64 = 310.0;
const BAND_END: f64 = 3_300.0;
/// Sways of a vibrato in a second.
const SWAYS: f64 = 5.0;
/// A level that ends a partial.
const INAUDIBLE: f64 = 1e-4;
