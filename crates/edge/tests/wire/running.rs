//! A running edge.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    ops::RangeInclusive,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU16, Ordering},
    },
    time::Duration,
};

use domain::{Configuration, ContentHash, Directory, SipUri};
use edge::{
    Algorithm, Codes, Config, Distribution, Edge, Kind, Limits, Listener, Parts, Pools, Proxy, Service,
    SignIn, Sockets, Subscribe, Times, User, Users,
};
use engine::{CallId, PickRefusal};
use tokio::sync::watch;

use crate::site::Site;

/// An edge that takes calls; it ends when this is dropped.
pub(crate) struct Running {
    edge: Edge,
    listening: Vec<Listener>,
    configuration: watch::Sender<Arc<Configuration>>,
    thread: std::thread::JoinHandle<std::io::Result<()>>,
    _sounds: tempfile::TempDir,
}

/// How an edge is started.
pub(crate) struct Start<'a> {
    pub(crate) listeners: &'a [&'a str],
    pub(crate) limits: Limits,
    pub(crate) users: Vec<User>,
    pub(crate) site: Site,
    pub(crate) via: Option<Proxy>,
    pub(crate) subscribe: Subscribe,
    /// Who knows names.
    pub(crate) nameserver: Option<SocketAddr>,
    pub(crate) digests: Vec<Algorithm>,
    /// What agents dial to sign in and out, and what happens then.
    pub(crate) codes: Codes,
    pub(crate) sign_in: SignIn,
    /// The file of registrations.
    pub(crate) registrations: Option<PathBuf>,
    /// The time of day.
    pub(crate) clock: fn() -> jiff::Timestamp,
    /// After which a peer is silent.
    pub(crate) silence: Duration,
    pub(crate) times: Times,
    /// The limits of call distribution.
    pub(crate) distribution: Distribution,
    /// Other pools, and where they take calls.
    pub(crate) pools: Pools,
}

impl Default for Start<'_> {
    fn default() -> Self {
        let listeners = &["udp:127.0.0.1:0"];
        Self {
            listeners,
            limits: Limits::default(),
            users: Vec::new(),
            site: Site::new(),
            via: None,
            subscribe: Subscribe::default(),
            nameserver: None,
            digests: Algorithm::ALL.to_vec(),
            codes: Codes::default(),
            sign_in: Arc::new(|_, _| Box::pin(async { false })),
            registrations: None,
            clock: || "2026-11-26T12:00:00Z".parse().unwrap(),
            silence: Duration::from_secs(30),
            times: Times::default(),
            distribution: Distribution::USUAL,
            pools: Pools { own: "pool.contoso.com".to_owned(), ..Pools::default() },
        }
    }
}

impl Running {
    pub(crate) fn start(listeners: &[&str], limits: Limits) -> Self {
        Self::with(Start { listeners, limits, ..Start::default() })
    }

    pub(crate) fn with(start: Start<'_>) -> Self {
        let listeners: Vec<Listener> = start.listeners.iter().map(|text| text.parse().unwrap()).collect();
        let sockets = Sockets::bind(&listeners).unwrap();
        let listening = sockets.listening();
        let sounds = tempfile::tempdir().unwrap();
        let audio = start.site.audio();
        let studio = studio(&sounds, audio);
        // No call is to wait for a sound.
        let configured = start.site.configuration();
        assert!(studio.prepare(&configured).wait(Duration::from_secs(60)).is_some());
        studio.music(None);
        let (configuration, published) = watch::channel(Arc::new(configured));
        let parts = Parts {
            sockets,
            configuration: published,
            directory: Directory::default(),
            media: media::start(media_config(&listening, start.silence)).unwrap(),
            studio,
            sign_in: start.sign_in,
            clock: start.clock,
        };
        let config = Config {
            limits: start.limits,
            users: Arc::new(Users::new(start.users)),
            via: start.via,
            subscribe: start.subscribe,
            nameserver: start.nameserver,
            codes: start.codes,
            registrations: start.registrations,
            pools: start.pools,
            names: vec!["pool.contoso.com".to_owned()],
            digests: start.digests,
            times: start.times,
            distribution: start.distribution,
            product: "switchback".to_owned(),
        };
        let (edge, thread) = edge::start(parts, config).unwrap();
        let running = Self { edge, listening, configuration, thread, _sounds: sounds };
        running.set_service(Service::Open);
        running
    }

