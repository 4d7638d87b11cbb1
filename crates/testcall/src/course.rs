use std::collections::VecDeque;
use std::time::Duration;

use domain::SipUri;
use stdx::Instant;

use crate::{
    Report, Verdict,
    hearing::{self, Heard, Music},
    score::{Cue, Line, Score, Sound},
    step::{Kind, Waiting},
};

mod answer;
mod talk;

pub use answer::{NOT_TRANSFERRED, POOL_UNREACHED};

/// A test call in progress.
///
/// ```text
/// dialling ──> hearing ──> ... ──> waiting ──> offered ──> talking ──> over
///     │           │  prompts, keys    │ no agent to play                ^
///     └───────────┴───────────────────┴─────────────────────────────────┘
/// ```
/// A pool that answers with its agent is heard in early media up to there.
///
/// The order of calls: [`Course::handle`], then [`Course::poll`] until it gives nothing, then
/// [`Course::next_timeout`]; when that moment comes, [`Input::TimePassed`]. After [`Output::Done`] the report stands.
#[derive(Debug)]
pub struct Course {
    score: Score,
    /// Other sounds of the pool, to say what was heard in the place of what should be.
    known: Vec<Line>,
    agent: Option<SipUri>,
    began: Instant,
    state: State,
    due: Option<Instant>,
    outputs: VecDeque<Output>,
    report: Report,
    /// The sample of the recording up to which everything is explained.
    from: usize,
    phone_rings: bool,
    is_ended: bool,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Input {
    /// The pool may be heard from now on, though it has not answered; the recording begins here or before.
    EarlyMedia,
    /// The pool answered; the recording begins here or before.
    Answered,
    /// The first sound of the pool came.
    FirstSound,
    /// The pool did not take the call.
    Refused {
        /// The status; nothing where nobody answered at all.
        status: Option<u16>,
        /// Its words, or what the network said.
        words: String,
    },
    /// The pool ended the call.
    Ended,
    /// What the caller has heard so far, after [`Output::Listen`].
    Heard(Vec<i16>),
    /// What both have heard so far, after [`Output::ListenBoth`].
    BothHeard {
        /// The caller.
        caller: Vec<i16>,
        /// The agent's telephone.
        phone: Vec<i16>,
    },
    /// The agent's telephone of the test is being called.
    PhoneRings,
    /// Its answer arrived.
    PhoneAnswered,
    /// The call to it is over.
    PhoneEnded,
    /// The next timeout is due.
    TimePassed,
    /// The one who asked for the test does not want it any more.
    Cancelled,
}

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// Tell the one who waits how far it is.
    Tell(String),
    /// Give what the caller has heard so far.
    Listen,
    /// Give what caller and telephone have heard so far.
    ListenBoth,
    /// Press a key.
    Press(char),
    /// Answer the agent's telephone.
    AnswerPhone,
    /// Send [`CALLER_TONE`] from the caller and [`PHONE_TONE`] from the telephone.
    Tones,
    /// End everything.
    HangUp,
    /// The report stands.
    Done,
}

/// What the caller sends to the agent, in Hz; no key of a telephone has it.
pub const CALLER_TONE: f64 = 1050.0;
/// What the agent's telephone sends, in Hz.
pub const PHONE_TONE: f64 = 1850.0;

/// Where the call is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    Dialling,
    /// The first sound is awaited, or the end of the prompt of a cue.
    Hearing {
        cue: usize,
        /// Until when the prompt may come late; nothing while no sound has come.
        deadline: Option<Instant>,
    },
    Waiting {
        cue: usize,
        tries: u8,
    },
    /// The agent's telephone is to be called.
    Offered,
    Talking,
    /// The pool is to end the call.
    Ending,
    Over,
}

impl Course {
    /// Begins to dial. `known` are other sounds of the pool, `agent` whom the test plays.
    pub fn begin(now: Instant, score: Score, known: Vec<Line>, agent: Option<SipUri>) -> Self {
        let report = Report::new(score.workflow.clone(), score.address.clone());
        let mut course = Self {
            score,
            known,
            agent,
            began: now,
            state: State::Dialling,
            due: Some(now.after(DIALLING_MAX)),
            outputs: VecDeque::new(),
            report,
            from: 0,
            phone_rings: false,
            is_ended: false,
        };
        course.tell(format!("Dialling {}.", course.score.address));
        course
    }

