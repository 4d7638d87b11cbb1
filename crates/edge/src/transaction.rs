//! Transactions of RFC 3261 section 17 with RFC 6026, as a machine without sockets and clock.
//!
//! What arrives goes in by [`Transactions::receive`], what is to be sent by [`Transactions::request`] and
//! [`Transactions::respond`], the clock by [`Transactions::time_passed`]; then [`Transactions::poll`] is called until
//! it gives nothing, and [`Transactions::next_timeout`] says when to come back.
//!
//! ```text
//! server, INVITE   proceeding ──3xx-6xx──> completed ──ACK──> confirmed ──I──> gone
//!                      └──2xx──> accepted ──L──> gone          (H: no ACK came)
//! server, others   trying ──final──> completed ──J──> gone
//! client, INVITE   calling ──1xx──> proceeding ──3xx-6xx──> completed ──D──> gone
//!                      └────2xx────────┴──> accepted ──M──> gone   (B: nothing came)
//! client, others   trying ──1xx──> proceeding ──final──> completed ──K──> gone   (F: nothing came)
//! ```
//!
//! A 2xx of an INVITE and its ACK belong to the dialog, which sends them again by itself (section 13.3.1.4).

mod client;
mod key;
mod round_trip;
mod server;

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use stdx::Instant;

use dialog::message::{Message, Method, Request, Response};

use crate::{timers::Timers, transport::Path};
use client::Client;
pub(crate) use round_trip::RoundTrip;
use server::Server;

/// Names a server transaction for the life of the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ServerId(u64);

/// Names a client transaction for the life of the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ClientId(u64);

/// Bytes for the network, shared by those who may have to send them again.
pub(crate) type Bytes = Arc<[u8]>;

/// All transactions of the process.
pub(crate) struct Transactions {
    servers: HashMap<ServerId, Server>,
    servers_by_key: HashMap<String, ServerId>,
    /// Requests outside of dialogs by what they have in common when they arrive by two ways (section 8.2.2.2).
    merged: HashMap<String, ServerId>,
    clients: HashMap<ClientId, Client>,
    clients_by_key: HashMap<String, ClientId>,
    timers: Timers<Owner>,
    outputs: VecDeque<Output>,
    count: u64,
    servers_max: usize,
    round_trip: RoundTrip,
}

/// Whose timer it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    Server(ServerId, Timer),
    Client(ClientId, Timer),
}

/// What a timer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Timer {
    /// A, E and G: to be sent again.
    Again,
    /// B, F and H: nobody answers.
    Unanswered,
    /// D, I, J, K, L and M: nothing more is expected.
    Over,
}

/// What the transactions want done.
#[derive(Debug, PartialEq)]
pub(crate) enum Output {
    /// To be sent.
    Transmit(Path, Bytes),
    /// A request that nobody has seen yet, except ACK and CANCEL.
    Request(ServerId, Request, Path),
    /// The same request by another way; answered already, and told for the count.
    Merged,
    /// The ACK of a 2xx.
    Acknowledge(Request, Path),
    /// The peer no longer wants what this INVITE asks for; the CANCEL itself was answered.
    Cancelled(ServerId, Request),
    /// A response, the 100 among them.
    Response(ClientId, Response),
    /// No response came, or the way to the peer is broken.
    Failed(ClientId, Failure),
    /// Too many transactions; the request was answered with 503.
    Overloaded,
}

/// Why there is no response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Nobody answered in 32 seconds.
    Timeout,
    /// The connection ended or could not be made.
    Transport,
}

impl Transactions {
    pub(crate) fn new(servers_max: usize, round_trip: RoundTrip) -> Self {
        Self {
            servers: HashMap::new(),
            servers_by_key: HashMap::new(),
            merged: HashMap::new(),
            clients: HashMap::new(),
            clients_by_key: HashMap::new(),
            timers: Timers::default(),
            outputs: VecDeque::new(),
            count: 0,
            servers_max,
            round_trip,
        }
    }

    /// A message that came by `path`, on which a response to it goes back.
    pub(crate) fn receive(&mut self, now: Instant, message: Message, path: Path) {
        match message {
            Message::Request(request) => match request.method {
                Method::Ack => self.receive_ack(now, request, path),
                Method::Cancel => self.receive_cancel(now, request, path),
                _ => self.receive_request(now, request, path),
            },
            Message::Response(response) => self.receive_response(now, response),
        }
    }

    /// How many transactions there are.
    #[cfg(test)]
    fn len(&self) -> usize {
        self.servers.len() + self.clients.len()
    }

    /// The next thing to be done.
    pub(crate) fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When [`Transactions::time_passed`] is due.
    pub(crate) fn next_timeout(&self) -> Option<Instant> {
        self.timers.next()
    }

    /// Does what is due.
    pub(crate) fn time_passed(&mut self, now: Instant) {
        while let Some(due) = self.timers.pop(now) {
            match due {
                Owner::Server(id, timer) => self.server_timer(now, id, timer),
                Owner::Client(id, timer) => self.client_timer(now, id, timer),
            }
        }
    }

    /// A connection ended: whoever waits for a response on it waits in vain.
    pub(crate) fn path_broken(&mut self, path: Path) {
        let waiting = self.clients.iter().filter(|(_, client)| client.path == path && client.is_waiting());
        let mut broken: Vec<ClientId> = waiting.map(|(id, _)| *id).collect();
        broken.sort_unstable();
        for id in broken {
            self.outputs.push_back(Output::Failed(id, Failure::Transport));
            self.forget_client(id);
        }
    }

    fn count(&mut self) -> u64 {
        self.count += 1;
        self.count
    }
}

#[cfg(test)]
mod tests;
