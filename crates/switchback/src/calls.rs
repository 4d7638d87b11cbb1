//! The part of a running pool that takes calls.

use std::{io, thread};

use anyhow::Context as _;
use edge::{Edge, Listener, Service, Sockets};
use tokio::task::JoinHandle;

use crate::{config::PoolFile, output, wiring::watch};

/// SIP, at work on its own thread.
pub(crate) struct Calls {
    edge: Edge,
    thread: JoinHandle<thread::Result<io::Result<()>>>,
    pool: String,
    listening: Vec<Listener>,
}

impl Calls {
    /// Starts to listen; whoever asks hears that the pool is starting.
    pub(crate) fn start(sockets: Sockets, file: &PoolFile) -> anyhow::Result<Self> {
        let listening = sockets.listening();
        let (edge, thread) =
            edge::start(sockets, file.sip.config.clone()).context("the system gave no thread for SIP")?;
        Ok(Self { edge, thread: watch(thread), pool: file.pool.to_string(), listening })
    }

    /// Takes calls from now on, and says where.
    pub(crate) async fn open(&self) -> anyhow::Result<()> {
        self.edge.set_service(Service::Open).await;
        self.listening.iter().try_for_each(|listener| {
            output::line(&format!("switchback: pool {} takes calls on {listener}", self.pool))
        })
    }

    /// Takes no more calls.
    pub(crate) async fn drain(&self) {
        self.edge.set_service(Service::Draining).await;
    }

    /// Waits until SIP ends, which it does not do unless it fails.
    pub(crate) async fn ended(&mut self) -> anyhow::Result<()> {
        let ended = (&mut self.thread).await.context("SIP cannot be watched")?;
        let ended = ended.map_err(|_| anyhow::anyhow!("SIP failed; its last words are in the log"))?;
        ended.context("SIP failed")
    }
}
