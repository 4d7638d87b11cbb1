//! Questions: asked, answered by a key, asked again, at most so many times.
//!
//! ```text
//!             +--------------------------------------------+
//!             v                                            |
//! question prompt --heard--> silence --over--> no answer --+--> given up
//!      |  ^                     |                          |
//!     key |                    key --none of the list--> invalid
//!      v  +---- invalid and no-answer prompts               |
//!   answer <-----------one of the list----------------------+
//! ```
//!
//! A key counts at any moment from the first prompt on and interrupts what is being played.

use domain::{Prompt, Question, Target};
use stdx::Instant;

use crate::{
    Answered, CallId, EndCause, Engine, Notice, Output, PlaybackId, Refusal,
    action::{ActionPlace, Reason, is_audible},
    call::{Hears, State},
    timers::Timer,
};

/// A question that is being asked.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// The action that leads to the question.
    place: ActionPlace,
    /// Wrong answers and silences so far.
    attempts: u32,
    phase: Phase,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Hears that the last attempt was none; the question follows.
    Correction(PlaybackId),
    /// Hears the question.
    Question(PlaybackId),
    /// Has heard the question.
    Silence,
}

impl Asked {
    fn question(&self) -> &Question {
        match self.place.action().map(|action| &action.target) {
            Some(Target::Question(question)) => question,
            _ => unreachable!("only an action that leads to a question is asked"),
        }
    }

    /// The answer of the list that a key gives.
    fn answer(&self, digit: char) -> Option<usize> {
        let is_key = |key: &domain::DtmfResponse| key.as_str().chars().eq([digit]);
        let mut answers = self.question().answer_list.as_slice().iter();
        answers.position(|answer| answer.dtmf_response.as_ref().is_some_and(is_key))
    }

    /// Question and answer in the words that an agent reads.
    fn record(&self, answer: usize) -> Answered {
        let question = self.question();
        let asked = question.prompt.text_to_speech_prompt.as_ref().map(|text| text.as_str().into());
        let name = question.name.as_ref().map(|name| name.as_str().into());
        let given = &question.answer_list.as_slice()[answer];
        let words = given.name.as_ref().map(|name| name.as_str());
        let words = words.or_else(|| given.voice_response_list.first().map(|words| words.as_str()));
        let words = words.or_else(|| given.dtmf_response.as_ref().map(|key| key.as_str()));
        Answered { question: asked.or(name), answer: words.unwrap_or_default().into() }
    }

    const fn is_heard(&self, ended: PlaybackId) -> bool {
        matches!(self.phase, Phase::Correction(playback) | Phase::Question(playback) if playback.0 == ended.0)
    }
}

impl Engine {
    /// Asks the question that an action leads to.
    pub(crate) fn ask(&mut self, now: Instant, id: CallId, place: ActionPlace) {
        let asked = Asked { place, attempts: 0, phase: Phase::Silence };
        self.put_question(now, id, asked);
    }

    fn put_question(&mut self, now: Instant, id: CallId, mut asked: Asked) {
        let prompt = &asked.question().prompt;
        if is_audible(prompt) {
            asked.phase = Phase::Question(self.play(now, id, &prompt.clone(), true));
            self.set_state(id, State::Asked(asked));
        } else {
            self.outputs.push_back(Output::Notice(Notice::PromptEmpty { call: id }));
            self.listen(now, id, asked);
        }
    }

    fn listen(&mut self, now: Instant, id: CallId, mut asked: Asked) {
        asked.phase = Phase::Silence;
        self.timers.arm(Timer::Step(id), now.after(self.limits.answer_silence));
        if let Some(call) = self.calls.get_mut(&id) {
            call.hears = Hears::Nothing;
            call.state = State::Asked(asked);
        }
    }

    /// A prompt of a question was played to its end.
    pub(crate) fn question_heard(&mut self, now: Instant, id: CallId, ended: PlaybackId) {
        let Some(asked) = self.asked(id).filter(|asked| asked.is_heard(ended)) else { return };
        match asked.phase {
            Phase::Correction(_) => self.put_question(now, id, asked),
            Phase::Question(_) | Phase::Silence => self.listen(now, id, asked),
        }
    }

    /// What is due while a question is asked: the answer, or the report that a prompt has ended.
    pub(crate) fn question_due(&mut self, now: Instant, id: CallId) {
        let Some(asked) = self.asked(id) else { return };
        match asked.phase {
            Phase::Silence => {
                let prompt = asked.question().no_answer_prompt.clone();
                self.fail_attempt(now, id, asked, prompt);
            }
            Phase::Correction(playback) | Phase::Question(playback) => {
                self.heal("the end of a prompt", id);
                self.question_heard(now, id, playback);
            }
        }
    }

    /// The caller pressed a key.
    pub(crate) fn digit_pressed(&mut self, now: Instant, id: CallId, digit: char) {
        let Some(asked) = self.asked(id) else { return };
        if asked.phase != Phase::Silence {
            self.outputs.push_back(Output::StopPlaying(id));
        }
        self.timers.disarm(Timer::Step(id));
        if let Some(call) = self.calls.get_mut(&id) {
            call.hears = Hears::Nothing;
        }
        match asked.answer(digit) {
            Some(answer) => {
                let record = asked.record(answer);
                if let Some(call) = self.calls.get_mut(&id) {
                    call.answers.push(record);
                    call.state = State::Between;
                }
                self.perform(now, id, asked.place.answered(answer), Reason::Open);
            }
            None => {
                let prompt = asked.question().invalid_answer_prompt.clone();
                self.fail_attempt(now, id, asked, prompt);
            }
        }
    }

    /// An attempt that gave no answer: the prompt that says so, and the question again; or the end.
    fn fail_attempt(&mut self, now: Instant, id: CallId, mut asked: Asked, correction: Option<Prompt>) {
        asked.attempts += 1;
        if asked.attempts >= self.limits.attempts_max {
            return self.end(id, EndCause::NoValidAnswer, Refusal::NoValidAnswer);
        }
        match correction.filter(is_audible) {
            Some(prompt) => {
                asked.phase = Phase::Correction(self.play(now, id, &prompt, true));
                self.set_state(id, State::Asked(asked));
            }
            None => self.put_question(now, id, asked),
        }
    }

    fn asked(&self, id: CallId) -> Option<Asked> {
        match self.calls.get(&id).map(|call| &call.state) {
            Some(State::Asked(asked)) => Some(asked.clone()),
            _ => None,
        }
    }
}
