//! Places test calls for those who ask over the API, and keeps what they found for a while.

mod plan;

use std::{collections::BTreeMap, ops::RangeInclusive, time::Duration};

use admin::{Caller, Request};
use api::{
    Pool, TestCall, TestCommand, TestDesk, TestOrder, TestRefusal, TestResult, TestState, TestVerdict,
};
use domain::{Configuration, Duty, Object, PoolFqdn, SipUri};
use edge::{Listener, Pass, Pools, TestDoor};
use serde_json::{Map, Value};
use speech::{Source, Studio, Unready};
use testcall::{Line, Report, Score, Script, Verdict};
use tokio::{
    sync::{mpsc, oneshot, watch},
    time::Instant,
};

use crate::clock;
use plan::Plan;

/// What test calls are placed with.
#[derive(Clone)]
pub(crate) struct Parts {
    /// The pool that is called.
    pub(crate) pool: Pool,
    /// Where it takes calls.
    pub(crate) listeners: Vec<Listener>,
    /// The ports for the voice.
    pub(crate) ports: RangeInclusive<u16>,
    /// What callers should hear.
    pub(crate) studio: Studio,
    /// Where test calls are announced.
    pub(crate) door: TestDoor,
    /// The pools of the topology.
    pub(crate) pools: Pools,
    /// The words of User-Agent.
    pub(crate) product: String,
}

/// Starts the desk; it ends when its last handle is dropped.
pub(crate) fn start(parts: Parts) -> TestDesk {
    let (commands, mut inbox) = mpsc::channel(COMMANDS_MAX);
    tokio::spawn(async move {
        let mut desk = Desk { parts, calls: BTreeMap::new(), count: 0 };
        while let Some(command) = inbox.recv().await {
            desk.answer(command);
        }
    });
    TestDesk::new(commands)
}

struct Desk {
    parts: Parts,
    calls: BTreeMap<u64, Kept>,
    count: u64,
}

struct Kept {
    call: TestCall,
    cancel: watch::Sender<bool>,
    placed: Instant,
}

impl Kept {
    fn is_over(&self) -> bool {
        self.call.state.borrow().result.is_some() || self.call.state.has_changed().is_err()
    }
}

/// A call that the desk has taken on, for the task that carries it out.
struct Taken {
    call: TestCall,
    state: watch::Sender<TestState>,
    cancelled: watch::Receiver<bool>,
}

impl Desk {
    fn answer(&mut self, command: TestCommand) {
        self.calls.retain(|_, kept| !kept.is_over() || kept.placed.elapsed() < KEPT);
        // Who asked and does not wait for the answer has cancelled nothing.
        match command {
            TestCommand::Place { order, reply } => drop(reply.send(self.place(&order))),
            TestCommand::Plan { order, placed_by, reply } => self.plan(order, placed_by, reply),
            TestCommand::Carry { plan, by, reply } => drop(reply.send(self.carry(plan, by))),
            TestCommand::Find { id, reply } => {
                drop(reply.send(self.calls.get(&id).map(|kept| kept.call.clone())));
            }
            TestCommand::Cancel { id, reply } => {
                let found = self.calls.get(&id);
                if let Some(kept) = found {
                    kept.cancel.send_replace(true);
                }
                reply.send(found.is_some()).ok();
            }
        }
    }

    /// Places a call to this pool.
    fn place(&mut self, order: &TestOrder) -> Result<TestCall, TestRefusal> {
        self.has_room()?;
        let target = self.parts.own()?;
        let configuration = self.parts.pool.configuration();
        let script = self.parts.script(&configuration, order)?;
        let pool = self.parts.pools.own.clone();
        let about = About::new(&script, (&pool, &pool), order.by.clone());
        let pass = pass(order.answer_as.clone())?;
        let taken = self.take();
        let call = taken.call.clone();
        let (parts, known) = (self.parts.clone(), self.parts.known(&configuration));
        tokio::spawn(async move {
            let run =
                Run { way: Way { target, registrar: target, relayed_by: None }, pass, about, taken, parts };
            match run.parts.score(script, &run.taken.cancelled).await {
                Ok(score) => run.run(score, known).await,
                Err(words) => run.fails(words).await,
            }
        });
        Ok(call)
    }

