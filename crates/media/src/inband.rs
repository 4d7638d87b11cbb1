//! Digits as two tones in the voice, for peers that know no telephone events.
//!
//! Blocks of 102 samples are looked at for the eight frequencies of the keypad (Goertzel). A block holds a digit
//! where one row and one column stand out, are about equally loud, and make up nearly all that is heard. Three
//! blocks in a row make a digit where both of its tones began at once, and two without it end it: keys of 51 ms
//! are heard, and pauses of 40 ms. Speech and music, which have other tones beside them and notes that begin one
//! after the other, hold that only by chance and not for long.

use crate::{
    telephone_event::Digit,
    tone::{COLUMNS, KEYPAD, ROWS, energy, power},
};

const BLOCK: usize = 102;
/// Blocks that begin a digit.
const BLOCKS_ON: u8 = 3;
/// Blocks without it that end a digit.
const BLOCKS_OFF: u8 = 2;
/// The least power of each tone: an amplitude of 350, about -36 dBm0.
const POWER_MIN: f64 = 175.0 * 175.0;
/// By how much a tone stands out of its row or column: 8 dB.
const OUTSTANDING: f64 = 6.3;
/// By how much a row may be louder than its column, and a column than its row: 8 dB.
const TWIST_MAX: f64 = 6.3;
/// The part of all energy that the two tones have at least.
const PART_MIN: f64 = 0.75;
/// How far beside its frequency a tone is compared; keypads are exact to 1.5 %.
const BESIDE: f64 = 0.035;
/// By how much it may be louder there, for the other tone reaches over.
const CENTRE_MARGIN: f64 = 1.1;

/// The blocks before a digit of which one at least holds neither of its tones, for both begin at once. The notes
/// of music that happen to make a digit together seldom do.
const BLOCKS_BEFORE: usize = 4;
/// By how much a tone is weaker where it is absent: 6 dB.
const ABSENT: f64 = 4.0;

/// Hears the digits of one peer.
#[derive(Debug)]
pub struct ToneListener {
    block: [i16; BLOCK],
    filled: usize,
    /// What the last blocks held, and how many in a row did.
    candidate: Option<Digit>,
    blocks: u8,
    /// Whether the tones of the candidate began at once.
    at_once: bool,
    before: [Powers; BLOCKS_BEFORE],
    /// The digit that was told and still sounds.
    told: Option<Digit>,
    blocks_without: u8,
}

/// The power of each tone of the keypad in a block.
#[derive(Clone, Copy, Debug, Default)]
struct Powers {
    rows: [f64; 4],
    columns: [f64; 4],
}

/// A key by its place on the keypad.
type Place = (usize, usize);

impl Default for ToneListener {
    fn default() -> Self {
        Self {
            block: [0; BLOCK],
            filled: 0,
            candidate: None,
            blocks: 0,
            at_once: false,
            before: [Powers::default(); BLOCKS_BEFORE],
            told: None,
            blocks_without: 0,
        }
    }
}

impl ToneListener {
    /// Takes the next samples and tells each digit that begins.
    pub fn hear(&mut self, samples: impl Iterator<Item = i16>, mut tell: impl FnMut(Digit)) {
        for sample in samples {
            self.block[self.filled] = sample;
            self.filled += 1;
            if self.filled == BLOCK {
                self.filled = 0;
                if let Some(digit) = self.judge() {
                    tell(digit);
                }
            }
        }
    }

    /// Looks at the block that is full; gives the digit that begins with it.
    fn judge(&mut self) -> Option<Digit> {
        let powers = Powers::of(&self.block);
        let place = powers.key(&self.block);
        let held = place.and_then(|(row, column)| Digit::new(KEYPAD[row][column]));
        if held.is_some() && held == self.candidate {
            self.blocks = self.blocks.saturating_add(1);
        } else {
            self.blocks = 1;
            self.at_once = place.is_some_and(|place| self.began_at_once(&powers, place));
        }
        self.candidate = held;
        self.before.rotate_right(1);
        self.before[0] = powers;
        if self.told.is_some() && held == self.told {
            self.blocks_without = 0;
            return None;
        }
        self.blocks_without = self.blocks_without.saturating_add(1);
        if self.blocks_without >= BLOCKS_OFF {
            self.told = None;
        }
        let begins = held.is_some() && self.at_once && self.blocks >= BLOCKS_ON;
        if begins {
            self.told = held;
            self.blocks_without = 0;
        }
        held.filter(|_| begins)
    }

    fn began_at_once(&self, now: &Powers, (row, column): Place) -> bool {
        self.before.iter().any(|before| {
            before.rows[row] * ABSENT < now.rows[row] && before.columns[column] * ABSENT < now.columns[column]
        })
    }
}

