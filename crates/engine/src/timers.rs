use std::collections::{BTreeMap, BTreeSet};

use stdx::Instant;

use crate::{CallId, OfferId, roster::AgentIndex};

/// What the engine waits for. Of timers that are due at one moment, the first here goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Timer {
    /// The end of a leg to an agent is overdue.
    Leg(OfferId),
    /// An agent has been left alone for long enough.
    Agent(AgentIndex),
    /// A telephone has rung for long enough.
    Alert(CallId),
    /// An agent who was barred for a call may be offered it again.
    Wake(CallId),
    /// A call has waited in its queue for long enough.
    Queue(CallId),
    /// A caller is silent, or something that the edge should have reported is overdue.
    Step(CallId),
    /// A call has reached its greatest length.
    Length(CallId),
}

impl Timer {
    /// Whether it sets somebody free. The others give something up, or end it.
    pub(crate) const fn frees(self) -> bool {
        matches!(self, Self::Agent(_) | Self::Wake(_))
    }
}

/// Moments to come, each with what it is for.
#[derive(Debug, Default)]
pub(crate) struct Timers {
    due: BTreeSet<(Instant, Timer)>,
    armed: BTreeMap<Timer, Instant>,
}

impl Timers {
    /// Sets a timer, in place of where it stood before.
    pub(crate) fn arm(&mut self, timer: Timer, at: Instant) {
        self.disarm(timer);
        self.armed.insert(timer, at);
        self.due.insert((at, timer));
    }

    pub(crate) fn disarm(&mut self, timer: Timer) {
        if let Some(at) = self.armed.remove(&timer) {
            self.due.remove(&(at, timer));
        }
    }

    /// Takes the earliest of some timers that is due.
    pub(crate) fn pop_due(&mut self, now: Instant, which: impl Fn(Timer) -> bool) -> Option<Timer> {
        let mut due = self.due.iter().take_while(|(at, _)| *at <= now).map(|(_, timer)| *timer);
        let timer = due.find(|timer| which(*timer))?;
        self.disarm(timer);
        Some(timer)
    }

    /// The moment of the earliest timer.
    pub(crate) fn next(&self) -> Option<Instant> {
        self.due.first().map(|(at, _)| *at)
    }
}
