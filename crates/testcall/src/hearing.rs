//! What was heard, in the words that a verdict needs.

use std::time::Duration;

use media::ear::Ear;

use crate::score::{Line, Sound};

/// What was heard where a prompt was due.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Heard {
    /// The prompt, up to this sample.
    Whole(usize),
    /// Only a part of it.
    Part(f64),
    /// Another prompt, up to this sample.
    Other(String, usize),
    /// Nothing.
    Silence,
    /// Something that is no prompt of the pool.
    Unknown,
}

/// What was heard where music was due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Music {
    /// The music.
    Right,
    /// Nothing.
    Silence,
    /// Other sounds.
    Unknown,
    /// Nothing has come since.
    Missing,
}

/// Looks for a prompt in what was heard from a sample on; where it is not there, for any other that is known.
pub(crate) fn prompt<'a>(
    heard: &[i16],
    from: usize,
    line: &Line,
    known: impl Iterator<Item = &'a Line>,
) -> Heard {
    let from = from.min(heard.len());
    let ear = Ear::new(&heard[from..]);
    let found = ear.find(&line.sound);
    if let Some(found) = found.filter(media::ear::Found::is_whole) {
        return Heard::Whole(end(from, found.begins, &line.sound));
    }
    let others = known.filter(|other| other.sound != line.sound);
    if let Some((other, found)) = ear.which(others.map(|other| (other, &*other.sound))) {
        return Heard::Other(other.words.clone(), end(from, found.begins, &other.sound));
    }
    match found {
        Some(found) if found.same >= PART_MIN => Heard::Part(found.same),
        _ if ear.silence() >= SILENT_MIN || heard.len() == from => Heard::Silence,
        _ => Heard::Unknown,
    }
}

/// Looks for music in what was heard from a sample on.
pub(crate) fn music(heard: &[i16], from: usize, music: &Sound) -> Music {
    let heard = heard.get(from..).unwrap_or_default();
    // The beginning may still be of what came before, or of the silence between.
    let recent = &heard[heard.len().saturating_sub(MUSIC_SAMPLES)..];
    let ear = Ear::new(recent);
    if recent.len() < MUSIC_SAMPLES / 2 {
        Music::Missing
    } else if ear.silence() >= SILENT_MIN {
        Music::Silence
    } else if ear.music(music) >= MUSIC_MIN {
        Music::Right
    } else {
        Music::Unknown
    }
}

/// Whether a tone was heard at the end of what was heard.
pub(crate) fn tone(heard: &[i16], frequency: f64) -> bool {
    let recent = &heard[heard.len().saturating_sub(TONE_SAMPLES)..];
    Ear::new(recent).tone(frequency) >= TONE_MIN
}

/// The sample after the last one of a sound that begins at a sample of the part from `from` on.
fn end(from: usize, begins: i64, sound: &Sound) -> usize {
    let end = i64::try_from(from + sound.len()).unwrap_or(i64::MAX).saturating_add(begins);
    usize::try_from(end).unwrap_or(0)
}

/// From that part on something of a prompt was heard.
const PART_MIN: f64 = 0.2;
/// From that part on it was silent.
const SILENT_MIN: f64 = 0.9;
/// From that part of what sounded on it was the music.
const MUSIC_MIN: f64 = 0.8;
/// How much of the music is listened to: three seconds.
const MUSIC_SAMPLES: usize = 24_000;
/// Where a tone is looked for: the last three seconds.
const TONE_SAMPLES: usize = 24_000;
/// For how long a tone must be heard.
const TONE_MIN: Duration = Duration::from_millis(500);