impl Powers {
    fn of(block: &[i16; BLOCK]) -> Self {
        // Two tones at the least power have this energy; most blocks of a quiet line end here.
        if energy(block) < 4.0 * POWER_MIN {
            return Self::default();
        }
        Self { rows: ROWS.map(|tone| power(tone, block)), columns: COLUMNS.map(|tone| power(tone, block)) }
    }

    /// The key that the block of these powers holds.
    fn key(&self, block: &[i16; BLOCK]) -> Option<Place> {
        let (row, row_power) = outstanding(self.rows)?;
        let (column, column_power) = outstanding(self.columns)?;
        let even = row_power < column_power * TWIST_MAX && column_power < row_power * TWIST_MAX;
        // A tone has half the square of its amplitude as energy, and a quarter as power.
        let pure = 2.0 * (row_power + column_power) > PART_MIN * energy(block);
        let held = even && pure && is_centred(block, ROWS[row]) && is_centred(block, COLUMNS[column]);
        held.then_some((row, column))
    }
}

/// Whether a tone is not nearer to the frequencies beside it, as a note of the scale and its octave may be.
fn is_centred(block: &[i16], tone: f64) -> bool {
    let here = power(tone, block) * CENTRE_MARGIN;
    [1.0 - BESIDE, 1.0 + BESIDE].into_iter().all(|factor| power(tone * factor, block) < here)
}

