//! What a leg hears from us: prompts one after the other, and music below them.

use std::{collections::VecDeque, sync::Arc};

use crate::{clock::FRAME_SAMPLES, encoded::Encoded, event::PlaybackEnd, g711::Codec};

/// Prompts that may wait on one leg.
pub const PLAYBACKS_MAX: usize = 16;

/// Names a playback; given by whoever orders it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PlaybackNumber(pub u64);

/// Where music begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MusicStart {
    /// At its beginning, and after a prompt where it was left.
    Beginning,
    /// Where it is for everyone, as on the radio.
    Shared,
}

/// The audio of one leg that comes from us.
#[derive(Debug, Default)]
pub(crate) struct Playback {
    prompts: VecDeque<Prompt>,
    music: Option<Music>,
}

#[derive(Debug)]
struct Prompt {
    audio: Arc<Encoded>,
    number: PlaybackNumber,
    at: usize,
}

#[derive(Debug)]
struct Music {
    audio: Arc<Encoded>,
    start: MusicStart,
    at: usize,
}

impl Playback {
    /// Puts a prompt behind those that wait; false where there are too many.
    pub(crate) fn play(&mut self, audio: Arc<Encoded>, number: PlaybackNumber) -> bool {
        let room = self.prompts.len() < PLAYBACKS_MAX;
        if room {
            self.prompts.push_back(Prompt { audio, number, at: 0 });
        }
        room
    }

    pub(crate) fn music(&mut self, audio: Arc<Encoded>, start: MusicStart) {
        self.music = Some(Music { audio, start, at: 0 });
    }

    pub(crate) fn end_music(&mut self) {
        self.music = None;
    }

    /// Ends the music and all prompts.
    pub(crate) fn stop(&mut self, mut ended: impl FnMut(PlaybackNumber, PlaybackEnd)) {
        self.music = None;
        for prompt in self.prompts.drain(..) {
            ended(prompt.number, PlaybackEnd::Stopped);
        }
    }

    /// Takes the prompts that were heard to their end off the queue; true where one is left to play.
    pub(crate) fn prompt_plays(&mut self, mut ended: impl FnMut(PlaybackNumber, PlaybackEnd)) -> bool {
        while let Some(prompt) = self.prompts.front() {
            if prompt.at < prompt.audio.samples() {
                return true;
            }
            ended(prompt.number, PlaybackEnd::Played);
            self.prompts.pop_front();
        }
        false
    }

    pub(crate) fn has_prompts(&self) -> bool {
        !self.prompts.is_empty()
    }

    /// The next frame of the prompt, or of the music; false where there is neither. `shared` is where the music
    /// of everyone is.
    pub(crate) fn fill(&mut self, law: Codec, shared: usize, frame: &mut [u8; FRAME_SAMPLES]) -> bool {
        if let Some(prompt) = self.prompts.front_mut() {
            prompt.audio.frame_once(law, prompt.at, frame);
            prompt.at += FRAME_SAMPLES;
            return true;
        }
        let Some(music) = &mut self.music else { return false };
        let at = match music.start {
            MusicStart::Beginning => music.at,
            MusicStart::Shared => shared,
        };
        music.audio.frame_looped(law, at, frame);
        music.at = at + FRAME_SAMPLES;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn audio(frames: i16) -> Arc<Encoded> {
        Arc::new(Encoded::from_pcm(&(0..frames * 160).map(|sample| sample / 160 * 256).collect::<Vec<_>>()))
    }

    /// Renders each of the next frames by the number of the frame in its audio.
    fn run(playback: &mut Playback, frames: usize) -> String {
        let mut heard = Vec::new();
        for tick in 0..frames {
            let mut frame = [0; FRAME_SAMPLES];
            playback.prompt_plays(|number, end| heard.push(format!("{end:?} {}", number.0)));
            if playback.fill(Codec::Alaw, (100 + tick) * FRAME_SAMPLES, &mut frame) {
                heard.push((Codec::Alaw.decode(frame[80]) / 250).to_string());
            } else {
                heard.push("-".to_owned());
            }
        }
        heard.join(" ")
    }

    #[test]
    fn prompts_follow_each_other_without_a_gap_and_end_once() {
        let mut playback = Playback::default();
        assert!(playback.play(audio(2), PlaybackNumber(7)));
        assert!(playback.play(audio(0), PlaybackNumber(8)));
        assert!(playback.play(audio(1), PlaybackNumber(9)));
        assert_eq!(run(&mut playback, 5), "0 1 Played 7 Played 8 0 Played 9 - -");
    }

    #[test]
    fn music_goes_on_after_a_prompt_where_it_was_left() {
        let mut playback = Playback::default();
        playback.music(audio(3), MusicStart::Beginning);
        assert_eq!(run(&mut playback, 5), "0 1 2 0 1");
        playback.play(audio(1), PlaybackNumber(1));
        assert_eq!(run(&mut playback, 3), "0 Played 1 2 0");
    }

    #[test]
    fn shared_music_is_where_it_is_for_everyone() {
        let mut playback = Playback::default();
        playback.music(audio(3), MusicStart::Shared);
        assert_eq!(run(&mut playback, 3), "1 2 0");
    }

    #[test]
    fn stop_ends_prompts_and_music() {
        let mut playback = Playback::default();
        playback.music(audio(3), MusicStart::Beginning);
        playback.play(audio(3), PlaybackNumber(1));
        playback.play(audio(3), PlaybackNumber(2));
        let mut ended = Vec::new();
        playback.stop(|number, end| ended.push((number.0, end)));
        assert_eq!(ended, [(1, PlaybackEnd::Stopped), (2, PlaybackEnd::Stopped)]);
        assert_eq!(run(&mut playback, 2), "- -");
    }

    #[test]
    fn more_prompts_than_the_limit_are_refused() {
        let mut playback = Playback::default();
        assert!((0..PLAYBACKS_MAX).all(|number| playback.play(audio(1), PlaybackNumber(number as u64))));
        assert!(!playback.play(audio(1), PlaybackNumber(99)));
    }
}
