//! Callers, telephones and the messages between the edge and the engine, in virtual time.

use std::{collections::BTreeMap, fmt::Write, sync::Arc, time::Duration};

use domain::{Configuration, Directory, Presence};
use engine::{Arrival, CallId, Caller, Engine, Input, Limits, OfferId, OfferRefusal, Output, Start};
use jiff::{SignedDuration, Timestamp};
use stdx::{Instant, Rng};

use crate::{
    Failure, Summary,
    check::{self, Violation},
    draw,
    fault::{Fault, Saboteur},
    ledger::Ledger,
    plan::{Plan, agent_of, agent_uri, workflow_address},
};

/// A simulated world. Everything that happens follows from the seed.
pub(crate) struct World {
    seed: u64,
    rng: Rng,
    now: Instant,
    engine: Engine,
    ledger: Ledger,
    saboteur: Saboteur,
    plan: Plan,
    configuration: Configuration,
    /// What will happen, in the order of its time; the number keeps equal times apart.
    future: BTreeMap<(Instant, u64), Event>,
    events_made: u64,
    calls_made: u64,
    time_of_day: Timestamp,
    /// One message in so many is lost; none where zero.
    loses_one_in: usize,
    /// The longest that a message is on its way.
    delay_max: Duration,
    summary: Summary,
    trace: String,
}

/// Something that will happen.
#[derive(Clone, Debug)]
enum Event {
    /// A message reaches the engine.
    Message(Input),
    CallerDials,
    AgentStirs(usize),
    SomebodyConfigures,
    ClockJumps,
}

impl World {
    pub(crate) fn new(seed: u64, fault: Option<Fault>) -> Self {
        let mut rng = Rng::new(seed);
        let plan = draw::plan(&mut rng);
        let configuration = plan.configuration();
        let limits = Limits {
            agent_guard: Duration::from_secs(rng.below(2) as u64),
            unreachable_pause: Duration::from_secs(20),
            prompt_length_max: Duration::from_secs(30),
            transfer_ring_max: Duration::from_secs(60),
            call_length_max: Duration::from_secs(600),
            ..Limits::USUAL
        };
        let saboteur = Saboteur::new(fault);
        let start = Start {
            configuration: Arc::new(configuration.clone()),
            directory: Directory::default(),
            limits: saboteur.limits(&limits),
        };
        let loses_one_in = *rng.pick(&[0, 0, 50, 20, 6]);
        let delay_max = Duration::from_millis(*rng.pick(&[0, 20, 200, 2_000]));
        Self {
            seed,
            rng,
            now: Instant::START,
            engine: Engine::new(start),
            ledger: Ledger::new(plan.clone(), limits),
            saboteur,
            plan,
            configuration,
            future: BTreeMap::new(),
            events_made: 0,
            calls_made: 0,
            time_of_day: "2026-05-06T10:00:00Z".parse().expect("a moment"),
            loses_one_in,
            delay_max,
            summary: Summary::default(),
            trace: String::new(),
        }
    }

    /// Lives for a while, then lets everything come to rest.
    pub(crate) fn live(mut self) -> Result<Summary, Failure> {
        let calls = 10 + self.rng.below(60);
        let span = 60 + self.rng.below(300) as u64;
        for _ in 0..calls {
            let at = self.within(Duration::from_secs(span));
            self.schedule(at, Event::CallerDials);
        }
        for agent in 0..self.plan.agents {
            let at = self.within(Duration::from_secs(5));
            self.schedule(
                at,
                Event::Message(Input::AgentReachable { agent: agent_uri(agent), reachable: true }),
            );
            for _ in 0..self.rng.below(8) {
                let at = self.within(Duration::from_secs(span));
                self.schedule(at, Event::AgentStirs(agent));
            }
        }
        for _ in 0..self.rng.below(12) {
            let at = self.within(Duration::from_secs(span));
            let event = if self.rng.one_in(3) { Event::ClockJumps } else { Event::SomebodyConfigures };
            self.schedule(at, event);
        }
        match self.run() {
            Ok(()) => Ok(self.summary),
            Err(violation) => {
                let lines: Vec<_> = self.trace.lines().collect();
                let tail = lines[lines.len().saturating_sub(TRACE_LINES)..].join("\n");
                Err(Failure { seed: self.seed, at: self.now, violation, trace: tail })
            }
        }
    }

