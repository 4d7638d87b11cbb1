//! The score: a quiet song in D of three parts of eight bars. Part B lies higher, and the third part is the first
//! one with more to say.

use stdx::Rng;

use super::instrument::{Instrument, Note};
use super::samples;
use super::sine::real;

/// A bar: four quarters at 75 a minute.
pub(super) const BAR: usize = samples(3_200);
/// An eighth.
const EIGHTH: usize = BAR / 8;
pub(super) const BARS: usize = 24;

/// The whole piece, with the small differences of a player.
pub(super) fn notes(rng: &mut Rng) -> Vec<Note> {
    let mut notes = Vec::new();
    for (bar, (bass, chord)) in HARMONY.iter().enumerate() {
        accompany(bar, *bass, chord, rng, &mut notes);
    }
    for (bar, line) in MELODY.iter().enumerate() {
        sing(bar, line, rng, &mut notes);
    }
    notes
}

/// The bass, the chord that stays and the chord that is plucked.
fn accompany(bar: usize, bass: u32, chord: &[u32; 4], rng: &mut Rng, notes: &mut Vec<Note>) {
    let start = bar * BAR;
    let swell = swell(bar);
    for (eighth, strength) in [(0, 0.55), (3, 0.25), (4, 0.4)] {
        let length = EIGHTH * 3;
        notes.push(played(&BASS, start + eighth * EIGHTH, length, bass, strength * swell, rng));
    }
    for key in chord {
        notes.push(Note { instrument: &STRINGS, start, length: BAR, key: *key, strength: 0.085 * swell });
    }
    let pattern = rng.pick(&PATTERNS);
    for (eighth, place) in pattern.iter().enumerate() {
        let accent = if eighth % 4 == 0 { 0.24 } else { 0.17 };
        let at = start + eighth * EIGHTH;
        notes.push(played(&HARP, at, EIGHTH * 2, chord[*place], accent * swell, rng));
    }
}

/// A bar of the melody: bells in the outer parts, a flute in the middle, both in the third part.
fn sing(bar: usize, line: &str, rng: &mut Rng, notes: &mut Vec<Note>) {
    let mut eighth = 0;
    for word in line.split(' ') {
        let (name, length) = word.split_once(':').unwrap_or((word, "1"));
        let length: usize = length.parse().unwrap_or(1);
        let start = bar * BAR + eighth * EIGHTH;
        eighth += length;
        let Some(key) = key(name) else { continue };
        let accent = if (eighth - length).is_multiple_of(4) { 1.0 } else { 0.85 } * swell(bar);
        let span = length * EIGHTH;
        if bar / 8 != 1 {
            notes.push(played(&BELLS, start, span, key, 0.62 * accent, rng));
        }
        if bar / 8 == 1 {
            notes.push(played(&FLUTE, start, span - EIGHTH / 8, key, 0.36 * accent, rng));
        } else if bar / 8 == 2 && length >= 2 {
            notes.push(played(&FLUTE, start, span - EIGHTH / 8, key - 12, 0.2 * accent, rng));
        }
    }
}

/// A note as a person plays it: some milliseconds late, a little stronger or weaker.
fn played(
    instrument: &'static Instrument,
    start: usize,
    length: usize,
    key: u32,
    strength: f64,
    rng: &mut Rng,
) -> Note {
    let late = rng.below(samples(12));
    let touch = 0.9 + real(rng.below(200)) / 1_000.0;
    Note { instrument, start: start + late, length, key, strength: strength * touch }
}

/// How loud a bar is: the parts rise towards their middle, and part B is the loudest.
fn swell(bar: usize) -> f64 {
    let part = [0.8, 0.95, 0.88][bar / 8 % 3];
    part + 0.02 * real((bar % 8).min(7 - bar % 8))
}

/// The key of a name such as `F#5`; none for a rest.
fn key(name: &str) -> Option<u32> {
    let (tone, octave) = name.split_at_checked(name.len() - 1)?;
    let octave: u32 = octave.parse().ok()?;
    let tone = TONES.iter().position(|known| *known == tone)?;
    Some(12 * (octave + 1) + u32::try_from(tone).ok()?)
}

const TONES: [&str; 12] = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];

