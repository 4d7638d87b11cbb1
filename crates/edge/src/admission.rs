//! How much one address may send: a bucket for each, which fills with time.

use std::{collections::HashMap, net::IpAddr, time::Duration};

use stdx::Instant;

/// The buckets of all addresses.
#[derive(Debug)]
pub(crate) struct Admission {
    buckets: HashMap<IpAddr, Bucket>,
    per_second: u32,
}

/// What an address has left.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    /// Messages, in thousandths.
    left: u64,
    filled: Instant,
}

/// What becomes of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is worked on.
    Admitted,
    /// A request gets 503, so that its sender slows down.
    Refused,
    /// It costs nothing more.
    Dropped,
}

impl Admission {
    pub(crate) fn new(per_second: u32) -> Self {
        Self { buckets: HashMap::new(), per_second }
    }

    /// Counts one message.
    pub(crate) fn judge(&mut self, now: Instant, source: IpAddr) -> Verdict {
        if self.buckets.len() >= ADDRESSES_MAX && !self.buckets.contains_key(&source) {
            self.forget_full(now);
            if self.buckets.len() >= ADDRESSES_MAX {
                return Verdict::Dropped;
            }
        }
        let rate = u64::from(self.per_second);
        let capacity = 2 * rate * MESSAGE;
        let bucket = self.buckets.entry(source).or_insert(Bucket { left: capacity, filled: now });
        bucket.fill(now, rate, capacity);
        // The last part of a bucket is kept for telling the sender.
        let reserve = capacity / 4;
        if bucket.left < MESSAGE {
            return Verdict::Dropped;
        }
        bucket.left -= MESSAGE;
        if bucket.left < reserve { Verdict::Refused } else { Verdict::Admitted }
    }

    /// Forgets the addresses that have sent nothing for a while.
    fn forget_full(&mut self, now: Instant) {
        self.buckets.retain(|_, bucket| now.since(bucket.filled) < IDLE);
    }
}

impl Bucket {
    fn fill(&mut self, now: Instant, rate: u64, capacity: u64) {
        let elapsed = u64::try_from(now.since(self.filled).as_millis()).unwrap_or(u64::MAX);
        // A thousandth of a message for each message a second in each millisecond.
        let gain = elapsed.saturating_mul(rate);
        if gain > 0 {
            self.left = self.left.saturating_add(gain).min(capacity);
            self.filled = now;
        }
    }
}

/// One message, in thousandths.
const MESSAGE: u64 = 1_000;
/// Most addresses that are remembered.
const ADDRESSES_MAX: usize = 50_000;
/// After that long without a message the bucket of an address is full again.
const IDLE: Duration = Duration::from_secs(2);

#[cfg(test)]
mod tests {
    use super::*;

    fn address(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    #[test]
    fn a_flood_is_refused_then_dropped_and_others_do_not_notice() {
        let mut admission = Admission::new(100);
        let now = Instant::START;
        let verdicts: Vec<Verdict> = (0..300).map(|_| admission.judge(now, address(1))).collect();
        let count = |wanted| verdicts.iter().filter(|verdict| **verdict == wanted).count();
        assert_eq!(
            [count(Verdict::Admitted), count(Verdict::Refused), count(Verdict::Dropped)],
            [150, 50, 100]
        );
        assert_eq!(admission.judge(now, address(2)), Verdict::Admitted);
    }

    #[test]
    fn a_steady_sender_below_the_limit_is_never_refused() {
        let mut admission = Admission::new(100);
        for number in 0..1_000 {
            let now = Instant::START.after(Duration::from_millis(11 * number));
            assert_eq!(admission.judge(now, address(1)), Verdict::Admitted);
        }
    }

    #[test]
    fn who_was_dropped_is_heard_again_after_a_while() {
        let mut admission = Admission::new(100);
        let last = (0..300).map(|_| admission.judge(Instant::START, address(1))).last();
        assert_eq!(last, Some(Verdict::Dropped));
        let later = Instant::START.after(Duration::from_secs(2));
        assert_eq!(admission.judge(later, address(1)), Verdict::Admitted);
    }
}
