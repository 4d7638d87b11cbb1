//! Whether the pool answers, and how the call ends.

use stdx::Instant;

use super::{Course, LATE_MAX, Output, SETTLING, State, length};
use crate::{Opening, score::Cue};

impl Course {
    pub(super) fn answered(&mut self, now: Instant) {
        if self.state != State::Dialling {
            return;
        }
        let took = now.since(self.began);
        self.report.answered = true;
        self.report.time_to_answer = Some(took);
        self.tell(format!("Answered after {:.1} s.", took.as_secs_f64()));
        match &self.score.opening {
            Opening::Answered => self.enter(now, 0),
            Opening::Refused(refused) => {
                let reason = format!("The pool answered, though it should not: {refused}.");
                self.report.fail(reason);
                self.finish();
            }
            Opening::Transferred(to) => {
                let reason =
                    format!("The call was given to {to}, which answered; what is heard there is not judged.");
                self.report.reasons.push(reason);
                self.finish();
            }
        }
    }

    pub(super) fn first_sound(&mut self, now: Instant) {
        if self.report.time_to_first_sound.is_some() || !self.report.answered {
            return;
        }
        self.report.time_to_first_sound = Some(now.since(self.began));
        if let State::Hearing { cue, deadline: deadline @ None } = &mut self.state
            && let Some(Cue::Hear(_, line)) = self.score.cues.get(*cue)
        {
            let ends = now.after(length(&line.sound)).after(SETTLING);
            *deadline = Some(ends.after(LATE_MAX));
            self.due = Some(ends);
        }
    }

    pub(super) fn refused(&mut self, status: Option<u16>, words: &str) {
        self.report.status = status;
        let said = match status {
            Some(status) => format!("The pool refused the call with {status} ({words})"),
            None => format!("The pool could not be reached by SIP: {words}"),
        };
        let reason = match (&self.score.opening, status) {
            (Opening::Refused(refused), Some(status)) if refused.intended() == Some(status) => {
                return self.refused_as_it_should(format!("{said}, as it should: {refused}."));
            }
            (Opening::Refused(refused), Some(_)) => format!("{said}: {refused}."),
            (Opening::Transferred(to), Some(_)) if words == NOT_TRANSFERRED => {
                let note =
                    format!("The call goes on to {to} without an answer; a test call rings at nobody.");
                return self.refused_as_it_should(note);
            }
            (Opening::Transferred(to), Some(_)) => format!("{said}, though it should go on to {to}."),
            (_, Some(503)) => format!(
                "{said}; look for what it says of the call in its log, and fail over with Invoke-CsPoolFailOver where the pool that answers is lost."
            ),
            (_, Some(_)) => format!("{said}, though by its configuration it should answer."),
            (_, None) => format!("{said}."),
        };
        self.report.fail(reason);
        self.finish();
    }

    /// A refusal that the configuration means; an agent who is played gets no call, though.
    fn refused_as_it_should(&mut self, note: String) {
        self.report.reasons.push(note);
        if let Some(agent) = self.agent.clone() {
            self.report.fail(format!("{agent} could not be offered the call."));
        }
        self.finish();
    }

    /// The pool ended the call: what was heard up to then is judged.
    pub(super) fn ended(&mut self) {
        self.is_ended = true;
        match &self.state {
            State::Hearing { .. } | State::Waiting { .. } => {
                self.due = None;
                self.outputs.push_back(Output::Listen);
            }
            State::Ending => self.finish(),
            State::Talking => {
                self.report.fail("The pool ended the call while caller and agent were talking.");
                self.finish();
            }
            State::Dialling | State::Offered => {
                self.report.fail("The pool ended the call while it waited for an agent.");
                self.finish();
            }
            State::Over => {}
        }
    }
}

/// The words with which a pool refuses a test call that any other call would be transferred with.
pub const NOT_TRANSFERRED: &str = "Test Calls Are Not Transferred";
