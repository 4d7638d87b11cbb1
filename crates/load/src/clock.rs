//! The clock of the generator.

use rustix::time::{ClockId, clock_gettime};
use stdx::Instant;

/// The moment, on a clock that only runs forward.
pub(crate) fn now() -> Instant {
    let time = clock_gettime(ClockId::Monotonic);
    Instant(time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64)
}
