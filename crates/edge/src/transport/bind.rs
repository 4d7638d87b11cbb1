//! Takes the addresses of the listeners, before anything else of the pool starts.

use std::{io, net};

use rustix::net::sockopt::set_socket_recv_buffer_size;

use super::{Kind, Listener};

/// The sockets of a pool.
#[derive(Debug)]
pub struct Sockets {
    pub(super) datagram: Vec<net::UdpSocket>,
    pub(super) stream: Vec<net::TcpListener>,
}

/// A listener whose address could not be taken.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {listener}; stop the program that does, or set another address in sip of [listen]")]
pub struct BindError {
    listener: Listener,
    source: io::Error,
}

impl Sockets {
    /// Takes all addresses.
    ///
    /// # Errors
    /// The first that could not be taken.
    pub fn bind(listeners: &[Listener]) -> Result<Self, BindError> {
        let mut sockets = Self { datagram: Vec::new(), stream: Vec::new() };
        for listener in listeners {
            sockets.add(*listener).map_err(|source| BindError { listener: *listener, source })?;
        }
        Ok(sockets)
    }

    fn add(&mut self, listener: Listener) -> io::Result<()> {
        match listener.kind {
            Kind::Udp => {
                let socket = net::UdpSocket::bind(listener.address)?;
                socket.set_nonblocking(true)?;
                // The system gives what it allows; what comes while the loop is busy then waits and is not lost.
                if let Err(error) = set_socket_recv_buffer_size(&socket, BUFFER_BYTES) {
                    tracing::debug!(%error, "a socket keeps its usual buffer");
                }
                self.datagram.push(socket);
            }
            Kind::Tcp => {
                let socket = net::TcpListener::bind(listener.address)?;
                socket.set_nonblocking(true)?;
                self.stream.push(socket);
            }
        }
        Ok(())
    }

    /// Where each listens, in the order of their kinds.
    pub fn listening(&self) -> Vec<Listener> {
        let datagram = self.datagram.iter().map(|socket| (Kind::Udp, socket.local_addr()));
        let stream = self.stream.iter().map(|socket| (Kind::Tcp, socket.local_addr()));
        datagram
            .chain(stream)
            .filter_map(|(kind, address)| Some(Listener { kind, address: address.ok()? }))
            .collect()
    }
}

/// What a UDP socket holds until the loop takes it: about a second of messages at the highest rates.
const BUFFER_BYTES: usize = 4 << 20;