    fn run(&mut self) -> Result<(), Violation> {
        loop {
            let event = self.future.first_key_value().map(|((at, _), _)| *at);
            let timer = self.engine.next_timeout().or_else(|| self.saboteur.wants(self.now));
            let Some(next) = event.into_iter().chain(timer).min() else { break };
            self.now = next.max(self.now);
            self.summary.steps += 1;
            check::comes_to_rest(self.summary.steps)?;
            // Of an event and a timer at one moment either may be first.
            let is_event = event == Some(next) && (timer != Some(next) || self.rng.one_in(2));
            if !is_event {
                // The edge may be busy for a moment. What comes meanwhile goes first.
                if self.rng.one_in(8) {
                    self.now = self.now.after(Duration::from_millis(self.rng.below(150) as u64));
                    while let Some(entry) =
                        self.future.first_entry().filter(|entry| entry.key().0 <= self.now)
                    {
                        let event = entry.remove();
                        self.happens(event)?;
                    }
                }
                self.step(Input::TimePassed)?;
                continue;
            }
            let Some((_, event)) = self.future.pop_first() else { break };
            self.happens(event)?;
        }
        check::at_rest(&self.engine, self.now)
    }

    fn happens(&mut self, event: Event) -> Result<(), Violation> {
        match event {
            Event::Message(input) => self.step(input)?,
            Event::CallerDials => self.dial()?,
            Event::AgentStirs(agent) => self.stir(agent)?,
            Event::SomebodyConfigures => self.configure()?,
            Event::ClockJumps => {
                let hours = self.rng.below(48) as i64 - 24;
                self.time_of_day += SignedDuration::from_hours(hours);
            }
        }
        Ok(())
    }

    /// One input, all orders that follow, and the checks.
    fn step(&mut self, input: Input) -> Result<(), Violation> {
        self.note(&input);
        self.ledger.input(self.now, &input)?;
        if !self.saboteur.swallows(&input) {
            self.engine.handle(self.now, input);
        }
        while let Some(output) = self.engine.poll() {
            for output in self.saboteur.tamper(&self.ledger, output) {
                writeln!(self.trace, "        {}", brief(&output)).expect("text grows");
                self.ledger.output(&output)?;
                self.obey(&output);
            }
        }
        // What is due goes before the next that happens, and may bring a call and an agent together.
        if self.engine.next_timeout().is_some_and(|due| due <= self.now) {
            return Ok(());
        }
        check::settled(&self.ledger, &self.engine)
    }

    fn note(&mut self, input: &Input) {
        if self.trace.len() > TRACE_BYTES {
            self.trace.drain(..TRACE_BYTES / 2);
        }
        let seconds = self.now.since(Instant::START).as_secs_f64();
        let what = match input {
            Input::ConfigurationChanged(_) => "ConfigurationChanged".to_owned(),
            other => format!("{other:?}"),
        };
        writeln!(self.trace, "{seconds:.3} {what}").expect("text grows");
    }

    fn dial(&mut self) -> Result<(), Violation> {
        self.calls_made += 1;
        self.summary.calls += 1;
        let call = CallId(self.calls_made);
        let workflow = self.rng.below(self.plan.workflows.len());
        let since = SignedDuration::try_from(self.now.since(Instant::START)).unwrap_or_default();
        let patience = Duration::from_secs(5 + self.rng.below(150) as u64);
        self.tell(patience, Input::CallerHungUp(call));
        self.step(Input::CallArrived(Arrival {
            call,
            dialled: workflow_address(workflow).into(),
            caller: Caller { uri: format!("sip:caller{call}@example.com").into(), display_name: None },
            at: self.time_of_day + since,
            test: None,
        }))
    }

    /// An agent does something that nobody asked for.
    fn stir(&mut self, agent: usize) -> Result<(), Violation> {
        let uri = agent_uri(agent);
        let back = Duration::from_secs(1 + self.rng.below(60) as u64);
        let input = match self.rng.below(5) {
            4 => {
                let call = CallId(1 + self.rng.below(1 + self.calls_made as usize) as u64);
                Input::CallPicked { call, agent: uri }
            }
            0 => {
                self.certain(back, Input::AgentReachable { agent: uri.clone(), reachable: true });
                Input::AgentReachable { agent: uri, reachable: false }
            }
            1 => {
                self.tell(back, Input::AgentElsewhere { agent: uri.clone(), calls: 0 });
                Input::AgentElsewhere { agent: uri, calls: 1 }
            }
            _ => {
                self.certain(
                    back,
                    Input::AgentPresence { agent: uri.clone(), presence: Presence::Available },
                );
                Input::AgentPresence { agent: uri, presence: *self.rng.pick(Presence::ALL) }
            }
        };
        self.step(input)
    }

    fn configure(&mut self) -> Result<(), Violation> {
        let before = self.plan.clone();
        draw::change(&mut self.rng, &mut self.plan);
        self.configuration = self.plan.succeed(&before, &self.configuration);
        self.ledger.replan(self.now, self.plan.clone());
        writeln!(self.trace, "        {:?}", self.plan).expect("text grows");
        self.step(Input::ConfigurationChanged(Arc::new(self.configuration.clone())))
    }

