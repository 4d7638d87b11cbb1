//! The sockets of the generator: callers on one address, agents on another.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket},
    time::Duration,
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    net::sockopt::set_socket_recv_buffer_size,
};

/// Who is at an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Caller,
    Agent,
}

impl Side {
    pub(crate) const fn other(self) -> Self {
        match self {
            Self::Caller => Self::Agent,
            Self::Agent => Self::Caller,
        }
    }

    const fn address(self) -> IpAddr {
        IpAddr::V4(match self {
            Self::Caller => Ipv4Addr::new(127, 0, 0, 1),
            Self::Agent => Ipv4Addr::new(127, 0, 0, 2),
        })
    }
}

/// A socket: whose it is, and what goes over it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Socket {
    Signalling(Side),
    /// One of several: each takes the voices of some calls.
    Voice(Side, usize),
}

/// All sockets, and how much went over them.
pub(crate) struct Ends {
    sockets: Vec<(Socket, UdpSocket)>,
    server: SocketAddr,
    pub(crate) traffic: Traffic,
}

/// Datagrams and bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Traffic {
    /// Messages that we sent and took.
    pub(crate) messages: [u64; 2],
    pub(crate) message_bytes: u64,
    /// Packets of voice that we sent and took.
    pub(crate) packets: [u64; 2],
    /// What the system did not take.
    pub(crate) unsent: u64,
}

impl Ends {
    pub(crate) fn open(server: SocketAddr) -> io::Result<Self> {
        let mut sockets = Vec::new();
        for side in [Side::Caller, Side::Agent] {
            let all = std::iter::once(Socket::Signalling(side))
                .chain((0..VOICES).map(|number| Socket::Voice(side, number)));
            for socket in all {
                let made = UdpSocket::bind(SocketAddr::new(side.address(), 0))?;
                made.set_nonblocking(true)?;
                set_socket_recv_buffer_size(&made, BUFFER_BYTES)?;
                sockets.push((socket, made));
            }
        }
        Ok(Self { sockets, server, traffic: Traffic::default() })
    }

    /// The address of the messages of a side.
    pub(crate) fn signalling(&self, side: Side) -> io::Result<SocketAddr> {
        self.socket(Socket::Signalling(side)).local_addr()
    }

    /// The address of the voice of a side in a call.
    pub(crate) fn voice(&self, side: Side, call: usize) -> io::Result<SocketAddr> {
        self.socket(Socket::Voice(side, call % VOICES)).local_addr()
    }

    /// Sends a message to the server.
    pub(crate) fn send(&mut self, side: Side, bytes: &[u8]) {
        let sent = self.socket(Socket::Signalling(side)).send_to(bytes, self.server);
        self.traffic.messages[0] += 1;
        self.traffic.message_bytes += bytes.len() as u64;
        self.traffic.unsent += u64::from(sent.is_err());
    }

    /// Sends a packet of voice.
    pub(crate) fn say(&mut self, side: Side, call: usize, packet: &[u8], to: SocketAddr) {
        let sent = self.socket(Socket::Voice(side, call % VOICES)).send_to(packet, to);
        self.traffic.packets[0] += 1;
        self.traffic.unsent += u64::from(sent.is_err());
    }

    /// The next datagram that waits at a socket.
    pub(crate) fn receive(&mut self, at: Socket, buffer: &mut [u8]) -> Option<(usize, SocketAddr)> {
        let (length, from) = self.socket(at).recv_from(buffer).ok()?;
        match at {
            Socket::Signalling(_) => {
                self.traffic.messages[1] += 1;
                self.traffic.message_bytes += length as u64;
            }
            Socket::Voice(..) => self.traffic.packets[1] += 1,
        }
        Some((length, from))
    }

    /// Waits until something came, at most so long, and gives the sockets with something to read.
    pub(crate) fn wait(&self, at_most: Duration) -> io::Result<Vec<Socket>> {
        let mut wanted: Vec<_> =
            self.sockets.iter().map(|(_, socket)| PollFd::new(socket, PollFlags::IN)).collect();
        let timeout =
            Timespec { tv_sec: at_most.as_secs() as i64, tv_nsec: i64::from(at_most.subsec_nanos()) };
        match poll(&mut wanted, Some(&timeout)) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let found = self.sockets.iter().zip(&wanted).filter(|(_, fd)| !fd.revents().is_empty());
        Ok(found.map(|((socket, _), _)| *socket).collect())
    }

    fn socket(&self, wanted: Socket) -> &UdpSocket {
        let side = |side| if side == Side::Caller { 0 } else { VOICES + 1 };
        let at = match wanted {
            Socket::Signalling(of) => side(of),
            Socket::Voice(of, number) => side(of) + 1 + number,
        };
        &self.sockets[at].1
    }
}

/// Sockets for the voices of each side.
const VOICES: usize = 8;
/// What a socket holds until we look.
const BUFFER_BYTES: usize = 4 << 20;
