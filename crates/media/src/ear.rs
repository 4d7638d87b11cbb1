//! The ear of a test call: which prompt was heard, whether music played, whether a tone came through.
//!
//! What comes over a digital line differs from its original by the noise of G.711, by lost packets, and by where
//! it begins. So samples are compared with samples: a loud piece of the known audio is looked for in what was
//! heard, and from there on the whole is compared, frame by frame. Prompts of one voice that share most of their
//! words are told apart by the frames that differ.

use std::time::Duration;

use crate::{
    clock::{FRAME, FRAME_SAMPLES},
    tone,
};

/// The mean square from which on a frame sounds: an amplitude of 70.
const SOUNDING: u64 = 2500;
/// The correlation of two frames that are the same but for the line.
const SAME: f64 = 0.9;
/// The correlation of every eighth sample of such frames.
const COARSE_MIN: f64 = 0.7;
/// The pieces of a known audio that are looked for until one is found.
const PIECES: usize = 8;
/// By what factor the energies of the same piece may differ.
const ENERGY_FACTOR: u64 = 2;
/// Zeros in a row that are no sound but a lost packet.
const LOST_ZEROS: usize = 40;
/// The part of a prompt that must be heard for it to count as heard whole.
const WHOLE_MIN: f64 = 0.85;
/// The part of a prompt in whose place something else may be heard: chance, at the edges of lost packets.
const OTHER_MAX: f64 = 0.02;
/// The time that may be lost at once: less than a word.
const GAP_MAX: Duration = Duration::from_millis(200);
/// The searches for the place in the music: one is enough unless packets are lost or prompts lie between.
const MUSIC_SEARCHES: usize = 20;
/// The part of a frame's energy that a tone must have.
const TONE_PART: f64 = 0.8;

/// What was heard on a line, at 8 kHz.
#[derive(Debug)]
pub struct Ear<'a> {
    heard: &'a [i16],
    /// The energy of all samples before each.
    energy: Vec<u64>,
}

/// How a known audio was heard. The parts are of its sounding frames and add up to one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// Where it begins in what was heard, in samples; below zero where its beginning was missed.
    pub begins: i64,
    /// The part that was heard.
    pub same: f64,
    /// The part in whose place nothing was heard.
    pub missing: f64,
    /// The part in whose place something else was heard.
    pub other: f64,
    /// The longest time without a frame that was heard.
    pub gap: Duration,
}

impl Found {
    /// Whether the audio was heard from its beginning to its end, but for a few packets.
    pub fn is_whole(&self) -> bool {
        self.same >= WHOLE_MIN && self.other <= OTHER_MAX && self.gap <= GAP_MAX
    }
}

impl<'a> Ear<'a> {
    /// Listens to what was heard.
    pub fn new(heard: &'a [i16]) -> Self {
        let mut sum = 0;
        let mut energy = Vec::with_capacity(heard.len() + 1);
        energy.push(0);
        energy.extend(heard.iter().map(|sample| {
            sum += square(*sample);
            sum
        }));
        Self { heard, energy }
    }

    /// Where a known audio was heard best; nothing where no piece of it was.
    pub fn find(&self, known: &[i16]) -> Option<Found> {
        let known = Ear::new(known);
        let mut best: Option<Found> = None;
        for piece in known.pieces() {
            let sound = &known.heard[piece..piece + FRAME_SAMPLES];
            let Some(place) = self.search(sound) else { continue };
            let found = self.compare(&known, place as i64 - piece as i64);
            if best.is_none_or(|best| found.same > best.same) {
                best = Some(found);
            }
            if found.is_whole() {
                break;
            }
        }
        best
    }

