//! The only place that reads a clock.

use std::time::Instant;

use jiff::Timestamp;

/// The time of day.
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// A clock that only moves forward, to measure how long something takes.
#[expect(clippy::disallowed_methods, reason = "the clock of the binary is read here")]
pub(crate) fn monotonic() -> Instant {
    Instant::now()
}
