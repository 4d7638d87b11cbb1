//! Transfers: the caller is connected with a target outside of the queues.

use std::time::Duration;

use dialog::{Closing, LegInput, LegOutput};
use domain::SipUri;
use engine::{CallId, Input};

use super::{Around, Calls, Wait, line::LineId};
use crate::names::Name;

impl Calls {
    /// Calls the target of a transfer.
    pub(super) fn transfer(&mut self, around: &mut Around<'_>, call: CallId, target: SipUri) {
        if self.callers.get(&call).is_some_and(|caller| caller.test.is_some()) {
            tracing::info!(%call, %target, "a test call is not transferred: it rings at nobody");
            return self.tell(around, Input::TransferFailed(call));
        }
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

    /// What the target has to say.
    pub(super) fn target_says(&mut self, around: &mut Around<'_>, from: (CallId, LineId), output: LegOutput) {
        let (call, line) = from;
        let Some(caller) = self.callers.get(&call) else {
            return self.dismiss(around, line, Closing::Plain);
        };
        let (caller_line, is_answered, is_relayed) =
            (caller.line, caller.is_answered, caller.relayed.is_some());
        if matches!(output, LegOutput::Ringing { .. } | LegOutput::RemoteMedia(_) | LegOutput::Established) {
            self.pool_takes(call);
        }
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
                    return self.pool_refuses(around, call, refusal);
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

    pub(super) fn forget_target(&mut self, call: CallId) {
        if let Some(caller) = self.callers.get_mut(&call) {
            caller.target = None;
        }
    }
}

/// How long a call waits in silence until the name of its target is found.
const NAME_PATIENCE: Duration = Duration::from_secs(5);
