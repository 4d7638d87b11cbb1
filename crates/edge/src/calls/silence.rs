//! Calls in which nobody is heard any more (`docs/rules.md`, dead calls).

use std::time::Duration;

use dialog::{Closing, LegInput};
use engine::{CallId, Input};

use super::{
    Around, Calls, Wait,
    line::{LineId, Owner},
};

impl Calls {
    /// A caller and another line hear each other from now on; silence counts anew. Where one of them holds already,
    /// the other hears music.
    pub(super) fn connect(&mut self, call: CallId, other: LineId) {
        let Some(caller) = self.callers.get(&call).map(|caller| caller.line) else { return };
        self.hears_somebody(call);
        self.voice.join(caller, other);
        for line in [caller, other] {
            self.is_heard(line);
            if self.holding.contains(&line) {
                self.holds(call, line, true);
            }
        }
    }

    /// The peer of a line is heard, or need not be any more.
    pub(super) fn is_heard(&mut self, line: LineId) {
        self.silent.remove(&line);
    }

    /// The peer of a line has sent nothing for the configured time. Where whoever it talks with is not heard either,
    /// the call is dead. One side alone may be silent: a muted telephone sends nothing, and neither does a caller who
    /// only listens. It is asked for a sign of life.
    pub(super) fn falls_silent(&mut self, around: &mut Around<'_>, line: LineId) {
        let Some((call, caller, other)) = self.conversation(line) else { return self.probe(around, line) };
        self.silent.insert(line, None);
        if !self.silent.contains_key(&caller) || !self.silent.contains_key(&other) {
            return self.order(around, line, LegInput::Probe);
        }
        tracing::warn!(%call, "nobody in a call is heard any more; it is ended");
        metrics::counter!("switchback_calls_dead_total").increment(1);
        if self.callers.get(&call).is_some_and(|caller| caller.relayed.is_some()) {
            return self.order(around, caller, LegInput::End(Closing::Plain));
        }
        self.tell(around, Input::VoiceLost(call));
    }

    /// Asks whether a caller who hears prompts or music is still there, now and as long as nothing is heard. One who
    /// is not hangs up by that.
    fn probe(&mut self, around: &mut Around<'_>, line: LineId) {
        let Some(Owner::Caller(call)) = self.lines.owner(line) else { return };
        if self.callers.get(&call).is_some_and(|caller| caller.is_answered) {
            let again = around.now.after(PROBE_EVERY);
            self.silent.insert(line, Some(again));
            self.waits.set(again, Wait::Probe(line));
            self.order(around, line, LegInput::Probe);
        }
    }

    /// A silent caller is to be asked again, unless something was heard or somebody answered meanwhile.
    pub(super) fn probe_again(&mut self, around: &mut Around<'_>, line: LineId) {
        let is_due = self.silent.get(&line).is_some_and(|at| at.is_some_and(|at| at <= around.now));
        if is_due && self.conversation(line).is_none() {
            self.probe(around, line);
        }
    }

    /// The call that a line talks in, with its two lines.
    fn conversation(&self, line: LineId) -> Option<(CallId, LineId, LineId)> {
        let call = match self.lines.owner(line)? {
            Owner::Caller(call) | Owner::Target(call) => call,
            Owner::Agent(offer) => self.offers.get(&offer)?.call,
            Owner::Feature | Owner::Nobody => return None,
        };
        let caller = self.callers.get(&call)?;
        let agents = self.offers.values().filter(|offer| offer.call == call);
        let other = caller.target.or_else(|| agents.filter_map(|offer| offer.answered).next())?;
        (line == caller.line || line == other).then_some((call, caller.line, other))
    }
}

/// How often a silent caller is asked for a sign of life.
const PROBE_EVERY: Duration = Duration::from_secs(60);
