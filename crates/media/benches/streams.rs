//! What streams cost on one core, beside the raw cost of their sockets. Prints a line for each figure: its name
//! and its value. `cargo xtask bench media` runs it.

#![expect(clippy::unwrap_used, reason = "a benchmark that meets an error fails")]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the figures are its product")]

use std::{
    fs,
    net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket},
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use media::{
    Config, Encoded, Event, Events, LegId, Media, MusicStart, Remote, Statistics, Undelivered,
    clock::{FRAME, FRAME_SAMPLES},
    g711::Codec,
    rtp::Packet,
};

const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
/// How long a load lasts.
const LOAD: Duration = Duration::from_secs(5);
/// How long it takes until all legs are open and play.
const SETTLING: Duration = Duration::from_millis(500);
/// The legs that play at once, in the steps of the search for the most that leave in time.
const STEPS: [u64; 5] = [500, 1000, 2000, 3000, 4000];
/// A step is clean where no packet leaves later than this: the next one is not due yet.
const CLEAN: Duration = FRAME;
/// Pairs of legs that are joined.
const PAIRS: u64 = 250;
/// Packets for the raw cost of a socket.
const PACKETS: u32 = 200_000;
/// Bytes of an RTP packet of 20 ms.
const PACKET_BYTES: usize = 172;

fn main() {
    let sink = UdpSocket::bind((LOOPBACK, 0)).unwrap();
    let target = sink.local_addr().unwrap();
    let raw = raw_cost(target);
    println!("send of a bare socket, us a packet\t{:.3}", micros(raw));
    let mut clean = 0;
    for legs in STEPS {
        let Some(step) = one_way(legs, target) else {
            eprintln!("the system has no sockets for {legs} legs");
            break;
        };
        println!("send at {legs} streams, us a packet\t{:.3}", micros(step.cost));
        println!("lateness at {legs} streams, mean ms\t{:.3}", micros(step.mean) / 1000.0);
        println!("lateness at {legs} streams, most ms\t{:.3}", micros(step.most) / 1000.0);
        if step.mean > CLEAN {
            break;
        }
        if step.most <= CLEAN {
            clean = legs;
        }
    }
    println!("streams that all leave in time\t{clean}");
    let relay = relay(PAIRS);
    println!("relay at 250 pairs, us a packet\t{:.3}", micros(relay));
}

/// What one packet costs where a loop does nothing else.
fn raw_cost(target: SocketAddr) -> Duration {
    let sockets: Vec<_> = (0..200).map(|_| UdpSocket::bind((LOOPBACK, 0)).unwrap()).collect();
    let before = cpu(None);
    for packet in 0..PACKETS {
        sockets[packet as usize % sockets.len()].send_to(&[0; PACKET_BYTES], target).unwrap();
    }
    (cpu(None) - before) / PACKETS
}

/// The cost of a packet, and how late packets left.
struct Step {
    cost: Duration,
    mean: Duration,
    most: Duration,
}

/// Music on many legs at once; nothing where the system has no room for them.
fn one_way(legs: u64, target: SocketAddr) -> Option<Step> {
    let (media, mut events) = start(legs);
    let music = Arc::new(Encoded::from_pcm(&vec![1000; 8000]));
    for leg in (0..legs).map(LegId) {
        media.open(leg, LOOPBACK).ok()?;
        order(|| media.describe(leg, Remote::new(target, Codec::Alaw)));
        order(|| media.music(leg, Arc::clone(&music), MusicStart::Shared));
    }
    // Opening is no part of the load.
    thread::sleep(SETTLING);
    let skipped = media.totals().slots_skipped;
    let before = cpu(Some("media"));
    thread::sleep(LOAD);
    let spent = cpu(Some("media")) - before;
    // A slot of the wheel is a millisecond, and the legs are spread over those of a frame.
    let slots =
        LOAD.as_millis() as u64 - (media.totals().slots_skipped - skipped).min(LOAD.as_millis() as u64);
    let packets = (legs * slots / FRAME.as_millis() as u64).max(1);
    let closed = close(&media, &mut events, legs);
    let mean = closed.iter().map(|statistics| statistics.lateness_mean).sum::<Duration>() / legs as u32;
    let most = closed.iter().map(|statistics| statistics.lateness_max).max()?;
    Some(Step { cost: spent / packets as u32, mean, most })
}

