//! What the media thread tells, and the way out of it, which never makes the thread wait.

use std::{collections::VecDeque, net::SocketAddr, sync::Arc};

use tokio::sync::mpsc::{Receiver, Sender, error::TrySendError};

use crate::{
    counters::{Counted, Counters},
    media::LegId,
    playback::PlaybackNumber,
    statistics::Statistics,
};

/// Something happened on a leg.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A playback is over: told exactly once for each.
    PlaybackEnded {
        /// Where it was heard.
        leg: LegId,
        /// Which one.
        playback: PlaybackNumber,
        /// How it ended.
        end: PlaybackEnd,
    },
    /// A digit was pressed: told once, at its beginning.
    Digit {
        /// Who pressed it.
        leg: LegId,
        /// One of `0` to `9`, `*`, `#`, `A` to `D`.
        digit: char,
    },
    /// The first packet of the peer since it was described, or since it fell silent.
    FirstPacket {
        /// Whose.
        leg: LegId,
        /// Where it came from, and where packets go from now on.
        from: SocketAddr,
    },
    /// Nothing has come from the peer for the time that the configuration gives, though it may send and does not
    /// hold the call.
    Silent {
        /// Which leg.
        leg: LegId,
    },
    /// What was recorded.
    Recorded {
        /// Which leg.
        leg: LegId,
        /// At 8 kHz, from the order to record on; lost packets are zeros.
        heard: Vec<i16>,
    },
    /// The statistics that were asked for.
    Statistics {
        /// Which leg.
        leg: LegId,
        /// Up to now.
        statistics: Box<Statistics>,
    },
    /// The leg is closed and its ports are free. The last event of a leg.
    Closed {
        /// Which leg.
        leg: LegId,
        /// From its beginning to its end.
        statistics: Box<Statistics>,
    },
}

/// How a playback ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaybackEnd {
    /// Played to its end.
    Played,
    /// Stopped by an order: `stop`, `join` or `close`.
    Stopped,
    /// Never begun: the leg is not open, or too many playbacks wait on it.
    Refused,
}

impl Event {
    /// Whether a call would hang if nobody heard of it.
    const fn matters(&self) -> bool {
        match self {
            // Without its first packet, a peer would stay silent for whoever heard that it fell silent.
            Self::PlaybackEnded { .. }
            | Self::Digit { .. }
            | Self::FirstPacket { .. }
            | Self::Recorded { .. }
            | Self::Closed { .. } => true,
            Self::Silent { .. } | Self::Statistics { .. } => false,
        }
    }
}

/// The events of all legs, in their order.
#[derive(Debug)]
pub struct Events {
    events: Receiver<Event>,
}

impl Events {
    pub(crate) const fn new(events: Receiver<Event>) -> Self {
        Self { events }
    }

    /// Waits for the next event; nothing when the media thread has ended.
    pub async fn next(&mut self) -> Option<Event> {
        self.events.recv().await
    }

    /// The next event if there is one already.
    pub fn try_next(&mut self) -> Option<Event> {
        self.events.try_recv().ok()
    }
}

/// The thread's side. What the channel does not take waits here, up to a limit.
#[derive(Debug)]
pub(crate) struct Outbox {
    events: Sender<Event>,
    waiting: VecDeque<Event>,
    waiting_max: usize,
    counters: Arc<Counters>,
}

impl Outbox {
    pub(crate) const fn new(events: Sender<Event>, waiting_max: usize, counters: Arc<Counters>) -> Self {
        Self { events, waiting: VecDeque::new(), waiting_max, counters }
    }

    pub(crate) fn put(&mut self, event: Event) {
        if !self.waiting.is_empty() {
            return self.wait(event);
        }
        match self.events.try_send(event) {
            Ok(()) => {}
            Err(TrySendError::Full(event)) => self.wait(event),
            // Nobody listens any more, as when the process ends.
            Err(TrySendError::Closed(_)) => self.counters.event_lost(),
        }
    }

    /// Sends what waits, as far as the channel takes it.
    pub(crate) fn flush(&mut self) {
        while let Some(event) = self.waiting.pop_front() {
            match self.events.try_send(event) {
                Ok(()) => {}
                Err(TrySendError::Full(event)) => return self.waiting.push_front(event),
                Err(TrySendError::Closed(_)) => self.counters.event_lost(),
            }
        }
    }

    pub(crate) fn waits(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Counts an order for a leg that is not open.
    pub(crate) fn order_for_no_leg(&self) {
        self.counters.order_for_no_leg();
    }

    /// Counts a key that was not pressed, since too many wait.
    pub(crate) fn key_lost(&self) {
        self.counters.key_lost();
    }

    /// Adds what a leg has seen since it was counted last to what all have.
    pub(crate) fn leg_seen(&self, counted: &mut Counted, statistics: &Statistics) {
        self.counters.leg_seen(counted, statistics);
    }

    /// Tells how many slots of the wheel were skipped so far.
    pub(crate) fn skipped(&self, slots: u64) {
        self.counters.slots_skipped(slots);
    }

    /// Keeps an event for later. Where there is no room, one that does not matter is lost first.
    fn wait(&mut self, event: Event) {
        if self.waiting.len() >= self.waiting_max {
            self.counters.event_lost();
            let spare = self.waiting.iter().position(|waiting| !waiting.matters());
            let Some(spare) = spare.filter(|_| event.matters()) else { return };
            self.waiting.remove(spare);
        }
        self.waiting.push_back(event);
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc;

    use super::*;

    #[test]
    fn a_full_channel_keeps_what_matters_in_order_and_counts_what_is_lost() {
        let (sender, receiver) = mpsc::channel(1);
        let counters = Arc::new(Counters::default());
        let mut outbox = Outbox::new(sender, 2, Arc::clone(&counters));
        let mut events = Events::new(receiver);
        let digit = |digit| Event::Digit { leg: LegId(1), digit };
        outbox.put(digit('1'));
        outbox.put(Event::Silent { leg: LegId(1) });
        outbox.put(digit('2'));
        outbox.put(digit('3'));
        outbox.put(digit('4'));
        outbox.put(Event::Silent { leg: LegId(2) });
        assert!(outbox.waits());
        assert_eq!(counters.read().events_lost, 3);
        let heard = std::iter::from_fn(|| {
            let event = events.try_next();
            outbox.flush();
            event
        });
        assert_eq!(heard.collect::<Vec<_>>(), ['1', '2', '3'].map(digit));
        assert!(!outbox.waits());
    }
}
