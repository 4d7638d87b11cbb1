use std::error::Error;
use std::fmt;

use domain::{AudioFile, AudioFormat, ContentHash, InvalidAudio, Language, SpokenText};

use crate::espeak::{Espeak, Unspoken};
use crate::ffmpeg::{Ffmpeg, InvalidWma};
use crate::voice::voice;
use crate::wav;

/// What a sound is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// An audio file that the pool holds.
    File {
        /// Its content.
        hash: ContentHash,
        /// Its name, for people.
        name: String,
    },
    /// A text and the language that it is spoken in.
    Text(SpokenText, Language),
}

/// The identity of a sound: equal for sources that sound alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SoundKey(ContentHash);

/// Why there is no sound.
#[derive(Debug, thiserror::Error)]
pub enum SoundError {
    /// The pool does not hold the audio.
    #[error("the pool does not hold this audio; import the file again")]
    NotHeld,
    /// The store failed.
    #[error("the audio could not be read: {0}")]
    Store(Box<dyn Error + Send + Sync>),
    /// The file breaks a rule of audio.
    #[error(transparent)]
    File(#[from] InvalidAudio),
    /// The file is WMA and cannot be decoded.
    #[error(transparent)]
    Wma(#[from] InvalidWma),
    /// The text cannot be spoken.
    #[error(transparent)]
    Text(#[from] Unspoken),
}

/// Where the bytes of audio files come from: `None` for what the pool does not hold.
pub type AudioSource =
    Box<dyn Fn(&ContentHash) -> Result<Option<Vec<u8>>, Box<dyn Error + Send + Sync>> + Send + Sync>;

/// The foreign programs.
#[derive(Clone, Debug, Default)]
pub struct Programs {
    /// Speaks.
    pub espeak: Espeak,
    /// Decodes WMA.
    pub ffmpeg: Ffmpeg,
}

impl Source {
    /// The sound of a file.
    pub fn file(file: &AudioFile) -> Self {
        Self::File { hash: file.content_hash, name: file.original_file_name.to_string() }
    }

    /// Its identity among all sounds.
    pub fn key(&self) -> SoundKey {
        SoundKey(ContentHash::of(self.identity("").as_bytes()))
    }

    /// Its identity among all sounds that any engine has made: the name under which it lies on disk.
    pub(crate) fn made_by(&self, engine: &str) -> ContentHash {
        ContentHash::of(self.identity(engine).as_bytes())
    }

    fn identity(&self, engine: &str) -> String {
        match self {
            Self::File { hash, .. } => format!("{FORM}\0file\0{hash}"),
            Self::Text(text, language) => {
                let voice = voice(*language);
                format!("{FORM}\0text\0{engine}\0{}\0{}\0{}", voice.espeak, voice.number, text.as_str())
            }
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { name, .. } => write!(f, "the audio file \"{name}\""),
            Self::Text(text, language) => {
                let text = text.as_str();
                let begin: String = text.chars().take(SHOWN_MAX).collect();
                let rest = if begin.len() < text.len() { "..." } else { "" };
                write!(f, "the text \"{begin}{rest}\" in {language}")
            }
        }
    }
}

impl Programs {
    /// Makes the sound of a source.
    ///
    /// # Errors
    /// [`SoundError`], by what is at fault.
    pub fn make(&self, source: &Source, audio: &AudioSource) -> Result<Vec<i16>, SoundError> {
        match source {
            Source::Text(text, language) => Ok(self.espeak.speak(text.as_str(), *language)?),
            Source::File { hash, .. } => {
                let bytes = audio(hash).map_err(SoundError::Store)?.ok_or(SoundError::NotHeld)?;
                match AudioFormat::recognise(&bytes)? {
                    AudioFormat::Wma => Ok(self.ffmpeg.decode(&bytes)?),
                    AudioFormat::Wav { .. } => Ok(wav::read(&bytes)?),
                }
            }
        }
    }
}

/// Counts up when the same source would sound otherwise, so that what lies on disk is made anew.
const FORM: &str = "1";
/// Characters of a text that people are shown.
const SHOWN_MAX: usize = 40;