    /// Ends it, and waits until it has.
    pub(crate) fn stop(self) {
        drop(self.edge);
        self.thread.join().unwrap().unwrap();
    }

    /// Waits until no session and no voice is open any more.
    pub(crate) fn comes_to_rest(&self) {
        self.comes_to("no session and no voice", |view| (view.lines, view.legs) == (0, 0));
    }

    /// Waits until only so many sessions are open.
    pub(crate) fn comes_to_sessions(&self, count: usize) {
        self.comes_to(&format!("{count} sessions"), |view| view.lines == count);
    }

    /// Waits until an agent is reached.
    pub(crate) fn reaches(&self, agent: &str) {
        let is_it = |it: &engine::AgentView| it.reachable && it.agent.as_str() == agent;
        self.comes_to(agent, |view| view.agents.iter().any(is_it));
    }

    /// What is going on.
    pub(crate) fn view(&self) -> edge::View {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(self.edge.view()).unwrap()
    }

    /// Waits until an agent is in a state.
    pub(crate) fn comes_to_state(&self, agent: &str, state: engine::AgentState) {
        let is_it = |it: &engine::AgentView| it.state == state && it.agent.as_str() == agent;
        self.comes_to(&format!("{agent}: {state:?}"), |view| view.agents.iter().any(is_it));
    }

    fn comes_to(&self, what: &str, is_so: impl Fn(&edge::View) -> bool) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let open = std::cell::Cell::new((0, 0));
        let wait = async {
            loop {
                let view = self.edge.view().await.unwrap();
                open.set((view.lines, view.legs));
                if is_so(&view) {
                    return;
                }
            }
        };
        let ended = runtime.block_on(async { tokio::time::timeout(BOUND, wait).await });
        assert!(ended.is_ok(), "it does not come to {what}; open are {:?} sessions and voices", open.get());
    }

    pub(crate) fn set_service(&self, service: Service) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(self.edge.set_service(service));
    }

    pub(crate) fn end_calls(&self) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(self.edge.end_calls());
    }

    pub(crate) fn pick(&self, call: CallId, agent: SipUri) -> Result<(), PickRefusal> {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(self.edge.pick_door().pick(call, agent)).unwrap()
    }

    pub(crate) fn configure(&self, site: Site) {
        self.configuration.send_replace(Arc::new(site.configuration()));
    }

    pub(crate) fn test_door(&self) -> edge::TestDoor {
        self.edge.test_door()
    }

    pub(crate) fn address(&self, kind: Kind) -> SocketAddr {
        self.listening.iter().find(|listener| listener.kind == kind).unwrap().address
    }

    pub(crate) fn udp(&self) -> SocketAddr {
        self.address(Kind::Udp)
    }
}

fn media_config(listening: &[Listener], silence: Duration) -> media::Config {
    let mut addresses: Vec<_> = listening.iter().map(|listener| listener.address.ip()).collect();
    addresses.dedup();
    media::Config { addresses, ports: voice_ports(), legs_max: 100, silence, seed: 7 }
}

/// Ports that no other pool of the tests has at the moment. A port that one gives back and another takes at once would
/// hear the last packets of the call before.
pub(crate) fn voice_ports() -> RangeInclusive<u16> {
    static TAKEN: AtomicU16 = AtomicU16::new(0);
    let (process, taken) = (std::process::id() % SLICES * 4, TAKEN.fetch_add(1, Ordering::Relaxed));
    let first = 12_000 + (process as u16 + taken) % (SLICES as u16) * SLICE;
    first..=first + SLICE - 1
}

/// The ports of one pool, and for how many there are some, below those that the system gives away by itself.
const SLICE: u16 = 160;
const SLICES: u32 = 125;

fn studio(folder: &tempfile::TempDir, audio: BTreeMap<ContentHash, Vec<u8>>) -> speech::Studio {
    let config = speech::Config::new(folder.path());
    let source = Box::new(move |hash: &ContentHash| Ok(audio.get(hash).cloned()));
    speech::Studio::start(&config, speech::Programs::default(), source).unwrap()
}

/// How long the last messages of a call, or the start of a phone, may take.
const BOUND: Duration = Duration::from_secs(20);

/// A proxy that asks nothing.
pub(crate) fn proxy_at(address: SocketAddr) -> Proxy {
    Proxy { address: format!("sip:{address}").parse().unwrap(), account: None }
}
