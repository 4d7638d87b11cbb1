//! Many times of one kind, and what lies in the middle and at the end of them.

use std::time::Duration;

/// Times, in microseconds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spread(Vec<u32>);

impl Spread {
    pub(crate) fn add(&mut self, time: Duration) {
        self.0.push(u32::try_from(time.as_micros()).unwrap_or(u32::MAX));
    }

    pub(crate) const fn len(&self) -> usize {
        self.0.len()
    }

    /// The time, in milliseconds, that this part of all does not exceed; nothing where there is none.
    pub(crate) fn quantile(&mut self, part: f64) -> f64 {
        self.0.sort_unstable();
        let last = self.0.len().saturating_sub(1);
        let at = ((last as f64) * part).round() as usize;
        self.0.get(at).map_or(f64::NAN, |micros| f64::from(*micros) / 1_000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_and_the_end_are_found_in_any_order() {
        let mut spread = Spread::default();
        assert!(spread.quantile(0.5).is_nan());
        for milliseconds in [5, 1, 4, 2, 3] {
            spread.add(Duration::from_millis(milliseconds));
        }
        assert_eq!([spread.quantile(0.0), spread.quantile(0.5), spread.quantile(1.0)], [1.0, 3.0, 5.0]);
        assert_eq!(spread.len(), 5);
    }
}