    /// The one of several prompts that was heard whole.
    pub fn which<'k, K>(&self, prompts: impl IntoIterator<Item = (K, &'k [i16])>) -> Option<(K, Found)> {
        let found = prompts.into_iter().filter_map(|(name, prompt)| Some((name, self.find(prompt)?)));
        let whole = found.filter(|(_, found)| found.is_whole());
        whole.max_by(|(_, one), (_, other)| one.same.total_cmp(&other.same))
    }

    /// The part of what sounded that was this music, wherever it began and however often it went round.
    pub fn music(&self, music: &[i16]) -> f64 {
        // Its beginning again, so that a frame across the seam is found.
        let round: Vec<_> = music.iter().chain(music.iter().take(FRAME_SAMPLES)).copied().collect();
        let round = Ear::new(&round);
        let (mut sounding, mut same) = (0, 0);
        let mut shift = None;
        let mut searches = 0;
        for at in self.frames().filter(|at| self.sounds(*at)) {
            let frame = &self.heard[at..at + FRAME_SAMPLES];
            sounding += 1;
            let expected = shift.map(|shift: usize| (at + shift) % music.len().max(1));
            if expected.is_some_and(|place| round.resembles(place, frame)) {
                same += 1;
            } else if searches < MUSIC_SEARCHES {
                searches += 1;
                if let Some(place) = round.search(frame) {
                    shift = Some(place + music.len() - at % music.len());
                    same += 1;
                }
            }
        }
        part(same, sounding)
    }

    /// The part of the time in which nothing sounded.
    pub fn silence(&self) -> f64 {
        part(self.frames().filter(|at| !self.sounds(*at)).count(), self.frames().count())
    }

    /// For how long a tone was heard, and little beside it.
    pub fn tone(&self, frequency: f64) -> Duration {
        let pure = self.frames().filter(|at| self.sounds(*at)).filter(|at| {
            let frame = &self.heard[*at..at + FRAME_SAMPLES];
            2.0 * tone::power(frequency, frame) > TONE_PART * tone::energy(frame)
        });
        FRAME * pure.count() as u32
    }

    fn frames(&self) -> impl Iterator<Item = usize> + use<> {
        (0..self.heard.len() / FRAME_SAMPLES).map(|frame| frame * FRAME_SAMPLES)
    }

    /// The energy of the frame that begins at a sample.
    fn energy(&self, at: usize) -> u64 {
        self.energy[at + FRAME_SAMPLES] - self.energy[at]
    }

    fn sounds(&self, at: usize) -> bool {
        self.energy(at) > SOUNDING * FRAME_SAMPLES as u64
    }

    /// The loudest frames of equal parts, the loudest first.
    fn pieces(&self) -> Vec<usize> {
        let frames: Vec<_> = self.frames().collect();
        let parts = frames.chunks(frames.len().div_ceil(PIECES).max(1));
        let loudest = parts.filter_map(|part| part.iter().copied().max_by_key(|at| self.energy(*at)));
        let mut pieces: Vec<_> = loudest.filter(|at| self.sounds(*at)).collect();
        pieces.sort_by_key(|at| std::cmp::Reverse(self.energy(*at)));
        pieces
    }

    /// Where a frame is heard best.
    fn search(&self, frame: &[i16]) -> Option<usize> {
        let there = loudness(frame);
        let places = 0..(self.heard.len() + 1).saturating_sub(FRAME_SAMPLES);
        let alike = places.filter(|place| self.is_about_as_loud(*place, there)).filter_map(|place| {
            let heard = &self.heard[place..place + FRAME_SAMPLES];
            // A few samples of the frame are enough to pass over nearly all places.
            (coarse(heard, frame) >= COARSE_MIN).then(|| (place, correlation(heard, frame)))
        });
        let (place, best) = alike.max_by(|(_, one), (_, other)| one.total_cmp(other))?;
        (best >= SAME).then_some(place)
    }

    fn resembles(&self, place: usize, frame: &[i16]) -> bool {
        place + FRAME_SAMPLES <= self.heard.len()
            && self.is_about_as_loud(place, loudness(frame))
            && correlation(&self.heard[place..place + FRAME_SAMPLES], frame) >= SAME
    }

    fn is_about_as_loud(&self, place: usize, there: u64) -> bool {
        let here = self.energy(place);
        here > 0 && here * ENERGY_FACTOR >= there && there * ENERGY_FACTOR >= here
    }

    /// Compares a known audio that begins at a sample of what was heard, or before it.
    fn compare(&self, known: &Ear<'_>, begins: i64) -> Found {
        let (mut sounding, mut same, mut missing) = (0, 0, 0);
        let (mut run, mut longest) = (0, 0);
        for at in known.frames().filter(|at| known.sounds(*at)) {
            sounding += 1;
            let place = usize::try_from(begins + at as i64).ok();
            let place = place.filter(|place| place + FRAME_SAMPLES <= self.heard.len());
            run += 1;
            match place {
                Some(place) if self.resembles(place, &known.heard[at..at + FRAME_SAMPLES]) => {
                    same += 1;
                    run = 0;
                }
                Some(place) if !self.lacks(place) => {}
                _ => missing += 1,
            }
            longest = longest.max(run);
        }
        let other = part(sounding - same - missing, sounding);
        let (same, missing) = (part(same, sounding), part(missing, sounding));
        Found { begins, same, missing, other, gap: FRAME * longest }
    }

    /// Whether a packet was lost around a frame.
    fn lacks(&self, place: usize) -> bool {
        let frame = &self.heard[place..place + FRAME_SAMPLES];
        !self.sounds(place)
            || frame.chunk_by(|one, other| one == other).any(|run| run[0] == 0 && run.len() >= LOST_ZEROS)
    }
}

