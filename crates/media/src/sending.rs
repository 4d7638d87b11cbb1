//! What we sent on a leg, and how punctually.

use std::time::Duration;

#[derive(Debug, Default)]
pub(crate) struct Sending {
    packets: u64,
    /// Bytes of payload.
    bytes: u64,
    unsent: u64,
    timestamp: u32,
    own: u64,
    lateness: Duration,
    lateness_max: Duration,
}

impl Sending {
    /// A packet was given to the kernel, which took it or not.
    pub(crate) const fn sent(&mut self, taken: bool, bytes: usize, timestamp: u32) {
        if taken {
            self.packets += 1;
            self.bytes += bytes as u64;
            self.timestamp = timestamp;
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
