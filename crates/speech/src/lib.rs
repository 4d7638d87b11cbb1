//! Everything that a caller hears becomes 8 kHz linear sound here: audio files and text that is spoken.
//!
//! Foreign programs, `espeak-ng`, `mecab` and `ffmpeg`, run as processes that get their input by a pipe and are bounded in
//! time, memory and output ([`program`]). Nothing here knows SIP or a call; G.711 is made in `media`.

pub mod espeak;
pub mod ffmpeg;
pub mod japanese;
mod pcm;
pub mod program;
mod resample;
pub mod voice;
pub mod wav;

pub use pcm::{Pcm, SAMPLE_RATE};
