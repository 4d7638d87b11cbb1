//! The times of RFC 3261 section 17, which all follow from one.

use std::time::Duration;

/// T1: the time that a message takes to come back.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RoundTrip(Duration);

impl RoundTrip {
    /// What everybody assumes.
    pub(crate) const USUAL: Self = Self(Duration::from_millis(500));

    pub(crate) const fn new(t1: Duration) -> Self {
        Self(t1)
    }

    pub(crate) const fn t1(self) -> Duration {
        self.0
    }

    /// The longest time between two attempts.
    pub(crate) fn t2(self) -> Duration {
        self.0 * 8
    }

    /// How long a message may stay in the network.
    pub(crate) fn t4(self) -> Duration {
        self.0 * 10
    }

    /// After that nobody answers any more.
    pub(crate) fn unanswered(self) -> Duration {
        self.0 * 64
    }
}
