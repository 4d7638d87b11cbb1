//! The RTCP side of a leg: when it reports, and what the peer's reports say.

use std::time::Duration;

use stdx::Rng;

use crate::{
    reception::Reception,
    rtcp::{Block, Compound, Control, NAME_BYTES, Sent, parse},
};

/// The time between reports, on average (RFC 3550, section 6.2).
const INTERVAL: Duration = Duration::from_secs(5);

#[derive(Debug)]
pub(crate) struct Reporting {
    /// The canonical name: nothing that tells who we or the other side of the call are (RFC 7022).
    name: [u8; NAME_BYTES],
    rng: Rng,
    next: Option<Duration>,
    /// The peer's last sender report: the middle of its clock, and when it came.
    last_report: Option<(u32, Duration)>,
    /// What was expected and received at our last report.
    expected: u64,
    received: u64,
    /// What the peer said of our stream last.
    pub(crate) reported: Option<Block>,
    pub(crate) round_trip: Option<Duration>,
}

impl Reporting {
    pub(crate) fn new(seed: &mut Rng) -> Self {
        let mut name = [0; NAME_BYTES];
        let random = seed.next();
        for (at, byte) in name.iter_mut().enumerate() {
            *byte = b"0123456789abcdef"[(random >> (4 * at)) as usize & 0xF];
        }
        Self {
            name,
            rng: Rng::new(seed.next()),
            next: None,
            last_report: None,
            expected: 0,
            received: 0,
            reported: None,
            round_trip: None,
        }
    }

    /// Whether a report is due; then the time of the next one is drawn.
    pub(crate) fn is_due(&mut self, now: Duration) -> bool {
        let due = self.next.is_some_and(|next| now >= next);
        if due || self.next.is_none() {
            // Half to one and a half of the interval, so that sources do not fall into step (section 6.3.1).
            let factor = 0.5 + self.rng.below(1001) as f64 / 1000.0;
            self.next = Some(now + INTERVAL.mul_f64(factor));
        }
        due
    }

    /// What the peer sent. `ssrc` is that of our stream.
    pub(crate) fn hear(&mut self, datagram: &[u8], ssrc: u32, now: Duration) {
        for control in parse(datagram) {
            let blocks = match control {
                Control::SenderReport { sent, blocks, .. } => {
                    self.last_report = Some(((sent.clock >> 16) as u32, now));
                    blocks
                }
                Control::ReceiverReport { blocks, .. } => blocks,
                Control::Goodbye { .. } | Control::Other => continue,
            };
            let Some(block) = blocks.of(ssrc) else { continue };
            self.reported = Some(block);
            if block.last_report != 0 {
                let passed = (clock(now) >> 16) as u32;
                let round_trip = passed.wrapping_sub(block.last_report).wrapping_sub(block.delay);
                // A peer whose clock runs oddly may give a time below zero.
                if (round_trip as i32) >= 0 {
                    self.round_trip = Some(Duration::from_micros(u64::from(round_trip) * 1_000_000 / 65_536));
                }
            }
        }
    }

    /// Our report. `sent` is what went out since the last one, or nothing.
    pub(crate) fn report(
        &mut self,
        ssrc: u32,
        sent: Option<Sent>,
        reception: &Reception,
        now: Duration,
    ) -> Compound {
        let sequence = reception.sequence();
        let block = sequence.source().map(|(source, highest)| {
            let (expected, received) = (sequence.expected(), sequence.received());
            let (new, came) = (expected - self.expected, received.saturating_sub(self.received));
            (self.expected, self.received) = (expected, received);
            let fraction_lost = new.saturating_sub(came) * 256 / new.max(1);
            let (last_report, delay) = self.last_report.map_or((0, 0), |(report, came)| {
                let delay = now.saturating_sub(came).as_micros() * 65_536 / 1_000_000;
                (report, delay as u32)
            });
            Block {
                ssrc: source,
                fraction_lost: fraction_lost.min(255) as u8,
                lost: (expected as i64 - received as i64) as i32,
                highest: highest.wrapping_sub(0x1_0000),
                jitter: reception.jitter_samples(),
                last_report,
                delay,
            }
        });
        Compound::report(ssrc, sent, block, &self.name)
    }
}

