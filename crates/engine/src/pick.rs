//! Attendants see all that wait in their queues and choose (`docs/rules.md`, routing).

use domain::{Presence, SipUri};
use stdx::Instant;

use crate::{
    CallId, Engine,
    agent::{Agent, Membership, attends},
    call::State,
    roster::{AgentIndex, GroupIndex},
};

/// Why an attendant may not have a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PickRefusal {
    /// The call is gone, or waits no more or not yet.
    NotWaiting,
    /// No Attendant group of the queue that it waits in has the agent.
    NotAttendant,
    /// The agent is signed out of those groups.
    SignedOut,
    /// The telephone of the agent is not reached.
    Unreached,
    /// The agent talks, another kind of call rings, or one has just ended.
    Busy,
    /// The presence keeps calls away.
    Presence(Presence),
}

impl Engine {
    /// Whether an agent may pick a call now. Where it rings there already, it may.
    ///
    /// # Errors
    /// Why not.
    pub fn may_pick(&self, call: CallId, agent: &SipUri) -> Result<(), PickRefusal> {
        self.picks(call, agent).map(drop)
    }

    /// An attendant picks a call: it rings there for the alert time, beside whatever rings.
    pub(crate) fn call_picked(&mut self, now: Instant, id: CallId, agent: &SipUri) {
        let Ok((agent, group)) = self.picks(id, agent) else { return };
        let waiting = self.calls.get_mut(&id).and_then(|call| call.waiting_mut());
        let Some(round) = waiting.map(|waiting| waiting.hunt.round.as_mut()) else { return };
        match round {
            None => self.start_round(now, id, group, &[agent]),
            Some(round) if round.offers.contains_key(&agent) => {}
            Some(round) => {
                // It rings as long at others as it would have without.
                round.picked.insert(agent, now.after(self.roster.group(group).alert_time()));
                let context = self.context(now, id);
                self.offer(id, agent, group, &context);
            }
        }
    }

    /// The agent who may have the call, and the group for which it rings there.
    fn picks(&self, call: CallId, agent: &SipUri) -> Result<(AgentIndex, GroupIndex), PickRefusal> {
        let call = self.calls.get(&call).filter(|call| call.test.is_none());
        let Some(State::Waiting(waiting)) = call.map(|call| &call.state) else {
            return Err(PickRefusal::NotWaiting);
        };
        let queue = self.queues.get(&waiting.queue).ok_or(PickRefusal::NotWaiting)?;
        let index = self.roster.find(agent).ok_or(PickRefusal::NotAttendant)?;
        let agent = self.roster.agent(index);
        let is_attendant = |membership: &&Membership| {
            self.roster.group(membership.group).is_attendant() && queue.groups.contains(&membership.group)
        };
        let mut attended = agent.memberships.iter().filter(is_attendant).peekable();
        attended.peek().ok_or(PickRefusal::NotAttendant)?;
        let membership = attended.find(|membership| membership.signed_in).ok_or(PickRefusal::SignedOut)?;
        let rings_already =
            waiting.hunt.round.as_ref().is_some_and(|round| round.offers.contains_key(&index));
        match hindrance(agent).filter(|_| !rings_already) {
            Some(refusal) => Err(refusal),
            None => Ok((index, membership.group)),
        }
    }
}

fn hindrance(agent: &Agent) -> Option<PickRefusal> {
    if agent.may_pick() {
        return None;
    }
    let is_shunned = agent.shunned_until.is_some();
    Some(match agent.presence {
        _ if !agent.registered || is_shunned => PickRefusal::Unreached,
        presence if !attends(presence) => PickRefusal::Presence(presence),
        _ => PickRefusal::Busy,
    })
}
