//! How long a job took, for the tables that people read.

use std::time::{Duration, Instant};

/// Measures real time from its start.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "the jobs of xtask are measured in real time, here alone")]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// A duration as a table shows it: `0.4 s`, `59.9 s`, `2 min 05 s`.
pub(crate) fn in_words(duration: Duration) -> String {
    let tenths = (duration.as_millis() + 50) / 100;
    if tenths < 600 {
        return format!("{}.{} s", tenths / 10, tenths % 10);
    }
    let seconds = (duration.as_millis() + 500) / 1000;
    format!("{} min {:02} s", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_like_a_clock() {
        let words = [40, 449, 59_940, 59_960, 125_000, 3_599_600].map(Duration::from_millis).map(in_words);
        assert_eq!(words, ["0.0 s", "0.4 s", "59.9 s", "1 min 00 s", "2 min 05 s", "60 min 00 s"]);
    }
}