/// A moment as RTCP writes it, in units of 2^-32 s since the thread began.
pub(crate) fn clock(now: Duration) -> u64 {
    (now.as_secs() << 32) | ((u64::from(now.subsec_nanos()) << 32) / 1_000_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rtp::Packet;

    fn milliseconds(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    fn received(numbers: impl IntoIterator<Item = u16>) -> Reception {
        let mut reception = Reception::default();
        for sequence in numbers {
            let timestamp = u32::from(sequence) * 160;
            let packet =
                Packet { marker: false, payload_type: 8, sequence, timestamp, ssrc: 9, payload: &[] };
            reception.arrive(&packet, milliseconds(u64::from(sequence) * 20), true);
        }
        reception
    }

    #[test]
    fn losses_are_reported_in_all_and_since_the_last_report() {
        let mut reporting = Reporting::new(&mut Rng::new(1));
        let block = |reporting: &mut Reporting, reception| {
            let compound = reporting.report(1, None, &reception, milliseconds(0));
            let Some(Control::ReceiverReport { blocks, .. }) = parse(compound.bytes()).next() else {
                panic!("no report")
            };
            blocks.of(9).map(|block| (block.fraction_lost, block.lost, block.highest))
        };
        assert_eq!(block(&mut reporting, received([])), None);
        assert_eq!(block(&mut reporting, received([0, 1, 3])), Some((64, 1, 3)));
        assert_eq!(block(&mut reporting, received([0, 1, 3, 4, 5, 6, 7])), Some((0, 1, 7)));
    }

    #[test]
    fn the_round_trip_is_the_time_since_our_report_without_the_delay_of_the_peer() {
        let mut reporting = Reporting::new(&mut Rng::new(1));
        let last_report = (clock(milliseconds(1000)) >> 16) as u32;
        let block = Block { ssrc: 1, last_report, delay: 65_536, fraction_lost: 128, ..Block::default() };
        let compound = Compound::report(9, None, Some(block), b"0123456789abcdef");
        reporting.hear(compound.bytes(), 2, milliseconds(2125));
        assert_eq!((reporting.reported, reporting.round_trip), (None, None));
        reporting.hear(compound.bytes(), 1, milliseconds(2125));
        assert_eq!((reporting.reported, reporting.round_trip), (Some(block), Some(milliseconds(125))));
        reporting.hear(compound.bytes(), 1, milliseconds(1500));
        assert_eq!(reporting.round_trip, Some(milliseconds(125)));
    }

    #[test]
    fn the_peers_report_is_answered_with_its_clock_and_our_delay() {
        let mut reporting = Reporting::new(&mut Rng::new(1));
        let sent = Sent { clock: 0x0102_0304_0506_0708, timestamp: 0, packets: 0, bytes: 0 };
        let theirs = Compound::report(9, Some(sent), None, b"0123456789abcdef");
        reporting.hear(theirs.bytes(), 1, milliseconds(1000));
        let ours = reporting.report(1, None, &received([1]), milliseconds(1500));
        let Some(Control::ReceiverReport { blocks, .. }) = parse(ours.bytes()).next() else {
            panic!("no report")
        };
        let block = blocks.of(9).map(|block| (block.last_report, block.delay));
        assert_eq!(block, Some((0x0304_0506, 32_768)));
    }

    #[test]
    fn reports_are_due_every_few_seconds_and_not_in_step() {
        let mut reporting = Reporting::new(&mut Rng::new(1));
        let due: Vec<_> = (0..60_000).filter(|now| reporting.is_due(milliseconds(*now))).collect();
        let steps: Vec<_> = due.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(steps.iter().all(|step| (2500..=7501).contains(step)), "{steps:?}");
        assert!(steps.windows(2).any(|pair| pair[0] != pair[1]) && due.len() >= 8, "{due:?}");
    }
}
