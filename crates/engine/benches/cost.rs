//! What an event costs as groups and queues grow: `cargo bench -p engine`. An event that looked at every agent or
//! every call would cost a hundred times as much in the last line as in the first.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a person reads what was measured against a real clock"
)]

use std::{hint::black_box, sync::Arc, time::Duration};

use domain::{
    Change, Configuration, Defaults, Directory, Entry, Language, Object, ObjectId, ObjectKind, PoolFqdn,
    SipUri, Stamp, TimeZoneName,
};
use engine::{Arrival, CallId, Caller, Engine, Input, Limits, OfferId, Output, Start};
use serde_json::{Value, json};
use stdx::Instant;
use uuid::Uuid;

fn main() {
    // Cargo says so where a bench is meant, and not where all targets are tried.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    println!("{:<12} {:>7} {:>8} {:>14}", "method", "agents", "waiting", "ns per event");
    for method in ["LongestIdle", "RoundRobin", "Serial", "Attendant"] {
        for (agents, waiting) in [(50, 10), (500, 100), (5_000, 1_000)] {
            let mut pool = Pool::new(method, agents);
            pool.fill(waiting);
            let cost = pool.serve(20_000);
            println!("{method:<12} {agents:>7} {waiting:>8} {cost:>14.0}");
        }
    }
}

/// A pool in which calls wait and agents take one after the other.
struct Pool {
    engine: Engine,
    now: Instant,
    calls: u64,
    events: u64,
    /// Offers that ring, in the order in which they were made.
    ringing: std::collections::VecDeque<(OfferId, CallId)>,
    agents: usize,
}

impl Pool {
    fn new(method: &str, agents: usize) -> Self {
        let uris: Vec<_> = (0..agents).map(|agent| uri(agent).to_string()).collect();
        let group = json!({"Name": "Desk", "RoutingMethod": method, "AgentsByUri": uris});
        let queue = json!({"Name": "Help", "AgentGroupIDList": [id(1)]});
        let workflow = json!({
            "Name": "Help", "PrimaryUri": "sip:help@example.com", "Active": true, "Language": "en-US",
            "TimeZone": "UTC", "DefaultAction": {"Action": "TransferToQueue", "QueueID": id(2)},
        });
        let changes = [
            saved(1, ObjectKind::AgentGroup, group),
            saved(2, ObjectKind::Queue, queue),
            saved(3, ObjectKind::Workflow, workflow),
        ];
        let defaults = Defaults {
            language: Language::new("en-US").unwrap(),
            time_zone: TimeZoneName::new("UTC").unwrap(),
        };
        let configuration = Configuration::new(pool_name(), defaults).apply(1, &changes);
        let limits = Limits { agent_guard: Duration::ZERO, calls_max: 1_000_000, ..Limits::USUAL };
        let configuration = Arc::new(configuration);
        let engine = Engine::new(Start { configuration, directory: Directory::default(), limits });
        let ringing = std::collections::VecDeque::new();
        Self { engine, now: Instant::START, calls: 0, events: 0, ringing, agents }
    }

    /// Lets as many calls wait, with nobody to answer.
    fn fill(&mut self, waiting: usize) {
        for _ in 0..waiting {
            self.call();
        }
    }

    fn call(&mut self) {
        self.calls += 1;
        let call = CallId(self.calls);
        let caller = Caller { uri: "sip:caller@example.com".into(), display_name: None };
        let (dialled, at) = ("sip:help@example.com".into(), jiff::Timestamp::UNIX_EPOCH);
        self.handle(Input::CallArrived(Arrival { call, dialled, caller, at, test: None }));
        self.handle(Input::CallEstablished(call));
    }

    /// As many times: an agent comes, takes the call that waits longest and ends it, another call comes, and the
    /// agent goes. Nanoseconds for each event.
    fn serve(&mut self, times: usize) -> f64 {
        // All but one are there for other queues: reached, and busy elsewhere.
        for agent in 0..self.agents {
            self.handle(Input::AgentElsewhere { agent: uri(agent), calls: 1 });
            self.handle(Input::AgentPresence { agent: uri(agent), presence: domain::Presence::DoNotDisturb });
            self.handle(Input::AgentReachable { agent: uri(agent), reachable: true });
        }
        self.events = 0;
        let started = std::time::Instant::now();
        for round in 0..times {
            let agent = uri(round * 7919 % self.agents);
            self.handle(Input::AgentElsewhere { agent: agent.clone(), calls: 0 });
            let presence = domain::Presence::Available;
            self.handle(Input::AgentPresence { agent: agent.clone(), presence });
            let (offer, call) = self.ringing.pop_front().unwrap();
            self.handle(Input::OfferRinging(offer));
            self.handle(Input::OfferAnswered(offer));
            let presence = domain::Presence::DoNotDisturb;
            self.handle(Input::AgentPresence { agent, presence });
            self.handle(Input::CallerHungUp(call));
            self.handle(Input::OfferEnded(offer));
            self.ringing.clear();
            self.call();
        }
        started.elapsed().as_nanos() as f64 / self.events as f64
    }

    fn handle(&mut self, input: Input) {
        self.events += 1;
        self.now = self.now.after(Duration::from_micros(100));
        self.engine.handle(self.now, input);
        let mut withdrawn = Vec::new();
        while let Some(output) = self.engine.poll() {
            match black_box(output) {
                Output::Offer { offer, call, .. } => self.ringing.push_back((offer, call)),
                Output::Withdraw { offer, .. } => withdrawn.push(offer),
                _ => {}
            }
        }
        withdrawn.into_iter().for_each(|offer| self.handle(Input::OfferEnded(offer)));
    }
}

fn saved(number: u128, kind: ObjectKind, properties: Value) -> Change {
    let object = Object::from_properties(kind, properties).unwrap();
    let changed = Stamp { at: jiff::Timestamp::UNIX_EPOCH, by: uri(0) };
    Change::ObjectSaved(Arc::new(Entry::new(id(number), pool_name(), object, changed)))
}

fn id(number: u128) -> ObjectId {
    ObjectId(Uuid::from_u128(number))
}

fn uri(agent: usize) -> SipUri {
    SipUri::new(&format!("sip:agent{agent}@example.com")).unwrap()
}

fn pool_name() -> PoolFqdn {
    PoolFqdn::new("pool.example.com").unwrap()
}