/// The bass and four notes above it for each bar.
const HARMONY: [(u32, [u32; 4]); BARS] = [
    D,
    A_OVER_C,
    B_MINOR,
    F_MINOR,
    G,
    D_OVER_F,
    E_MINOR,
    A_WAITING, // the song
    G,
    A,
    F_MINOR,
    B_MINOR,
    E_MINOR,
    A_SEVEN,
    D_MAJOR_SEVEN,
    A_WAITING, // the answer
    D,
    A_OVER_C,
    B_MINOR,
    F_MINOR,
    G,
    D_OVER_F,
    E_MINOR,
    A_SEVEN, // the song again
];
const D: (u32, [u32; 4]) = (50, [66, 69, 74, 78]);
const A_OVER_C: (u32, [u32; 4]) = (49, [64, 69, 73, 76]);
const B_MINOR: (u32, [u32; 4]) = (47, [66, 69, 71, 74]);
const F_MINOR: (u32, [u32; 4]) = (54, [64, 69, 73, 78]);
const G: (u32, [u32; 4]) = (55, [67, 71, 74, 79]);
const D_OVER_F: (u32, [u32; 4]) = (54, [66, 69, 74, 78]);
const E_MINOR: (u32, [u32; 4]) = (52, [67, 71, 74, 76]);
const A: (u32, [u32; 4]) = (45, [64, 69, 73, 76]);
const A_WAITING: (u32, [u32; 4]) = (45, [64, 69, 74, 76]);
const A_SEVEN: (u32, [u32; 4]) = (45, [67, 69, 73, 76]);
const D_MAJOR_SEVEN: (u32, [u32; 4]) = (50, [66, 69, 73, 78]);

/// Which notes of a chord are plucked, eighth by eighth.
const PATTERNS: [[usize; 8]; 4] =
    [[0, 1, 2, 3, 2, 1, 2, 1], [0, 2, 1, 3, 1, 2, 1, 2], [0, 1, 2, 1, 3, 2, 1, 2], [0, 2, 3, 2, 1, 2, 3, 2]];

/// A line a bar; a note and its eighths, `r` for a rest.
const MELODY: [&str; BARS] = [
    "F#5:3 E5:1 D5:2 A5:2",
    "E5:4 r:1 C#5:1 D5:1 E5:1",
    "F#5:3 A5:1 B5:2 A5:2",
    "A5:4 r:2 F#5:1 G5:1",
    "B5:3 A5:1 G5:2 D5:2",
    "F#5:3 G5:1 A5:4",
    "G5:2 F#5:2 E5:2 D5:2",
    "E5:6 r:2",
    "D6:3 C#6:1 B5:2 G5:2",
    "C#6:3 B5:1 A5:2 E5:2",
    "A5:3 B5:1 C#6:2 A5:2",
    "B5:4 r:1 A5:1 B5:1 C#6:1",
    "D6:2 B5:2 G5:2 B5:2",
    "A5:3 G5:1 E5:2 C#5:2",
    "F#5:3 E5:1 D5:4",
    "r:2 A5:2 G5:2 E5:2",
    "F#5:2 G5:1 E5:1 D5:2 A5:2",
    "E5:3 F#5:1 E5:2 C#5:2",
    "F#5:2 A5:2 B5:1 C#6:1 D6:2",
    "C#6:3 B5:1 A5:4",
    "B5:2 D6:2 B5:1 A5:1 G5:2",
    "A5:3 G5:1 F#5:4",
    "E5:2 F#5:1 G5:1 B5:2 G5:2",
    "A5:2 G5:2 E5:3 r:1",
];

const BELLS: Instrument = Instrument {
    partials: &[1.0, 0.12, 0.05, 0.14],
    attack: 6,
    half_life: 420,
    release: 900,
    vibrato: 0.0,
    voices: &[1.0],
};
const FLUTE: Instrument = Instrument {
    partials: &[1.0, 0.35, 0.1, 0.04],
    attack: 70,
    half_life: 0,
    release: 160,
    vibrato: 0.004,
    voices: &[1.0],
};
const HARP: Instrument = Instrument {
    partials: &[1.0, 0.5, 0.28, 0.14, 0.07],
    attack: 3,
    half_life: 260,
    release: 500,
    vibrato: 0.0,
    voices: &[1.0],
};
const STRINGS: Instrument = Instrument {
    partials: &[1.0, 0.45, 0.25],
    attack: 700,
    half_life: 0,
    release: 900,
    vibrato: 0.0,
    voices: &[0.9975, 1.0025],
};
/// Its ground tone and first overtone are too low for a telephone, and not played.
const BASS: Instrument = Instrument {
    partials: &[1.0, 0.8, 0.55, 0.4, 0.26, 0.16, 0.1, 0.06],
    attack: 8,
    half_life: 300,
    release: 250,
    vibrato: 0.0,
    voices: &[1.0],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bar_is_full_and_every_note_has_a_key() {
        for (bar, line) in MELODY.iter().enumerate() {
            let words: Vec<_> = line.split(' ').map(|word| word.split_once(':').unwrap()).collect();
            let eighths: usize = words.iter().map(|(_, length)| length.parse::<usize>().unwrap()).sum();
            assert_eq!(eighths, 8, "bar {bar}");
            assert!(words.iter().all(|(name, _)| *name == "r" || key(name).is_some()), "bar {bar}");
        }
        assert_eq!((key("A4"), key("C#5"), key("r")), (Some(69), Some(73), None));
    }
}
