use std::sync::Arc;

use domain::{AudioFile, Language, Prompt, SipUri};
use serde::{Deserialize, Serialize};

use crate::{Kind, Opening, Script, Step, Waiting};

/// Sound at 8 kHz, one channel.
pub type Sound = Arc<[i16]>;

/// A script with its sounds: plain data, with which another pool can place the call.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Score {
    /// The workflow.
    pub workflow: String,
    /// Its address.
    pub address: SipUri,
    /// How the call begins.
    pub opening: Opening,
    /// What happens then.
    pub cues: Vec<Cue>,
}

/// A step with its sound.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Cue {
    /// Hears a prompt to its end.
    Hear(Kind, Line),
    /// Presses a key.
    Press(char),
    /// Has no key left for a question: hangs up.
    NoKeyLeft,
    /// Waits for an agent with this music.
    Wait(Waiting, #[serde(with = "crate::sound")] Sound),
    /// Is connected with an address outside of the queues.
    Transfer(SipUri),
    /// The call is ended by the pool.
    End,
}

/// A sound and what people call it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Line {
    /// Its text, or the name of its file.
    pub words: String,
    /// How it sounds.
    #[serde(with = "crate::sound")]
    pub sound: Sound,
}

impl Line {
    /// A prompt with its sound.
    pub fn of(prompt: &Prompt, sound: Sound) -> Self {
        Self { words: words(prompt), sound }
    }
}

impl Score {
    /// Puts the sounds to a script.
    ///
    /// # Errors
    /// Whatever `prompt` says of the first one that has no sound.
    pub fn of<E>(
        script: Script,
        mut prompt: impl FnMut(&Prompt, Language) -> Result<Sound, E>,
        mut music: impl FnMut(Option<&AudioFile>) -> Sound,
    ) -> Result<Self, E> {
        let language = script.language;
        let cue = |step| {
            Ok(match step {
                Step::Prompt(kind, of) => {
                    let sound = prompt(&of, language)?;
                    Cue::Hear(kind, Line::of(&of, sound))
                }
                Step::Press(digit) => Cue::Press(digit),
                Step::NoKeyLeft => Cue::NoKeyLeft,
                Step::Wait(waiting) => {
                    let sound = music(waiting.music.as_ref());
                    Cue::Wait(waiting, sound)
                }
                Step::Transfer(to) => Cue::Transfer(to),
                Step::End => Cue::End,
            })
        };
        let cues = script.steps.into_iter().map(cue).collect::<Result<_, E>>()?;
        let (address, opening) = (script.address, script.opening);
        Ok(Self { workflow: script.workflow.to_string(), address, opening, cues })
    }

    /// The same with no more of the music than a caller can hear in a test.
    #[must_use]
    pub fn brief(mut self) -> Self {
        for cue in &mut self.cues {
            if let Cue::Wait(_, music) = cue {
                *music = music.iter().copied().take(MUSIC_SAMPLES_MAX).collect();
            }
        }
        self
    }
}

/// A prompt as people call it.
fn words(prompt: &Prompt) -> String {
    let file = prompt.audio_file_prompt.as_ref().map(|file| file.original_file_name.to_string());
    let text = prompt.text_to_speech_prompt.as_ref().map(|text| text.as_str().to_owned());
    file.or(text).unwrap_or_default()
}

/// Music always begins at its beginning, and a minute of it is more than any test listens to.
const MUSIC_SAMPLES_MAX: usize = 60 * 8_000;