    /// Places a call that another pool has planned: to itself where this pool would have to relay it.
    fn carry(&mut self, plan: Map<String, Value>, by: Caller) -> Result<TestCall, TestRefusal> {
        self.has_room()?;
        let plan = Plan::read(plan)?;
        let own = self.parts.own()?;
        let place = self.parts.pools.places.get(plan.pool.as_str()).copied();
        let none = || {
            let why = format!(
                "the topology names no address for calls of {}; write it as sip in its [[pool]] in topology.toml of every pool",
                plan.pool
            );
            TestRefusal::NoCalls(why)
        };
        let place = Listener { kind: edge::Kind::Udp, address: place.ok_or_else(none)? };
        let configuration = self.parts.pool.configuration();
        let held = configuration.addressed(&plan.score.address.key());
        let relays = held.map(|entry| configuration.pool_role(&entry.owner).duty == Duty::Relays);
        let way = Way {
            target: if held.is_some() { own } else { place },
            registrar: if plan.pool.as_str() == self.parts.pools.own { own } else { place },
            relayed_by: relays.filter(|relays| *relays).map(|_| self.parts.pools.own.clone()),
        };
        let Plan { pool, score, known, agent, token, password } = plan;
        let about = About {
            workflow: score.workflow.clone(),
            address: score.address.clone(),
            pool: pool.to_string(),
            from: self.parts.pools.own.clone(),
            by,
        };
        let taken = self.take();
        let call = taken.call.clone();
        let run = Run { way, pass: Pass { agent, token, password }, about, taken, parts: self.parts.clone() };
        tokio::spawn(run.run(score, known));
        Ok(call)
    }

    /// Says what a call should come to that another pool places, and expects that call.
    fn plan(&mut self, order: TestOrder, placed_by: PoolFqdn, reply: Planned) {
        let configuration = self.parts.pool.configuration();
        let made = self.has_room().and_then(|()| {
            self.parts.own()?;
            let script = self.parts.script(&configuration, &order)?;
            Ok((script, pass(order.answer_as.clone())?))
        });
        let (script, pass) = match made {
            Ok(made) => made,
            Err(refusal) => return drop(reply.send(Err(refusal))),
        };
        let known = self.parts.known(&configuration);
        let about = About::new(&script, (&self.parts.pools.own, placed_by.as_str()), order.by);
        let (parts, taken) = (self.parts.clone(), self.take());
        tokio::spawn(async move {
            let score = match parts.score(script, &taken.cancelled).await {
                Ok(score) => score.brief(),
                Err(words) => return drop(reply.send(Err(TestRefusal::DoesNotFit(words)))),
            };
            taken.state.send_modify(|state| state.arrived = Some(false));
            parts.door.admit(pass.clone()).await;
            parts.note(&about, "is planned").await;
            let pool = parts.pool.configuration().pool().clone();
            let plan = Plan::new(pool, (score, known), pass.clone()).write();
            if reply.send(Ok((taken.call.clone(), plan))).is_ok() {
                parts.expect(&pass, taken).await;
            }
            parts.door.dismiss(pass).await;
        });
    }

    fn has_room(&self) -> Result<(), TestRefusal> {
        let at_work = self.calls.values().filter(|kept| !kept.is_over()).count();
        if at_work < CALLS_MAX { Ok(()) } else { Err(TestRefusal::Busy(CALLS_MAX)) }
    }

    /// A new call, which can be found and cancelled from now on.
    fn take(&mut self) -> Taken {
        self.count += 1;
        let (state, seen) = watch::channel(TestState::default());
        let (cancel, cancelled) = watch::channel(false);
        let call = TestCall { id: self.count, state: seen };
        self.calls.insert(self.count, Kept { call: call.clone(), cancel, placed: Instant::now() });
        Taken { call, state, cancelled }
    }
}

/// Where a plan goes.
type Planned = oneshot::Sender<Result<(TestCall, Value), TestRefusal>>;

fn pass(agent: Option<SipUri>) -> Result<Pass, TestRefusal> {
    Pass::mint(agent)
        .map_err(|error| TestRefusal::NoCalls(format!("the system gives no random numbers: {error}")))
}

impl Parts {
    /// Where this pool reaches itself.
    fn own(&self) -> Result<Listener, TestRefusal> {
        let none = || {
            let why = format!("{} has no listener for SIP; name one in [listen] of its file", self.pools.own);
            TestRefusal::NoCalls(why)
        };
        self.listeners.first().copied().map(reachable).ok_or_else(none)
    }

