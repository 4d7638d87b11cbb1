//! The handle of the media thread.

use std::{
    io,
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc::{SyncSender, TrySendError, sync_channel},
    },
    thread,
    time::Duration,
};

use thiserror::Error;
use tokio::sync::mpsc;

use crate::{
    config::{Config, StartError},
    counters::{Counters, Totals},
    encoded::Encoded,
    event::{Events, Outbox},
    order::Order,
    playback::{MusicStart, PlaybackNumber},
    poller::{Poller, Waker},
    ports::Ports,
    recorder::Recorder,
    remote::Remote,
    switchboard::Switchboard,
    telephone_event::Digit,
};

/// The longest recording.
pub const RECORDING_MAX: Duration = Duration::from_mins(30);

/// Names a leg; given by whoever opens it, and never used again after it closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LegId(pub u64);

/// Why a leg is not opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// As many legs are open as may be.
    #[error("{legs_max} media legs are open, and no more may be")]
    TooManyLegs {
        /// The limit.
        legs_max: usize,
    },
    /// All ports of the address are in use.
    #[error("no media port is free on {address}; end calls, or give a wider range")]
    NoPort {
        /// The local address.
        address: IpAddr,
    },
    /// The address is not one of the configuration.
    #[error("{address} is not one of the media addresses of the configuration")]
    UnknownAddress {
        /// The address that was asked for.
        address: IpAddr,
    },
    /// The system refused the socket.
    #[error("no socket on {address}: {error}")]
    Socket {
        /// The local address.
        address: IpAddr,
        /// What the system said.
        error: io::Error,
    },
    /// The thread takes no orders.
    #[error(transparent)]
    Undelivered(#[from] Undelivered),
}

/// Why an order does not reach the media thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Undelivered {
    /// Too many orders wait.
    #[error("too many orders wait for the media thread")]
    Full,
    /// It has ended.
    #[error("the media thread has ended")]
    Ended,
}

/// Steers the legs. Orders are carried out in the order in which they were given; none makes the caller wait.
/// When the last of the clones is dropped, all legs close and the thread ends.
#[derive(Clone, Debug)]
pub struct Media {
    orders: SyncSender<Order>,
    ports: Arc<[Arc<Ports>]>,
    seats: Arc<Seats>,
    counters: Arc<Counters>,
    // Dropped after the sender, so that the thread wakes and finds that nobody steers it any more.
    waker: Waker,
}

/// How many legs may be open, and how many are.
#[derive(Debug)]
struct Seats {
    taken: AtomicUsize,
    legs_max: usize,
}

/// The place of one open leg, until it is dropped.
#[derive(Debug)]
pub(crate) struct Seat(Arc<Seats>);

/// Starts the media thread.
///
/// # Errors
/// Where the configuration leaves nothing to open, or the system refuses.
pub fn start(config: Config) -> Result<(Media, Events), StartError> {
    if config.addresses.is_empty() {
        return Err(StartError::NoAddress);
    }
    let ports: Arc<[_]> = config
        .addresses
        .iter()
        .map(|address| Arc::new(Ports::new(*address, &config.ports, config.seed)))
        .collect();
    if ports.iter().any(|ports| ports.pairs() == 0) {
        return Err(StartError::NoPorts(config.ports));
    }
    let room = config.legs_max * 4 + 64;
    let (orders, received) = sync_channel(room);
    let (events, heard) = mpsc::channel(room);
    let counters = Arc::new(Counters::default());
    let outbox = Outbox::new(events, room, Arc::clone(&counters));
    let (poller, waker) = Poller::new()?;
    let seats = Arc::new(Seats { taken: AtomicUsize::new(0), legs_max: config.legs_max });
    let switchboard = Switchboard::new(&config, received, outbox, poller);
    thread::Builder::new().name("media".to_owned()).spawn(move || switchboard.run())?;
    Ok((Media { orders, ports, seats, counters, waker }, Events::new(heard)))
}

impl Media {
    /// Opens a leg on a local address and gives its RTP port; RTCP is on the next one.
    ///
    /// # Errors
    /// Where a limit is reached, or the address cannot be used.
    pub fn open(&self, leg: LegId, address: IpAddr) -> Result<u16, OpenError> {
        let ports = self.ports.iter().find(|ports| ports.address() == address);
        let ports = ports.ok_or(OpenError::UnknownAddress { address })?;
        let legs_max = self.seats.legs_max;
        let seat = Seat::take(&self.seats).ok_or(OpenError::TooManyLegs { legs_max })?;
        let sockets = ports.lease().map_err(|error| match error {
            Some(error) => OpenError::Socket { address, error },
            None => OpenError::NoPort { address },
        })?;
        let port = sockets.port;
        self.order(Order::Open { leg, sockets: Box::new(sockets), seat })?;
        Ok(port)
    }

    /// Says what offer and answer have settled of the peer. The same again changes nothing; anything else makes
    /// the leg learn anew where the peer is.
    ///
    /// # Errors
    /// Where the thread takes no orders; so below.
    pub fn describe(&self, leg: LegId, remote: Remote) -> Result<(), Undelivered> {
        self.order(Order::Describe { leg, remote: Box::new(remote) })
    }

