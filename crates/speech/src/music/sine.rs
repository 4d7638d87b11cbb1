//! Sines, powers and pitches from additions and multiplications alone: those of a system's library differ from one
//! machine to the next in the last place.

use std::f64::consts::{LN_2, PI, SQRT_2};

/// One turn of a sine, read between its entries along straight lines.
pub(super) struct Sine(Vec<f64>);

impl Sine {
    pub(super) fn new() -> Self {
        let quarter: Vec<f64> = (0..=QUARTER).map(|at| series(real(at) / real(QUARTER) * PI / 2.0)).collect();
        let at = |at: usize| match at / QUARTER % 4 {
            0 => quarter[at % QUARTER],
            1 => quarter[QUARTER - at % QUARTER],
            2 => -quarter[at % QUARTER],
            _ => -quarter[QUARTER - at % QUARTER],
        };
        Self((0..=4 * QUARTER).map(at).collect())
    }

    /// The sine of a part of a turn, of which there are 2^32.
    pub(super) fn at(&self, phase: u32) -> f64 {
        let below = (phase >> PART_BITS) as usize;
        let part = f64::from(phase & ((1 << PART_BITS) - 1)) / PARTS;
        self.0[below] * (1.0 - part) + self.0[below + 1] * part
    }

    /// A rise from 0 to 1 without corners, over the same range.
    pub(super) fn rise(&self, part: f64) -> f64 {
        let sine = self.at(phase(part.clamp(0.0, 1.0) / 4.0));
        sine * sine
    }
}

/// So many turns, less than one, in the parts that [`Sine::at`] counts.
pub(super) fn phase(turns: f64) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a turn has 2^32 parts")]
    let parts = (turns * f64::from(u32::MAX)) as u32;
    parts
}

/// The frequency of a key of the piano, which 69 stands for the A of 440 Hz.
pub(super) fn pitch(key: u32) -> f64 {
    let above_lowest_a = key - 9;
    let octave = f64::from(1_u32 << (above_lowest_a / 12));
    13.75 * octave * SEMITONES[(above_lowest_a % 12) as usize]
}

/// What a level is multiplied with at each sample to halve in so many samples.
pub(super) fn halving(samples: f64) -> f64 {
    let x = -LN_2 / samples;
    1.0 + x * (1.0 + x / 2.0 * (1.0 + x / 3.0 * (1.0 + x / 4.0)))
}

/// The sine of an angle up to a right one.
fn series(x: f64) -> f64 {
    let (mut sum, mut term, mut step) = (x, x, 1.0);
    for _ in 0..12 {
        term *= -x * x / ((step + 1.0) * (step + 2.0));
        sum += term;
        step += 2.0;
    }
    sum
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
pub(super) const fn real(number: usize) -> f64 {
    number as f64
}

const QUARTER: usize = 2_048;
/// Bits of a phase below those that choose among the four quarters' entries.
const PART_BITS: u32 = 32 - 13;
const PARTS: f64 = (1_u32 << PART_BITS) as f64;
/// The twelfth root of two and its powers.
#[expect(clippy::unreadable_literal, reason = "digits of a number without end")]
const SEMITONES: [f64; 12] = [
    1.0,
    1.0594630943592953,
    1.122462048309373,
    1.189207115002721,
    1.2599210498948732,
    1.3348398541700344,
    SQRT_2,
    1.4983070768766815,
    1.5874010519681994,
    1.681792830507429,
    1.7817974362806785,
    1.8877486253633868,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_near_enough_to_the_library() {
        let sine = Sine::new();
        for step in 0..1_000 {
            let turns = f64::from(step) / 1_000.0;
            assert!((sine.at(phase(turns)) - (turns * 2.0 * PI).sin()).abs() < 1e-6, "{turns}");
        }
        for (key, hertz) in [(69, 440.0), (60, 261.625_565), (21, 27.5), (93, 1760.0)] {
            assert!((pitch(key) - hertz).abs() < 1e-5, "{key}: {}", pitch(key));
        }
        assert!((halving(800.0) - 0.5_f64.powf(1.0 / 800.0)).abs() < 1e-12);
    }
}
