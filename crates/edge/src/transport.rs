//! Sockets: where messages come from, and how bytes leave.
//!
//! A task for each socket and each connection reads, holds what it reads to the rules of [`dialog::wire`], and hands it
//! to the one loop over a bounded channel. While that is full nobody reads, and the network does the waiting.

mod address;
mod arrival;
mod bind;
mod datagram;
mod stream;

use std::{
    collections::HashMap,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use dialog::wire::Bounds;
use tokio::{net::UdpSocket, sync::mpsc, task::JoinHandle};

use crate::{event::Event, transaction::Bytes};
pub use address::{InvalidListener, Kind, Listener};
pub(crate) use arrival::Arrival;
pub use bind::{BindError, Sockets};

/// The way to a peer, and back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Path {
    /// Datagrams between one of our sockets and an address.
    Datagram(SocketId, SocketAddr),
    /// A connection.
    Stream(ConnectionId),
}

/// One of our UDP sockets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SocketId(usize);

/// A TCP connection, for the life of the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ConnectionId(u64);

impl Path {
    /// Whether bytes arrive in order and without loss as long as the connection lives.
    pub(crate) const fn is_reliable(&self) -> bool {
        matches!(self, Self::Stream(_))
    }

    /// A way by datagrams that leads nowhere.
    #[cfg(test)]
    pub(crate) const fn datagram_of_test(peer: SocketAddr) -> Self {
        Self::Datagram(SocketId(0), peer)
    }

    /// A connection that leads nowhere.
    #[cfg(test)]
    pub(crate) const fn stream_of_test() -> Self {
        Self::Stream(ConnectionId(0))
    }
}

/// All sockets and connections. Dropping it ends their tasks.
pub(crate) struct Transport {
    sockets: Vec<Socket>,
    /// Where connections are taken.
    listeners: Vec<SocketAddr>,
    connections: HashMap<ConnectionId, Connection>,
    /// The tasks that read sockets and take connections.
    tasks: Vec<JoinHandle<()>>,
    events: mpsc::Sender<Event>,
    bounds: Bounds,
    count: u64,
}

struct Socket {
    socket: Arc<UdpSocket>,
    local: SocketAddr,
}

struct Connection {
    outgoing: mpsc::Sender<Bytes>,
    local: SocketAddr,
    peer: SocketAddr,
    task: JoinHandle<()>,
}

impl Transport {
    /// Takes the sockets over and begins to read them.
    pub(crate) fn start(
        sockets: Sockets,
        events: mpsc::Sender<Event>,
        bounds: Bounds,
    ) -> std::io::Result<Self> {
        let (mut udp, mut tasks) = (Vec::new(), Vec::new());
        for socket in sockets.datagram {
            let socket = Arc::new(UdpSocket::from_std(socket)?);
            let reader = datagram::read(Arc::clone(&socket), SocketId(udp.len()), events.clone(), bounds);
            let local = socket.local_addr()?;
            tasks.push(tokio::spawn(reader));
            udp.push(Socket { socket, local });
        }
        let mut listeners = Vec::new();
        for listener in sockets.stream {
            listeners.push(listener.local_addr()?);
            let listener = tokio::net::TcpListener::from_std(listener)?;
            tasks.push(tokio::spawn(stream::listen(listener, events.clone())));
        }
        Ok(Self { sockets: udp, listeners, connections: HashMap::new(), tasks, events, bounds, count: 0 })
    }

    /// Sends bytes. What cannot leave at once is lost, as the network may lose it too; a connection that does not
    /// take them ends.
    pub(crate) fn send(&mut self, path: Path, bytes: &Bytes) {
        match path {
            Path::Datagram(SocketId(socket), peer) => {
                let sent = self.sockets[socket].socket.try_send_to(bytes, peer);
                if let Err(error) = sent {
                    metrics::counter!("switchback_sip_unsent_total").increment(1);
                    tracing::debug!(%peer, %error, "a datagram could not be sent");
                }
            }
            Path::Stream(id) => {
                let taken = self
                    .connections
                    .get(&id)
                    .map(|connection| connection.outgoing.try_send(Bytes::clone(bytes)));
                if let Some(Err(error)) = taken {
                    tracing::info!(peer = %self.connections[&id].peer, %error, "a connection does not take what is sent");
                    self.close(id);
                }
            }
        }
    }

    /// Waits until the UDP sockets take datagrams, which the runtime does not know of new ones.
    pub(crate) async fn writable(&self) -> std::io::Result<()> {
        for socket in &self.sockets {
            socket.socket.writable().await?;
        }
        Ok(())
    }

    /// A way to an address by datagrams, from a socket of its family.
    pub(crate) fn datagram_to(&self, peer: SocketAddr) -> Option<Path> {
        let fits = |socket: &Socket| {
            socket.local.is_ipv4() == peer.is_ipv4()
                && (!socket.local.ip().is_loopback() || peer.ip().is_loopback())
        };
        self.sockets.iter().position(fits).map(|at| Path::Datagram(SocketId(at), peer))
    }

    /// A way to an address, of the kind that is asked for.
    pub(crate) fn way_to(&mut self, kind: Kind, peer: SocketAddr) -> Option<Path> {
        match kind {
            Kind::Udp => self.datagram_to(peer),
            Kind::Tcp => self.stream_to(peer),
        }
    }

    /// A way to an address by datagrams from the socket with this address.
    pub(crate) fn datagram_from(&self, local: SocketAddr, peer: SocketAddr) -> Option<Path> {
        let at = self.sockets.iter().position(|socket| socket.local == local)?;
        (local.is_ipv4() == peer.is_ipv4()).then_some(Path::Datagram(SocketId(at), peer))
    }

