//! What happens, as lines of text, and what the engine orders, below each line.
//!
//! ```text
//! ann bob reach            telephones register            ann lost        is no longer registered
//! ann is Away              presence                       ann elsewhere 1 other calls
//! c1 calls help            a call arrives                 c1 acks         the answer is acknowledged
//! c1 tests help as ann     a test call that plays ann
//! c1 picked by ann         an attendant asks for it
//! c1 in help               both                           c1 hears p1     a prompt was played
//! c1 presses 12            keys                           c1 hangs up
//! o1 rings / answers / declines / not-ready / unreachable / unsupported / ends / hangs up
//! c1 transfer answers / fails / ends
//! 20s                      time passes, timer by timer    now 2026-12-25T10:00Z    the time of day
//! calls / agents           what is going on
//! legs end                 from now on the edge says at once that a leg is gone that was to end
//! ```

use std::{fmt::Write, sync::Arc, time::Duration};

use domain::{Presence, SipUri};
use engine::{
    Arrival, CallId, Caller, Engine, Input, Limits, OfferId, OfferRefusal, Output, PlaybackId, Start, Test,
};
use jiff::Timestamp;
use stdx::Instant;

use crate::{
    transcript::{agent_line, call_line, order},
    world::{World, address},
};

/// An engine, its clock, and what it said so far.
pub(crate) struct Script {
    engine: Engine,
    now: Instant,
    time_of_day: Timestamp,
    legs_end: bool,
    /// Timers do not act.
    is_held_up: bool,
    text: String,
}

/// Runs a script against a world and gives the transcript.
pub(crate) fn run(world: &World, script: &str) -> String {
    Script::new(world).run(script).text
}

impl Script {
    pub(crate) fn new(world: &World) -> Self {
        Self::with_limits(world, Limits::USUAL)
    }

    pub(crate) fn with_limits(world: &World, limits: Limits) -> Self {
        let configuration = Arc::new(world.configuration.clone());
        let engine = Engine::new(Start { configuration, directory: world.directory.clone(), limits });
        // A Wednesday at noon.
        let time_of_day = "2026-05-06T10:00:00Z".parse().unwrap();
        Self {
            engine,
            now: Instant::START,
            time_of_day,
            legs_end: false,
            is_held_up: false,
            text: String::new(),
        }
    }

    /// Does the lines of a script.
    pub(crate) fn run(mut self, script: &str) -> Self {
        for line in script.lines().map(str::trim).filter(|line| !line.is_empty()) {
            writeln!(self.text, "> {line}").unwrap();
            self.line(line);
        }
        self
    }

    /// Puts another configuration into force.
    pub(crate) fn configure(mut self, why: &str, world: &World) -> Self {
        writeln!(self.text, "> ({why})").unwrap();
        self.handle(Input::ConfigurationChanged(Arc::new(world.configuration.clone())));
        self
    }

    /// Does lines at a later moment, before the timers that are due then.
    pub(crate) fn at(mut self, later: &str, lines: &str) -> Self {
        self.now = self.now.after(seconds(later));
        self.is_held_up = true;
        for line in lines.lines() {
            writeln!(self.text, "> {line} ({later} later)").unwrap();
            self.line(line);
        }
        self.is_held_up = false;
        self.pass(Duration::ZERO);
        self
    }

    pub(crate) fn text(self) -> String {
        self.text
    }

    fn line(&mut self, line: &str) {
        let words: Vec<_> = line.split_whitespace().collect();
        match words[..] {
            ["calls"] => {
                for call in self.engine.calls(self.now) {
                    writeln!(self.text, "    {}", call_line(&call)).unwrap();
                }
            }
            ["agents"] => {
                for agent in self.engine.agents() {
                    writeln!(self.text, "    {}", agent_line(&agent)).unwrap();
                }
            }
            ["legs", "end"] => self.legs_end = true,
            ["now", moment] => self.time_of_day = moment.parse().unwrap(),
            [time] => self.pass(seconds(time)),
            [ref agents @ .., "reach"] => agents.iter().for_each(|agent| self.reach(agent, true)),
            [ref agents @ .., "lost"] => agents.iter().for_each(|agent| self.reach(agent, false)),
            [agent, "is", presence] => {
                let presence: Presence = presence.parse().unwrap();
                self.handle(Input::AgentPresence { agent: uri(agent), presence });
            }
            [agent, "elsewhere", calls] => {
                self.handle(Input::AgentElsewhere { agent: uri(agent), calls: calls.parse().unwrap() });
            }
            [name, ref what @ ..] if name.starts_with('o') => self.offer(number(name), what),
            [name, ref what @ ..] => self.call(CallId(number(name)), what),
            [] => unreachable!("empty lines are left out"),
        }
    }

