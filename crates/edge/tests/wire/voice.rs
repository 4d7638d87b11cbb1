//! The voice of a party: RTP on a socket of its own.

use std::{
    cell::{Cell, RefCell},
    net::{IpAddr, SocketAddr, UdpSocket},
    time::Duration,
};

use media::{
    g711::Codec,
    rtp::Packet,
    telephone_event::{Digit, Payload},
    tone,
};

/// A packet that the edge sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Got {
    pub(crate) marker: bool,
    pub(crate) payload_type: u8,
    pub(crate) sequence: u16,
    pub(crate) timestamp: u32,
    pub(crate) ssrc: u32,
    pub(crate) payload: Vec<u8>,
}

/// One source of packets, and everything that came to it.
pub(crate) struct Voice {
    socket: UdpSocket,
    edge: Cell<Option<SocketAddr>>,
    sequence: Cell<u16>,
    timestamp: Cell<u32>,
    log: RefCell<Vec<Got>>,
}

impl Voice {
    pub(crate) fn new(ip: IpAddr) -> Self {
        let socket = UdpSocket::bind(SocketAddr::new(ip, 0)).unwrap();
        socket.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
        let (edge, sequence, timestamp) = (Cell::new(None), Cell::new(0), Cell::new(0));
        Self { socket, edge, sequence, timestamp, log: RefCell::default() }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.socket.local_addr().unwrap()
    }

    /// The edge wants our packets there.
    pub(crate) fn describe(&self, edge: SocketAddr) {
        self.edge.set(Some(edge));
    }

    /// Where the edge wants our packets.
    pub(crate) fn edge(&self) -> SocketAddr {
        self.edge.get().unwrap()
    }

    /// A packet of this payload; `samples` later comes the next.
    pub(crate) fn send(&self, payload_type: u8, marker: bool, payload: &[u8], samples: u32) {
        let (sequence, timestamp) = (self.sequence.get(), self.timestamp.get());
        let packet = Packet { marker, payload_type, sequence, timestamp, ssrc: 0x5157_1000, payload };
        let mut datagram = [0; 2_048];
        let length = packet.write(&mut datagram).unwrap();
        self.socket.send_to(&datagram[..length], self.edge()).unwrap();
        self.sequence.set(sequence.wrapping_add(1));
        self.timestamp.set(timestamp.wrapping_add(samples));
    }

    /// A datagram of any bytes.
    pub(crate) fn send_raw(&self, bytes: &[u8]) {
        self.socket.send_to(bytes, self.edge()).unwrap();
    }

    /// A packet of one sound in A-law.
    pub(crate) fn say(&self, sound: u8) {
        self.send(8, false, &[sound; 160], 160);
    }

    /// Presses a key as an event of RFC 4733 of this payload type, with its end.
    pub(crate) fn press(&self, key: char, payload_type: u8) {
        self.keep_pressing(key, payload_type, 3);
        for _ in 0..3 {
            self.send(payload_type, false, &event(key, true, 640), 0);
        }
        self.timestamp.set(self.timestamp.get().wrapping_add(1_600));
    }

    /// Packets of one event without an end.
    pub(crate) fn keep_pressing(&self, key: char, payload_type: u8, packets: u16) {
        for number in 0..packets {
            self.send(payload_type, number == 0, &event(key, false, number.saturating_mul(160)), 0);
        }
    }

    /// Presses a key as tones, and is silent as long.
    pub(crate) fn sound_key(&self, key: char) {
        let tones: Vec<i16> = tone::digit(Digit::new(key).unwrap(), 0, 960).collect();
        for frame in tones.chunks(160).chain([[0; 160].as_slice(); 6]) {
            let payload: Vec<u8> = frame.iter().map(|sample| Codec::Alaw.encode(*sample)).collect();
            self.send(8, false, &payload, 160);
        }
    }

    /// Takes everything that has come already.
    pub(crate) fn catch_up(&self) {
        self.socket.set_nonblocking(true).unwrap();
        while self.next().is_some() {}
        self.socket.set_nonblocking(false).unwrap();
    }

    /// The next datagram that comes within a tenth of a second.
    pub(crate) fn datagram(&self) -> Option<Vec<u8>> {
        let mut datagram = [0; 2_048];
        let length = self.socket.recv(&mut datagram).ok()?;
        Some(datagram[..length].to_vec())
    }

    /// The next packet that comes within a tenth of a second.
    pub(crate) fn next(&self) -> Option<Got> {
        let datagram = self.datagram()?;
        let Packet { marker, payload_type, sequence, timestamp, ssrc, payload } =
            Packet::parse(&datagram).unwrap();
        let got = Got { marker, payload_type, sequence, timestamp, ssrc, payload: payload.to_vec() };
        self.log.borrow_mut().push(got.clone());
        Some(got)
    }

    /// Whether a packet as `wanted` waits, or comes within a tenth of a second.
    pub(crate) fn gets(&self, wanted: impl Fn(&Got) -> bool) -> bool {
        (0..20).map_while(|_| self.next()).any(|got| wanted(&got))
    }

    /// Whether a packet of these samples waits, or comes within a tenth of a second.
    pub(crate) fn hears(&self, wanted: impl Fn(&[u8]) -> bool) -> bool {
        self.gets(|got| got.payload.len() == 160 && wanted(&got.payload))
    }

    /// Whether one sound is heard within a few seconds.
    pub(crate) fn hears_sound(&self, sound: u8) -> bool {
        (0..50).any(|_| self.hears(|samples| samples.iter().all(|sample| *sample == sound)))
    }

    /// Talks for three seconds, a tone in A-law, and gives what is heard meanwhile. The other side sends as often as we
    /// do, and so says when the next packet is due.
    pub(crate) fn converses(&self, frequency: f64) -> Vec<i16> {
        self.socket.set_nonblocking(true).unwrap();
        while self.next().is_some() {}
        self.socket.set_nonblocking(false).unwrap();
        let tone: Vec<i16> = tone::sine(frequency, 8_000, 0, 150 * 160).collect();
        let mut heard = Vec::new();
        for frame in tone.chunks(160) {
            let payload: Vec<u8> = frame.iter().map(|sample| Codec::Alaw.encode(*sample)).collect();
            self.send(8, false, &payload, 160);
            if let Some(Got { payload_type, payload, .. }) = self.next() {
                let codec = if payload_type == 0 { Codec::Mulaw } else { Codec::Alaw };
                heard.extend(payload.iter().map(|byte| codec.decode(*byte)));
            }
        }
        heard
    }

    /// Whether packets cease within a few seconds.
    pub(crate) fn hears_nothing_more(&self) -> bool {
        (0..500).any(|_| self.next().is_none())
    }

    /// Everything that came and was looked at.
    pub(crate) fn log(&self) -> Vec<Got> {
        self.log.borrow().clone()
    }
}

fn event(key: char, end: bool, duration: u16) -> [u8; 4] {
    let digit = Digit::new(key).unwrap();
    Payload { code: digit.code(), end, volume: 10, duration }.to_bytes()
}
