//! Transactions and the sockets below them: what everything above sends through.

use dialog::message::{Request, Response};
use stdx::Instant;

use crate::{
    transaction::{ClientId, Output, ServerId, Transactions},
    transport::{Path, Transport},
};

/// The way to all peers.
pub(crate) struct Network {
    pub(crate) transport: Transport,
    pub(crate) transactions: Transactions,
}

impl Network {
    /// Sends a request in a transaction of its own.
    pub(crate) fn request(&mut self, now: Instant, request: Request, path: Path) -> ClientId {
        self.transactions.request(now, request, path)
    }

    /// Answers in a transaction that a peer began.
    pub(crate) fn respond(&mut self, now: Instant, server: ServerId, response: &Response) {
        self.transactions.respond(now, server, response);
    }

    /// Sends the ACK of a 2xx, which has no transaction.
    pub(crate) fn acknowledge(&mut self, ack: &Request, path: Path) {
        self.transport.send(path, &ack.to_bytes().into());
    }

    /// The next thing that a transaction has to say; what it wants sent is sent on the way.
    pub(crate) fn poll(&mut self) -> Option<Output> {
        loop {
            match self.transactions.poll()? {
                Output::Transmit(path, bytes) => self.transport.send(path, &bytes),
                other => return Some(other),
            }
        }
    }
}
