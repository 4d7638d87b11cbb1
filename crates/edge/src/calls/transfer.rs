//! Transfers: the caller is connected with a target outside of the queues.

use dialog::{Closing, LegInput, LegOutput};
use domain::SipUri;
use engine::{CallId, Input};

use super::{
    Around, Calls,
    line::{LineId, Owner},
};

impl Calls {
    /// Calls the target of a transfer.
    pub(super) fn transfer(&mut self, around: &mut Around<'_>, call: CallId, target: SipUri) {
        tracing::info!(%call, %target, "a call is transferred");
        let line = self.ring_address(around, call, Owner::Target(call), &target);
        match (line, self.callers.get_mut(&call)) {
            (Some(line), Some(caller)) => caller.target = Some(line),
            (Some(line), None) => self.dismiss(around, line, Closing::Plain),
            (None, _) => self.tell(around, Input::TransferFailed(call)),
        }
    }

    /// What the target has to say.
    pub(super) fn target_says(&mut self, around: &mut Around<'_>, from: (CallId, LineId), output: LegOutput) {
        let (call, line) = from;
        let Some(caller) = self.callers.get(&call) else {
            return self.dismiss(around, line, Closing::Plain);
        };
        let (caller_line, is_answered) = (caller.line, caller.is_answered);
        match output {
            LegOutput::Ringing { .. } if !is_answered => self.order(around, caller_line, LegInput::Ring),
            LegOutput::Established => {
                if !is_answered {
                    self.answer(around, call);
                }
                self.voice.join(caller_line, line);
                self.tell(around, Input::TransferAnswered(call));
            }
            LegOutput::Refused(refusal) => {
                tracing::info!(%call, ?refusal, "the target of a transfer refuses");
                self.forget_target(call);
                self.tell(around, Input::TransferFailed(call));
            }
            LegOutput::Ended(_) => {
                self.forget_target(call);
                self.tell(around, Input::TransferEnded(call));
            }
            _ => {}
        }
    }

    fn forget_target(&mut self, call: CallId) {
        if let Some(caller) = self.callers.get_mut(&call) {
            caller.target = None;
        }
    }
}
