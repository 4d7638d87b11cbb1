//! A pool that says what it is told to say, in virtual time.

use std::{collections::VecDeque, sync::Arc};

use domain::{Prompt, SipUri, SpokenText};
use media::{g711::Codec, tone};
use stdx::{Instant, Rng};
use testcall::{CALLER_TONE, Course, Input, Line, Output, PHONE_TONE, Report, Score, Script, Sound, Verdict};

/// What the pool does, one after the other.
#[derive(Clone, Copy)]
pub(crate) enum Part {
    /// First of all: gives early media, and answers with the agent.
    Early,
    /// First of all: gives early media, and never answers.
    EarlyOnly,
    /// Answers the caller.
    Answer,
    /// Says something.
    Say(&'static str),
    /// Waits for this key.
    Key(char),
    /// Plays the music until an agent answers.
    Music,
    /// Is silent until an agent answers.
    NoMusic,
    /// Calls the agent; the call goes on with the next part.
    Ring,
    /// Ends the call, or refuses it where it was not answered.
    End,
    /// Is silent for a second.
    Pause,
}

/// Which directions of the voice pass.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Voice {
    Both,
    ToAgent,
    ToCaller,
}

pub(crate) struct FarEnd {
    pub(crate) parts: Vec<Part>,
    pub(crate) voice: Voice,
}

/// What a text sounds like: noise of changing pitch, which no other text has.
pub(crate) fn sound(text: &str) -> Sound {
    let seed = text.bytes().fold(1_u64, |seed, byte| seed.wrapping_mul(1_099_511_628_211) ^ u64::from(byte));
    let mut rng = Rng::new(seed);
    let mut samples = Vec::new();
    for _ in 0..6 {
        let (pitch, colour) = (90 + rng.below(160), 3 + rng.below(20));
        for at in 0..900 + rng.below(1200) {
            let phase = (at * pitch % 8000) as f64 / 8000.0 * std::f64::consts::TAU;
            samples.push(((phase.sin() + 0.5 * (phase * colour as f64).sin()) * 4000.0) as i16);
        }
    }
    samples.into()
}

/// Ten seconds of two glides, of which no piece is like another.
pub(crate) fn music() -> Sound {
    let glide = |at: u32, slowness: f64| (f64::from(at) * f64::from(at) / slowness).sin();
    (0..80_000).map(|at| ((glide(at, 400_000.0) + glide(80_000 - at, 900_000.0)) * 4000.0) as i16).collect()
}

/// What the pool knows beside what is due.
pub(crate) fn known() -> Vec<Line> {
    ["Welcome.", "One or two?", "Red or blue?", "Closed."].map(line).into()
}

fn line(text: &str) -> Line {
    let text_to_speech_prompt = Some(SpokenText::new(text).unwrap());
    Line::of(&Prompt { text_to_speech_prompt, audio_file_prompt: None }, sound(text))
}

impl FarEnd {
    /// Calls and gives what was told and found.
    pub(crate) fn call(self, script: Script, agent: Option<&str>) -> (Vec<String>, Report) {
        let spoken = |prompt: &Prompt, _| {
            Ok::<_, ()>(sound(prompt.text_to_speech_prompt.as_ref().map_or("", |text| text.as_str())))
        };
        let score = Score::of(script, spoken, |_| music()).unwrap();
        let agent = agent.map(|agent| SipUri::new(agent).unwrap());
        let course = Course::begin(Instant::START, score, known(), agent);
        Stage::new(self, course).run()
    }
}

/// When the pool answers the caller.
#[derive(Clone, Copy, PartialEq)]
enum Answers {
    AtOnce,
    WithAgent,
    Never,
}

struct Stage {
    parts: VecDeque<Part>,
    answers: Answers,
    voice: Voice,
    course: Course,
    /// Ticks of 20 ms.
    tick: u64,
    caller: Vec<i16>,
    phone: Vec<i16>,
    /// What the part in front sounds like.
    audio: Option<Sound>,
    at: usize,
    key: Option<char>,
    is_joined: bool,
    told: Vec<String>,
    is_done: bool,
}

impl Stage {
    fn new(far: FarEnd, course: Course) -> Self {
        let mut parts = VecDeque::from(far.parts);
        let answers = match parts.front() {
            Some(Part::Early) => Answers::WithAgent,
            Some(Part::EarlyOnly) => Answers::Never,
            _ => Answers::AtOnce,
        };
        if answers != Answers::AtOnce {
            parts.pop_front();
        }
        Self {
            parts,
            answers,
            voice: far.voice,
            course,
            tick: 0,
            caller: Vec::new(),
            phone: Vec::new(),
            audio: None,
            at: 0,
            key: None,
            is_joined: false,
            told: Vec::new(),
            is_done: false,
        }
    }

