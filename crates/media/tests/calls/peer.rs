//! A peer on loopback, and the media thread that it talks to.

use std::{
    io::ErrorKind,
    net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket},
    sync::Arc,
    time::Duration,
};

use media::{Config, Encoded, Event, Events, LegId, Media, Remote, g711::Codec, rtp::Packet};
use tokio::{runtime::Runtime, time::timeout};

pub(crate) const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(10);

/// A media thread of a test.
pub(crate) struct Stage {
    pub(crate) media: Media,
    events: Events,
    runtime: Runtime,
}

/// A packet that a peer received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Got {
    pub(crate) marker: bool,
    pub(crate) payload_type: u8,
    pub(crate) sequence: u16,
    pub(crate) timestamp: u32,
    pub(crate) ssrc: u32,
    pub(crate) payload: Vec<u8>,
    pub(crate) from: SocketAddr,
}

/// The other end of one leg.
pub(crate) struct Peer {
    pub(crate) leg: LegId,
    pub(crate) socket: UdpSocket,
    pub(crate) ssrc: u32,
    pub(crate) sequence: u16,
    pub(crate) timestamp: u32,
    /// The port of the leg.
    pub(crate) port: u16,
}

pub(crate) fn config() -> Config {
    Config {
        addresses: vec![LOOPBACK],
        // All tests share them: ports that others have bound are passed over.
        ports: 20_000..=29_999,
        legs_max: 8,
        silence: Duration::from_secs(30),
        seed: 7,
    }
}

impl Stage {
    pub(crate) fn new() -> Self {
        Self::with(config())
    }

    pub(crate) fn with(config: Config) -> Self {
        let (media, events) = media::start(config).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        Self { media, events, runtime }
    }

    /// Opens a leg with a peer that has not described itself.
    pub(crate) fn open(&self, leg: u64) -> Peer {
        let leg = LegId(leg);
        let port = self.media.open(leg, LOOPBACK).unwrap();
        let socket = UdpSocket::bind((LOOPBACK, 0)).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        Peer { leg, socket, ssrc: 1000 + leg.0 as u32, sequence: 60_000, timestamp: 4_000_000_000, port }
    }

    /// Opens a leg and describes its peer.
    pub(crate) fn call(&self, leg: u64, codec: Codec) -> Peer {
        let peer = self.open(leg);
        self.media.describe(peer.leg, peer.remote(codec)).unwrap();
        peer
    }

    /// Drops the handle of the thread, and takes that of another one.
    pub(crate) fn abandon(&mut self) {
        let (other, _) = media::start(config()).unwrap();
        self.media = other;
    }

    /// Whether no event will ever come.
    pub(crate) fn is_over(&mut self) -> bool {
        let next = self.runtime.block_on(async { timeout(PATIENCE, self.events.next()).await });
        next.expect("the thread ends in time").is_none()
    }

    /// The next event.
    #[track_caller]
    pub(crate) fn event(&mut self) -> Event {
        let next = self.runtime.block_on(async { timeout(PATIENCE, self.events.next()).await });
        next.expect("an event comes in time").expect("the media thread runs")
    }

    /// The next event of those that matter to the test.
    #[track_caller]
    pub(crate) fn event_where(&mut self, wanted: impl Fn(&Event) -> bool) -> Event {
        loop {
            let event = self.event();
            if wanted(&event) {
                return event;
            }
        }
    }
}

impl Peer {
    pub(crate) fn address(&self) -> SocketAddr {
        self.socket.local_addr().unwrap()
    }

    pub(crate) fn remote(&self, codec: Codec) -> Remote {
        Remote::new(self.address(), codec)
    }

    /// The next packet.
    #[track_caller]
    pub(crate) fn get(&self) -> Got {
        let mut datagram = [0; 2048];
        let (length, from) = match self.socket.recv_from(&mut datagram) {
            Ok(received) => received,
            Err(error) if error.kind() == ErrorKind::WouldBlock => panic!("no packet comes in time"),
            Err(error) => panic!("{error}"),
        };
        let packet = Packet::parse(&datagram[..length]).unwrap();
        Got {
            marker: packet.marker,
            payload_type: packet.payload_type,
            sequence: packet.sequence,
            timestamp: packet.timestamp,
            ssrc: packet.ssrc,
            payload: packet.payload.to_vec(),
            from,
        }
    }

    /// The next packet that satisfies; what comes before it is thrown away.
    #[track_caller]
    pub(crate) fn get_where(&self, wanted: impl Fn(&Got) -> bool) -> Got {
        for _ in 0..500 {
            let got = self.get();
            if wanted(&got) {
                return got;
            }
        }
        panic!("the packet does not come")
    }

    /// Sends a frame, the next of this peer's stream.
    pub(crate) fn send(&mut self, payload_type: u8, payload: &[u8]) {
        self.sequence = self.sequence.wrapping_add(1);
        self.timestamp = self.timestamp.wrapping_add(160);
        self.send_as(false, payload_type, payload);
    }

    /// Sends a packet with the numbers that the peer has.
    pub(crate) fn send_as(&self, marker: bool, payload_type: u8, payload: &[u8]) {
        let (sequence, timestamp, ssrc) = (self.sequence, self.timestamp, self.ssrc);
        let packet = Packet { marker, payload_type, sequence, timestamp, ssrc, payload };
        let mut datagram = [0; 2048];
        let length = packet.write(&mut datagram).unwrap();
        self.socket.send_to(&datagram[..length], (LOOPBACK, self.port)).unwrap();
    }
}

/// Audio whose frames are told apart by their bytes: every sample of frame `n` is `level + n`.
pub(crate) fn audio(frames: i16, level: i16) -> Arc<Encoded> {
    let samples = (0..frames * 160).map(|sample| (level + sample / 160) * 256);
    Arc::new(Encoded::from_pcm(&samples.collect::<Vec<_>>()))
}
