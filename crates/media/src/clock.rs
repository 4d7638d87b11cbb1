//! The time of the media thread, and how it is cut into frames.

use std::time::Duration;

use rustix::time::{ClockId, Timespec, clock_gettime};

/// The rate of G.711.
pub const SAMPLES_PER_SECOND: u32 = 8000;
/// The samples of one packet that we send.
pub const FRAME_SAMPLES: usize = 160;
/// The time between two packets that we send.
pub const FRAME: Duration = Duration::from_millis(20);

/// A clock that never goes back. It reads as the time since it was made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    start: Duration,
}

impl Clock {
    pub(crate) fn new() -> Self {
        Self { start: monotonic() }
    }

    pub(crate) fn now(&self) -> Duration {
        monotonic().saturating_sub(self.start)
    }

    /// A moment of this clock as the kernel counts.
    pub(crate) fn absolute(&self, moment: Duration) -> Timespec {
        let moment = self.start + moment;
        Timespec { tv_sec: moment.as_secs() as i64, tv_nsec: i64::from(moment.subsec_nanos()) }
    }
}

fn monotonic() -> Duration {
    let time = clock_gettime(ClockId::Monotonic);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// The samples that pass in `time`; counts round like RTP timestamps do.
pub(crate) const fn samples(time: Duration) -> u32 {
    (time.as_micros() * SAMPLES_PER_SECOND as u128 / 1_000_000) as u32
}
