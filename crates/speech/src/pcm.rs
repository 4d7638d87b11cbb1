use std::sync::Arc;

/// Sound as a telephone plays it: linear samples of 16 bits, one channel, [`SAMPLE_RATE`] a second.
pub type Pcm = Arc<[i16]>;

/// Samples a second.
pub const SAMPLE_RATE: u32 = 8_000;

/// Rounds samples of a scale where 1 is full. Peaks beyond it, which a filter makes of a file that is loud all
/// along, turn the whole file down by as much: nothing is cut off.
pub(crate) fn from_unit_scale(samples: &[f32]) -> Vec<i16> {
    let peak = samples.iter().fold(1.0_f32, |peak, sample| peak.max(sample.abs()));
    let scale = f32::from(i16::MAX) / peak;
    #[expect(clippy::cast_possible_truncation, reason = "the scale keeps it within 16 bits")]
    samples.iter().map(|sample| (sample * scale).round() as i16).collect()
}
