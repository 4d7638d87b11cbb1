//! What came from a peer: order, losses, jitter.

use std::time::Duration;

use crate::{
    clock::{SAMPLES_PER_SECOND, samples},
    rtp::Packet,
    sequence::{Arrival, Sequence},
};

/// The stream from one peer.
#[derive(Debug, Default)]
pub(crate) struct Reception {
    sequence: Sequence,
    /// Of the packet before: the source, and when it came less its timestamp, in samples.
    transit: Option<(u32, u32)>,
    /// Sixteen times the jitter, in samples (RFC 3550, appendix A.8).
    jitter: u32,
    duplicates: u64,
}

impl Reception {
    /// Takes note of a packet. `steady` says that its timestamp is the instant of its first sample.
    pub(crate) fn arrive(&mut self, packet: &Packet<'_>, now: Duration, steady: bool) -> Arrival {
        let arrival = self.sequence.arrive(packet.ssrc, packet.sequence);
        match arrival {
            Arrival::Duplicate => self.duplicates += 1,
            Arrival::Newest(_) if steady => self.measure(packet, now),
            Arrival::Newest(_) | Arrival::Late(_) | Arrival::Astray => {}
        }
        arrival
    }

    fn measure(&mut self, packet: &Packet<'_>, now: Duration) {
        let transit = samples(now).wrapping_sub(packet.timestamp);
        let before = self.transit.replace((packet.ssrc, transit));
        if let Some((_, before)) = before.filter(|(ssrc, _)| *ssrc == packet.ssrc) {
            let change = (transit.wrapping_sub(before) as i32).unsigned_abs();
            // A leap of the timestamps by more than ten seconds is none of the network's.
            if change < 10 * SAMPLES_PER_SECOND {
                self.jitter = (self.jitter + change).saturating_sub((self.jitter + 8) >> 4);
            }
        }
    }

    pub(crate) const fn sequence(&self) -> &Sequence {
        &self.sequence
    }

    pub(crate) const fn duplicates(&self) -> u64 {
        self.duplicates
    }

    /// In samples, as reports have it.
    pub(crate) const fn jitter_samples(&self) -> u32 {
        self.jitter >> 4
    }

    pub(crate) fn jitter(&self) -> Duration {
        Duration::from_secs_f64(f64::from(self.jitter) / 16.0 / f64::from(SAMPLES_PER_SECOND))
    }
}
