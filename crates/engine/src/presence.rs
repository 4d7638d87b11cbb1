//! What is heard of agents beside the offers: telephones that come and go, presence, other calls.

use domain::{Presence, SipUri};
use stdx::Instant;

use crate::{
    Engine, WithdrawCause,
    agent::{Leg, is_ready},
    roster::AgentIndex,
};

impl Engine {
    /// A telephone registered, also again, or is gone. Conversations go on.
    pub(crate) fn agent_reachable(&mut self, now: Instant, agent: &SipUri, reachable: bool) {
        let index = self.roster.agent_index(agent);
        self.roster.change(index, |agent| {
            if reachable && !agent.registered {
                agent.idle_since = now;
            }
            agent.registered = reachable;
            if reachable {
                agent.shunned_until = None;
            }
        });
        self.arm_agent(index);
        self.stop_ringing_if_away(now, index);
    }

    /// An agent's presence, as the telephone or a person says it.
    pub(crate) fn agent_presence(&mut self, now: Instant, agent: &SipUri, presence: Presence) {
        let index = self.roster.agent_index(agent);
        self.set_presence(now, index, presence);
    }

    pub(crate) fn set_presence(&mut self, now: Instant, index: AgentIndex, presence: Presence) {
        self.roster.change(index, |agent| {
            if is_ready(presence) && !is_ready(agent.presence) {
                agent.idle_since = now;
            }
            agent.presence = presence;
        });
        self.stop_ringing_if_away(now, index);
    }

    /// Calls of an agent that are not ours.
    pub(crate) fn agent_elsewhere(&mut self, now: Instant, agent: &SipUri, calls: u32) {
        let index = self.roster.agent_index(agent);
        let longest = now.after(self.limits.call_length_max);
        self.roster.change(index, |agent| {
            if calls == 0 && agent.elsewhere_until.is_some() {
                agent.idle_since = now;
            }
            agent.elsewhere_until = (calls > 0).then_some(longest);
        });
        self.arm_agent(index);
    }

    fn stop_ringing_if_away(&mut self, now: Instant, index: AgentIndex) {
        let agent = self.roster.agent(index);
        let stays = [false, true].map(|attendant| agent.keeps_ringing(attendant));
        let leaves = |leg| matches!(leg, Leg::Ringing { attendant } if !stays[usize::from(attendant)]);
        self.stop_ringing_at(now, index, WithdrawCause::AgentAway, leaves);
    }
}
