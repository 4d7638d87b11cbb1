//! The only place of this crate that reads a clock.

use std::time::Duration;

use stdx::Instant;
use tokio::time;

/// A clock that starts at zero and only runs forward.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock(time::Instant);

impl Clock {
    pub(crate) fn start() -> Self {
        Self(time::Instant::now())
    }

    pub(crate) fn now(self) -> Instant {
        Instant::START.after(self.0.elapsed())
    }

    /// Lets time pass at once.
    #[cfg(test)]
    pub(crate) fn forward(&mut self, time: Duration) {
        self.0 -= time;
    }

    /// The same moment, as the runtime counts; one that is far off comes earlier, which does no harm.
    pub(crate) fn moment(self, at: Option<Instant>) -> time::Instant {
        let ahead = at.map_or(FAR, |at| at.since(Instant::START).min(FAR + self.0.elapsed()));
        self.0 + ahead
    }
}

const FAR: Duration = Duration::from_secs(3_600);