    /// Callers and telephones do what the engine orders, in their way.
    fn obey(&mut self, output: &Output) {
        match output {
            Output::Answer(call) | Output::Progress(call) => {
                self.tell(Duration::ZERO, Input::CallEstablished(*call))
            }
            Output::Play { call, playback, digits, .. } => {
                let length = Duration::from_millis(500 + self.rng.below(6_000) as u64);
                self.tell(length, Input::PlaybackEnded { call: *call, playback: *playback });
                for _ in 0..self.rng.below(if *digits { 3 } else { 2 }) {
                    let after = Duration::from_millis(self.rng.below(9_000) as u64);
                    let digit = *self.rng.pick(&['1', '2', '3', '4', '#']);
                    self.tell(after, Input::DigitPressed { call: *call, digit });
                }
            }
            Output::Offer { offer, .. } => self.ring(*offer),
            Output::Withdraw { offer, .. } | Output::EndAgent(offer) => {
                self.tell(Duration::ZERO, Input::OfferEnded(*offer));
            }
            Output::Join { call, offer } => self.talk(*call, *offer),
            Output::Transfer { call, .. } => {
                let rings = Duration::from_secs(self.rng.below(20) as u64);
                if self.rng.one_in(3) {
                    self.tell(rings, Input::TransferFailed(*call));
                } else {
                    self.tell(rings, Input::TransferAnswered(*call));
                    let talks = rings + Duration::from_secs(self.rng.below(60) as u64);
                    self.tell(talks, Input::TransferEnded(*call));
                }
            }
            _ => {}
        }
    }

    /// What a telephone does that is called.
    fn ring(&mut self, offer: OfferId) {
        let soon = Duration::from_millis(self.rng.below(5_000) as u64);
        let refused = |refusal| Input::OfferRefused { offer, refusal };
        self.tell(Duration::ZERO, Input::OfferRinging(offer));
        self.summary.offers += 1;
        match self.rng.below(20) {
            0 | 1 => self.tell(soon, refused(OfferRefusal::Declined)),
            2 => self.tell(soon, refused(OfferRefusal::NotReady)),
            3 => self.tell(soon, refused(OfferRefusal::Unreachable)),
            4 => self.tell(soon, refused(OfferRefusal::Unsupported)),
            5 => self.tell(soon, Input::OfferEnded(offer)),
            // Nobody is there, or the telephone has crashed.
            6 | 7 => {}
            _ => {
                let after = Duration::from_millis(self.rng.below(24_000) as u64);
                self.tell(after, Input::OfferAnswered(offer));
            }
        }
    }

    fn talk(&mut self, call: CallId, offer: OfferId) {
        self.summary.talks += 1;
        let length = Duration::from_millis(self.rng.below(60_000) as u64);
        match self.rng.below(7) {
            // The telephone crashes and says nothing; silence is heard, and it registers again some time.
            0 => {
                let silent = Duration::from_secs(5 + self.rng.below(30) as u64);
                self.tell(length + silent, Input::VoiceLost(call));
                if let Some(agent) = self.ledger.offers.get(&offer).map(|offer| agent_uri(offer.agent)) {
                    let lost = Input::AgentReachable { agent: agent.clone(), reachable: false };
                    self.tell(length, lost);
                    self.certain(length + silent, Input::AgentReachable { agent, reachable: true });
                }
            }
            1 | 2 => self.tell(length, Input::CallerHungUp(call)),
            3 | 4 => self.tell(length, Input::AgentHungUp(offer)),
            _ => {
                self.tell(length, Input::CallerHungUp(call));
                self.tell(length, Input::AgentHungUp(offer));
            }
        }
    }

    /// A message to the engine that may be lost, late, or come twice.
    fn tell(&mut self, after: Duration, input: Input) {
        if self.loses_one_in > 0 && self.rng.one_in(self.loses_one_in) {
            return;
        }
        if self.rng.one_in(40) {
            self.certain(after, input.clone());
        }
        self.certain(after, input);
    }

    fn certain(&mut self, after: Duration, input: Input) {
        let delay = Duration::from_millis(self.rng.below(1 + self.delay_max.as_millis() as usize) as u64);
        self.schedule(after + delay, Event::Message(input));
    }

    fn schedule(&mut self, after: Duration, event: Event) {
        self.events_made += 1;
        self.future.insert((self.now.after(after), self.events_made), event);
    }

    /// A moment within a span, on a grid, so that things happen at once now and then.
    fn within(&mut self, span: Duration) -> Duration {
        Duration::from_millis(250 * self.rng.below(1 + span.as_millis() as usize / 250) as u64)
    }
}

fn brief(output: &Output) -> String {
    match output {
        Output::Offer { offer, call, agent, .. } => {
            format!("offer {offer}: {call} to agent {}", agent_of(agent))
        }
        Output::Play { call, playback, .. } => format!("play {playback} to {call}"),
        other => format!("{other:?}"),
    }
}

/// The lines of a trace that a failure shows.
const TRACE_LINES: usize = 60;
/// More of a trace is not kept.
const TRACE_BYTES: usize = 64 * 1024;
