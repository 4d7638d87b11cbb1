//! Calls that another pool answers (`docs/rules.md`, relays): they are sent on to it, and its answers are passed
//! back. This pool stays in between, with one session towards each side and the voice relayed from one to the other.

use std::time::Duration;

use dialog::{
    Closing, LegInput, Refusal,
    message::{Headers, Request},
};
use domain::PoolFqdn;
use engine::CallId;
use media::telephone_event::Digit;
use stdx::Instant;

use super::{
    Around, Calls, Wait,
    agent::{Ringing, Target},
    held::HoldEnd,
    line::{LineId, Owner},
};

/// That a call is relayed.
#[derive(Clone, Debug)]
pub(super) struct Relayed {
    /// To whom.
    pub(super) to: String,
    /// The owner of the workflow; nothing where the address is unknown here, and the other pool is asked whether it
    /// knows it.
    pub(super) owner: Option<PoolFqdn>,
    /// When the other pool should have said something.
    until: Instant,
    /// When it may be called again, should it not take the call.
    again: Instant,
    /// It rings there, or is answered: the call stays there whatever changes.
    pub(super) rings: bool,
}

/// What is passed on of the INVITE of a call that another pool answers.
pub(super) struct Passed {
    /// The header fields that say something about the call or the caller.
    headers: Headers,
    /// The pools that have relayed it, the first one first.
    marks: Vec<String>,
}

impl Passed {
    pub(super) fn of(invite: &Request) -> Self {
        let mut headers = Headers::new();
        for name in PASSED {
            invite.headers.values(name).for_each(|value| headers.push(name, value));
        }
        Self { headers, marks: marks(invite).map(str::to_owned).collect() }
    }

    /// Whether no other pool has relayed the call to us.
    pub(super) const fn is_from_caller(&self) -> bool {
        self.marks.is_empty()
    }

    /// Whether a pool has relayed the call.
    fn was_at(&self, pool: &str) -> bool {
        self.marks.iter().any(|mark| mark.eq_ignore_ascii_case(pool))
    }
}

/// Whether a call comes back to a pool that has relayed it, or has been through more pools than there can be.
pub(super) fn is_loop(invite: &Request, own: &str) -> bool {
    marks(invite).any(|mark| mark.eq_ignore_ascii_case(own)) || marks(invite).count() > MARKS_MAX
}

fn marks(invite: &Request) -> impl Iterator<Item = &str> {
    invite.headers.elements(MARK).map(str::trim)
}

impl Calls {
    /// Sends a call on to the pool that answers for the owner of the workflow.
    pub(super) fn relay(&mut self, around: &mut Around<'_>, call: CallId, owner: &PoolFqdn) {
        let again = around.now.after(AGAIN);
        let Some(pool) = self.identity.pools.answering(owner.as_str()).map(str::to_owned) else {
            return self.not_reached(around, call, (owner, again), NO_BACKUP);
        };
        if self.callers.get(&call).is_some_and(|caller| caller.passed.was_at(&pool)) {
            tracing::error!(%call, pool, "a call was relayed to this pool by the one that answers; {LOOP}");
            return self.refuse_saying(around, call, 482, None);
        }
        if !self.send_on(around, call, &pool, Some(owner)) {
            self.not_reached(around, call, (owner, again), NO_WAY);
        }
    }

    /// Nobody here knows the address that was dialled; the other pool of the pair may. Says whether it is asked: not
    /// where the call has been relayed to us, nor where many are asked about already.
    pub(super) fn ask_pair(&mut self, around: &mut Around<'_>, call: CallId) -> bool {
        let Some(pair) = self.identity.pools.pair().map(str::to_owned) else { return false };
        let is_direct = self.callers.get(&call).is_some_and(|caller| caller.passed.is_from_caller());
        let is_asked = |caller: &super::Caller| {
            !caller.is_answered && caller.relayed.as_ref().is_some_and(|relayed| relayed.owner.is_none())
        };
        is_direct
            && self.callers.values().filter(|caller| is_asked(caller)).count() < QUESTIONS_MAX
            && self.send_on(around, call, &pair, None)
    }

