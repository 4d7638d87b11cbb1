//! Audio that is ready to be sent.

use std::time::Duration;

use crate::{
    clock::{FRAME_SAMPLES, SAMPLES_PER_SECOND},
    g711::Codec,
};

/// The same audio in both laws of G.711, encoded once and shared by all calls that hear it.
#[derive(Debug, PartialEq, Eq)]
pub struct Encoded {
    alaw: Box<[u8]>,
    mulaw: Box<[u8]>,
}

impl Encoded {
    /// Encodes samples of 16 bits at 8 kHz, one channel.
    pub fn from_pcm(samples: &[i16]) -> Self {
        let encode = |law: Codec| samples.iter().map(|sample| law.encode(*sample)).collect();
        Self { alaw: encode(Codec::Alaw), mulaw: encode(Codec::Mulaw) }
    }

    /// How long it plays.
    pub fn duration(&self) -> Duration {
        Duration::from_micros(self.samples() as u64 * 1_000_000 / u64::from(SAMPLES_PER_SECOND))
    }

    /// The number of samples, which is that of bytes in each law.
    pub const fn samples(&self) -> usize {
        self.alaw.len()
    }

    /// All bytes of one law.
    pub fn bytes(&self, law: Codec) -> &[u8] {
        match law {
            Codec::Alaw => &self.alaw,
            Codec::Mulaw => &self.mulaw,
        }
    }

    /// Writes the frame that begins at the sample `at`, filled with silence past the end.
    pub(crate) fn frame_once(&self, law: Codec, at: usize, frame: &mut [u8; FRAME_SAMPLES]) {
        let rest = self.bytes(law).get(at..).unwrap_or_default();
        let length = rest.len().min(FRAME_SAMPLES);
        frame[..length].copy_from_slice(&rest[..length]);
        frame[length..].fill(law.silence());
    }

    /// Writes the frame that begins at the sample `at`, going on at the beginning past the end.
    pub(crate) fn frame_looped(&self, law: Codec, at: usize, frame: &mut [u8; FRAME_SAMPLES]) {
        let bytes = self.bytes(law);
        if bytes.is_empty() {
            frame.fill(law.silence());
            return;
        }
        let mut at = at % bytes.len();
        let mut filled = 0;
        while filled < FRAME_SAMPLES {
            let length = (bytes.len() - at).min(FRAME_SAMPLES - filled);
            frame[filled..filled + length].copy_from_slice(&bytes[at..at + length]);
            filled += length;
            at = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(samples: i16) -> Encoded {
        Encoded::from_pcm(&(0..samples).map(|sample| sample * 16 + 8).collect::<Vec<_>>())
    }

    #[test]
    fn a_frame_past_the_end_is_filled_with_silence() {
        let audio = counted(200);
        let mut frame = [0; FRAME_SAMPLES];
        audio.frame_once(Codec::Alaw, 160, &mut frame);
        assert_eq!(frame[..40], audio.bytes(Codec::Alaw)[160..]);
        assert!(frame[40..].iter().all(|byte| *byte == 0xD5));
        audio.frame_once(Codec::Mulaw, 320, &mut frame);
        assert!(frame.iter().all(|byte| *byte == 0xFF));
    }

    #[test]
    fn a_looped_frame_goes_on_at_the_beginning_however_short_the_audio() {
        let audio = counted(200);
        let mut frame = [0; FRAME_SAMPLES];
        audio.frame_looped(Codec::Alaw, 360, &mut frame);
        assert_eq!(frame[..40], audio.bytes(Codec::Alaw)[160..]);
        assert_eq!(frame[40..], audio.bytes(Codec::Alaw)[..120]);
        let audio = counted(50);
        audio.frame_looped(Codec::Mulaw, 0, &mut frame);
        assert_eq!(frame[150..], audio.bytes(Codec::Mulaw)[..10]);
        Encoded::from_pcm(&[]).frame_looped(Codec::Mulaw, 7, &mut frame);
        assert!(frame.iter().all(|byte| *byte == 0xFF));
    }

    #[test]
    fn audio_lasts_an_eighth_of_a_millisecond_for_each_sample() {
        assert_eq!(counted(2000).duration(), Duration::from_millis(250));
    }
}