/// The tone that stands out of a group, and its power.
fn outstanding(group: [f64; 4]) -> Option<(usize, f64)> {
    let (best, loudest) = group.into_iter().enumerate().max_by(|one, other| one.1.total_cmp(&other.1))?;
    let mut others = group.into_iter().enumerate().filter(|(at, _)| *at != best);
    let alone = others.all(|(_, other)| other * OUTSTANDING < loudest);
    (loudest >= POWER_MIN && alone).then_some((best, loudest))
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use stdx::Rng;

    use super::*;
    use crate::{g711::Codec, tone};

    fn heard(samples: &[i16]) -> String {
        let mut listener = ToneListener::default();
        let mut digits = String::new();
        // As it comes over the line: in A-law, frame by frame.
        for frame in samples.chunks(160) {
            let coded = frame.iter().map(|sample| Codec::Alaw.decode(Codec::Alaw.encode(*sample)));
            listener.hear(coded, |digit| digits.push(digit.sign()));
        }
        digits
    }

    /// Two tones at amplitudes, for some milliseconds, then a pause.
    fn tones(tones: [(f64, i16); 2], on: usize, off: usize) -> Vec<i16> {
        let [low, high] = tones.map(|(frequency, amplitude)| tone::sine(frequency, amplitude, 0, on * 8));
        let mut samples: Vec<_> = low.zip(high).map(|(low, high)| low + high).collect();
        samples.extend(vec![0; off * 8]);
        samples
    }

    fn keys(signs: &str, on: usize, off: usize) -> Vec<i16> {
        let key = |sign| {
            let mut samples: Vec<_> = tone::digit(Digit::new(sign).unwrap(), 0, on * 8).collect();
            samples.extend(vec![0; off * 8]);
            samples
        };
        signs.chars().flat_map(key).collect()
    }

    #[test]
    fn every_key_is_heard_once_at_the_speed_of_machines_and_of_fingers() {
        let all = "1234567890*#ABCD";
        for (on, off) in [(52, 42), (70, 50), (100, 100), (1500, 60)] {
            assert_eq!(heard(&keys(all, on, off)), all, "{on} ms on, {off} ms off");
        }
        assert_eq!(heard(&keys("5555", 60, 50)), "5555");
    }

    #[test]
    fn keys_at_every_shift_against_the_blocks_are_heard() {
        for shift in 0..BLOCK {
            let samples = [vec![0; shift], keys("36", 52, 42)].concat();
            assert_eq!(heard(&samples), "36", "{shift}");
        }
    }

    #[test]
    fn levels_twist_and_frequencies_of_real_keypads_are_heard() {
        for (low, high, expected) in [
            ((697.0, 400), (1209.0, 400), "1"),
            ((697.0, 15_000), (1209.0, 15_000), "1"),
            ((697.0, 8000), (1209.0, 4500), "1"),
            ((697.0, 4500), (1209.0, 8000), "1"),
            ((697.0 * 1.015, 4000), (1209.0 * 0.985, 4000), "1"),
            ((941.0 * 0.985, 4000), (1633.0 * 1.015, 4000), "D"),
            ((697.0, 200), (1209.0, 200), ""),
            ((697.0, 8000), (1209.0, 2000), ""),
            ((697.0, 8000), (1209.0, 0), ""),
            ((0.0, 0), (1209.0, 8000), ""),
            ((697.0, 6000), (770.0, 6000), ""),
        ] {
            assert_eq!(heard(&tones([low, high], 80, 50)), expected, "{low:?} {high:?}");
        }
    }

    #[test]
    fn a_lost_packet_within_a_key_does_not_double_it() {
        let samples = keys("8", 200, 50);
        for lost in 1..9 {
            let without = [&samples[..lost * 160], &samples[(lost + 1) * 160..]].concat();
            assert_eq!(heard(&without), "8", "{lost}");
        }
    }

    #[test]
    fn keys_are_heard_over_a_noisy_line() {
        let mut rng = Rng::new(3);
        let mut samples = keys("147*", 80, 60);
        for sample in &mut samples {
            *sample += rng.below(1600) as i16 - 800;
        }
        assert_eq!(heard(&samples), "147*");
    }

    /// Voices: glottal pulses of gliding pitch through three resonances that change with every sound.
    fn voice(seed: u64, seconds: usize) -> Vec<i16> {
        let mut rng = Rng::new(seed);
        let mut samples = Vec::with_capacity(seconds * 8000);
        let mut states = [[0.0_f64; 2]; 3];
        let (mut pitch, mut phase) = (120.0, 0.0);
        while samples.len() < seconds * 8000 {
            let between = |rng: &mut Rng, low: usize, high: usize| (low + rng.below(high - low)) as f64;
            let goal = between(&mut rng, 80, 320);
            let formants =
                [between(&mut rng, 250, 900), between(&mut rng, 850, 2400), between(&mut rng, 2200, 3400)];
            let voiced = !rng.one_in(5);
            let length = 400 + rng.below(2400);
            for _ in 0..length {
                pitch += (goal - pitch) / 1500.0;
                phase += pitch / 8000.0;
                let pulse = if phase >= 1.0 { 1.0 } else { 0.0 };
                phase -= pulse;
                let noise = between(&mut rng, 0, 2000) / 1000.0 - 1.0;
                let mut sound = if voiced { pulse * 9000.0 + noise * 20.0 } else { noise * 600.0 };
                for (state, formant) in states.iter_mut().zip(formants) {
                    let radius: f64 = 0.97;
                    let now = sound + 2.0 * radius * (TAU * formant / 8000.0).cos() * state[0]
                        - radius * radius * state[1];
                    *state = [now, state[0]];
                    sound = now * 0.12;
                }
                samples.push((sound * 8.0).clamp(-30_000.0, 30_000.0) as i16);
            }
        }
        samples
    }

    /// Music: chords of plucked strings of the tempered scale with their harmonics.
    fn music(seed: u64, seconds: usize, harmonics: usize) -> Vec<i16> {
        let mut rng = Rng::new(seed);
        let mut samples = vec![0.0; seconds * 8000];
        for _ in 0..seconds * 6 {
            let frequency = 110.0 * 2.0_f64.powf(rng.below(48) as f64 / 12.0);
            let (from, length) = (rng.below(samples.len()), 1200 + rng.below(8000));
            for (at, sample) in samples.iter_mut().skip(from).take(length).enumerate() {
                let fade = (-(at as f64) / 4000.0).exp() * 5000.0;
                let note = (1..=harmonics).filter(|harmonic| frequency * (*harmonic as f64) < 3600.0);
                let sound = note.map(|harmonic| {
                    (TAU * frequency * harmonic as f64 * at as f64 / 8000.0).sin() / harmonic as f64
                });
                *sample += sound.sum::<f64>() * fade;
            }
        }
        samples.into_iter().map(|sample| sample.clamp(-32_000.0, 32_000.0) as i16).collect()
    }

    #[test]
    fn voices_press_no_keys() {
        for seed in 0..4 {
            assert_eq!(heard(&voice(seed, 60)), "", "seed {seed}");
        }
    }

    #[test]
    fn a_key_that_is_pressed_while_somebody_speaks_is_heard() {
        for seed in 0..20 {
            let samples = [voice(seed, 2), keys("5", 100, 100), voice(seed + 20, 1)].concat();
            assert_eq!(heard(&samples), "5", "seed {seed}");
        }
    }

    #[test]
    fn music_presses_no_keys() {
        for (seed, harmonics) in [(1, 1), (2, 2), (3, 6), (4, 4), (5, 2)] {
            assert_eq!(heard(&music(seed, 30, harmonics)), "", "seed {seed}");
        }
    }

    #[test]
    fn noise_silence_and_sweeps_press_no_keys() {
        let mut rng = Rng::new(5);
        let noise: Vec<_> = (0..80_000).map(|_| rng.below(20_000) as i16 - 10_000).collect();
        let sweep: Vec<_> = (0..80_000)
            .map(|at| ((f64::from(at) * f64::from(at) / 60_000.0).sin() * 9000.0) as i16)
            .collect();
        for samples in [noise, sweep, vec![0; 8000]] {
            assert_eq!(heard(&samples), "");
        }
    }
}
