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
    late: u64,
}

impl Reception {
    /// Takes note of a packet. `steady` says that its timestamp is the instant of its first sample.
    pub(crate) fn arrive(&mut self, packet: &Packet<'_>, now: Duration, steady: bool) -> Arrival {
        let arrival = self.sequence.arrive(packet.ssrc, packet.sequence);
        match arrival {
            Arrival::Duplicate => self.duplicates += 1,
            Arrival::Newest(_) if steady => self.measure(packet, now),
            Arrival::Late(_) => self.late += 1,
            Arrival::Newest(_) | Arrival::Astray => {}
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

    /// Packets that others had overtaken.
    pub(crate) const fn late(&self) -> u64 {
        self.late
    }

    /// In samples, as reports have it.
    pub(crate) const fn jitter_samples(&self) -> u32 {
        self.jitter >> 4
    }

    pub(crate) fn jitter(&self) -> Duration {
        Duration::from_secs_f64(f64::from(self.jitter) / 16.0 / f64::from(SAMPLES_PER_SECOND))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The jitter after packets of 20 ms that came at these times, in ms.
    fn jitter(times: &[u64]) -> u128 {
        let mut reception = Reception::default();
        for (sequence, time) in (0..).zip(times) {
            let timestamp = u32::from(sequence) * 160;
            let packet =
                Packet { marker: false, payload_type: 8, sequence, timestamp, ssrc: 1, payload: &[] };
            reception.arrive(&packet, Duration::from_millis(*time), true);
        }
        reception.jitter().as_micros()
    }

    #[test]
    fn jitter_is_the_smoothed_change_of_the_transit_time() {
        assert_eq!(jitter(&[]), 0);
        assert_eq!(jitter(&[5, 25, 45, 65]), 0);
        // One packet is 16 ms late: a sixteenth of it, and again when the next one is on time.
        assert_eq!(jitter(&[0, 36]), 1000);
        assert_eq!(jitter(&[0, 36, 40]), 1937);
        let uneven: Vec<_> = (0..500).map(|packet| packet * 20 + packet % 2 * 10).collect();
        assert!((9900..=10_000).contains(&jitter(&uneven)), "{}", jitter(&uneven));
    }

    #[test]
    fn leaps_of_the_source_and_events_are_no_jitter() {
        let mut reception = Reception::default();
        let mut arrive = |ssrc, sequence, timestamp, steady| {
            let packet = Packet { marker: false, payload_type: 8, sequence, timestamp, ssrc, payload: &[] };
            reception.arrive(&packet, Duration::from_millis(u64::from(sequence) * 20), steady);
            reception.jitter()
        };
        assert_eq!(arrive(1, 1, 0, true), Duration::ZERO);
        assert_eq!(arrive(1, 2, 90_000_000, true), Duration::ZERO);
        assert_eq!(arrive(1, 3, 90_000_000, false), Duration::ZERO);
        assert_eq!(arrive(2, 4, 7, true), Duration::ZERO);
    }
}