    /// What a call to this pool should come to.
    fn script(&self, configuration: &Configuration, order: &TestOrder) -> Result<Script, TestRefusal> {
        let misfit = |words: String| TestRefusal::DoesNotFit(words);
        let entry = configuration.object(order.workflow);
        let Some((entry, Object::Workflow(workflow))) = entry.map(|entry| (entry, &entry.object)) else {
            return Err(misfit("the workflow was removed just now".to_owned()));
        };
        if configuration.pool_role(&entry.owner).duty == Duty::Relays {
            let none = || {
                let own = &self.pools.own;
                misfit(format!("{own} is failed over, and the topology names no backup that answers for it"))
            };
            let answering = self.pools.answering(entry.owner.as_str()).ok_or_else(none)?;
            return Err(TestRefusal::Relayed(
                PoolFqdn::new(answering).map_err(|error| misfit(error.to_string()))?,
            ));
        }
        let of = (configuration, self.pool.directory());
        let script = Script::write(of, workflow, &order.digits, clock::now())
            .map_err(|error| misfit(error.to_string()))?;
        let Some(agent) = order.answer_as.as_ref().filter(|_| script.opening.is_heard()) else {
            return Ok(script);
        };
        let Some(waiting) = script.waiting() else {
            return Err(misfit(format!(
                "the call comes to no queue on this way, so that {agent} cannot answer it; give the keys that lead to one with Digits"
            )));
        };
        if waiting.members.iter().all(|member| member.agent.key() != agent.key()) {
            return Err(misfit(format!(
                "{agent} is in no agent group of the queue \"{}\", which the call comes to",
                waiting.queue
            )));
        }
        Ok(script)
    }

    /// The script with its sounds, once they are ready.
    async fn score(&self, script: Script, cancelled: &watch::Receiver<bool>) -> Result<Score, String> {
        let until = Instant::now() + SOUNDS_MAX;
        loop {
            let score = Score::of(
                script.clone(),
                |prompt, language| self.studio.prompt(prompt, language),
                |music| self.studio.music(music),
            );
            match score {
                Ok(score) => return Ok(score),
                Err(Unready::NotReady) if Instant::now() < until && !*cancelled.borrow() => {
                    tokio::time::sleep(SOUND_LOOK).await;
                }
                Err(error) => return Err(format!("a prompt of the workflow cannot be played: {error}")),
            }
        }
    }

    /// Other sounds of the pool, as far as they are ready.
    fn known(&self, configuration: &Configuration) -> Vec<Line> {
        let sounds = speech::wanted(configuration).into_iter().filter_map(|wanted| {
            let sound = self.studio.sound(&wanted.source).ok()?;
            let words = match wanted.source {
                Source::Text(text, _) => text.as_str().to_owned(),
                Source::File { name, .. } => name,
            };
            Some(Line { words, sound })
        });
        sounds.take(KNOWN_MAX).collect()
    }

    /// Waits for a call that another pool places, until that pool is done with it.
    async fn expect(&self, pass: &Pass, mut taken: Taken) {
        let until = Instant::now() + EXPECTED;
        while Instant::now() < until && !*taken.cancelled.borrow() {
            if self.door.has_seen(pass).await {
                taken.state.send_modify(|state| state.arrived = Some(true));
            }
            // Whoever cancels and is gone has cancelled.
            drop(tokio::time::timeout(ARRIVAL_LOOK, taken.cancelled.changed()).await);
        }
    }

    /// Writes what becomes of a test call into the log of the pool.
    async fn note(&self, about: &About, what: &str) {
        let About { workflow, pool, from, by, .. } = about;
        let way = if pool == from { String::new() } else { format!(" on {pool} from {from}") };
        let words = format!("Test call to \"{workflow}\"{way} {what}");
        tracing::info!("{words}");
        let noted = self.pool.decide(by.clone(), Request::NoteTestCall { words }, false).await;
        if let Err(error) = noted {
            tracing::error!(%error, "a test call could not be written into the log of the pool");
        }
    }
}

/// An address on which the pool reaches itself.
fn reachable(mut listener: Listener) -> Listener {
    if listener.address.ip().is_unspecified() {
        let loopback: std::net::IpAddr = if listener.address.is_ipv4() {
            std::net::Ipv4Addr::LOCALHOST.into()
        } else {
            std::net::Ipv6Addr::LOCALHOST.into()
        };
        listener.address.set_ip(loopback);
    }
    listener
}

/// What a test call is about.
struct About {
    workflow: String,
    address: SipUri,
    /// The pool that answers.
    pool: String,
    /// The pool that places the call.
    from: String,
    by: Caller,
}