    /// Calls another pool; false where no way leads there.
    fn send_on(
        &mut self,
        around: &mut Around<'_>,
        call: CallId,
        pool: &str,
        owner: Option<&PoolFqdn>,
    ) -> bool {
        let Some(line) = self.ring_pool(around, call, pool) else { return false };
        let Some(caller) = self.callers.get_mut(&call) else {
            self.dismiss(around, line, Closing::Plain);
            return true;
        };
        let is_first = caller.held.is_none();
        tracing::info!(%call, pool, is_question = owner.is_none(), is_first, "a call is relayed");
        if is_first && owner.is_some() {
            metrics::counter!("switchback_calls_relayed_total").increment(1);
        }
        let until = around.now.after(if is_first { PATIENCE } else { AGAIN });
        let (to, owner, again) = (pool.to_owned(), owner.cloned(), around.now.after(AGAIN));
        caller.target = Some(line);
        caller.relayed = Some(Relayed { to, owner, until, again, rings: false });
        self.waits.set(until, Wait::Pool(call));
        true
    }

    fn ring_pool(&mut self, around: &mut Around<'_>, call: CallId, pool: &str) -> Option<LineId> {
        let address = self.identity.pools.place(pool)?;
        let path = around.network.transport.datagram_to(address)?;
        let caller = self.callers.get(&call)?;
        let (uri, to) = caller.dialled.clone();
        let target = Target { uri, route: Vec::new(), path };
        let (from, to) = (caller.from.clone()?, to?);
        let mut headers = caller.passed.headers.clone();
        let marks = caller.passed.marks.iter().chain([&self.identity.pools.own]);
        marks.for_each(|mark| headers.push(MARK, mark.as_str()));
        self.ring(around, call, Owner::Target(call), Ringing { from, to, headers, attachment: None, target })
    }

    /// A pool that has not said a word is not there.
    pub(super) fn nobody_relays(&mut self, around: &mut Around<'_>, call: CallId) {
        let Some(caller) = self.callers.get(&call) else { return };
        let is_silent = caller.target.is_some_and(|line| !self.lines.is_heard(line));
        let relayed = caller.relayed.clone().filter(|relayed| is_silent && relayed.until <= around.now);
        if let Some(relayed) = relayed {
            self.give_attempt_up(around, call);
            self.unreached(around, call, relayed, SILENT);
        }
    }

    /// Ends what was begun with another pool for a call. An INVITE that nobody has answered is not sent again: a pool
    /// that comes back would take it for a call.
    pub(super) fn give_attempt_up(&mut self, around: &mut Around<'_>, call: CallId) {
        let Some(caller) = self.callers.get_mut(&call) else { return };
        caller.relayed = None;
        if let Some(line) = caller.target.take() {
            self.lines.hush(around.network, line);
            self.dismiss(around, line, Closing::Plain);
        }
    }

    /// The other pool has taken a call: it goes on there.
    pub(super) fn pool_takes(&mut self, call: CallId) {
        let relayed = self.callers.get_mut(&call).and_then(|caller| caller.relayed.as_mut());
        if let Some(relayed) = relayed {
            relayed.rings = true;
            self.hold_ends(call, HoldEnd::Relayed);
        }
    }

