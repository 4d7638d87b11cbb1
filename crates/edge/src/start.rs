//! Starts the loop on a thread of its own.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    sync::Arc,
    thread,
};

use dialog::{Policy, wire::Bounds};
use domain::{Configuration, Directory, SipUri};
use engine::{CallId, Engine, PickRefusal, Start};
use jiff::Timestamp;
use media::Media;
use speech::Studio;
use tokio::sync::{mpsc, oneshot, watch};

use crate::{
    calls::{Addresses, Calls, Features, Identity, Parts as CallParts, SignIn},
    config::{Config, Times},
    event::Event,
    names::{Names, Resolver},
    registrar::Book,
    server::{Inlets, Outlets, Server},
    service::Service,
    test_call::Pass,
    transport::{Sockets, Transport},
    view::View,
    voice::Voice,
};

/// What the edge works with.
pub struct Parts {
    /// Where it listens.
    pub sockets: Sockets,
    /// The configuration in force, and those that follow.
    pub configuration: watch::Receiver<Arc<Configuration>>,
    /// The distribution groups.
    pub directory: Directory,
    /// The voice of calls, and what happens to it.
    pub media: (Media, media::Events),
    /// What callers hear.
    pub studio: Studio,
    /// What signs agents in and out who dial a code.
    pub sign_in: SignIn,
    /// The time of day.
    pub clock: fn() -> Timestamp,
}

/// The handle of a running edge. The loop ends when the last one is dropped.
#[derive(Clone, Debug)]
pub struct Edge {
    events: mpsc::Sender<Event>,
    calls: watch::Receiver<usize>,
    /// Kept open as long as a handle is; the loop ends with it.
    _alive: mpsc::Sender<()>,
}

impl Edge {
    /// Says whether new calls are taken.
    pub async fn set_service(&self, service: Service) {
        if self.events.send(Event::ServiceChanged(service)).await.is_err() {
            tracing::debug!("the loop of the edge has ended");
        }
    }

    /// The way by which telephones of test calls come in.
    pub fn test_door(&self) -> TestDoor {
        TestDoor { events: self.events.clone() }
    }

    /// The way by which attendants pick calls.
    pub fn pick_door(&self) -> PickDoor {
        PickDoor { events: self.events.clone() }
    }

    /// Every call and every agent as they stand; nothing when the loop has ended.
    pub async fn view(&self) -> Option<View> {
        let (reply, view) = oneshot::channel();
        self.events.send(Event::Look(reply)).await.ok()?;
        view.await.ok()
    }

    /// Ends all calls: their peers are told.
    pub async fn end_calls(&self) {
        if self.events.send(Event::Stopping).await.is_err() {
            tracing::debug!("the loop of the edge has ended");
        }
    }

    /// How many calls are in progress.
    pub fn calls_count(&self) -> usize {
        *self.calls.borrow()
    }

    /// Waits until no call is in progress.
    pub async fn is_idle(&self) {
        let mut calls = self.calls.clone();
        if calls.wait_for(|calls| *calls == 0).await.is_err() {
            tracing::debug!("the loop of the edge has ended");
        }
    }
}

/// Where attendants ask for calls that wait. It does not keep the loop going.
#[derive(Clone, Debug)]
pub struct PickDoor {
    events: mpsc::Sender<Event>,
}

impl PickDoor {
    /// Lets a call ring at an attendant; nothing when the loop has ended.
    ///
    /// # Errors
    /// Why the attendant may not have it.
    pub async fn pick(&self, call: CallId, agent: SipUri) -> Option<Result<(), PickRefusal>> {
        let (reply, picked) = oneshot::channel();
        self.events.send(Event::Picked(call, agent, reply)).await.ok()?;
        picked.await.ok()
    }
}

/// Where test calls are let in. It does not keep the loop going.
#[derive(Clone, Debug)]
pub struct TestDoor {
    events: mpsc::Sender<Event>,
}

impl TestDoor {
    /// Lets a test call in for some minutes: it rings at nobody and counts nowhere, and its telephone may register.
    pub async fn admit(&self, pass: Pass) {
        self.tell(Event::GuestAdmitted(pass)).await;
    }

