//! Windows Media Audio by `ffmpeg`, a process.
//!
//! It may read WMA from its input and nothing else: no other container, codec, protocol or file.

use std::path::PathBuf;
use std::time::Duration;

use crate::program::{Limits, Program, ProgramError};
use crate::{SAMPLE_RATE, pcm};

/// Why a WMA file is not played.
#[derive(Debug, thiserror::Error)]
pub enum InvalidWma {
    /// ffmpeg gave no result.
    #[error(transparent)]
    Program(#[from] ProgramError),
    /// There is no sound in it.
    #[error("the WMA file holds no sound that can be read; save it again, or as WAV")]
    NoSound,
    /// It plays too long.
    #[error("the WMA file plays longer than {} minutes; make it shorter", SECONDS_MAX / 60)]
    TooLong,
}

/// The program that decodes.
#[derive(Clone, Debug)]
pub struct Ffmpeg {
    program: Program,
}

impl Default for Ffmpeg {
    fn default() -> Self {
        Self::at("ffmpeg")
    }
}

impl Ffmpeg {
    /// The program of this path, or of this name in the search path.
    pub fn at(name: impl Into<PathBuf>) -> Self {
        Self { program: Program { name: name.into(), package: "ffmpeg", limits: LIMITS } }
    }

    /// Decodes a WMA file.
    ///
    /// # Errors
    /// [`InvalidWma`]; a file that is damaged in places gives what can be heard of it.
    pub fn decode(&self, wma: &[u8]) -> Result<Vec<i16>, InvalidWma> {
        let bytes = self.program.run(ARGUMENTS, wma)?;
        let real = |bytes: &[u8]| f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        let samples: Vec<f32> = bytes.chunks_exact(4).map(real).filter(|sample| sample.is_finite()).collect();
        if samples.is_empty() {
            return Err(InvalidWma::NoSound);
        }
        if samples.len() > (SECONDS_MAX * SAMPLE_RATE) as usize {
            return Err(InvalidWma::TooLong);
        }
        Ok(pcm::from_unit_scale(&samples))
    }
}

/// One second more than is allowed, so that a file that is too long can be told. The samples are real numbers, which
/// nothing cuts off.
const ARGUMENTS: &[&str] = &[
    "-hide_banner",
    "-loglevel",
    "error",
    "-nostdin",
    "-protocol_whitelist",
    "pipe",
    "-f",
    "asf",
    "-codec_whitelist",
    "wmav1,wmav2,wmapro,wmalossless,wmavoice",
    "-threads",
    "1",
    "-i",
    "pipe:0",
    "-map",
    "0:a:0",
    "-t",
    "1801",
    "-ac",
    "1",
    "-ar",
    "8000",
    "-f",
    "f32le",
    "pipe:1",
];
/// The longest file: more than 4 MB hold at the usual rates.
const SECONDS_MAX: u32 = 1_800;
const LIMITS: Limits =
    Limits { time: Duration::from_secs(60), memory_bytes: 1 << 30, output_bytes: 64 << 20 };
