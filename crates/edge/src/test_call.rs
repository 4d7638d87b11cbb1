//! Test calls: a SIP user agent of its own, which calls a pool over the network and listens.
//!
//! It shares nothing with the loop that serves calls but the code: it has its own sockets, transactions, lines and
//! voice, on a thread of its own. [`testcall::Course`] decides, [`agent`] does.

mod agent;
mod registration;

use std::{io, net::SocketAddr, ops::RangeInclusive, thread, time::Duration};

use dialog::wire::Bounds;
use domain::SipUri;
use testcall::{Course, Line, Report, Score};
use tokio::sync::{mpsc, oneshot, watch};

use crate::{
    clock::Clock,
    transport::{BindError, Kind, Listener, Sockets, Transport},
};
use agent::Agent;

/// A test call to place.
#[derive(Debug)]
pub struct TestCall {
    /// Where the call goes.
    pub target: Listener,
    /// Where the telephone of the agent registers: with the pool that answers.
    pub registrar: Listener,
    /// The ports for the voice.
    pub ports: RangeInclusive<u16>,
    /// What should happen.
    pub score: Score,
    /// Other sounds of the pool.
    pub known: Vec<Line>,
    /// What the pool that answers knows the call by.
    pub pass: Pass,
    /// The words of User-Agent.
    pub product: String,
}

/// By what a pool knows a test call, and lets its telephone in. Whoever has it may make calls that ring at nobody, and
/// register one telephone of the agent for a short time.
#[derive(Clone)]
pub struct Pass {
    /// The agent that the test plays, where it plays one.
    pub agent: Option<SipUri>,
    /// The user part of the caller's address and of the telephone's Contact, which nobody else knows.
    pub token: String,
    /// The password with which the telephone registers.
    pub password: String,
}

/// The token and the password are secrets.
impl std::fmt::Debug for Pass {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pass").field("agent", &self.agent).finish_non_exhaustive()
    }
}

impl Pass {
    /// A new pass.
    ///
    /// # Errors
    /// Where the system gives no randomness.
    pub fn mint(agent: Option<SipUri>) -> io::Result<Self> {
        Ok(Self { agent, token: format!("test-{}", random_word()?), password: random_word()? })
    }
}

/// A test call in progress.
#[derive(Debug)]
pub struct Placed {
    /// What is told on the way.
    pub progress: mpsc::Receiver<String>,
    /// What was found; nothing where the thread failed.
    pub report: oneshot::Receiver<Report>,
    /// Ends the call when it becomes true, or when it is dropped.
    pub cancel: watch::Sender<bool>,
}

/// Why a test call cannot be placed.
#[derive(Debug, thiserror::Error)]
pub enum Unplaced {
    /// No socket for SIP.
    #[error(transparent)]
    Socket(#[from] BindError),
    /// No voice.
    #[error(transparent)]
    Media(#[from] media::StartError),
    /// No thread, no randomness.
    #[error(transparent)]
    System(#[from] io::Error),
}

/// Places a test call.
///
/// # Errors
/// Where the system gives what it needs.
pub fn place(call: TestCall) -> Result<Placed, Unplaced> {
    let local = local_towards(call.target.address)?;
    let sockets = Sockets::bind(&[Listener { kind: Kind::Udp, address: local }])?;
    let mut seed = [0; 8];
    getrandom::fill(&mut seed).map_err(io::Error::other)?;
    let media = media::start(media::Config {
        addresses: vec![local.ip()],
        ports: call.ports.clone(),
        legs_max: LEGS_MAX,
        silence: SILENCE,
        seed: u64::from_ne_bytes(seed),
    })?;
    let (progress, told) = mpsc::channel(PROGRESS_MAX);
    let (found, report) = oneshot::channel();
    let (cancel, cancelled) = watch::channel(false);
    let work = move || {
        let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
            Ok(runtime) => runtime,
            Err(error) => return tracing::error!(%error, "a test call has no runtime"),
        };
        runtime.block_on(async move {
            let (events, waiting) = mpsc::channel(EVENTS_MAX);
            let bounds = Bounds { message_bytes: MESSAGE_BYTES_MAX };
            let transport = match Transport::start(sockets, events, bounds) {
                Ok(transport) => transport,
                Err(error) => return tracing::error!(%error, "a test call has no transport"),
            };
            if let Err(error) = transport.writable().await {
                return tracing::error!(%error, "a test call cannot send");
            }
            let clock = Clock::start();
            let TestCall { target, registrar, score, known, pass, product, .. } = call;
            let course = Course::begin(clock.now(), score, known, pass.agent.clone());
            let wanted = agent::Wanted { target, registrar, pass, product, course };
            let agent = Agent::new(transport, media, clock, wanted);
            let report = agent.run(waiting, progress, cancelled).await;
            drop(found.send(report));
        });
    };
    thread::Builder::new().name("test-call".to_owned()).spawn(work)?;
    Ok(Placed { progress: told, report, cancel })
}

/// An address of ours towards a pool, on a port that the system chooses.
fn local_towards(target: SocketAddr) -> io::Result<SocketAddr> {
    let unspecified: SocketAddr = if target.is_ipv4() { ANY_4 } else { ANY_6 };
    let probe = std::net::UdpSocket::bind(unspecified)?;
    probe.connect(target)?;
    Ok(SocketAddr::new(probe.local_addr()?.ip(), 0))
}

fn random_word() -> io::Result<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

const ANY_4: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED), 0);
const ANY_6: SocketAddr = SocketAddr::new(std::net::IpAddr::V6(std::net::Ipv6Addr::UNSPECIFIED), 0);
/// Legs of a test call: the caller, the telephone, and one that is being refused.
const LEGS_MAX: usize = 4;
/// A pool that sends nothing for that long is silent.
const SILENCE: Duration = Duration::from_secs(30);
const PROGRESS_MAX: usize = 256;
const EVENTS_MAX: usize = 256;
const MESSAGE_BYTES_MAX: usize = 65_535;
