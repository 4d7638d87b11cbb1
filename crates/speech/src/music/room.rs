//! A small hall: what was played comes back a few times, later and weaker.

use super::samples;
use super::sine::real;

/// The sound in the hall. It is a ring: what comes back after the end comes back at the beginning.
pub(super) fn resound(dry: &[f64]) -> Vec<f64> {
    let mut wet = dry.to_vec();
    for (number, milliseconds) in ECHOES.into_iter().enumerate() {
        let strength = STRENGTH / (1.0 + real(number) / 3.0);
        // Walls take the edge off: each echo is the mean of two neighbours.
        let delay = samples(milliseconds);
        let sign = if number % 2 == 0 { 1.0 } else { -1.0 };
        let from = |delay: usize| {
            let (begin, end) = dry.split_at(dry.len() - delay);
            end.iter().chain(begin)
        };
        for ((sample, one), other) in wet.iter_mut().zip(from(delay)).zip(from(delay + 1)) {
            *sample += sign * strength * (one + other) / 2.0;
        }
    }
    wet
}

/// Milliseconds; none is a multiple of another, so that no tone of its own is heard.
const ECHOES: [u32; 9] = [29, 47, 67, 89, 113, 149, 191, 241, 307];
const STRENGTH: f64 = 0.16;