fn loudness(frame: &[i16]) -> u64 {
    frame.iter().map(|sample| square(*sample)).sum()
}

/// How much two frames resemble each other, from -1 to 1.
fn correlation(one: &[i16], other: &[i16]) -> f64 {
    resemblance(one.iter().zip(other))
}

/// The same of every eighth sample.
fn coarse(one: &[i16], other: &[i16]) -> f64 {
    resemblance(one.iter().zip(other).step_by(8))
}

fn resemblance<'s>(pairs: impl Iterator<Item = (&'s i16, &'s i16)>) -> f64 {
    let (mut product, mut one_squared, mut other_squared) = (0_i64, 0_i64, 0_i64);
    for (one, other) in pairs {
        let (one, other) = (i64::from(*one), i64::from(*other));
        product += one * other;
        one_squared += one * one;
        other_squared += other * other;
    }
    product as f64 / (one_squared as f64 * other_squared as f64).sqrt().max(1.0)
}

fn square(sample: i16) -> u64 {
    u64::from(sample.unsigned_abs()) * u64::from(sample.unsigned_abs())
}

fn part(some: usize, all: usize) -> f64 {
    some as f64 / all.max(1) as f64
}

#[cfg(test)]
mod tests {
    use stdx::Rng;

    use super::*;
    use crate::g711::Codec;

    /// Something like speech: sounds of changing pitch with pauses, made of words that a number names.
    fn words(words: &[u64]) -> Vec<i16> {
        let mut samples = Vec::new();
        for word in words {
            let mut rng = Rng::new(*word);
            for _ in 0..3 {
                let (pitch, colour) = (90 + rng.below(160), 3 + rng.below(20));
                for at in 0..800 + rng.below(1200) {
                    let phase = (at * pitch % 8000) as f64 / 8000.0 * std::f64::consts::TAU;
                    let sound = phase.sin() + 0.5 * (phase * colour as f64).sin();
                    samples.push((sound * 4000.0) as i16);
                }
            }
            samples.extend([0; 700]);
        }
        samples
    }

    /// What comes out of a line: another law, some packets lost, a pause before.
    fn line(samples: &[i16], pause: usize, lost: impl Fn(usize) -> bool) -> Vec<i16> {
        let mut heard = vec![0; pause];
        for (number, frame) in samples.chunks(FRAME_SAMPLES).enumerate() {
            heard.extend(frame.iter().map(|sample| {
                let first = Codec::Mulaw.decode(Codec::Mulaw.encode(*sample));
                if lost(number) { 0 } else { Codec::Alaw.decode(Codec::Alaw.encode(first)) }
            }));
        }
        heard
    }

    #[test]
    fn a_prompt_is_found_where_it_begins() {
        let prompt = words(&[1, 2, 3, 4]);
        for pause in [0, 1, 777, 16_003] {
            let heard = line(&prompt, pause, |_| false);
            let found = Ear::new(&heard).find(&prompt).unwrap();
            assert!(found.begins == pause as i64 && found.same > 0.99, "{found:?}");
        }
    }

