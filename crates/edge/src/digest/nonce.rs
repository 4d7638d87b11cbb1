//! Nonces: made without memory, remembered once they are used.

use std::{
    collections::{BTreeMap, HashMap},
    time::Duration,
};

use sha2::{Digest as _, Sha256};
use stdx::Instant;

use super::hash::{equal, hexadecimal};

/// Makes nonces and knows which counts were used.
#[derive(Debug)]
pub(super) struct Nonces {
    secret: [u8; 32],
    made: u64,
    /// The highest count of each nonce that somebody used.
    used: HashMap<String, u32>,
    /// The same nonces by the moment at which they were made.
    by_age: BTreeMap<(u64, u64), String>,
}

/// What a nonce is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Worth {
    /// Ours, fresh, and the count is new.
    Good,
    /// Ours once, or its count was used: a new one is due, and the password is not asked for again.
    Stale,
}

impl Nonces {
    pub(super) fn new(secret: [u8; 32]) -> Self {
        Self { secret, made: 0, used: HashMap::new(), by_age: BTreeMap::new() }
    }

    /// A nonce that was never given before.
    pub(super) fn make(&mut self, now: Instant) -> String {
        self.made += 1;
        let head = format!("{:016x}{:016x}", now.0, self.made);
        let seal = self.seal(&head);
        format!("{head}{seal}")
    }

    /// Judges a nonce with its count, which is used up if it is good.
    pub(super) fn take(&mut self, now: Instant, nonce: &str, count: u32) -> Worth {
        self.forget_old(now);
        let Some((made, number)) = self.parts(nonce) else { return Worth::Stale };
        if now.since(made) > LIFETIME || self.used.get(nonce).is_some_and(|used| *used >= count) {
            return Worth::Stale;
        }
        if self.used.len() >= USED_MAX && !self.used.contains_key(nonce) {
            return Worth::Stale;
        }
        self.used.insert(nonce.to_owned(), count);
        self.by_age.insert((made.0, number), nonce.to_owned());
        Worth::Good
    }

    /// The time and the number in a nonce of ours.
    fn parts(&self, nonce: &str) -> Option<(Instant, u64)> {
        let (head, seal) = nonce.split_at_checked(32)?;
        let (time, number) = head.split_at_checked(16)?;
        equal(&self.seal(head), seal).then_some(())?;
        Some((Instant(u64::from_str_radix(time, 16).ok()?), u64::from_str_radix(number, 16).ok()?))
    }

    /// HMAC of RFC 2104 in its short form for inputs of one length.
    fn seal(&self, head: &str) -> String {
        let inner = Sha256::new().chain_update(self.secret).chain_update(head).finalize();
        let outer = Sha256::new().chain_update(self.secret).chain_update(inner).finalize();
        hexadecimal(&outer[..16])
    }

    fn forget_old(&mut self, now: Instant) {
        while let Some(((made, _), nonce)) = self.by_age.first_key_value()
            && now.since(Instant(*made)) > LIFETIME
        {
            self.used.remove(nonce);
            self.by_age.pop_first();
        }
    }
}

/// How long a nonce is good.
pub(super) const LIFETIME: Duration = Duration::from_secs(300);
/// Most nonces in use at once.
const USED_MAX: usize = 100_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_count_of_a_nonce_is_taken_once_and_only_while_it_is_fresh() {
        let mut nonces = Nonces::new([7; 32]);
        let start = Instant(1);
        let nonce = nonces.make(start);
        assert_eq!(nonces.take(start, &nonce, 1), Worth::Good);
        assert_eq!(nonces.take(start, &nonce, 1), Worth::Stale);
        assert_eq!(nonces.take(start, &nonce, 3), Worth::Good);
        assert_eq!(nonces.take(start, &nonce, 2), Worth::Stale);
        let late = start.after(LIFETIME + Duration::from_secs(1));
        assert_eq!(nonces.take(late, &nonce, 4), Worth::Stale);
        assert_eq!((nonces.used.len(), nonces.by_age.len()), (0, 0));
    }

    #[test]
    fn a_nonce_that_is_not_ours_is_worth_nothing() {
        let nonce = Nonces::new([8; 32]).make(Instant(1));
        let mut nonces = Nonces::new([7; 32]);
        for other in [nonce.as_str(), "", "0000", "ééééééééééééééééééééééééééééééééé"]
        {
            assert_eq!(nonces.take(Instant(1), other, 1), Worth::Stale);
        }
    }
}