    /// Takes what happened.
    pub fn handle(&mut self, now: Instant, input: Input) {
        if self.state == State::Over {
            return;
        }
        match input {
            Input::EarlyMedia => self.early_media(now),
            Input::Answered => self.answered(now),
            Input::FirstSound => self.first_sound(now),
            Input::Refused { status, words } => self.refused(status, &words),
            Input::Ended => self.ended(),
            Input::Heard(heard) => self.heard(now, &heard),
            Input::BothHeard { caller, phone } => self.both_heard(&caller, &phone),
            Input::PhoneRings => self.phone_rings(now),
            Input::PhoneAnswered => self.phone_answered(now),
            Input::PhoneEnded => self.phone_ended(),
            Input::TimePassed => self.time_passed(now),
            Input::Cancelled => {
                self.report.fail("The test call was cancelled.");
                self.finish();
            }
        }
    }

    /// The next thing to do.
    pub fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When [`Input::TimePassed`] is due.
    pub const fn next_timeout(&self) -> Option<Instant> {
        self.due
    }

    /// What was found so far; final after [`Output::Done`].
    pub const fn report(&self) -> &Report {
        &self.report
    }

    /// Goes on with a cue.
    fn enter(&mut self, now: Instant, cue: usize) {
        match self.score.cues.get(cue) {
            Some(Cue::Hear(_, line)) => {
                let ends = now.after(length(&line.sound)).after(SETTLING);
                if self.report.time_to_first_sound.is_some() {
                    self.due = Some(ends);
                    self.state = State::Hearing { cue, deadline: Some(ends.after(LATE_MAX)) };
                } else {
                    self.due = Some(now.after(FIRST_SOUND_MAX));
                    self.state = State::Hearing { cue, deadline: None };
                }
            }
            Some(Cue::Press(digit)) => {
                let digit = *digit;
                self.outputs.push_back(Output::Press(digit));
                self.report.digits_sent.push(digit);
                self.tell(format!("Pressed {digit}."));
                self.enter(now, cue + 1);
            }
            Some(Cue::Wait(waiting, _)) => {
                let queue = waiting.queue.to_string();
                self.tell(format!("Waiting in the queue \"{queue}\"."));
                self.report.queue = Some(queue);
                self.due = Some(now.after(MUSIC_TIME));
                self.state = State::Waiting { cue, tries: 0 };
            }
            Some(Cue::Transfer(to)) => {
                let to = to.to_string();
                self.report
                    .reasons
                    .push(format!("The call goes on to {to} then; a test call rings at nobody."));
                self.finish();
            }
            Some(Cue::End) => {
                self.state = State::Ending;
                self.due = Some(now.after(ENDING_MAX));
                if self.is_ended {
                    self.finish();
                }
            }
            Some(Cue::NoKeyLeft) | None => self.finish(),
        }
    }

    fn heard(&mut self, now: Instant, heard: &[i16]) {
        match self.state.clone() {
            State::Hearing { cue, deadline } => self.prompt_heard(now, cue, deadline, heard),
            State::Waiting { cue, tries } => self.music_heard(now, cue, tries, heard),
            _ => {}
        }
    }

    /// Judges a prompt; one that is late is given a little more time.
    fn prompt_heard(&mut self, now: Instant, cue: usize, deadline: Option<Instant>, heard: &[i16]) {
        let Some(Cue::Hear(kind, line)) = self.score.cues.get(cue) else { return };
        let (kind, words) = (*kind, line.words.clone());
        // What comes next as it should was not heard in the place of this.
        let next = self.score.cues.iter().skip(cue + 1).find_map(|cue| match cue {
            Cue::Hear(_, line) => Some(&line.sound),
            _ => None,
        });
        let known = self.known.iter().filter(|known| Some(&known.sound) != next);
        let judged = hearing::prompt(heard, self.from, line, known);
        if let Heard::Whole(end) = judged {
            self.from = end;
            self.tell(format!("Heard {kind}: \"{words}\"."));
            let list = match kind {
                Kind::Question => &mut self.report.questions_heard,
                _ => &mut self.report.prompts_heard,
            };
            list.push(words);
            return self.go_on(now, cue);
        }
        if deadline.is_some_and(|deadline| now < deadline) && !self.is_ended {
            self.due = Some(now.after(AGAIN));
            return;
        }
        let instead = match judged {
            Heard::Other(other, end) => {
                self.from = end;
                format!("\"{other}\" was heard in its place; save the prompt that callers should hear")
            }
            Heard::Part(part) => format!(
                "only {:.0} % of it came through; look for packets that are lost on the way from the pool",
                part * 100.0
            ),
            Heard::Silence => format!("there was silence in its place; {SOUND_LOST}"),
            _ => format!(
                "something else was heard in its place, which is no prompt of the workflow; {SOUND_LOST}"
            ),
        };
        self.report.fail(sentence(&format!("{kind} \"{words}\" was not heard: {instead}.")));
        self.go_on(now, cue);
    }

