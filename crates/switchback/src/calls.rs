//! The part of a running pool that takes calls: SIP, the voice and what callers hear.

use std::{future, io, sync::Arc, thread, time::Duration};

use admin::{Caller, Request, SetAgent};
use anyhow::Context as _;
use api::{PickRefused, Pickup, Pool, TestDesk};
use edge::{Edge, Listener, Parts, Service, Sockets};
use engine::{CallId, PickRefusal};
use speech::{AudioSource, Programs, Studio};
use tokio::{runtime::Handle, task::JoinHandle};

use crate::{clock, config::PoolFile, live, output, test_desk, wiring::watch};

/// What takes calls, at work on its own threads.
pub(crate) struct Calls {
    edge: Edge,
    thread: JoinHandle<thread::Result<io::Result<()>>>,
    pool: String,
    listening: Vec<Listener>,
    drain: Duration,
    live: live::Source,
    looking: JoinHandle<()>,
    test_desk: TestDesk,
}

impl Calls {
    /// Starts to listen; whoever asks hears that the pool is starting. Nothing where the pool takes no calls.
    pub(crate) fn start(sockets: Sockets, file: &PoolFile, pool: &Pool) -> anyhow::Result<Option<Self>> {
        let listening = sockets.listening();
        if listening.is_empty() {
            return Ok(None);
        }
        let mut seed = [0; 8];
        getrandom::fill(&mut seed).map_err(anyhow::Error::from)?;
        let media = media::Config {
            addresses: file.sip.addresses(),
            ports: file.sip.media.ports.clone(),
            legs_max: file.sip.media.legs,
            silence: file.sip.media.silence,
            seed: u64::from_ne_bytes(seed),
        };
        let sounds = speech::Config::new(file.data.join("sounds"));
        let studio = Studio::start(&sounds, Programs::default(), audio_of(pool.clone()));
        let studio = studio.context("the sounds of calls cannot be kept")?;
        let parts = Parts {
            sockets,
            configuration: pool.configurations(),
            directory: pool.directory().clone(),
            media: media::start(media).context("the voice of calls does not start")?,
            studio: studio.clone(),
            sign_in: sign_in(pool.clone()),
            clock: clock::now,
        };
        let registrations = Some(file.data.join("registrations"));
        let started = edge::start(parts, edge::Config { registrations, ..file.sip.config.clone() });
        let (edge, thread) = started.context("the system gave no thread for SIP")?;
        let drain = Duration::from_secs(file.sip.drain_seconds);
        let (live, looking) = live::watch(edge.clone());
        let test_desk = test_desk::start(test_desk::Parts {
            pool: pool.clone(),
            listeners: listening.clone(),
            ports: file.sip.media.ports.clone(),
            studio,
            door: edge.test_door(),
            pools: edge::Pools { own: file.pool.to_string(), ..file.sip.config.pools.clone() },
            product: file.sip.config.product.clone(),
        });
        let (thread, pool) = (watch(thread), file.pool.to_string());
        Ok(Some(Self { edge, thread, pool, listening, drain, live, looking, test_desk }))
    }

    /// Who places test calls.
    pub(crate) fn test_desk(&self) -> TestDesk {
        self.test_desk.clone()
    }

    /// Lets calls ring at attendants who pick them.
    pub(crate) fn pickup(&self) -> Pickup {
        let door = self.edge.pick_door();
        Arc::new(move |call, agent| {
            let door = door.clone();
            Box::pin(async move { Some(door.pick(CallId(call), agent).await?.map_err(refused)) })
        })
    }

    /// Takes calls from now on, and says where.
    pub(crate) async fn open(&self) -> anyhow::Result<()> {
        self.edge.set_service(Service::Open).await;
        self.listening.iter().try_for_each(|listener| {
            output::line(&format!("switchback: pool {} takes calls on {listener}", self.pool))
        })
    }

    /// The calls and agents of the moment.
    pub(crate) fn live(&self) -> live::Source {
        Arc::clone(&self.live)
    }

    /// Takes no more calls, lets those in progress end for a while, and stops.
    pub(crate) async fn stop(self) {
        self.edge.set_service(Service::Draining).await;
        if tokio::time::timeout(self.drain, self.edge.is_idle()).await.is_err() {
            tracing::warn!(calls = self.edge.calls_count(), "calls in progress are ended");
        }
        self.edge.end_calls().await;
        // SIP ends with its last handle, and whoever looks holds one.
        self.looking.abort();
        if self.looking.await.is_err_and(|error| error.is_panic()) {
            tracing::error!("what shows the calls of the moment failed; its last words are in the log");
        }
        drop(self.edge);
        if tokio::time::timeout(STOP_BOUND, self.thread).await.is_err() {
            tracing::warn!("SIP is still at work");
        }
    }
}

/// Waits until SIP ends, which it does not do unless it fails.
pub(crate) async fn ended(calls: &mut Option<Calls>) -> anyhow::Result<()> {
    let Some(calls) = calls else { return future::pending().await };
    let ended = (&mut calls.thread).await.context("SIP cannot be watched")?;
    let ended = ended.map_err(|_| anyhow::anyhow!("SIP failed; its last words are in the log"))?;
    ended.context("SIP failed")
}

const fn refused(refusal: PickRefusal) -> PickRefused {
    match refusal {
        PickRefusal::NotWaiting => PickRefused::NotWaiting,
        PickRefusal::NotAttendant => PickRefused::NotAttendant,
        PickRefusal::SignedOut => PickRefused::SignedOut,
        PickRefusal::Unreached => PickRefused::Unreached,
        PickRefusal::Busy => PickRefused::Busy,
        PickRefusal::Presence(presence) => PickRefused::Presence(presence),
    }
}

/// Audio comes from the store, whose owner is asked for it.
fn audio_of(pool: Pool) -> AudioSource {
    let runtime = Handle::current();
    let pool = Arc::new(pool);
    Box::new(move |hash| {
        let read = runtime.block_on(pool.audio(*hash));
        read.map_err(Into::into)
    })
}

/// Agents who dial a code sign in and out as themselves.
fn sign_in(pool: Pool) -> edge::SignIn {
    let pool = Arc::new(pool);
    Arc::new(move |agent, signed_in| {
        let pool = Arc::clone(&pool);
        Box::pin(async move {
            let sign_in = Some(admin::SignIn { signed_in, group: None });
            let asked = SetAgent { uri: agent.clone(), sign_in, presence: None };
            let decided = pool.decide(Caller::Person(agent.clone()), Request::SetAgent(asked), false).await;
            if let Err(error) = &decided {
                tracing::warn!(%agent, signed_in, %error, "an agent could not sign in or out");
            }
            decided.is_ok()
        })
    })
}

/// How long the threads may take to end.
const STOP_BOUND: Duration = Duration::from_secs(5);