    #[test]
    fn one_packet_in_ten_may_be_lost() {
        let prompt = words(&[1, 2, 3, 4, 5]);
        let heard = line(&prompt, 331, |packet| packet % 20 == 7);
        let found = Ear::new(&heard).find(&prompt).unwrap();
        assert!(found.is_whole() && found.missing > 0.03, "{found:?}");
        let heard = line(&prompt, 320, |packet| packet % 10 == 7);
        assert!(Ear::new(&heard).find(&prompt).unwrap().is_whole());
        let heard = line(&prompt, 320, |packet| packet % 3 == 0);
        assert!(!Ear::new(&heard).find(&prompt).unwrap().is_whole());
    }

    #[test]
    fn prompts_that_differ_in_one_word_are_told_apart() {
        let sales = words(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        let help = words(&[1, 2, 3, 4, 99, 6, 7, 8, 9, 10]);
        let longer = words(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
        let heard = line(&sales, 500, |packet| packet % 30 == 3);
        let ear = Ear::new(&heard);
        let prompts = [("help", &*help), ("longer", &*longer), ("sales", &*sales)];
        assert_eq!(ear.which(prompts).map(|(name, _)| name), Some("sales"));
        assert!(ear.which([("help", &*help)]).is_none());
        assert!(ear.which([("longer", &*longer)]).is_none());
    }

    #[test]
    fn a_prompt_that_was_cut_is_not_whole() {
        let prompt = words(&[1, 2, 3, 4]);
        let heard = line(&prompt, 100, |_| false);
        for cut in [&heard[..heard.len() * 2 / 3], &heard[heard.len() / 3..]] {
            let found = Ear::new(cut).find(&prompt).unwrap();
            assert!(!found.is_whole() && found.same > 0.5, "{found:?}");
        }
        assert!(Ear::new(&heard[heard.len() / 3..]).find(&prompt).unwrap().begins < 0);
    }

    #[test]
    fn silence_noise_and_other_words_are_no_prompt() {
        let prompt = words(&[1, 2, 3]);
        let mut rng = Rng::new(8);
        let noise: Vec<_> = (0..40_000).map(|_| rng.below(8000) as i16 - 4000).collect();
        for heard in [vec![], vec![0; 100], vec![0; 40_000], noise, words(&[50, 51, 52, 53])] {
            let found = Ear::new(&heard).find(&prompt);
            assert!(found.is_none_or(|found| found.same < 0.3), "{found:?}");
        }
        assert_eq!(Ear::new(&prompt).find(&[0; 4000]), None);
        assert_eq!(Ear::new(&prompt).find(&[]), None);
    }

    #[test]
    fn music_is_known_from_any_place_and_round_the_end() {
        let music = words(&[20, 21, 22, 23, 24]);
        let round = [&music[15_000..], &music[..], &music[..9000]].concat();
        let heard = line(&round, 77, |packet| packet % 25 == 9);
        let part = Ear::new(&heard).music(&music);
        assert!(part > 0.9, "{part}");
        let other = line(&words(&[1, 2, 3, 4]), 77, |_| false);
        assert!(Ear::new(&other).music(&music) < 0.1);
        assert!(Ear::new(&[0; 8000]).music(&music) < 0.1);
        assert!(Ear::new(&other).music(&[]) < 0.1);
    }

    #[test]
    fn silence_is_the_part_that_does_not_sound() {
        let heard = [vec![0; 8000], words(&[1]), vec![8; 8000]].concat();
        let silence = Ear::new(&heard).silence();
        assert!((0.65..0.85).contains(&silence), "{silence}");
    }

    #[test]
    fn a_tone_is_heard_for_as_long_as_it_sounds_alone() {
        let tone: Vec<_> = tone::sine(1000.0, 6000, 0, 16_000).collect();
        let heard = line(&[vec![0; 1600], tone, words(&[1, 2])].concat(), 5, |packet| packet % 20 == 0);
        let ear = Ear::new(&heard);
        let heard = ear.tone(1000.0).as_millis();
        assert!((1700..=2000).contains(&heard), "{heard} ms");
        assert!(ear.tone(1400.0) < Duration::from_millis(100));
    }
}
