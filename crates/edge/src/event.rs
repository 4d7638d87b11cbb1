//! What can happen to the loop.

use std::net::SocketAddr;

use tokio::net::TcpStream;

use crate::{
    service::Service,
    transport::{Arrival, ConnectionId},
};

/// Everything the loop wakes up for, time apart.
#[derive(Debug)]
pub(crate) enum Event {
    /// A message came.
    Arrived(Arrival),
    /// A peer made a connection.
    Connected(TcpStream, SocketAddr),
    /// A connection ended.
    Disconnected(ConnectionId),
    /// The pool takes calls, or takes no more.
    ServiceChanged(Service),
}
