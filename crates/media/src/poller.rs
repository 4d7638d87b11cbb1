//! What the media thread waits for: orders, the next slot of the wheel, datagrams.

use std::{
    io,
    mem::MaybeUninit,
    net::UdpSocket,
    os::fd::{AsFd, OwnedFd},
    sync::Arc,
    time::Duration,
};

use rustix::{
    event::{EventfdFlags, epoll, eventfd},
    io::{Errno, write},
    time::{
        Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
        timerfd_settime,
    },
};

use crate::clock::Clock;

/// Datagrams that are taken before the wheel is looked at again.
const BATCH: usize = 64;

/// Why the thread woke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wakeup {
    /// Orders wait.
    Orders,
    /// The timer rang.
    Timer,
    /// The RTP socket of a leg has a datagram.
    Rtp(usize),
    /// The RTCP socket of a leg has one.
    Rtcp(usize),
}

#[derive(Debug)]
pub(crate) struct Poller {
    epoll: OwnedFd,
    timer: OwnedFd,
    /// Kept open, lest the last wake be lost with the handle that gave it.
    _orders: Arc<OwnedFd>,
    armed: Option<Duration>,
    ready: Vec<Wakeup>,
}

/// Wakes the thread, from any other one; also when it is dropped.
#[derive(Clone, Debug)]
pub(crate) struct Waker(Arc<OwnedFd>);

const ORDERS: u64 = u64::MAX;
const TIMER: u64 = u64::MAX - 1;

impl Poller {
    pub(crate) fn new() -> io::Result<(Self, Waker)> {
        let epoll = epoll::create(epoll::CreateFlags::CLOEXEC)?;
        let timer =
            timerfd_create(TimerfdClockId::Monotonic, TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC)?;
        let orders = eventfd(0, EventfdFlags::NONBLOCK | EventfdFlags::CLOEXEC)?;
        // By the edge: neither is read, and each rings once for every time it is set.
        let flags = epoll::EventFlags::IN | epoll::EventFlags::ET;
        epoll::add(&epoll, &timer, epoll::EventData::new_u64(TIMER), flags)?;
        epoll::add(&epoll, &orders, epoll::EventData::new_u64(ORDERS), flags)?;
        let orders = Arc::new(orders);
        let ready = Vec::with_capacity(BATCH);
        let poller = Self { epoll, timer, _orders: Arc::clone(&orders), armed: None, ready };
        Ok((poller, Waker(orders)))
    }

    /// Watches a socket; it is watched no more once it is closed.
    pub(crate) fn watch(&self, socket: &UdpSocket, wakeup: Wakeup) -> io::Result<()> {
        let token = match wakeup {
            Wakeup::Orders => ORDERS,
            Wakeup::Timer => TIMER,
            Wakeup::Rtp(leg) => (leg as u64) << 1,
            Wakeup::Rtcp(leg) => ((leg as u64) << 1) | 1,
        };
        epoll::add(&self.epoll, socket.as_fd(), epoll::EventData::new_u64(token), epoll::EventFlags::IN)?;
        Ok(())
    }

    /// Rings at a moment of the clock; never where there is none.
    pub(crate) fn ring_at(&mut self, moment: Option<Duration>, clock: &Clock) -> io::Result<()> {
        if moment == self.armed {
            return Ok(());
        }
        let never = Timespec { tv_sec: 0, tv_nsec: 0 };
        let value = moment.map_or(never, |moment| clock.absolute(moment));
        let timer = Itimerspec { it_interval: never, it_value: value };
        timerfd_settime(&self.timer, TimerfdTimerFlags::ABSTIME, &timer)?;
        self.armed = moment;
        Ok(())
    }

    /// Takes up to a batch of what has happened; waits until something does where `blocks` says so.
    pub(crate) fn wait(&mut self, blocks: bool) -> io::Result<()> {
        self.ready.clear();
        let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
        let timeout = (!blocks).then_some(&at_once);
        let mut events = [const { MaybeUninit::uninit() }; BATCH];
        match epoll::wait(&self.epoll, &mut events, timeout) {
            Ok((events, _)) => self.ready.extend(events.iter().map(|event| wakeup(event.data.u64()))),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    /// The wakeup number `at` of the last wait.
    pub(crate) fn ready(&self, at: usize) -> Option<Wakeup> {
        self.ready.get(at).copied()
    }
}

const fn wakeup(token: u64) -> Wakeup {
    match token {
        ORDERS => Wakeup::Orders,
        TIMER => Wakeup::Timer,
        token if token & 1 == 0 => Wakeup::Rtp((token >> 1) as usize),
        token => Wakeup::Rtcp((token >> 1) as usize),
    }
}

impl Waker {
    pub(crate) fn wake(&self) {
        // The only error is a count that is full, and then the thread is awake.
        write(&self.0, &1_u64.to_ne_bytes()).ok();
    }
}

impl Drop for Waker {
    fn drop(&mut self) {
        self.wake();
    }
}
