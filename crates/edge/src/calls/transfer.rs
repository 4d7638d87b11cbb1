//! Transfers: the caller is connected with a target outside of the queues, or with the pool that answers.

use std::time::Duration;

use dialog::{Closing, LegInput, LegOutput, Refusal, message::Headers};
use domain::{PoolFqdn, SipUri};
use engine::{CallId, Input};

use super::{
    Around, Calls, Wait,
    agent::{Ringing, Target},
    line::{LineId, Owner},
};
use crate::names::Name;

impl Calls {
    /// Calls the target of a transfer.
    pub(super) fn transfer(&mut self, around: &mut Around<'_>, call: CallId, target: SipUri) {
        tracing::info!(%call, %target, "a call is transferred");
        let line = match self.way_to(around, &target) {
            Ok(way) => self.ring_address(around, call, (&target, way)),
            Err(Some(name)) => {
                if let Some(caller) = self.callers.get_mut(&call) {
                    caller.looks_for = Some((name, target));
                    self.waits.set(around.now.after(NAME_PATIENCE), Wait::Name(call));
                }
                return;
            }
            Err(None) => None,
        };
        match (line, self.callers.get_mut(&call)) {
            (Some(line), Some(caller)) => caller.target = Some(line),
            (Some(line), None) => self.dismiss(around, line, Closing::Plain),
            (None, _) => {
                tracing::warn!(%call, "no way leads to the target of a transfer");
                self.tell(around, Input::TransferFailed(call));
            }
        }
    }

    /// A name was looked up: transfers to it go on.
    pub(super) fn transfer_to_found(&mut self, around: &mut Around<'_>, name: &Name) {
        let waiting: Vec<(CallId, SipUri)> = self
            .callers
            .iter_mut()
            .filter_map(|(call, caller)| {
                let (_, target) = caller.looks_for.take_if(|(wanted, _)| wanted == name)?;
                Some((*call, target))
            })
            .collect();
        for (call, target) in waiting {
            self.transfer(around, call, target);
        }
    }

    /// The name of the target of a transfer should have been found.
    pub(super) fn name_is_late(&mut self, around: &Around<'_>, call: CallId) {
        let late = self.callers.get_mut(&call).and_then(|caller| caller.looks_for.take());
        if let Some((_, target)) = late {
            tracing::warn!(%call, %target, "the name of the target of a transfer is not found in time");
            self.tell(around, Input::TransferFailed(call));
        }
    }

    /// Sends a call on to the pool whose workflow was dialled; its answers are passed back (`sip.md`, pools and
    /// steering). Loops end with the hops.
    pub(super) fn relay(&mut self, around: &mut Around<'_>, call: CallId, owner: &PoolFqdn) {
        let line = self.ring_pool(around, call, owner);
        match (line, self.callers.get_mut(&call)) {
            (Some(line), Some(caller)) => {
                tracing::info!(%call, %owner, "a call is relayed");
                (caller.target, caller.is_relayed) = (Some(line), true);
            }
            (Some(line), None) => self.dismiss(around, line, Closing::Plain),
            (None, _) => {
                tracing::error!(%call, %owner, "a call belongs to a pool that cannot be reached; see sip in the topology");
                // Without Retry-After: it means the whole server (RFC 3263 section 4.3).
                self.refuse_plainly(around, call, 503);
            }
        }
    }

    fn ring_pool(&mut self, around: &mut Around<'_>, call: CallId, owner: &PoolFqdn) -> Option<LineId> {
        let address = *self.identity.pools.get(owner.as_str())?;
        let path = around.network.transport.datagram_to(address)?;
        let caller = self.callers.get(&call)?;
        let (uri, to) = caller.dialled.clone();
        let target = Target { uri, route: Vec::new(), path };
        let (from, to) = (caller.from.clone()?, to?);
        self.ring(
            around,
            call,
            Owner::Target(call),
            Ringing { from, to, headers: Headers::new(), attachment: None, target },
        )
    }

    fn refuse_plainly(&mut self, around: &mut Around<'_>, call: CallId, status: u16) {
        if let Some(line) = self.callers.get(&call).map(|caller| caller.line) {
            let refuse = LegInput::Refuse { status, reason: None, headers: Headers::new() };
            self.order(around, line, refuse);
        }
    }

    /// What the target has to say.
    pub(super) fn target_says(&mut self, around: &mut Around<'_>, from: (CallId, LineId), output: LegOutput) {
        let (call, line) = from;
        let Some(caller) = self.callers.get(&call) else {
            return self.dismiss(around, line, Closing::Plain);
        };
        let (caller_line, is_answered, is_relayed) = (caller.line, caller.is_answered, caller.is_relayed);
        match output {
            LegOutput::Ringing { .. } if !is_answered => self.order(around, caller_line, LegInput::Ring),
            LegOutput::RemoteMedia(_) if !is_answered => self.target_is_heard(around, call, line),
            LegOutput::Established => {
                if !is_answered {
                    self.answer(around, call);
                }
                self.connect(call, line);
                self.tell(around, Input::TransferAnswered(call));
            }
            LegOutput::Refused(refusal) => {
                tracing::info!(%call, ?refusal, "the target of a transfer refuses");
                self.forget_target(call);
                if is_relayed {
                    let status = match refusal {
                        Refusal::Status { status, .. } => status,
                        Refusal::Failed(_) | Refusal::UnusableMedia => 503,
                    };
                    return self.refuse_plainly(around, call, status);
                }
                self.tell(around, Input::TransferFailed(call));
            }
            LegOutput::Ended(_) => {
                self.forget_target(call);
                if is_relayed {
                    return self.order(around, caller_line, LegInput::End(Closing::Plain));
                }
                self.tell(around, Input::TransferEnded(call));
            }
            LegOutput::Held(held) => self.holds(call, line, held),
            _ => {}
        }
    }

    /// A target that speaks before it answers is heard by the caller, where the caller can hear before an answer.
    fn target_is_heard(&mut self, around: &mut Around<'_>, call: CallId, line: LineId) {
        if self.hears_early(around, call) {
            self.connect(call, line);
        }
    }

    fn forget_target(&mut self, call: CallId) {
        if let Some(caller) = self.callers.get_mut(&call) {
            caller.target = None;
        }
    }
}

/// How long a call waits in silence until the name of its target is found.
const NAME_PATIENCE: Duration = Duration::from_secs(5);
