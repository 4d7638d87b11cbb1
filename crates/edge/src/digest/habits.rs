//! Phones that give up where they are offered more than one digest, although one is all that they need to know.
//!
//! RFC 8760 has a server offer each digest in a challenge of its own, and a phone take the first that it knows. Some
//! phones read all and fail at the one that they do not know. Such a phone comes again without an answer, and is then
//! offered the first digest alone.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    time::Duration,
};

use dialog::message::Request;
use stdx::Instant;

/// What is known of phones, by who registers with what.
#[derive(Debug, Default)]
pub(super) struct Habits(HashMap<u64, Habit>);

#[derive(Clone, Copy, Debug)]
struct Habit {
    /// When it was last offered digests.
    offered: Instant,
    /// Whether it has given up where it was offered more than one.
    takes_one: bool,
}

impl Habits {
    /// A request without credentials is challenged; whether with one digest only.
    pub(super) fn takes_one(&mut self, now: Instant, request: &Request) -> bool {
        if self.0.len() >= KNOWN_MAX {
            self.0.retain(|_, habit| habit.takes_one && now.since(habit.offered) < KEPT);
        }
        if self.0.len() >= KNOWN_MAX {
            return false;
        }
        let habit = self.0.entry(key(request)).or_insert(Habit { offered: now, takes_one: false });
        let since = now.since(habit.offered);
        // What comes at once is no second attempt.
        if since >= PATIENCE {
            *habit = Habit { offered: now, takes_one: habit.takes_one || since < KEPT };
        }
        habit.takes_one
    }

    /// A phone has answered what it was offered.
    pub(super) fn answered(&mut self, request: &Request) {
        let key = key(request);
        if self.0.get(&key).is_some_and(|habit| !habit.takes_one) {
            self.0.remove(&key);
        }
    }
}

fn key(request: &Request) -> u64 {
    let mut hasher = DefaultHasher::new();
    let user = request.headers.from().map(|from| (from.uri.user, from.uri.host.to_lowercase()));
    (user, request.headers.value("User-Agent")).hash(&mut hasher);
    hasher.finish()
}

/// A phone that has not answered for that long has given up.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long a phone is remembered that has not come again.
const KEPT: Duration = Duration::from_hours(24);
/// Phones that are remembered.
const KNOWN_MAX: usize = 20_000;
