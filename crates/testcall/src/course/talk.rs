//! The agent that the test plays.

use std::time::Duration;

use stdx::Instant;

use super::{CALLER_TONE, Course, Output, PHONE_TONE, State};
use crate::{hearing, score::Cue};

impl Course {
    /// The music is judged; now the agent, where one is to be played.
    pub(super) fn music_judged(&mut self, now: Instant) {
        if self.is_ended {
            self.report.fail("The pool ended the call while it waited for an agent.");
            self.finish();
        } else if self.agent.is_none() {
            self.finish();
        } else if self.phone_rings {
            self.pick_up(now);
        } else {
            self.state = State::Offered;
            self.due = Some(now.after(OFFER_MAX));
        }
    }

    pub(super) fn phone_rings(&mut self, now: Instant) {
        self.phone_rings = true;
        self.tell("The agent's telephone rings.".to_owned());
        if self.state == State::Offered {
            self.pick_up(now);
        }
    }

    fn pick_up(&mut self, now: Instant) {
        self.state = State::Offered;
        self.due = Some(now.after(OFFER_MAX));
        self.outputs.push_back(Output::AnswerPhone);
    }

    pub(super) fn phone_answered(&mut self, now: Instant) {
        if self.state != State::Offered {
            return;
        }
        self.report.agent.clone_from(&self.agent);
        self.report.time_to_agent = Some(now.since(self.began));
        self.tell("The agent answered.".to_owned());
        self.outputs.push_back(Output::Tones);
        self.state = State::Talking;
        self.due = Some(now.after(TALK_TIME));
    }

    pub(super) fn phone_ended(&mut self) {
        self.phone_rings = false;
        if self.state == State::Talking {
            self.report.fail("The pool ended the call to the agent while caller and agent were talking.");
            self.finish();
        }
    }

    /// The agent was not offered the call.
    pub(super) fn nobody_offered(&mut self) {
        let seconds = OFFER_MAX.as_secs();
        let reason = match self.agent.as_ref().filter(|_| !self.phone_rings) {
            Some(agent) => format!(
                "{agent} was not offered the call within {seconds} s; {}.",
                self.why_not_offered(agent.key().as_str())
            ),
            None => format!("The telephone of the test answered, and was not connected within {seconds} s."),
        };
        self.report.two_way_voice = Some(false);
        self.report.fail(reason);
        self.finish();
    }

    fn why_not_offered(&self, agent: &str) -> String {
        let members = self.score.cues.iter().find_map(|cue| match cue {
            Cue::Wait(waiting, _) => Some(&waiting.members),
            _ => None,
        });
        let own: Vec<_> =
            members.into_iter().flatten().filter(|member| member.agent.key() == agent).collect();
        match own.first() {
            None => "it is in no agent group of the queue".to_owned(),
            Some(member) if own.iter().all(|member| !member.is_signed_in) => format!(
                "the agent group \"{}\" is formal and the agent is not signed in to it; sign in with Set-CsRgsAgent",
                member.group
            ),
            Some(_) => "its presence may be one that takes no calls, or other agents go before it".to_owned(),
        }
    }

    pub(super) fn both_heard(&mut self, caller: &[i16], phone: &[i16]) {
        if self.state != State::Talking {
            return;
        }
        let to_caller = hearing::tone(caller, PHONE_TONE);
        let to_agent = hearing::tone(phone, CALLER_TONE);
        self.report.two_way_voice = Some(to_caller && to_agent);
        if to_caller && to_agent {
            self.tell("Caller and agent heard each other.".to_owned());
        }
        if !to_caller {
            self.report.fail(format!("The caller did not hear the agent{}", way_lost("agent's telephone")));
        }
        if !to_agent {
            self.report.fail(format!("The agent did not hear the caller{}", way_lost("caller")));
        }
        self.finish();
    }
}

/// What to do about a voice that does not arrive.
fn way_lost(from: &str) -> String {
    format!(
        "; see that the UDP ports of [media] in the pool's file are open to the {from}, and that the address the pool listens on is reached from there."
    )
}

/// How long the pool may take to offer the call to the agent, and to connect the two.
const OFFER_MAX: Duration = Duration::from_secs(30);
/// How long the two talk.
const TALK_TIME: Duration = Duration::from_millis(2_500);