    fn run(mut self) -> (Vec<String>, Report) {
        let at_once = self.answers == Answers::AtOnce;
        self.tell(if at_once { Input::Answered } else { Input::EarlyMedia });
        self.tick += 5;
        self.tell(Input::FirstSound);
        while !self.is_done {
            assert!(self.tick < 10_000, "the call goes on for ever: {:?}", self.told);
            self.tick += 1;
            self.speak();
            if self.course.next_timeout().is_some_and(|due| due <= self.now()) {
                self.tell(Input::TimePassed);
            }
        }
        (self.told, self.course.report().clone())
    }

    fn now(&self) -> Instant {
        Instant(self.tick * 20_000_000)
    }

    fn tell(&mut self, input: Input) {
        self.course.handle(self.now(), input);
        while let Some(output) = self.course.poll() {
            match output {
                Output::Tell(words) => self.told.push(words),
                Output::Listen => {
                    let heard = self.caller.clone();
                    self.course.handle(self.now(), Input::Heard(heard));
                }
                Output::ListenBoth => {
                    let (caller, phone) = (self.caller.clone(), self.phone.clone());
                    self.course.handle(self.now(), Input::BothHeard { caller, phone });
                }
                Output::Press(key) => self.key = Some(key),
                Output::AnswerPhone => {
                    self.is_joined = true;
                    self.course.handle(self.now(), Input::PhoneAnswered);
                    if self.answers == Answers::WithAgent {
                        self.course.handle(self.now(), Input::Answered);
                    }
                }
                Output::Tones | Output::HangUp => {}
                Output::Done => self.is_done = true,
            }
        }
    }

    /// The next 20 ms of the pool, through A-law.
    fn speak(&mut self) {
        let frame = self.frame();
        self.caller.extend(frame.into_iter().map(|sample| Codec::Alaw.decode(Codec::Alaw.encode(sample))));
        let hears = self.is_joined && self.voice != Voice::ToCaller;
        let amplitude = if hears { 6000 } else { 0 };
        self.phone.extend(tone::sine(CALLER_TONE, amplitude, self.phone.len(), 160));
    }

    fn frame(&mut self) -> Vec<i16> {
        if self.is_joined {
            let amplitude = if self.voice == Voice::ToAgent { 0 } else { 6000 };
            return tone::sine(PHONE_TONE, amplitude, self.caller.len(), 160).collect();
        }
        let is_keyed = matches!(self.parts.front(), Some(Part::Key(key)) if self.key == Some(*key));
        match self.parts.front() {
            Some(Part::Ring) => {
                self.parts.pop_front();
                self.tell(Input::PhoneRings);
                return self.frame();
            }
            Some(Part::Answer) => {
                self.parts.pop_front();
                self.tell(Input::Answered);
                return self.frame();
            }
            Some(Part::End) => {
                self.parts.pop_front();
                let words = "Temporarily Unavailable".to_owned();
                self.tell(match self.course.report().answered {
                    true => Input::Ended,
                    false => Input::Refused { status: Some(480), words },
                });
                return Vec::new();
            }
            Some(Part::Key(_)) if is_keyed => {
                self.key = None;
                self.audio = None;
                self.parts.pop_front();
                return self.frame();
            }
            _ => {}
        }
        let part = self.parts.front().copied();
        let audio = self.audio.get_or_insert_with(|| match part {
            Some(Part::Say(text)) => sound(text),
            Some(Part::Pause) => Arc::from([0; 8000]),
            Some(Part::Music) => music(),
            _ => Arc::from([0; 160]),
        });
        let frame: Vec<i16> = audio.iter().copied().skip(self.at).take(160).collect();
        self.at += frame.len();
        if self.at == audio.len() {
            self.at = 0;
            if matches!(self.parts.front(), Some(Part::Say(_) | Part::Pause)) {
                self.parts.pop_front();
                self.audio = None;
            }
        }
        frame
    }
}

/// A report as people read it, without the times.
pub(crate) fn shown(report: &Report) -> String {
    let Report {
        answered,
        status,
        prompts_heard,
        questions_heard,
        digits_sent,
        music_heard,
        queue,
        agent,
        ..
    } = report;
    let verdict = match report.verdict {
        Verdict::Passed => "passed",
        Verdict::Failed => "failed",
    };
    let digits: String = digits_sent.iter().collect();
    let heard = [prompts_heard.as_slice(), questions_heard.as_slice()].concat().join(" ");
    let agent = agent.as_ref().map(SipUri::as_str);
    let voice = report.two_way_voice;
    let opening = match (answered, status) {
        (true, _) => "",
        (false, None) => "not answered, ",
        (false, Some(_)) => "refused, ",
    };
    let mut text = format!(
        "{verdict}: {opening}heard [{heard}] pressed [{digits}] music {music_heard:?} queue {queue:?} agent {agent:?} voice {voice:?}"
    );
    for reason in &report.reasons {
        text.push_str(&format!("\n{reason}"));
    }
    text
}