    fn call(&mut self, call: CallId, what: &[&str]) {
        match what {
            ["calls", workflow] => self.arrive(call, workflow, None),
            ["tests", workflow] => self.arrive(call, workflow, Some(Test { plays: None })),
            ["tests", workflow, "as", agent] => {
                self.arrive(call, workflow, Some(Test { plays: Some(uri(agent)) }));
            }
            ["picked", "by", agent] => {
                if let Err(refusal) = self.engine.may_pick(call, &uri(agent)) {
                    writeln!(self.text, "    may not: {refusal:?}").unwrap();
                }
                self.handle(Input::CallPicked { call, agent: uri(agent) });
            }
            ["acks"] => self.handle(Input::CallEstablished(call)),
            ["in", workflow] => {
                self.arrive(call, workflow, None);
                self.handle(Input::CallEstablished(call));
            }
            ["hears", playback] => {
                self.handle(Input::PlaybackEnded { call, playback: PlaybackId(number(playback)) });
            }
            ["presses", digits] => {
                digits.chars().for_each(|digit| self.handle(Input::DigitPressed { call, digit }));
            }
            ["hangs", "up"] => self.handle(Input::CallerHungUp(call)),
            ["transfer", "answers"] => self.handle(Input::TransferAnswered(call)),
            ["transfer", "fails"] => self.handle(Input::TransferFailed(call)),
            ["falls", "silent"] => self.handle(Input::VoiceLost(call)),
            ["transfer", "ends"] => self.handle(Input::TransferEnded(call)),
            other => panic!("a call does not know {other:?}"),
        }
    }

    fn offer(&mut self, offer: u64, what: &[&str]) {
        let offer = OfferId(offer);
        let refused = |refusal| Input::OfferRefused { offer, refusal };
        self.handle(match what {
            ["rings"] => Input::OfferRinging(offer),
            ["answers"] => Input::OfferAnswered(offer),
            ["declines"] => refused(OfferRefusal::Declined),
            ["not-ready"] => refused(OfferRefusal::NotReady),
            ["unreachable"] => refused(OfferRefusal::Unreachable),
            ["unsupported"] => refused(OfferRefusal::Unsupported),
            ["ends"] => Input::OfferEnded(offer),
            ["hangs", "up"] => Input::AgentHungUp(offer),
            other => panic!("an offer does not know {other:?}"),
        });
    }

    fn arrive(&mut self, call: CallId, dialled: &str, test: Option<Test>) {
        let dialled = if dialled.starts_with("tel:") { dialled.to_owned() } else { address(dialled) };
        let uri = format!("tel:+3312345{:04}", call.0);
        let caller = Caller { uri: uri.into(), display_name: None };
        let at = self.time_of_day;
        self.handle(Input::CallArrived(Arrival { call, dialled: dialled.into(), caller, at, test }));
    }

    fn reach(&mut self, agent: &str, reachable: bool) {
        self.handle(Input::AgentReachable { agent: uri(agent), reachable });
    }

    fn pass(&mut self, duration: Duration) {
        let until = self.now.after(duration);
        while let Some(at) = self.engine.next_timeout().filter(|at| *at <= until) {
            self.now = self.now.max(at);
            self.engine.handle(self.now, Input::TimePassed);
            self.drain(true);
        }
        self.now = until;
    }

    fn handle(&mut self, input: Input) {
        self.engine.handle(self.now, input);
        self.drain(false);
        while !self.is_held_up && self.engine.next_timeout().is_some_and(|at| at <= self.now) {
            self.engine.handle(self.now, Input::TimePassed);
            self.drain(false);
        }
    }

    fn drain(&mut self, with_time: bool) {
        loop {
            let mut gone = Vec::new();
            while let Some(output) = self.engine.poll() {
                let time = self.now.since(Instant::START).as_secs_f64();
                let time = if with_time { format!("at {time}s: ") } else { String::new() };
                writeln!(self.text, "    {time}{}", order(&output)).unwrap();
                if let Output::Withdraw { offer, .. } | Output::EndAgent(offer) = output {
                    gone.push(offer);
                }
            }
            if gone.is_empty() || !self.legs_end {
                return;
            }
            gone.into_iter().for_each(|offer| self.engine.handle(self.now, Input::OfferEnded(offer)));
        }
    }
}

fn uri(agent: &str) -> SipUri {
    SipUri::new(&address(agent)).unwrap()
}

/// The number behind a letter, as in c1.
fn number(name: &str) -> u64 {
    name[1..].parse().unwrap_or_else(|_| panic!("no number in {name}"))
}

fn seconds(text: &str) -> Duration {
    if let Some(milliseconds) = text.strip_suffix("ms") {
        return Duration::from_millis(milliseconds.parse().unwrap());
    }
    let seconds = text.strip_suffix('s').unwrap_or_else(|| panic!("{text} is no time"));
    Duration::from_secs_f64(seconds.parse().unwrap())
}
