//! Everything that a caller hears becomes 8 kHz linear sound here: audio files, text that is spoken, music.
//!
//! The [`Studio`] has every sound of a pool ready before a call needs it. Foreign programs, `espeak-ng`, `mecab` and
//! `ffmpeg`, run as processes that get their input by a pipe and are bounded in time, memory and output
//! ([`program`]). Nothing here knows SIP or a call; G.711 is made in `media`.

mod cache;
pub mod espeak;
pub mod ffmpeg;
pub mod japanese;
mod librarian;
pub mod music;
mod pcm;
pub mod program;
mod resample;
mod shelf;
mod sound;
mod studio;
pub mod voice;
mod wanted;
pub mod wav;

pub use pcm::{Pcm, SAMPLE_RATE};
pub use sound::{AudioSource, Programs, SoundError, SoundKey, Source};
pub use studio::{Config, Fault, Preparation, Report, Studio, Unready};
pub use wanted::{Wanted, wanted};
