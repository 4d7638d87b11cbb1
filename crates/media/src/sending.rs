//! What we sent on a leg, and how punctually.

use std::time::Duration;

#[derive(Debug, Default)]
pub(crate) struct Sending {
    packets: u64,
    /// Bytes of payload.
    bytes: u64,
    unsent: u64,
    /// The packets at the last report.
    reported: u64,
    own: u64,
    lateness: Duration,
    lateness_max: Duration,
}

impl Sending {
    /// A packet was given to the kernel, which took it or not.
    pub(crate) const fn sent(&mut self, taken: bool, bytes: usize) {
        if taken {
            self.packets += 1;
            self.bytes += bytes as u64;
        } else {
            self.unsent += 1;
        }
    }

    /// A packet of our own left so long after its time.
    pub(crate) fn late_by(&mut self, lateness: Duration) {
        self.own += 1;
        self.lateness += lateness;
        self.lateness_max = self.lateness_max.max(lateness);
    }

    pub(crate) const fn packets(&self) -> u64 {
        self.packets
    }

    pub(crate) const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Whether packets were sent since this was asked last.
    pub(crate) const fn since_last_report(&mut self) -> bool {
        let sent = self.packets > self.reported;
        self.reported = self.packets;
        sent
    }

    /// A report was not taken by the kernel.
    pub(crate) const fn unsent_control(&mut self) {
        self.unsent += 1;
    }

    pub(crate) const fn unsent(&self) -> u64 {
        self.unsent
    }

    pub(crate) const fn lateness_max(&self) -> Duration {
        self.lateness_max
    }

    pub(crate) fn lateness_mean(&self) -> Duration {
        Duration::from_nanos(self.lateness.as_nanos() as u64 / self.own.max(1))
    }
}
