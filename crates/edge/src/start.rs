//! Starts the loop on a thread of its own.

use std::{io, thread};

use tokio::sync::mpsc;

use crate::{
    config::Config,
    event::Event,
    server::Server,
    service::Service,
    transport::{Sockets, Transport},
    wire::Bounds,
};

/// The handle of a running edge. The loop ends when the last one is dropped.
#[derive(Clone, Debug)]
pub struct Edge {
    events: mpsc::Sender<Event>,
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
}

/// Starts the edge on its sockets. It says that it is starting until it is told otherwise.
///
/// # Errors
/// When the system gives no thread.
pub fn start(sockets: Sockets, config: Config) -> io::Result<(Edge, thread::JoinHandle<io::Result<()>>)> {
    let (events, waiting) = mpsc::channel(EVENTS_MAX);
    let (alive, ended) = mpsc::channel(1);
    let sender = events.clone();
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(io::Error::other)?;
    let work = move || {
        // One thread: the loop and the readers take turns, and nothing is handed between cores.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async move {
            let bounds = Bounds { message_bytes: config.limits.message_bytes };
            let transport = Transport::start(sockets, sender, bounds)?;
            Server::new(transport, &config, secret).run(waiting, ended).await;
            Ok(())
        })
    };
    let thread = thread::Builder::new().name("sip".to_owned()).spawn(work)?;
    Ok((Edge { events, _alive: alive }, thread))
}

/// Most events that wait; then nobody reads sockets.
const EVENTS_MAX: usize = 1_024;