    /// Whether the test call has come to this pool, and was not sent on to another.
    pub async fn has_seen(&self, pass: &Pass) -> bool {
        let (reply, seen) = oneshot::channel();
        self.tell(Event::GuestSought(pass.token.clone(), reply)).await;
        seen.await.unwrap_or(false)
    }

    /// Forgets a test call and its telephone.
    pub async fn dismiss(&self, pass: Pass) {
        self.tell(Event::GuestDismissed(pass)).await;
    }

    async fn tell(&self, event: Event) {
        if self.events.send(event).await.is_err() {
            tracing::debug!("the loop of the edge has ended");
        }
    }
}

/// Starts the edge. It says that it is starting until it is told otherwise.
///
/// # Errors
/// When the system gives no thread.
pub fn start(parts: Parts, config: Config) -> io::Result<(Edge, thread::JoinHandle<io::Result<()>>)> {
    let (events, waiting) = mpsc::channel(EVENTS_MAX);
    let (alive, ended) = mpsc::channel(1);
    let (calls_count, calls_counted) = watch::channel(0);
    let sender = events.clone();
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(io::Error::other)?;
    let work = move || {
        // One thread: the loop and the readers take turns, and nothing is handed between cores.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async move {
            let (server, inlets) = assemble(parts, &config, secret, (sender, waiting), ended)?;
            server.run(inlets, Outlets { calls: calls_count }).await;
            Ok(())
        })
    };
    let thread = thread::Builder::new().name("sip".to_owned()).spawn(work)?;
    Ok((Edge { events, calls: calls_counted, _alive: alive }, thread))
}

/// The loop and what it hears of, on the runtime of the caller.
pub(crate) fn assemble(
    parts: Parts,
    config: &Config,
    secret: [u8; 32],
    (sender, waiting): (mpsc::Sender<Event>, mpsc::Receiver<Event>),
    ended: mpsc::Receiver<()>,
) -> io::Result<(Server, Inlets)> {
    let Parts { sockets, configuration, directory, media: (media, media_events), studio, sign_in, clock } =
        parts;
    let bounds = Bounds { message_bytes: config.limits.message_bytes };
    let ips = sockets.listening().iter().map(|listener| listener.address.ip()).collect();
    let features = Features {
        codes: config.codes.clone(),
        sign_in,
        events: sender.clone(),
        calls: BTreeMap::new(),
        prepared: BTreeSet::new(),
    };
    let seed = secret.iter().fold(0, |seed: u64, byte| seed.rotate_left(8) ^ u64::from(*byte));
    let names = Names::new(sender.clone(), Resolver::new(config.nameserver), seed);
    let transport = Transport::start(sockets, sender, bounds)?;
    let in_force = Arc::clone(&configuration.borrow());
    let limits = config.distribution.clone();
    let calls = Calls::new(CallParts {
        engine: Engine::new(Start { configuration: in_force, directory, limits }),
        voice: Voice::new(media, studio),
        features,
        addresses: Addresses::new(config.names.clone(), ips),
        identity: Identity {
            product: config.product.clone(),
            via: config.via.clone(),
            subscribe: config.subscribe,
            pools: config.pools.clone(),
            epoch: 1,
            policy: policy(&config.times),
        },
        hold: config.times.hold,
        clock,
    });
    let inlets = Inlets { events: waiting, media: media_events, configuration, ended };
    let book = config.registrations.clone().map(|path| Book::new(path, clock));
    Ok((Server::new((transport, names), calls, config, secret, book), inlets))
}

/// How sessions behave: the usual, with the times of the operator.
fn policy(times: &Times) -> Policy {
    Policy {
        session_expires: Some(times.session_expires),
        min_se: times.session_expires_min,
        t1: times.round_trip,
        t2: times.round_trip * 8,
        ..Policy::USUAL
    }
}

/// Most events that wait; then nobody reads sockets.
pub(crate) const EVENTS_MAX: usize = 1_024;
