//! Text to speech by `espeak-ng`, a process (its licence is the GPL: it is not linked).

use std::path::PathBuf;
use std::time::Duration;

use domain::{InvalidAudio, Language, SPOKEN_TEXT_MAX};

use crate::japanese::{Mecab, NoReading};
use crate::program::{Limits, Program, ProgramError};
use crate::voice::{Voice, voice};
use crate::wav;

/// Why a text is not spoken.
#[derive(Debug, thiserror::Error)]
pub enum Unspoken {
    /// The text is longer than a prompt may be.
    #[error("the text has {0} characters; at most {SPOKEN_TEXT_MAX} can be spoken")]
    TooLong(usize),
    /// espeak-ng gave no result.
    #[error(transparent)]
    Program(#[from] ProgramError),
    /// Japanese that cannot be read.
    #[error(transparent)]
    NoReading(#[from] NoReading),
    /// espeak-ng wrote something else than sound.
    #[error("espeak-ng wrote no sound that can be read: {0}")]
    Unreadable(InvalidAudio),
    /// The sound is silence.
    #[error("the voice of {language} makes no sound of the text: write it in the language and its script")]
    Silent {
        /// The code of the language.
        language: &'static str,
    },
}

/// The program that speaks.
#[derive(Clone, Debug)]
pub struct Espeak {
    program: Program,
    mecab: Mecab,
}

impl Default for Espeak {
    fn default() -> Self {
        Self::at("espeak-ng")
    }
}

impl Espeak {
    /// The program of this path, or of this name in the search path.
    pub fn at(name: impl Into<PathBuf>) -> Self {
        Self {
            program: Program { name: name.into(), package: "espeak-ng", limits: LIMITS },
            mecab: Mecab::at("mecab"),
        }
    }

    /// What the program calls itself, with its version.
    ///
    /// # Errors
    /// [`ProgramError::Missing`] where it is not installed.
    pub fn version(&self) -> Result<String, ProgramError> {
        let words = self.program.run(&["--version"], b"")?;
        let words = String::from_utf8_lossy(&words).into_owned();
        Ok(words.split("  Data at").next().unwrap_or_default().trim().to_owned())
    }

    /// Speaks a text.
    ///
    /// # Errors
    /// [`Unspoken`], by who is at fault.
    pub fn speak(&self, text: &str, language: Language) -> Result<Vec<i16>, Unspoken> {
        let length = text.chars().count();
        if length > SPOKEN_TEXT_MAX {
            return Err(Unspoken::TooLong(length));
        }
        let voice = voice(language);
        let text = readable(text, voice);
        let text = if voice.espeak == "ja" { self.mecab.read(&text)? } else { text };
        let wave = self.program.run(&arguments(voice), text.as_bytes())?;
        let samples = match wav::read_any_size(&wave) {
            Ok(samples) => samples,
            Err(_) if wave.len() <= WAVE_HEADER_BYTES => Vec::new(),
            Err(error) => return Err(Unspoken::Unreadable(error)),
        };
        if samples.iter().all(|sample| sample.unsigned_abs() < SILENCE) {
            return Err(Unspoken::Silent { language: voice.language });
        }
        Ok(samples)
    }
}

/// The command line: nothing on it comes from a user.
fn arguments(voice: &Voice) -> [&'static str; 5] {
    ["-v", voice.espeak, "-b1", "--stdin", "--stdout"]
}

/// The text without what means something else to espeak-ng: `[[` would begin phonemes, and a zero end the text.
fn readable(text: &str, voice: &Voice) -> String {
    let mut readable = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '#' => readable.extend([" ", voice.number, " "]),
            '[' => readable.push_str("[ "),
            sign if sign.is_control() && sign != '\n' => readable.push(' '),
            sign => readable.push(sign),
        }
    }
    readable
}

/// For 4,096 characters it takes half a second and writes 13 MB.
const LIMITS: Limits =
    Limits { time: Duration::from_secs(30), memory_bytes: 512 << 20, output_bytes: 96 << 20 };
/// A WAV file without samples.
const WAVE_HEADER_BYTES: usize = 44;
/// Samples below it cannot be heard: -60 dB of full scale.
const SILENCE: u16 = 33;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_sign_is_spoken_and_phonemes_are_not() {
        let check = |text, code, expected| {
            let language = Language::new(code).unwrap();
            assert_eq!(readable(text, voice(language)), expected);
        };
        check("Press #.", "en-US", "Press  number .");
        check("Drücken Sie #", "de-DE", "Drücken Sie  Nummer ");
        check("[[h@]] [a]", "en-US", "[ [ h@]] [ a]");
    }
}
