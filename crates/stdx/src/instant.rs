use std::time::Duration;

/// A moment on a clock that only runs forward: nanoseconds since a start that the rim chose.
///
/// Logic compares and adds; only the rim reads the clock. It never leaves the process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub u64);

impl Instant {
    /// The start of the clock.
    pub const START: Self = Self(0);

    /// The moment that is `duration` later, or the end of the clock (584 years).
    #[must_use]
    pub const fn after(self, duration: Duration) -> Self {
        let nanoseconds = duration.as_nanos();
        if nanoseconds > u64::MAX as u128 {
            Self(u64::MAX)
        } else {
            Self(self.0.saturating_add(nanoseconds as u64))
        }
    }

    /// How long ago `earlier` was; nothing where it is not earlier.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_nanos(self.0.saturating_sub(earlier.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_apart_by_what_was_added_and_stop_at_the_end_of_the_clock() {
        let later = Instant::START.after(Duration::from_millis(1_500));
        assert_eq!(later, Instant(1_500_000_000));
        assert_eq!(later.since(Instant::START), Duration::from_millis(1_500));
        assert_eq!(Instant::START.since(later), Duration::ZERO);
        assert_eq!(later.after(Duration::MAX), Instant(u64::MAX));
    }
}