    /// Plays a prompt, after those that play already; above music and above the other leg's voice. Its end is an
    /// event, told exactly once.
    ///
    /// # Errors
    /// Where the thread takes no orders.
    pub fn play(&self, leg: LegId, audio: Arc<Encoded>, playback: PlaybackNumber) -> Result<(), Undelivered> {
        self.order(Order::Play { leg, audio, playback })
    }

    /// Plays music round and round, wherever neither a prompt nor another leg is heard.
    ///
    /// # Errors
    /// Where the thread takes no orders.
    pub fn music(&self, leg: LegId, audio: Arc<Encoded>, start: MusicStart) -> Result<(), Undelivered> {
        self.order(Order::Music { leg, audio, start })
    }

    /// Ends prompts and music.
    ///
    /// # Errors
    /// Where the thread takes no orders.
    pub fn stop(&self, leg: LegId) -> Result<(), Undelivered> {
        self.order(Order::Stop { leg })
    }

    /// Presses a key towards the peer, after those that are pressed already: by RFC 4733 where the peer takes it,
    /// else as tones.
    ///
    /// # Errors
    /// Where the thread takes no orders.
    pub fn press(&self, leg: LegId, digit: Digit) -> Result<(), Undelivered> {
        self.order(Order::Press { leg, digit })
    }

    /// Lets two legs hear each other. Ends their prompts and music, and parts them from others.
    ///
    /// # Errors
    /// Where the thread takes no orders.
    pub fn join(&self, one: LegId, other: LegId) -> Result<(), Undelivered> {
        self.order(Order::Join { one, other })
    }

    /// Parts a leg from the one that it is joined to; both hear nothing then.
    ///
    /// # Errors
    /// Where the thread takes no orders.
    pub fn part(&self, leg: LegId) -> Result<(), Undelivered> {
        self.order(Order::Part { leg })
    }

    /// The peer of this leg put the call on hold: the other side hears music instead of it.
    ///
    /// # Errors
    /// Where the thread takes no orders.
    pub fn hold(&self, leg: LegId, music: Arc<Encoded>, start: MusicStart) -> Result<(), Undelivered> {
        self.order(Order::Hold { leg, music, start })
    }

    /// Ends a hold: the other side hears this leg again.
    ///
    /// # Errors
    /// Where the thread takes no orders.
    pub fn resume(&self, leg: LegId) -> Result<(), Undelivered> {
        self.order(Order::Resume { leg })
    }

    /// Records what the peer of a leg says from now on, up to a limit of time. What was being recorded before is
    /// thrown away.
    ///
    /// # Errors
    /// Where the thread takes no orders.
    pub fn record(&self, leg: LegId, limit: Duration) -> Result<(), Undelivered> {
        let recorder = Box::new(Recorder::new(limit.min(RECORDING_MAX)));
        self.order(Order::Record { leg, recorder })
    }

    /// Gives what was recorded so far, as an event, and goes on recording.
    ///
    /// # Errors
    /// Where the thread takes no orders.
    pub fn glance(&self, leg: LegId) -> Result<(), Undelivered> {
        self.order(Order::Glance { leg })
    }

    /// Ends a recording; it comes as an event. One that still runs when the leg closes comes before the end.
    ///
    /// # Errors
    /// Where the thread takes no orders.
    pub fn take(&self, leg: LegId) -> Result<(), Undelivered> {
        self.order(Order::Take { leg })
    }

    /// Asks for the statistics up to now; they come as an event.
    ///
    /// # Errors
    /// Where the thread takes no orders.
    pub fn report(&self, leg: LegId) -> Result<(), Undelivered> {
        self.order(Order::Report { leg })
    }

    /// Closes a leg. The event that says so carries its statistics.
    ///
    /// # Errors
    /// Where the thread takes no orders.
    pub fn close(&self, leg: LegId) -> Result<(), Undelivered> {
        self.order(Order::Close { leg })
    }

    /// How many legs are open.
    pub fn legs(&self) -> usize {
        self.seats.taken.load(Ordering::Relaxed)
    }

    /// What all legs together have seen.
    pub fn totals(&self) -> Totals {
        self.counters.read()
    }

    fn order(&self, order: Order) -> Result<(), Undelivered> {
        self.orders.try_send(order).map_err(|error| match error {
            TrySendError::Full(_) => Undelivered::Full,
            TrySendError::Disconnected(_) => Undelivered::Ended,
        })?;
        self.waker.wake();
        Ok(())
    }
}

impl Seat {
    fn take(seats: &Arc<Seats>) -> Option<Self> {
        let more = |taken| (taken < seats.legs_max).then_some(taken + 1);
        seats.taken.fetch_update(Ordering::AcqRel, Ordering::Acquire, more).ok()?;
        Some(Self(Arc::clone(seats)))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.0.taken.fetch_sub(1, Ordering::AcqRel);
    }
}
