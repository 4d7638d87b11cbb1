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

/// The counters at one moment; each only grows.
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
    /// Packets that legs sent, those that closed.
    pub sent: u64,
    /// Packets of their peers.
    pub received: u64,
    /// Packets of their peers that never came.
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

    pub(crate) fn leg_closed(&self, statistics: &Statistics) {
        for (total, more) in [
            (&self.sent, statistics.sent),
            (&self.received, statistics.received),
            (&self.lost, statistics.lost),
            (&self.late, statistics.late),
            (&self.strangers, statistics.strangers),
        ] {
            total.fetch_add(more, Ordering::Relaxed);
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