    /// A way to an address by a connection: the one that is there, or a new one.
    pub(crate) fn stream_to(&mut self, peer: SocketAddr) -> Option<Path> {
        let open = self.connections.iter().find(|(_, connection)| connection.peer == peer).map(|(id, _)| *id);
        if let Some(id) = open {
            return Some(Path::Stream(id));
        }
        if self.connections.len() >= CONNECTIONS_MAX {
            return None;
        }
        let id = self.next_connection();
        let (outgoing, waiting) = mpsc::channel(OUTGOING_MAX);
        let work = stream::connect(id, peer, waiting, self.events.clone(), self.bounds);
        let local = SocketAddr::new(if peer.is_ipv4() { UNSPECIFIED_4 } else { UNSPECIFIED_6 }, 0);
        self.connections.insert(id, Connection { outgoing, local, peer, task: tokio::spawn(work) });
        Some(Path::Stream(id))
    }

    /// Takes a connection over that a listener accepted; one too many is closed.
    pub(crate) fn accept(&mut self, socket: tokio::net::TcpStream, peer: SocketAddr) {
        let from_one =
            self.connections.values().filter(|connection| connection.peer.ip() == peer.ip()).count();
        if self.connections.len() >= CONNECTIONS_MAX || from_one >= CONNECTIONS_PER_ADDRESS_MAX {
            metrics::counter!("switchback_sip_connections_refused_total").increment(1);
            return;
        }
        let Ok(local) = socket.local_addr() else { return };
        let id = self.next_connection();
        let (outgoing, waiting) = mpsc::channel(OUTGOING_MAX);
        let work = stream::serve(id, socket, waiting, self.events.clone(), self.bounds);
        self.connections.insert(id, Connection { outgoing, local, peer, task: tokio::spawn(work) });
    }

    /// Forgets a connection that ended.
    pub(crate) fn close(&mut self, id: ConnectionId) {
        if let Some(connection) = self.connections.remove(&id) {
            connection.task.abort();
        }
    }

    /// Whether what is sent on a way comes to one of our own sockets.
    pub(crate) fn leads_to_us(&self, path: Path) -> bool {
        self.ends(path).is_some_and(|(_, peer)| self.is_ours(peer))
    }

    /// Whether we listen on an address.
    pub(crate) fn is_ours(&self, address: SocketAddr) -> bool {
        self.listeners.contains(&address) || self.sockets.iter().any(|socket| socket.local == address)
    }

    /// Our address on a way, and the address of the peer. An address that is not fixed is asked of the system.
    pub(crate) fn ends(&self, path: Path) -> Option<(SocketAddr, SocketAddr)> {
        let (local, peer) = match path {
            Path::Datagram(SocketId(socket), peer) => (self.sockets[socket].local, peer),
            Path::Stream(id) => {
                self.connections.get(&id).map(|connection| (connection.local, connection.peer))?
            }
        };
        let local = if local.ip().is_unspecified() { address::towards(local, peer)? } else { local };
        Some((local, peer))
    }

    /// The address of ours at which a peer hears us and is heard, whose messages come on a way and who offers to be
    /// heard at these addresses; nothing where we have none of their families.
    pub(crate) fn voice_address(&self, path: Path, offered: &[IpAddr]) -> Option<IpAddr> {
        let (local, _) = self.ends(path)?;
        if offered.is_empty() || offered.iter().any(|other| other.is_ipv4() == local.is_ipv4()) {
            return Some(local.ip());
        }
        let all = self.sockets.iter().map(|socket| socket.local).chain(self.listeners.iter().copied());
        let peer = SocketAddr::new(offered[0], 9);
        let mut fitting = all.filter(|own| own.is_ipv4() == peer.is_ipv4());
        let own = fitting.find(|own| !own.ip().is_loopback() || peer.ip().is_loopback())?;
        if own.ip().is_unspecified() {
            address::towards(own, peer).map(|own| own.ip())
        } else {
            Some(own.ip())
        }
    }

    /// The port on which a peer reaches us: that of the socket, or of a listener where we made the connection.
    pub(crate) fn port_towards(&self, path: Path, local: SocketAddr) -> u16 {
        match path {
            Path::Datagram(..) => local.port(),
            Path::Stream(_) => {
                let fits = |listener: &&SocketAddr| listener.is_ipv4() == local.is_ipv4();
                let listener = self.listeners.iter().find(fits).copied();
                listener
                    .or_else(|| self.sockets.iter().map(|socket| socket.local).find(|address| fits(&address)))
                    .map_or(local.port(), |listener| listener.port())
            }
        }
    }

    fn next_connection(&mut self) -> ConnectionId {
        self.count += 1;
        ConnectionId(self.count)
    }
}

impl Drop for Transport {
    fn drop(&mut self) {
        let connections = self.connections.values().map(|connection| &connection.task);
        self.tasks.iter().chain(connections).for_each(JoinHandle::abort);
    }
}

const UNSPECIFIED_4: std::net::IpAddr = std::net::IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED);
const UNSPECIFIED_6: std::net::IpAddr = std::net::IpAddr::V6(std::net::Ipv6Addr::UNSPECIFIED);
/// Most TCP connections at once.
const CONNECTIONS_MAX: usize = 4_096;
/// Most TCP connections from one address.
const CONNECTIONS_PER_ADDRESS_MAX: usize = 512;
/// Most messages that wait to leave on one connection.
const OUTGOING_MAX: usize = 64;
