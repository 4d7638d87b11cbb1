//! Calls that no pool answers at the moment, mostly while ownership changes (`docs/rules.md`, relays): the caller
//! hears that it rings until this pool answers, or the one that does is reached. That lasts as long as
//! [`Times::hold`](crate::config::Times::hold) says; then the call is refused.
//!
//! Only the pool that the caller has reached holds a call. One to which another relays says at once that it does not
//! answer, so that the first knows, which may be the one that answers next. A test call is not held either: it is to
//! say how things stand.

use dialog::LegInput;
use domain::{Configuration, Duty, PoolFqdn};
use engine::{Arrival, CallId, Input};
use stdx::Instant;

use super::{Around, Calls, Wait};

/// That a call is held.
#[derive(Clone, Debug)]
pub(super) struct Held {
    /// The owner of the workflow.
    owner: PoolFqdn,
    /// When it is refused.
    until: Instant,
    /// When the pool that answers is called again.
    again: Instant,
}

/// How the hold of a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HoldEnd {
    /// This pool answers now.
    Answered,
    /// The other pool has taken the call.
    Relayed,
    /// In vain.
    Refused,
    /// The caller hung up.
    Abandoned,
}

/// Who answers an address.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Answering {
    /// It is unknown here.
    Unknown,
    /// This pool.
    This,
    /// The pool that answers for this owner.
    Another(PoolFqdn),
}

impl Calls {
    /// Holds a call of this owner's, whose pool is called again at a moment; says whether it does.
    pub(super) fn hold(
        &mut self,
        around: &mut Around<'_>,
        call: CallId,
        (owner, again): (&PoolFqdn, Instant),
        why: &'static str,
    ) -> bool {
        let has_room = self.callers.values().filter(|caller| caller.held.is_some()).count() < HELD_MAX;
        let Some(caller) = self.callers.get_mut(&call) else { return false };
        let (line, until, is_held) = (caller.line, caller.arrived.after(self.hold), caller.held.is_some());
        let may_be = is_held || has_room && caller.test.is_none() && caller.passed.is_from_caller();
        if !self.is_open || !may_be || until <= around.now {
            tracing::error!(%call, %owner, why, "a call is refused, for the pool that answers is not reached");
            self.hold_ends(call, HoldEnd::Refused);
            return false;
        }
        caller.held = Some(Held { owner: owner.clone(), until, again });
        self.waits.set(again, Wait::Held(call));
        if is_held {
            tracing::debug!(%call, %owner, why, "a call is still held");
        } else {
            tracing::error!(%call, %owner, why, "a call is held, for the pool that answers is not reached");
            self.waits.set(until, Wait::Held(call));
            self.order(around, line, LegInput::Ring);
        }
        true
    }

    /// The pool that answers is called again, or the hold is over.
    pub(super) fn hold_due(&mut self, around: &mut Around<'_>, call: CallId) {
        let Some(caller) = self.callers.get(&call) else { return };
        let Some(held) = caller.held.clone() else { return };
        if held.until <= around.now {
            self.hold_is_over(around, call);
        } else if caller.relayed.is_none() && held.again <= around.now {
            self.relay(around, call, &held.owner);
        }
    }

    /// A held call is refused, unless the pool that answers is at work on it already.
    fn hold_is_over(&mut self, around: &mut Around<'_>, call: CallId) {
        let target = self.callers.get(&call).and_then(|caller| caller.target);
        if target.is_some_and(|line| self.lines.is_heard(line)) {
            return self.hold_ends(call, HoldEnd::Relayed);
        }
        tracing::error!(%call, "a call was held, and no pool answers; where a pool is lost, Invoke-CsPoolFailOver lets its backup answer");
        self.give_attempt_up(around, call);
        self.hold_ends(call, HoldEnd::Refused);
        self.refuse_relayed(around, call);
    }

    /// Counts the end of a hold, where the call is held.
    pub(super) fn hold_ends(&mut self, call: CallId, end: HoldEnd) {
        if self.callers.get_mut(&call).is_some_and(|caller| caller.held.take().is_some()) {
            tracing::info!(%call, ?end, "a call is no longer held");
            let word = match end {
                HoldEnd::Answered => "answered",
                HoldEnd::Relayed => "relayed",
                HoldEnd::Refused => "refused",
                HoldEnd::Abandoned => "abandoned",
            };
            metrics::counter!("switchback_calls_held_total", "end" => word).increment(1);
        }
    }

    /// Whether calls are taken has changed; where they are not, no call is held any more.
    pub(crate) fn open(&mut self, around: &mut Around<'_>, is_open: bool) {
        self.is_open = is_open;
        if !is_open {
            let held = self.callers.iter().filter(|(_, caller)| caller.held.is_some());
            let held: Vec<CallId> = held.map(|(call, _)| *call).collect();
            for call in held {
                self.hold_is_over(around, call);
            }
            self.drain(around);
        }
    }

    /// A configuration is in force: calls that were for another pool and are not with it yet come to this one, where
    /// it answers them now.
    pub(super) fn look_who_answers(&mut self, around: &mut Around<'_>) {
        let configuration = self.engine.configuration();
        let is_changed = |caller: &super::Caller| {
            let relayed = caller.relayed.as_ref().filter(|relayed| !relayed.rings);
            let before = match (&caller.held, relayed) {
                (Some(held), _) => Answering::Another(held.owner.clone()),
                (None, Some(relayed)) => relayed.owner.clone().map_or(Answering::Unknown, Answering::Another),
                (None, None) => return false,
            };
            before != answering(configuration, &caller.arrival.dialled)
        };
        let changed = self.callers.iter().filter(|(_, caller)| is_changed(caller));
        let changed: Vec<CallId> = changed.map(|(call, _)| *call).collect();
        for call in changed {
            self.give_attempt_up(around, call);
            self.hold_ends(call, HoldEnd::Answered);
            if let Some(caller) = self.callers.get(&call) {
                let arrival = Arrival { at: (self.clock)(), ..caller.arrival.clone() };
                self.tell(around, Input::CallArrived(arrival));
            }
        }
        self.drain(around);
    }
}

fn answering(configuration: &Configuration, dialled: &str) -> Answering {
    match configuration.addressed(dialled) {
        None => Answering::Unknown,
        Some(entry) if configuration.pool_role(&entry.owner).duty == Duty::Relays => {
            Answering::Another(entry.owner.clone())
        }
        Some(_) => Answering::This,
    }
}

/// Calls that are held at once: those of twelve seconds at twenty a second, more than the largest pools are made for.
pub(crate) const HELD_MAX: usize = 240;