    /// The other pool refuses, or cannot be reached.
    pub(super) fn pool_refuses(&mut self, around: &mut Around<'_>, call: CallId, refusal: Refusal) {
        let relayed = self.callers.get_mut(&call).and_then(|caller| caller.relayed.take());
        let Some(relayed) = relayed else { return };
        match (refusal, &relayed.owner) {
            // What is between pools is none of the caller's: passwords, redirections.
            (Refusal::Status { status: 300..=399 | 401 | 407, .. }, _) => {
                let pool = relayed.to;
                tracing::error!(%call, pool, "a pool takes no calls that this one relays; see sip in the topology of both");
                self.hold_ends(call, HoldEnd::Refused);
                self.refuse_relayed(around, call);
            }
            (Refusal::Status { status: 503, .. } | Refusal::Failed(_), _) => {
                self.unreached(around, call, relayed, CLOSED);
            }
            (Refusal::Status { status: status @ 482, reason, .. }, Some(owner)) => {
                let again = relayed.again.max(around.now);
                if !self.hold(around, call, (owner, again), LOOP) {
                    self.refuse_saying(around, call, status, Some(reason));
                }
            }
            (Refusal::Status { status, reason, .. }, _) => {
                self.hold_ends(call, HoldEnd::Relayed);
                let reason = Some(reason).filter(|reason| !reason.is_empty());
                self.refuse_saying(around, call, status, reason);
            }
            (Refusal::UnusableMedia, _) => {
                self.hold_ends(call, HoldEnd::Refused);
                self.refuse_relayed(around, call);
            }
        }
    }

    fn unreached(&mut self, around: &mut Around<'_>, call: CallId, relayed: Relayed, why: &'static str) {
        let again = relayed.again.max(around.now);
        match &relayed.owner {
            Some(owner) => self.not_reached(around, call, (owner, again), why),
            // Of an address that is unknown here nobody knows whether it is anybody's.
            None => self.refuse_saying(around, call, 404, None),
        }
    }

    /// The pool that answers is not reached: the call is held, or refused.
    fn not_reached(
        &mut self,
        around: &mut Around<'_>,
        call: CallId,
        next: (&PoolFqdn, Instant),
        why: &'static str,
    ) {
        if !self.hold(around, call, next, why) {
            self.refuse_relayed(around, call);
        }
    }

    /// Without Retry-After: it would mean this whole server (RFC 3263 section 4.3).
    pub(super) fn refuse_relayed(&mut self, around: &mut Around<'_>, call: CallId) {
        self.refuse_saying(around, call, 503, Some(testcall::POOL_UNREACHED.to_owned()));
    }

    pub(super) fn refuse_saying(
        &mut self,
        around: &mut Around<'_>,
        call: CallId,
        status: u16,
        reason: Option<String>,
    ) {
        if let Some(line) = self.callers.get(&call).map(|caller| caller.line) {
            let refuse = LegInput::Refuse { status, reason, headers: Headers::new() };
            self.order(around, line, refuse);
        }
    }

    /// A key that came by INFO goes on as a packet of the voice; those of the voice go with it.
    pub(super) fn relay_digit(&self, call: CallId, digit: char) {
        let caller = self.callers.get(&call).filter(|caller| caller.relayed.is_some());
        let target = caller.and_then(|caller| caller.target);
        if let Some((line, digit)) = target.zip(Digit::new(digit)) {
            self.voice.press(line, digit);
        }
    }
}

/// Names the pools that have relayed a call.
const MARK: &str = "X-Switchback-Relayed";
/// Pools that one call may go through: to the owner, and from there to its backup, with some to spare.
const MARKS_MAX: usize = 8;
/// What the pool that answers must know, or its agents.
const PASSED: [&str; 6] = ["Privacy", "Diversion", "History-Info", "Subject", "Priority", "User-to-User"];
/// A pool that has said nothing for that long is not there; an INVITE was sent four times by then.
const PATIENCE: Duration = Duration::from_secs(4);
/// Between two calls of another pool for a call that is held.
const AGAIN: Duration = Duration::from_secs(2);
/// Calls to addresses that are unknown here, about which the pair is asked at once: whoever dials at random must not
/// take all the room.
const QUESTIONS_MAX: usize = 32;
/// Why the pool that answers is not reached.
const NO_BACKUP: &str = "it is failed over, and the topology names no backup of it";
const NO_WAY: &str = "the topology names no way to it; see its sip there";
const SILENT: &str = "it says nothing";
const CLOSED: &str = "it takes no calls now, or cannot be reached";
const LOOP: &str =
    "each of two pools takes the other for the one that answers; see Get-CsPoolBackupRelationship on both";
