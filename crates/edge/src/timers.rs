//! Timers in the order in which they are due.

use std::collections::BTreeSet;

use stdx::Instant;

/// Timers, each with its owner. One that is no longer wanted stays and does nothing when it is due, for its owner
/// knows the moment that it waits for.
#[derive(Debug)]
pub(crate) struct Timers<O>(BTreeSet<(Instant, O)>);

impl<O> Default for Timers<O> {
    fn default() -> Self {
        Self(BTreeSet::new())
    }
}

impl<O: Ord + Copy> Timers<O> {
    pub(crate) fn set(&mut self, at: Instant, owner: O) {
        self.0.insert((at, owner));
    }

    pub(crate) fn cancel(&mut self, at: Instant, owner: O) {
        self.0.remove(&(at, owner));
    }

    pub(crate) fn next(&self) -> Option<Instant> {
        self.0.first().map(|(at, _)| *at)
    }

    /// Takes one that is due.
    pub(crate) fn pop(&mut self, now: Instant) -> Option<O> {
        self.next().filter(|at| *at <= now)?;
        self.0.pop_first().map(|(_, owner)| owner)
    }
}
