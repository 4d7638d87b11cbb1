//! Another number of samples a second, by a windowed sinc.
//!
//! The filter passes what a telephone carries, up to 3.4 kHz, and stops what 8,000 samples a second cannot hold,
//! from 4 kHz on, by 80 dB.

use std::f64::consts::PI;

/// Samples of one channel at the rate `from`, with the rate `to`. `from` is not below `to`.
pub(crate) fn resample(samples: &[f32], from: u32, to: u32) -> Vec<f32> {
    let divisor = greatest_common_divisor(from, to);
    let (step, phases) = (as_index(from / divisor), as_index(to / divisor));
    let design = Design::new(from, to);
    // Short sounds at odd rates use few of the filters.
    let mut filters: Vec<Option<Vec<f32>>> = vec![None; phases];
    let length = (samples.len() * phases).div_ceil(step);
    let output = (0..length).map(|at| {
        let (moment, phase) = (at * step / phases, at * step % phases);
        let filter = filters[phase].get_or_insert_with(|| design.filter(as_real(phase) / as_real(phases)));
        filtered(samples, moment, filter)
    });
    output.collect()
}

/// The sound just after the input sample `at`, by as much as `filter` is made for. Before and after the sound is
/// silence.
fn filtered(samples: &[f32], at: usize, filter: &[f32]) -> f32 {
    let half = filter.len() / 2;
    let begin = (at + 1).saturating_sub(half);
    let skipped = half.saturating_sub(at + 1);
    let end = (at + 1 + half).min(samples.len());
    sum_of_products(&samples[begin.min(end)..end], &filter[skipped..])
}

/// What the filters have in common, one for each place that an output sample has between two input samples.
struct Design {
    /// The middle of the edge of the band, as a part of the input rate.
    cutoff: f64,
    /// Input samples on either side.
    half: usize,
    window: Window,
}

impl Design {
    fn new(from: u32, to: u32) -> Self {
        let (from, to) = (f64::from(from), f64::from(to));
        let transition = 2.0 * PI * (STOP_BEGIN - PASS_END) * to / from;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some hundreds")]
        let half = ((ATTENUATION - 7.95) / (2.285 * transition) / 2.0).ceil() as usize;
        Self { cutoff: (PASS_END + STOP_BEGIN) / 2.0 * to / from, half, window: Window::new() }
    }

    /// The filter for a place so far, below 1, from one sample to the next.
    fn filter(&self, offset: f64) -> Vec<f32> {
        let half = as_real(self.half);
        let places = (0..2 * self.half).map(|at| as_real(at) + 1.0 - half - offset);
        let filter: Vec<f64> =
            places.map(|place| sinc(2.0 * self.cutoff * place) * self.window.at(place / half)).collect();
        let sum: f64 = filter.iter().sum();
        #[expect(clippy::cast_possible_truncation, reason = "24 bits are enough for a filter")]
        filter.iter().map(|tap| (tap / sum) as f32).collect()
    }
}

/// In eight sums, so that the processor works on several at once.
fn sum_of_products(left: &[f32], right: &[f32]) -> f32 {
    let length = left.len().min(right.len());
    let (left, right) = (&left[..length], &right[..length]);
    let mut sums = [0.0_f32; 8];
    let (lefts, rights) = (left.chunks_exact(8), right.chunks_exact(8));
    let rest: f32 = lefts.remainder().iter().zip(rights.remainder()).map(|(a, b)| a * b).sum();
    for (left, right) in lefts.zip(rights) {
        for at in 0..8 {
            sums[at] += left[at] * right[at];
        }
    }
    sums.iter().sum::<f32>() + rest
}

fn sinc(x: f64) -> f64 {
    if x.abs() < 1e-9 { 1.0 } else { (PI * x).sin() / (PI * x) }
}

/// The Kaiser window over -1 to 1, by a table of its right half.
struct Window([f64; WINDOW_STEPS + 2]);

impl Window {
    fn new() -> Self {
        let beta = 0.1102 * (ATTENUATION - 8.7);
        let at = |step: usize| (1.0 - (as_real(step) / as_real(WINDOW_STEPS)).powi(2)).max(0.0).sqrt();
        Self(std::array::from_fn(|step| bessel(beta * at(step)) / bessel(beta)))
    }

    fn at(&self, place: f64) -> f64 {
        let step = place.abs() * as_real(WINDOW_STEPS);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in the table")]
        let below = (step as usize).min(WINDOW_STEPS);
        let part = step - as_real(below);
        self.0[below] * (1.0 - part) + self.0[below + 1] * part
    }
}

/// The modified Bessel function of the first kind and order zero.
fn bessel(x: f64) -> f64 {
    let quarter = x * x / 4.0;
    let (mut sum, mut term, mut count) = (1.0, 1.0, 1.0);
    while term > sum * 1e-12 {
        term *= quarter / (count * count);
        sum += term;
        count += 1.0;
    }
    sum
}

const fn greatest_common_divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

const fn as_index(number: u32) -> usize {
    number as usize
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
const fn as_real(number: usize) -> f64 {
    number as f64
}

/// The ends of the band that is kept and of the one that is lost, as parts of the new rate: 3.4 and 4 kHz of 8.
const PASS_END: f64 = 0.425;
const STOP_BEGIN: f64 = 0.5;
/// How much weaker the lost band is, in decibels.
const ATTENUATION: f64 = 80.0;
/// Entries of the table of the window: between two of them a straight line is near enough.
const WINDOW_STEPS: usize = 4_096;

#[cfg(test)]
mod tests {
    use super::*;

    /// The level of a tone after the change of rate, in decibels.
    fn level(hertz: f64, from: u32) -> f64 {
        let tone = |at: u32| (2.0 * PI * hertz * f64::from(at) / f64::from(from)).sin();
        #[expect(clippy::cast_possible_truncation, reason = "samples are 32 bits wide")]
        let samples: Vec<f32> = (0..from).map(|at| tone(at) as f32).collect();
        let output = resample(&samples, from, 8_000);
        assert_eq!(output.len(), 8_000);
        let middle = &output[1_000..7_000];
        let power = middle.iter().map(|sample| f64::from(*sample).powi(2)).sum::<f64>() / 6_000.0;
        10.0 * (power * 2.0).log10()
    }

    #[test]
    fn what_a_telephone_carries_keeps_its_level_and_the_rest_is_gone() {
        for from in [11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000] {
            for hertz in [100.0, 300.0, 1_000.0, 3_000.0, 3_400.0] {
                assert!(level(hertz, from).abs() < 0.01, "{hertz} Hz at {from}: {} dB", level(hertz, from));
            }
            for hertz in [4_050.0, 4_500.0, 5_000.0] {
                assert!(level(hertz, from) < -75.0, "{hertz} Hz at {from}: {} dB", level(hertz, from));
            }
        }
    }

    #[test]
    fn any_rate_and_any_length_can_be_changed() {
        for from in [8_001, 9_999, 47_999] {
            for length in [0, 1, 2, 100, 1_000] {
                let output = resample(&vec![0.5; length], from, 8_000);
                assert_eq!(output.len(), (length * 8_000).div_ceil(from as usize));
            }
        }
    }
}