    fn music_heard(&mut self, now: Instant, cue: usize, tries: u8, heard: &[i16]) {
        let Some(Cue::Wait(waiting, music)) = self.score.cues.get(cue) else { return };
        let (judged, name) = (hearing::music(heard, self.from, music), music_of(waiting));
        if judged != Music::Right && tries < MUSIC_TRIES && !self.is_ended {
            self.state = State::Waiting { cue, tries: tries + 1 };
            self.due = Some(now.after(MUSIC_TIME));
            return;
        }
        self.report.music_heard = Some(judged == Music::Right);
        let queue = waiting.queue.to_string();
        match judged {
            Music::Right => self.tell(format!("Heard {name}.")),
            Music::Silence => {
                let reason =
                    format!("There was silence in the queue \"{queue}\" in place of {name}; {SOUND_LOST}.");
                self.report.fail(reason);
            }
            Music::Unknown => {
                let reason =
                    format!("Something else than {name} was heard in the queue \"{queue}\"; {SOUND_LOST}.");
                self.report.fail(reason);
            }
            Music::Missing => {
                let reason =
                    format!("Nothing was heard in the queue \"{queue}\" in place of {name}; {SOUND_LOST}.");
                self.report.fail(reason);
            }
        }
        self.music_judged(now);
    }

    /// The next cue, unless the pool has ended the call already.
    fn go_on(&mut self, now: Instant, cue: usize) {
        let ends_next = matches!(self.score.cues.get(cue + 1), Some(Cue::End | Cue::Transfer(_)));
        if self.is_ended && !ends_next {
            self.report.fail("The pool ended the call before the way that the configuration gives was over.");
            return self.finish();
        }
        self.enter(now, cue + 1);
    }

    fn time_passed(&mut self, now: Instant) {
        if self.due.is_none_or(|due| now < due) {
            return;
        }
        self.due = None;
        match &self.state {
            State::Dialling => {
                let seconds = DIALLING_MAX.as_secs();
                let heard = self.report.time_to_first_sound.map_or(
                    "",
                    |_| ", though it was heard before: by its configuration it should answer at once",
                );
                self.report.fail(format!("The pool did not answer within {seconds} s{heard}."));
                self.finish();
            }
            State::Hearing { deadline: None, .. } => {
                let seconds = FIRST_SOUND_MAX.as_secs();
                let began = if self.report.answered { "answered" } else { "gave early media" };
                self.report.fail(format!(
                    "The pool {began}, but no sound came within {seconds} s; look at the media addresses and ports, and at what lies between."
                ));
                self.finish();
            }
            State::Hearing { .. } | State::Waiting { .. } => self.outputs.push_back(Output::Listen),
            State::Offered => self.nobody_offered(),
            State::Talking => self.outputs.push_back(Output::ListenBoth),
            State::Ending => {
                self.report.fail("The pool should have ended the call and did not.");
                self.finish();
            }
            State::Over => {}
        }
    }

    fn finish(&mut self) {
        self.judge_early_media();
        self.state = State::Over;
        self.due = None;
        self.outputs.push_back(Output::HangUp);
        let word = match self.report.verdict {
            Verdict::Passed => "Passed.",
            Verdict::Failed => "Failed.",
        };
        self.tell(word.to_owned());
        self.outputs.push_back(Output::Done);
    }

    fn tell(&mut self, words: String) {
        self.outputs.push_back(Output::Tell(words));
    }
}

/// What people call the music of a queue.
fn music_of(waiting: &Waiting) -> String {
    match &waiting.music {
        Some(file) => format!("the music \"{}\"", file.original_file_name),
        None => "the built-in music".to_owned(),
    }
}

/// The same with a capital letter.
fn sentence(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

/// What to do about a sound that is not there.
const SOUND_LOST: &str = "see in the log of the pool why it is not played, and where it has a file, import that again with Import-CsRgsAudioFile";

/// How long a sound plays.
fn length(sound: &Sound) -> Duration {
    Duration::from_millis(sound.len() as u64 / 8)
}

/// How long the pool may take to answer.
const DIALLING_MAX: Duration = Duration::from_secs(40);
/// How long the first sound may take after the answer, or after the early media.
const FIRST_SOUND_MAX: Duration = Duration::from_secs(6);
/// Between the end of a prompt on paper and the first look for it.
const SETTLING: Duration = Duration::from_millis(400);
/// How late a prompt may be.
const LATE_MAX: Duration = Duration::from_secs(4);
/// Between two looks for a prompt that is late.
const AGAIN: Duration = Duration::from_millis(700);
/// How long music is listened to.
const MUSIC_TIME: Duration = Duration::from_millis(3_500);
/// How often it is listened to once more.
const MUSIC_TRIES: u8 = 1;
/// How long the pool may take to end a call.
const ENDING_MAX: Duration = Duration::from_secs(6);
