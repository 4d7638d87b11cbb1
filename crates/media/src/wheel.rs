//! A timing wheel of one round each 20 ms. Legs are spread over its slots, so that their packets leave evenly.

use std::time::Duration;

use crate::clock::FRAME;

/// One slot each millisecond.
const SLOTS: usize = 20;
/// The time of one slot.
const SLOT: Duration = Duration::from_millis(FRAME.as_millis() as u64 / SLOTS as u64);
/// What is missed beyond this is not made up for: the packets would only fill the peer's buffer.
const BEHIND_MAX: Duration = Duration::from_millis(200);

/// The thread wakes at most once in this time for what is due and for what comes. A packet so waits for a millisecond
/// on average, which no ear and no peer's buffer notices.
const BEAT: Duration = Duration::from_millis(2);

/// The first beat that is not before a moment.
pub(crate) const fn beat(moment: Duration) -> Duration {
    Duration::from_nanos((moment.as_nanos() as u64).next_multiple_of(BEAT.as_nanos() as u64))
}

/// Which legs are due when. `K` names a leg.
#[derive(Debug)]
pub(crate) struct Wheel<K> {
    slots: [Vec<K>; SLOTS],
    /// The first slot that has not run, counted from the start of the clock.
    next: u64,
    /// How many legs there are.
    legs: usize,
    /// Slots that were skipped, since the thread was too far behind.
    skipped: u64,
}

/// A slot whose time has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Due {
    pub(crate) slot: usize,
    /// When it should have run.
    pub(crate) at: Duration,
}

impl<K: Copy + PartialEq> Wheel<K> {
    pub(crate) fn new(now: Duration) -> Self {
        Self { slots: std::array::from_fn(|_| Vec::new()), next: tick_after(now), legs: 0, skipped: 0 }
    }

    /// Puts a leg into the emptiest slot, and of equal ones into that which comes first. What passed while nobody
    /// was there is nothing that the first leg has missed.
    pub(crate) fn add(&mut self, now: Duration, leg: K) -> usize {
        if self.legs == 0 {
            self.next = self.next.max(tick_after(now));
        }
        self.legs += 1;
        let first = self.slot_of(self.next);
        let emptiest =
            (0..SLOTS).map(|ahead| (first + ahead) % SLOTS).min_by_key(|slot| self.slots[*slot].len());
        let slot = emptiest.unwrap_or(first);
        self.slots[slot].push(leg);
        slot
    }

    pub(crate) fn remove(&mut self, slot: usize, leg: K) {
        if let Some(at) = self.slots[slot].iter().position(|held| *held == leg) {
            self.slots[slot].swap_remove(at);
            self.legs -= 1;
        }
    }

    pub(crate) fn legs(&self, slot: usize) -> &[K] {
        &self.slots[slot]
    }

    /// The next slot that is due and holds a leg. Call it until it gives none.
    pub(crate) fn advance(&mut self, now: Duration) -> Option<Due> {
        let now = tick_after(now);
        let behind = (BEHIND_MAX.as_nanos() / SLOT.as_nanos()) as u64;
        if self.legs == 0 {
            self.next = self.next.max(now);
            return None;
        }
        if now > self.next + behind {
            self.skipped += now - self.next - behind;
            self.next = now - behind;
        }
        while self.next < now {
            let (slot, at) = (self.slot_of(self.next), time_of(self.next));
            self.next += 1;
            if !self.slots[slot].is_empty() {
                return Some(Due { slot, at });
            }
        }
        None
    }

    /// When the next slot that holds a leg is due.
    pub(crate) fn next_timeout(&self) -> Option<Duration> {
        let ticks = self.next..self.next + SLOTS as u64;
        let mut full = ticks.filter(|tick| !self.slots[self.slot_of(*tick)].is_empty());
        full.next().map(time_of)
    }

    pub(crate) const fn skipped(&self) -> u64 {
        self.skipped
    }

    const fn slot_of(&self, tick: u64) -> usize {
        (tick % SLOTS as u64) as usize
    }
}

/// The first tick whose time is after `now`.
const fn tick_after(now: Duration) -> u64 {
    (now.as_nanos() / SLOT.as_nanos()) as u64 + 1
}

const fn time_of(tick: u64) -> Duration {
    Duration::from_nanos(tick * SLOT.as_nanos() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn milliseconds(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    /// Runs the wheel up to `now` and gives what was due: the millisecond and the legs.
    fn run(wheel: &mut Wheel<u32>, now: u64) -> Vec<(u128, Vec<u32>)> {
        let due = std::iter::from_fn(|| {
            let due = wheel.advance(milliseconds(now))?;
            Some((due.at.as_millis(), wheel.legs(due.slot).to_vec()))
        });
        due.collect()
    }

    #[test]
    fn a_beat_is_not_before_its_moment_and_at_most_two_milliseconds_after() {
        let beats = [0, 1, 2, 3, 21].map(|moment| beat(milliseconds(moment)).as_millis());
        assert_eq!(beats, [0, 2, 2, 4, 22]);
    }

    #[test]
    fn a_leg_is_due_every_20_ms() {
        let mut wheel = Wheel::new(milliseconds(0));
        assert_eq!(wheel.next_timeout(), None);
        wheel.add(milliseconds(0), 7);
        assert_eq!(wheel.next_timeout(), Some(milliseconds(1)));
        assert_eq!(run(&mut wheel, 0), []);
        assert_eq!(run(&mut wheel, 1), [(1, vec![7])]);
        assert_eq!(wheel.next_timeout(), Some(milliseconds(21)));
        assert_eq!(run(&mut wheel, 60), [(21, vec![7]), (41, vec![7])]);
    }

    #[test]
    fn legs_are_spread_over_the_slots() {
        let mut wheel = Wheel::new(milliseconds(0));
        for leg in 0..40 {
            wheel.add(milliseconds(0), leg);
        }
        assert!(run(&mut wheel, 20).iter().all(|(_, legs)| legs.len() == 2));
    }

    #[test]
    fn a_leg_that_is_removed_is_not_due_again() {
        let mut wheel = Wheel::new(milliseconds(0));
        let slot = wheel.add(milliseconds(0), 1);
        wheel.remove(slot, 1);
        wheel.remove(slot, 2);
        assert_eq!(run(&mut wheel, 100), []);
        assert_eq!(wheel.next_timeout(), None);
    }

    #[test]
    fn what_passes_while_nobody_is_there_is_not_missed() {
        let mut wheel = Wheel::new(milliseconds(0));
        assert_eq!(run(&mut wheel, 1_000), []);
        let slot = wheel.add(milliseconds(1_500), 7);
        assert_eq!(run(&mut wheel, 1_520).len(), 1);
        wheel.remove(slot, 7);
        assert_eq!(run(&mut wheel, 3_000), []);
        wheel.add(milliseconds(4_000), 8);
        assert_eq!(run(&mut wheel, 4_020).len(), 1);
        assert_eq!(wheel.skipped(), 0);
    }

    #[test]
    fn what_is_missed_for_long_is_skipped_and_counted() {
        let mut wheel = Wheel::new(milliseconds(0));
        wheel.add(milliseconds(0), 1);
        assert_eq!(run(&mut wheel, 1001).len(), 10);
        assert_eq!(wheel.skipped(), 801);
    }
}
