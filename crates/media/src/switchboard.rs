//! The media thread: it owns all legs, takes orders, sends what is due and relays what comes.

use std::{
    io,
    sync::mpsc::{Receiver, TryRecvError},
    thread,
    time::Duration,
};

use stdx::Rng;

use crate::{
    clock::Clock,
    config::Config,
    event::{Event, Outbox, PlaybackEnd},
    leg::{DATAGRAM_BYTES_MAX, Leg, Moment},
    legs::Legs,
    media::{LegId, Seat},
    order::Order,
    poller::{Poller, Wakeup},
    ports::Sockets,
    rtp::is_rtcp,
    wheel::{Wheel, beat},
};

/// How soon events that the channel did not take are tried again.
const RETRY: Duration = Duration::from_millis(5);

#[derive(Debug)]
pub(crate) struct Switchboard {
    clock: Clock,
    legs: Legs,
    wheel: Wheel<usize>,
    poller: Poller,
    orders: Receiver<Order>,
    outbox: Outbox,
    seed: Rng,
    silence: Duration,
    incoming: [u8; DATAGRAM_BYTES_MAX],
    outgoing: [u8; DATAGRAM_BYTES_MAX],
    /// Whether somebody may still give orders.
    steered: bool,
    /// Packets came in the last round; there may be more.
    is_spoken_to: bool,
}

impl Switchboard {
    pub(crate) fn new(config: &Config, orders: Receiver<Order>, outbox: Outbox, poller: Poller) -> Self {
        let clock = Clock::new();
        Self {
            legs: Legs::default(),
            wheel: Wheel::new(clock.now()),
            clock,
            poller,
            orders,
            outbox,
            seed: Rng::new(config.seed),
            silence: config.silence,
            incoming: [0; DATAGRAM_BYTES_MAX],
            outgoing: [0; DATAGRAM_BYTES_MAX],
            steered: true,
            is_spoken_to: false,
        }
    }

    /// Runs until nobody can give orders any more.
    pub(crate) fn run(mut self) {
        while self.steered {
            self.round().expect("epoll, its timer and open sockets work as long as the process has them");
        }
        while let Some(leg) = self.legs.any() {
            self.close(leg);
        }
    }

    fn round(&mut self) -> io::Result<()> {
        let retry = self.outbox.waits().then(|| self.clock.now() + RETRY);
        let next = [self.wheel.next_timeout(), retry].into_iter().flatten().min();
        self.poller.ring_at(next.map(beat), &self.clock)?;
        self.poller.wait(!self.is_spoken_to)?;
        let (mut at, mut is_spoken_to) = (0, false);
        while let Some(wakeup) = self.poller.ready(at) {
            is_spoken_to |= matches!(wakeup, Wakeup::Rtp(_));
            match wakeup {
                Wakeup::Orders => self.take_orders(),
                Wakeup::Timer => {}
                Wakeup::Rtp(leg) => self.receive(leg),
                Wakeup::Rtcp(leg) => self.receive_control(leg),
            }
            at += 1;
        }
        self.send_due();
        self.outbox.flush();
        // Whatever waited is taken, and there was something.
        if self.is_spoken_to && !is_spoken_to {
            self.rest();
        }
        self.is_spoken_to = is_spoken_to;
        Ok(())
    }

    /// Sleeps until the next beat: to wake for each packet alone costs more than the packet.
    fn rest(&self) {
        let now = self.clock.now();
        thread::sleep(beat(now + Duration::from_nanos(1)).saturating_sub(now));
    }

    /// Runs the slots that were due when this began. What becomes due meanwhile waits for the next round, lest
    /// orders and packets never get their turn on a machine that is too slow for its calls.
    fn send_due(&mut self) {
        let until = self.clock.now();
        while let Some(due) = self.wheel.advance(until) {
            for &index in self.wheel.legs(due.slot) {
                if let Some(leg) = self.legs.at(index) {
                    let now = self.clock.now();
                    leg.tick(Moment { due: due.at, now }, &mut self.outbox);
                    leg.watch(now, self.silence, &mut self.outbox);
                }
            }
        }
        self.outbox.skipped(self.wheel.skipped());
    }

    fn receive(&mut self, index: usize) {
        let Some(leg) = self.legs.at(index) else { return };
        // Nothing to read is no fault: the leg may be another than that which was announced.
        let Ok((length, from)) = leg.rtp().recv_from(&mut self.incoming) else { return };
        let now = self.clock.now();
        if is_rtcp(&self.incoming[..length]) {
            return leg.receive_control(&self.incoming[..length], from, now);
        }
        let heard = leg.receive(&self.incoming[..length], from, now, &mut self.outbox);
        let (Some(heard), Some(joined)) = (heard, leg.joined()) else { return };
        if let Some(peer) = self.legs.at(joined.peer) {
            peer.relay(&heard, now, &mut self.outgoing);
        }
    }

