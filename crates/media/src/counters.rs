//! What all legs together have seen, for the metrics.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use crate::statistics::Statistics;

/// Written by the media thread, read by anyone.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    events_lost: AtomicU64,
    orders_for_no_leg: AtomicU64,
    keys_lost: AtomicU64,
    slots_skipped: AtomicU64,
    sent: AtomicU64,
    received: AtomicU64,
    lost: AtomicU64,
    late: AtomicU64,
    strangers: AtomicU64,
    lateness_max: AtomicU64,
}

/// What the counters hold of one leg.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counted {
    sent: u64,
    received: u64,
    lost: u64,
    late: u64,
    strangers: u64,
}

/// The counters at one moment; each only grows. What packets of a leg became of is added every few seconds, and when
/// the leg closes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Events that were lost because nobody took them.
    pub events_lost: u64,
    /// Orders for a leg that is not open.
    pub orders_for_no_leg: u64,
    /// Keys that were not pressed, since too many waited on their leg.
    pub keys_lost: u64,
    /// Milliseconds in which nothing was sent because the thread was too late.
    pub slots_skipped: u64,
    /// Packets that legs sent.
    pub sent: u64,
    /// Packets of their peers.
    pub received: u64,
    /// Packets of their peers that never came, or had not come when they were counted.
    pub lost: u64,
    /// Packets of their peers that others had overtaken.
    pub late: u64,
    /// Packets from others than their peers.
    pub strangers: u64,
    /// The most that a packet of our own was late.
    pub lateness_max: Duration,
}

impl Counters {
    pub(crate) fn event_lost(&self) {
        self.events_lost.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn order_for_no_leg(&self) {
        self.orders_for_no_leg.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn key_lost(&self) {
        self.keys_lost.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn slots_skipped(&self, slots: u64) {
        self.slots_skipped.store(slots, Ordering::Relaxed);
    }

    /// Adds what a leg has seen since it was counted last. A packet that was missing then and came late is not taken
    /// back: the next one that is missing is not counted for it.
    pub(crate) fn leg_seen(&self, counted: &mut Counted, statistics: &Statistics) {
        for (total, counted, seen) in [
            (&self.sent, &mut counted.sent, statistics.sent),
            (&self.received, &mut counted.received, statistics.received),
            (&self.lost, &mut counted.lost, statistics.lost),
            (&self.late, &mut counted.late, statistics.late),
            (&self.strangers, &mut counted.strangers, statistics.strangers),
        ] {
            total.fetch_add(seen.saturating_sub(*counted), Ordering::Relaxed);
            *counted = seen.max(*counted);
        }
        self.lateness_max.fetch_max(statistics.lateness_max.as_micros() as u64, Ordering::Relaxed);
    }

    pub(crate) fn read(&self) -> Totals {
        Totals {
            events_lost: self.events_lost.load(Ordering::Relaxed),
            orders_for_no_leg: self.orders_for_no_leg.load(Ordering::Relaxed),
            keys_lost: self.keys_lost.load(Ordering::Relaxed),
            slots_skipped: self.slots_skipped.load(Ordering::Relaxed),
            sent: self.sent.load(Ordering::Relaxed),
            received: self.received.load(Ordering::Relaxed),
            lost: self.lost.load(Ordering::Relaxed),
            late: self.late.load(Ordering::Relaxed),
            strangers: self.strangers.load(Ordering::Relaxed),
            lateness_max: Duration::from_micros(self.lateness_max.load(Ordering::Relaxed)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leg_that_is_counted_again_and_again_counts_once_and_never_backwards() {
        let (counters, mut counted) = (Counters::default(), Counted::default());
        let mut seen = |sent, received, lost| {
            let statistics = Statistics { sent, received, lost, ..Statistics::default() };
            counters.leg_seen(&mut counted, &statistics);
            let Totals { sent, received, lost, .. } = counters.read();
            (sent, received, lost)
        };
        assert_eq!(seen(10, 8, 2), (10, 8, 2));
        assert_eq!(seen(10, 8, 2), (10, 8, 2));
        // Both came late, and then one is lost for good.
        assert_eq!(seen(20, 20, 0), (20, 20, 2));
        assert_eq!(seen(30, 29, 1), (30, 29, 2));
        assert_eq!(seen(40, 37, 3), (40, 37, 3));
    }
}
