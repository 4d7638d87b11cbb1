//! Whether and when the pool answers, and how the call ends.

use stdx::Instant;

use super::{Course, LATE_MAX, Output, SETTLING, State, length};
use crate::{Opening, Verdict, score::Cue};

impl Course {
    /// The pool is heard, and has not answered so far.
    pub(super) fn early_media(&mut self, now: Instant) {
        if self.state == State::Dialling && self.score.opening == Opening::Early {
            let took = now.since(self.began);
            self.tell(format!("Early media after {:.1} s.", took.as_secs_f64()));
            self.enter(now, 0);
        }
    }

    pub(super) fn answered(&mut self, now: Instant) {
        if self.report.answered {
            return;
        }
        let took = now.since(self.began);
        self.report.answered = true;
        self.report.time_to_answer = Some(took);
        self.tell(format!("Answered after {:.1} s.", took.as_secs_f64()));
        match &self.score.opening {
            Opening::Answered => self.enter(now, 0),
            Opening::Early => {
                if !self.is_agent_answering() {
                    self.report.fail(ANSWERED_TOO_EARLY);
                }
                if self.state == State::Dialling {
                    self.enter(now, 0);
                }
            }
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
        if self.report.time_to_first_sound.is_some() {
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
        if self.state != State::Dialling {
            // It ends so where it began with early media.
            return self.ended();
        }
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
            (_, Some(503)) if words == POOL_UNREACHED => format!(
                "{said}. Callers wait some seconds for a pool that answers; the test does not. Fail over with Invoke-CsPoolFailOver where the pool that answers is lost."
            ),
            (_, Some(503)) => format!(
                "{said}; look for what it says of the call in its log, and fail over with Invoke-CsPoolFailOver where the pool that answers is lost."
            ),
            (_, Some(_)) => format!("{said}, though by its configuration it should answer."),
            (_, None) => format!("{said}."),
        };
        self.report.fail(reason);
        self.finish();
    }

    /// Whether the telephone of the agent was told to answer.
    fn is_agent_answering(&self) -> bool {
        self.state == State::Talking || self.state == State::Offered && self.phone_rings
    }

    /// Says of a call that began with early media whether it should have been answered.
    pub(super) fn judge_early_media(&mut self) {
        if self.score.opening != Opening::Early || self.report.answered {
            return;
        }
        if self.report.agent.is_some() {
            self.report.fail(NOT_ANSWERED);
        } else if self.report.verdict == Verdict::Passed {
            self.report.reasons.push(RIGHTLY_EARLY.to_owned());
        }
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

const ANSWERED_TOO_EARLY: &str =
    "The pool answered before an agent did, though AnswerAt of the workflow is Agent.";
const NOT_ANSWERED: &str = "The agent answered, but the pool did not answer the caller.";
const RIGHTLY_EARLY: &str = "The pool did not answer, as it should: AnswerAt of the workflow is Agent, and callers hear early media until an agent answers.";
/// The words with which a pool refuses a test call that any other call would be transferred with.
pub const NOT_TRANSFERRED: &str = "Test Calls Are Not Transferred";

/// The words with which a pool refuses a call when it does not reach the pool that answers.
pub const POOL_UNREACHED: &str = "Answering Pool Unreachable";