/// The cost of a packet that goes through two joined legs, in A-law on one side and mu-law on the other.
fn relay(pairs: u64) -> Duration {
    let (media, mut events) = start(2 * pairs);
    let peers: Vec<_> = (0..2 * pairs).map(|_| UdpSocket::bind((LOOPBACK, 0)).unwrap()).collect();
    let mut ports = Vec::new();
    for (leg, peer) in peers.iter().enumerate() {
        let law = [Codec::Alaw, Codec::Mulaw][leg % 2];
        let leg = LegId(leg as u64);
        ports.push((media.open(leg, LOOPBACK).unwrap(), law));
        order(|| media.describe(leg, Remote::new(peer.local_addr().unwrap(), law)));
    }
    for pair in 0..pairs {
        order(|| media.join(LegId(2 * pair), LegId(2 * pair + 1)));
    }
    let over = Arc::new(AtomicBool::new(false));
    let stop = Arc::clone(&over);
    let talk = thread::spawn(move || {
        let mut number = 0_u16;
        while !stop.load(Ordering::Relaxed) {
            for (peer, (port, law)) in peers.iter().zip(&ports) {
                let packet = Packet {
                    marker: false,
                    payload_type: law.payload_type(),
                    sequence: number,
                    timestamp: u32::from(number) * FRAME_SAMPLES as u32,
                    ssrc: 1,
                    payload: &[0x11; FRAME_SAMPLES],
                };
                let mut datagram = [0; PACKET_BYTES];
                packet.write(&mut datagram).unwrap();
                peer.send_to(&datagram, (LOOPBACK, *port)).unwrap();
            }
            number = number.wrapping_add(1);
            thread::sleep(FRAME);
        }
    });
    let before = cpu(Some("media"));
    thread::sleep(LOAD);
    let spent = cpu(Some("media")) - before;
    over.store(true, Ordering::Relaxed);
    talk.join().unwrap();
    let closed = close(&media, &mut events, 2 * pairs);
    let packets: u64 = closed.iter().map(|statistics| statistics.sent).sum();
    spent / packets.max(1) as u32
}

fn start(legs: u64) -> (Media, Events) {
    let config = Config {
        addresses: vec![LOOPBACK],
        ports: 10_000..=29_999,
        legs_max: legs as usize + 1,
        silence: Duration::from_secs(3600),
        seed: 1,
    };
    media::start(config).unwrap()
}

/// Gives an order, again while too many wait.
fn order(give: impl Fn() -> Result<(), Undelivered>) {
    while give() == Err(Undelivered::Full) {
        thread::sleep(FRAME);
    }
}

/// The statistics of all legs, as they close.
fn close(media: &Media, events: &mut Events, legs: u64) -> Vec<Statistics> {
    for leg in (0..legs).map(LegId) {
        order(|| media.close(leg));
    }
    let mut closed = Vec::new();
    while closed.len() < legs as usize {
        match events.try_next() {
            Some(Event::Closed { statistics, .. }) => closed.push(*statistics),
            Some(_) => {}
            None => thread::sleep(FRAME),
        }
    }
    closed
}

/// What a thread of this process has run so far; the main one where no name is given.
fn cpu(name: Option<&str>) -> Duration {
    let tasks = fs::read_dir("/proc/self/task").unwrap().map(|task| task.unwrap().path());
    let wanted = |task: &PathBuf| match name {
        Some(name) => fs::read_to_string(task.join("comm")).is_ok_and(|comm| comm.trim() == name),
        None => task.ends_with(std::process::id().to_string()),
    };
    let times = tasks.filter(wanted).map(|task| {
        let line = fs::read_to_string(task.join("schedstat")).unwrap();
        let run = line.split(' ').next().unwrap().parse().unwrap();
        Duration::from_nanos(run)
    });
    times.sum()
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}
