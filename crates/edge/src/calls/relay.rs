//! Calls that another pool answers (`sip.md`, pools and steering): they are sent on to it, and its answers are passed
//! back. This pool stays in between, with one session towards each side and the voice relayed from one to the other.

use std::time::Duration;

use dialog::{
    Closing, LegInput, Refusal,
    message::{Headers, Request},
};
use domain::PoolFqdn;
use engine::CallId;
use media::telephone_event::Digit;

use super::{
    Around, Calls, Wait,
    agent::{Ringing, Target},
    line::{LineId, Owner},
};

/// That a call is relayed.
#[derive(Clone, Debug)]
pub(super) struct Relayed {
    /// To whom.
    pub(super) to: String,
    /// The address is unknown here: the other pool is asked whether it knows it.
    is_question: bool,
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
        let Some(pool) = self.identity.pools.answering(owner.as_str()).map(str::to_owned) else {
            tracing::error!(%call, %owner, "a call is for a pool that is failed over, and the topology names no backup of it");
            return self.refuse_relayed(around, call);
        };
        if !self.send_on(around, call, Relayed { to: pool.clone(), is_question: false }) {
            tracing::error!(%call, %pool, "a call belongs to a pool that cannot be reached; see its sip in the topology");
            self.refuse_relayed(around, call);
        }
    }

    /// Nobody here knows the address that was dialled; the other pool of the pair may. Says whether it is asked: not
    /// where the call has been relayed to us, nor where many are asked about already.
    pub(super) fn ask_pair(&mut self, around: &mut Around<'_>, call: CallId) -> bool {
        let Some(pair) = self.identity.pools.pair().map(str::to_owned) else { return false };
        let is_direct = self.callers.get(&call).is_some_and(|caller| caller.passed.marks.is_empty());
        let is_asked = |caller: &super::Caller| {
            !caller.is_answered && caller.relayed.as_ref().is_some_and(|relayed| relayed.is_question)
        };
        is_direct
            && self.callers.values().filter(|caller| is_asked(caller)).count() < QUESTIONS_MAX
            && self.send_on(around, call, Relayed { to: pair, is_question: true })
    }

    fn send_on(&mut self, around: &mut Around<'_>, call: CallId, relayed: Relayed) -> bool {
        let Some(line) = self.ring_pool(around, call, &relayed.to) else { return false };
        let Some(caller) = self.callers.get_mut(&call) else {
            self.dismiss(around, line, Closing::Plain);
            return true;
        };
        tracing::info!(%call, pool = relayed.to, is_question = relayed.is_question, "a call is relayed");
        if !relayed.is_question {
            metrics::counter!("switchback_calls_relayed_total").increment(1);
        }
        (caller.target, caller.relayed) = (Some(line), Some(relayed));
        self.waits.set(around.now.after(PATIENCE), Wait::Pool(call));
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
        let Some(line) = caller.target.filter(|line| !self.lines.is_heard(*line)) else { return };
        let Some(Relayed { to, is_question }) = caller.relayed.clone() else { return };
        tracing::error!(%call, pool = to, "the pool that a call is relayed to does not answer");
        self.forget_target(call);
        self.dismiss(around, line, Closing::Plain);
        self.unreached(around, call, is_question);
    }

    /// The other pool refuses, or cannot be reached.
    pub(super) fn pool_refuses(&mut self, around: &mut Around<'_>, call: CallId, refusal: Refusal) {
        let relayed = self.callers.get(&call).and_then(|caller| caller.relayed.clone());
        let Some(Relayed { to, is_question }) = relayed else { return };
        match refusal {
            // What is between pools is none of the caller's: passwords, redirections.
            Refusal::Status { status: 300..=399 | 401 | 407, .. } => {
                tracing::error!(%call, pool = to, "a pool takes no calls that this one relays; see sip in the topology of both");
                self.refuse_relayed(around, call);
            }
            Refusal::Status { status: 503, .. } | Refusal::Failed(_) => {
                self.unreached(around, call, is_question)
            }
            Refusal::Status { status, reason, .. } => {
                let reason = Some(reason).filter(|reason| !reason.is_empty());
                self.refuse_saying(around, call, status, reason);
            }
            Refusal::UnusableMedia => self.refuse_relayed(around, call),
        }
    }

    /// Of an address that is unknown here nobody knows whether it is anybody's.
    fn unreached(&mut self, around: &mut Around<'_>, call: CallId, is_question: bool) {
        if is_question {
            return self.refuse_saying(around, call, 404, None);
        }
        self.refuse_relayed(around, call);
    }

    /// Without Retry-After: it would mean this whole server (RFC 3263 section 4.3).
    fn refuse_relayed(&mut self, around: &mut Around<'_>, call: CallId) {
        self.refuse_saying(around, call, 503, Some("Answering Pool Unreachable".to_owned()));
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
/// Calls to addresses that are unknown here, about which the pair is asked at once: whoever dials at random must not
/// take all the room.
const QUESTIONS_MAX: usize = 32;
