//! Test calls. Nobody is rung for one, but for the stand-in of the agent that the test plays: a telephone of the test
//! itself. The agent goes on as if there were no test, and so do the callers: a test call fills no queue.

use domain::SipUri;
use stdx::Instant;

use crate::{
    CallId, Engine,
    call::State,
    roster::{AgentIndex, GroupIndex},
    timers::Timer,
};

/// What a test call is there for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Test {
    /// The agent that the test plays, where it plays one.
    pub plays: Option<SipUri>,
}

impl Engine {
    /// Offers a test call that rings nowhere to the stand-in of the agent that it plays, and says whether there was
    /// anybody.
    pub(crate) fn advance_test(&mut self, now: Instant, id: CallId) -> bool {
        let Some(call) = self.calls.get(&id) else { return false };
        let plays = call.test.as_ref().and_then(|test| test.plays.clone());
        let (Some(agent), State::Waiting(waiting)) = (plays, &call.state) else { return false };
        if waiting.hunt.round.is_some() {
            return false;
        }
        let queue = waiting.queue;
        let Some(group) = self.group_of(queue, &agent) else { return false };
        let stand_in = self.roster.stand_in(&agent);
        let barred = self.calls.get(&id).and_then(|call| call.barred.get(&stand_in)).copied();
        if let Some(until) = barred.filter(|until| *until > now) {
            self.timers.arm(Timer::Wake(id), until);
            return false;
        }
        self.start_round(now, id, group, &[stand_in]);
        true
    }

    /// The first group of a queue in which an agent takes calls, as far as signing in goes.
    fn group_of(&mut self, queue: domain::ObjectId, agent: &SipUri) -> Option<GroupIndex> {
        let index: AgentIndex = self.roster.agent_index(agent);
        let memberships = &self.roster.agent(index).memberships;
        let groups = &self.queues.get(&queue)?.groups;
        let takes = |group: &GroupIndex| {
            memberships.iter().any(|membership| membership.group == *group && membership.signed_in)
        };
        groups.iter().copied().find(takes)
    }
}