    fn receive_control(&mut self, index: usize) {
        let Some(leg) = self.legs.at(index) else { return };
        let Ok((length, from)) = leg.rtcp().recv_from(&mut self.incoming) else { return };
        leg.receive_control(&self.incoming[..length], from, self.clock.now());
    }

    fn take_orders(&mut self) {
        loop {
            match self.orders.try_recv() {
                Ok(order) => self.carry_out(order),
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => {
                    self.steered = false;
                    return;
                }
            }
        }
    }

    fn carry_out(&mut self, order: Order) {
        let now = self.clock.now();
        match order {
            Order::Open { leg, sockets, seat } => self.open(leg, *sockets, seat),
            Order::Describe { leg, remote } => self.tell(leg, |leg, _| leg.describe(*remote, now)),
            Order::Play { leg, audio, playback } => {
                let known = self.legs.index(leg).is_some();
                self.tell(leg, |leg, outbox| leg.play(audio, playback, outbox));
                if !known {
                    self.outbox.put(Event::PlaybackEnded { leg, playback, end: PlaybackEnd::Refused });
                }
            }
            Order::Music { leg, audio, start } => self.tell(leg, |leg, _| leg.music(audio, start)),
            Order::Stop { leg } => self.tell(leg, Leg::stop),
            Order::Press { leg, digit } => {
                let mut pressed = true;
                self.tell(leg, |leg, _| pressed = leg.press(digit));
                if !pressed {
                    self.outbox.key_lost();
                }
            }
            Order::Join { one, other } => self.join(one, other, now),
            Order::Part { leg } => self.part(leg),
            Order::Hold { leg, music, start } => {
                self.tell(leg, |leg, _| leg.hold(true, now));
                self.tell_joined(leg, |other| other.held(music, start));
            }
            Order::Resume { leg } => {
                self.tell(leg, |leg, _| leg.hold(false, now));
                self.tell_joined(leg, Leg::resumed);
            }
            Order::Record { leg, recorder } => self.tell(leg, |leg, _| leg.record(recorder, now)),
            Order::Glance { leg } => self.tell(leg, |leg, outbox| leg.glance(outbox)),
            Order::Take { leg } => self.tell(leg, Leg::take),
            Order::Report { leg } => self.tell(leg, |leg, outbox| {
                let statistics = Box::new(leg.statistics());
                outbox.put(Event::Statistics { leg: leg.id(), statistics });
            }),
            Order::Close { leg } => self.close(leg),
        }
    }

    /// A leg whose name is in use takes the place of the one that has it. One that cannot be watched, as when the
    /// system's limit is reached, closes at once.
    fn open(&mut self, leg: LegId, sockets: Sockets, seat: Seat) {
        if self.legs.index(leg).is_some() {
            self.close(leg);
        }
        let index = self.legs.next_index();
        let watched = self.poller.watch(&sockets.rtp, Wakeup::Rtp(index));
        let watched = watched.and_then(|()| self.poller.watch(&sockets.rtcp, Wakeup::Rtcp(index)));
        let slot = self.wheel.add(self.clock.now(), index);
        self.legs.insert(Leg::new(leg, sockets, seat, &mut self.seed, slot));
        if watched.is_err() {
            self.close(leg);
        }
    }

    fn tell(&mut self, leg: LegId, order: impl FnOnce(&mut Leg, &mut Outbox)) {
        match self.legs.index(leg).and_then(|index| self.legs.at(index)) {
            Some(leg) => order(leg, &mut self.outbox),
            None => self.outbox.order_for_no_leg(),
        }
    }

    /// Tells the leg that the named one is joined to.
    fn tell_joined(&mut self, leg: LegId, order: impl FnOnce(&mut Leg)) {
        let joined = self.legs.index(leg).and_then(|index| self.legs.at(index)?.joined());
        if let Some(other) = joined.and_then(|joined| self.legs.at(joined.peer)) {
            order(other);
        }
    }

    fn join(&mut self, one: LegId, other: LegId, now: Duration) {
        let (Some(one_index), Some(other_index)) = (self.legs.index(one), self.legs.index(other)) else {
            return self.outbox.order_for_no_leg();
        };
        if one_index == other_index {
            return;
        }
        self.part(one);
        self.part(other);
        self.tell(one, |leg, outbox| leg.join(other_index, now, outbox));
        self.tell(other, |leg, outbox| leg.join(one_index, now, outbox));
    }

    fn part(&mut self, leg: LegId) {
        self.tell_joined(leg, Leg::part);
        self.tell(leg, |leg, _| leg.part());
    }

    fn close(&mut self, leg: LegId) {
        self.part(leg);
        let Some(index) = self.legs.index(leg) else { return };
        self.tell(leg, Leg::stop);
        self.tell(leg, Leg::take);
        if let Some(mut closed) = self.legs.remove(index) {
            closed.say_goodbye(self.clock.now());
            self.wheel.remove(closed.slot(), index);
            closed.count(&self.outbox);
            let statistics = Box::new(closed.statistics());
            drop(closed);
            self.outbox.put(Event::Closed { leg, statistics });
        }
    }
}
