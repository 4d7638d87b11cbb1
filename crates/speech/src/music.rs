//! The default music on hold: composed and played here, so that it belongs to nobody else.
//!
//! The piece is made for a telephone. Every partial of every note lies between 300 and 3,300 Hz, so that the line
//! takes nothing away; the bass is heard by its overtones. It loops without a seam, since what rings on at the end
//! rings into the beginning. All of it is arithmetic that gives the same samples on every machine.

mod instrument;
mod room;
mod score;
mod sine;

use std::sync::{Arc, OnceLock};

use stdx::Rng;

use crate::{Pcm, SAMPLE_RATE};
use instrument::Ring;

/// The samples of the piece: 76.8 seconds, to be played over and over.
pub fn compose() -> Vec<i16> {
    let mut rng = Rng::new(SEED);
    let mut ring = Ring::new(score::BARS * score::BAR);
    for note in score::notes(&mut rng) {
        ring.play(&note);
    }
    level(&room::resound(ring.samples()))
}

/// The piece, composed when it is first asked for in a process; whoever comes while that goes on waits for it.
pub(crate) fn composed() -> Pcm {
    Arc::clone(PIECE.get_or_init(|| Pcm::from(compose())))
}

/// The piece, if it is composed by now.
pub(crate) fn ready() -> Option<Pcm> {
    PIECE.get().cloned()
}

static PIECE: OnceLock<Pcm> = OnceLock::new();

/// Takes away what stands still, and sets the loudness.
fn level(samples: &[f64]) -> Vec<i16> {
    let count = f64::from(u32::try_from(samples.len()).unwrap_or(u32::MAX));
    let mean = samples.iter().sum::<f64>() / count;
    let power = samples.iter().map(|sample| (sample - mean) * (sample - mean)).sum::<f64>() / count;
    let scale = LOUDNESS * f64::from(i16::MAX) / power.sqrt();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the loudest sample, a test says, is far below full scale"
    )]
    samples.iter().map(|sample| ((sample - mean) * scale).round() as i16).collect()
}

/// A moment in samples; `milliseconds` of it.
const fn samples(milliseconds: u32) -> usize {
    (milliseconds * (SAMPLE_RATE / 1_000)) as usize
}

/// Small differences in time and touch.
const SEED: u64 = 1_713;
/// The mean power: 20 dB below full scale.
const LOUDNESS: f64 = 0.1;