impl About {
    /// `pools` are the one that answers and the one that places the call.
    fn new(script: &Script, pools: (&str, &str), by: Caller) -> Self {
        let (pool, from) = (pools.0.to_owned(), pools.1.to_owned());
        Self { workflow: script.workflow.to_string(), address: script.address.clone(), pool, from, by }
    }
}

/// Where a test call goes.
struct Way {
    target: Listener,
    /// Where the telephone of the agent registers.
    registrar: Listener,
    /// This pool, where it relays the call.
    relayed_by: Option<String>,
}

/// A test call on its way.
struct Run {
    way: Way,
    pass: Pass,
    about: About,
    taken: Taken,
    parts: Parts,
}

impl Run {
    async fn run(mut self, score: Score, known: Vec<Line>) {
        // Here too where another pool answers: a call that goes through this pool counts nowhere.
        self.parts.door.admit(self.pass.clone()).await;
        let found = self.follow(score, known).await;
        self.parts.door.dismiss(self.pass.clone()).await;
        match found {
            Ok(report) => self.ends(report).await,
            Err(words) => self.fails(words).await,
        }
    }

    async fn follow(&mut self, score: Score, known: Vec<Line>) -> Result<Report, String> {
        let Way { target, registrar, .. } = self.way;
        let (ports, product) = (self.parts.ports.clone(), self.parts.product.clone());
        let order =
            edge::TestCall { target, registrar, ports, score, known, pass: self.pass.clone(), product };
        let placed = edge::place(order).map_err(|error| error.to_string())?;
        let edge::Placed { mut progress, mut report, cancel } = placed;
        loop {
            tokio::select! {
                Some(words) = progress.recv() => self.tell(words),
                // The desk is gone when the pool stops.
                _ = self.taken.cancelled.changed(), if !*cancel.borrow() => drop(cancel.send_replace(true)),
                report = &mut report => {
                    while let Ok(words) = progress.try_recv() {
                        self.tell(words);
                    }
                    return report.map_err(|_| "the test call failed; the log says why".to_owned());
                }
            }
        }
    }

    fn tell(&self, words: String) {
        self.taken.state.send_modify(|state| state.progress.push(words));
    }

    /// The call was never placed.
    async fn fails(self, words: String) {
        let About { workflow, address, .. } = &self.about;
        let report = Report::unplaced(workflow.clone(), address.clone(), format!("{words}."));
        self.ends(report).await;
    }

    async fn ends(self, report: Report) {
        let verdict = match report.verdict {
            Verdict::Passed => "has passed".to_owned(),
            Verdict::Failed => format!("has failed: {}", report.reasons.join(" ")),
        };
        self.parts.note(&self.about, &verdict).await;
        let result = result(self.about, self.way.relayed_by, report);
        self.taken.state.send_modify(|state| state.result = Some(result));
    }
}

fn result(about: About, relayed_by: Option<String>, report: Report) -> TestResult {
    let milliseconds = |time: Option<Duration>| time.map(|time| time.as_millis() as u64);
    TestResult {
        workflow: report.workflow,
        primary_uri: report.address,
        pool: about.pool,
        from: about.from,
        relayed_by,
        answered: report.answered,
        status: report.status,
        prompts_heard: report.prompts_heard,
        questions_heard: report.questions_heard,
        digits_sent: report.digits_sent.iter().map(char::to_string).collect(),
        music_heard: report.music_heard,
        queue: report.queue,
        agent: report.agent,
        time_to_answer: milliseconds(report.time_to_answer),
        time_to_first_sound: milliseconds(report.time_to_first_sound),
        time_to_agent: milliseconds(report.time_to_agent),
        two_way_voice: report.two_way_voice,
        verdict: match report.verdict {
            Verdict::Passed => TestVerdict::Passed,
            Verdict::Failed => TestVerdict::Failed,
        },
        reasons: report.reasons,
    }
}

/// Questions that wait for the desk.
const COMMANDS_MAX: usize = 16;
/// Test calls at once.
const CALLS_MAX: usize = 4;
/// How long what was found can be read.
const KEPT: Duration = Duration::from_secs(600);
/// How long the sounds may take that the workflow plays.
const SOUNDS_MAX: Duration = Duration::from_secs(20);
const SOUND_LOOK: Duration = Duration::from_millis(50);
/// How long a call that another pool places is expected.
const EXPECTED: Duration = Duration::from_secs(300);
const ARRIVAL_LOOK: Duration = Duration::from_millis(300);
/// Other sounds that are told apart.
const KNOWN_MAX: usize = 48;
