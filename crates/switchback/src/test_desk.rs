//! Places test calls for those who ask over the API, and keeps what they found for a while.

use std::{collections::BTreeMap, ops::RangeInclusive, sync::Arc, time::Duration};

use api::{
    Pool, TestCall, TestCommand, TestDesk, TestOrder, TestRefusal, TestResult, TestState, TestVerdict,
};
use domain::{Configuration, Object, SipUri};
use edge::{Listener, Pass, TestDoor};
use speech::{Source, Studio, Unready};
use testcall::{Line, Opening, Report, Score, Script, Verdict};
use tokio::{
    sync::{mpsc, watch},
    time::Instant,
};

use crate::clock;

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
    /// Where the telephone of an agent registers.
    pub(crate) door: TestDoor,
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

impl Desk {
    fn answer(&mut self, command: TestCommand) {
        self.calls.retain(|_, kept| !kept.is_over() || kept.placed.elapsed() < KEPT);
        match command {
            TestCommand::Place { order, reply } => {
                // Who asked and does not wait for the answer has cancelled nothing.
                drop(reply.send(self.place(order)));
            }
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

    fn place(&mut self, order: TestOrder) -> Result<TestCall, TestRefusal> {
        if self.calls.values().filter(|kept| !kept.is_over()).count() >= CALLS_MAX {
            return Err(TestRefusal::Busy(CALLS_MAX));
        }
        let none =
            || TestRefusal::NoCalls("the pool has no listener for SIP; name one in [listen]".to_owned());
        let target = *self.parts.listeners.first().ok_or_else(none)?;
        let configuration = self.parts.pool.configuration();
        let script = script(&configuration, &self.parts.pool, &order)?;
        self.count += 1;
        let (state, seen) = watch::channel(TestState::default());
        let (cancel, cancelled) = watch::channel(false);
        let call = TestCall { id: self.count, state: seen };
        tracing::info!(
            by = order.by,
            workflow = %script.workflow,
            agent = order.answer_as.as_ref().map(SipUri::as_str),
            "a test call is placed"
        );
        let run = Run {
            parts: self.parts.clone(),
            target: reachable(target),
            script,
            configuration,
            state,
            cancelled,
        };
        tokio::spawn(run.run(order.answer_as));
        let kept = Kept { call: call.clone(), cancel, placed: Instant::now() };
        self.calls.insert(self.count, kept);
        Ok(call)
    }
}

/// What the call should come to.
fn script(configuration: &Configuration, pool: &Pool, order: &TestOrder) -> Result<Script, TestRefusal> {
    let misfit = |words: String| TestRefusal::DoesNotFit(words);
    let entry = configuration.object(order.workflow);
    let Some((entry, Object::Workflow(workflow))) = entry.map(|entry| (entry, &entry.object)) else {
        return Err(misfit("the workflow was removed just now".to_owned()));
    };
    let of = (configuration, pool.directory());
    let script = Script::write(of, entry, workflow, &order.digits, clock::now())
        .map_err(|error| misfit(error.to_string()))?;
    let Some(agent) = order.answer_as.as_ref().filter(|_| script.opening == Opening::Answered) else {
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

/// A test call on its way.
struct Run {
    parts: Parts,
    target: Listener,
    script: Script,
    configuration: Arc<Configuration>,
    state: watch::Sender<TestState>,
    cancelled: watch::Receiver<bool>,
}

impl Run {
    async fn run(mut self, answer_as: Option<SipUri>) {
        let pool = self.configuration.pool().to_string();
        let (workflow, address) = (self.script.workflow.to_string(), self.script.address.clone());
        let result = match self.call(answer_as).await {
            Ok(report) => result(pool, report),
            Err(words) => failed(pool, (workflow, address), words),
        };
        tracing::info!(workflow = result.workflow, verdict = ?result.verdict, reasons = ?result.reasons, "a test call is over");
        self.state.send_modify(|state| state.result = Some(result));
    }

    async fn call(&mut self, answer_as: Option<SipUri>) -> Result<Report, String> {
        let score = self.score().await?;
        let agent = answer_as.filter(|_| score.opening == Opening::Answered);
        let pass = agent.map(Pass::mint).transpose().map_err(|error| error.to_string())?;
        if let Some(pass) = &pass {
            self.parts.door.admit(pass.clone()).await;
        }
        let report = self.follow(score, pass.clone()).await;
        if let Some(pass) = pass {
            self.parts.door.dismiss(pass).await;
        }
        report
    }

    async fn follow(&mut self, score: Score, pass: Option<Pass>) -> Result<Report, String> {
        let order = edge::TestCall {
            target: self.target,
            ports: self.parts.ports.clone(),
            score,
            known: self.known(),
            agent: pass,
            product: self.parts.product.clone(),
        };
        let placed = edge::place(order).map_err(|error| error.to_string())?;
        let edge::Placed { mut progress, mut report, cancel } = placed;
        loop {
            tokio::select! {
                Some(words) = progress.recv() => self.tell(words),
                // The desk is gone when the pool stops.
                _ = self.cancelled.changed(), if !*cancel.borrow() => drop(cancel.send_replace(true)),
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
        self.state.send_modify(|state| state.progress.push(words));
    }

    /// The script with its sounds, once they are ready.
    async fn score(&self) -> Result<Score, String> {
        let until = Instant::now() + SOUNDS_MAX;
        loop {
            let studio = &self.parts.studio;
            let score = Score::of(
                self.script.clone(),
                |prompt, language| studio.prompt(prompt, language),
                |music| studio.music(music),
            );
            match score {
                Ok(score) => return Ok(score),
                Err(Unready::NotReady) if Instant::now() < until && !*self.cancelled.borrow() => {
                    tokio::time::sleep(SOUND_LOOK).await;
                }
                Err(error) => return Err(format!("A prompt of the workflow cannot be played: {error}.")),
            }
        }
    }

    /// Other sounds of the pool, as far as they are ready.
    fn known(&self) -> Vec<Line> {
        let sounds = speech::wanted(&self.configuration).into_iter().filter_map(|wanted| {
            let sound = self.parts.studio.sound(&wanted.source).ok()?;
            let words = match wanted.source {
                Source::Text(text, _) => text.as_str().to_owned(),
                Source::File { name, .. } => name,
            };
            Some(Line { words, sound })
        });
        sounds.take(KNOWN_MAX).collect()
    }
}

fn result(pool: String, report: Report) -> TestResult {
    let milliseconds = |time: Option<Duration>| time.map(|time| time.as_millis() as u64);
    TestResult {
        workflow: report.workflow,
        primary_uri: report.address,
        pool,
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

/// A call that was never placed.
fn failed(pool: String, of: (String, SipUri), words: String) -> TestResult {
    let (workflow, primary_uri) = of;
    TestResult {
        workflow,
        primary_uri,
        pool,
        answered: false,
        status: None,
        prompts_heard: Vec::new(),
        questions_heard: Vec::new(),
        digits_sent: Vec::new(),
        music_heard: None,
        queue: None,
        agent: None,
        time_to_answer: None,
        time_to_first_sound: None,
        time_to_agent: None,
        two_way_voice: None,
        verdict: TestVerdict::Failed,
        reasons: vec![words],
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
/// Other sounds that are told apart.
const KNOWN_MAX: usize = 48;
