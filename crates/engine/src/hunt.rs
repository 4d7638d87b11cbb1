//! The way of a waiting call through the groups of its queue: one group after the other, in each whom its method
//! chooses, and round again.

use std::collections::{BTreeMap, BTreeSet};

use stdx::Instant;

use crate::{
    CallId, Engine, OfferId,
    call::State,
    queue::Place,
    roster::{AgentIndex, GroupIndex},
    routing,
    timers::Timer,
};

/// How far a call has come.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hunt {
    /// The group, by its place in the list of the queue.
    position: usize,
    /// Who of this group was offered the call and did not answer.
    passed: BTreeSet<AgentIndex>,
    /// What rings now.
    pub(crate) round: Option<Round>,
}

/// Offers of one call that ring together, at one agent or at all of a group.
#[derive(Clone, Debug)]
pub(crate) struct Round {
    pub(crate) group: GroupIndex,
    /// Until when it rings.
    pub(crate) deadline: Instant,
    pub(crate) offers: BTreeMap<AgentIndex, OfferId>,
    /// Until when it rings at those who picked the call meanwhile, where that is later.
    pub(crate) picked: BTreeMap<AgentIndex, Instant>,
}

impl Engine {
    /// Offers every call and every agent to each other that the last input left waiting.
    pub(crate) fn settle(&mut self, now: Instant) {
        while self.roster.has_fresh() || !self.seeking.is_empty() {
            self.distribute(now);
        }
    }

    /// Of all calls that look for an agent, and of all that agents may be offered who can take one more, always the
    /// one that has waited longest goes next. Who is left then joins in where a call rings at all of a group.
    fn distribute(&mut self, now: Instant) {
        let agents = self.roster.take_fresh();
        let next = agents.iter().filter_map(|agent| Some((self.next_call(now, *agent)?, *agent)));
        let mut wanted: BTreeSet<_> = next.collect();
        loop {
            let first = wanted.first().map(|(call, _)| *call);
            if let Some(seeker) = self.seeking.first().copied()
                && first.is_none_or(|first| seeker <= first)
            {
                self.seeking.pop_first();
                self.advance(now, seeker.1);
                continue;
            }
            let Some((call, agent)) = wanted.pop_first() else { break };
            if self.next_call(now, agent) == Some(call) && !self.advance(now, call.1) {
                continue;
            }
            wanted.extend(self.next_call(now, agent).map(|next| (next, agent)));
        }
        for agent in agents {
            while let Some(call) = self.next_ringing(now, agent) {
                self.join_round(now, call, agent);
            }
        }
    }

    /// The call that has waited longest among those that ring nowhere and that the agent may be offered.
    fn next_call(&self, now: Instant, agent: AgentIndex) -> Option<(Place, CallId)> {
        let memberships = self.roster.agent(agent).memberships.iter();
        let groups = memberships.filter(|membership| membership.listed.is_some());
        let queues = groups.flat_map(|membership| &self.roster.group(membership.group).queues);
        let calls = queues.filter_map(|queue| {
            let mut silent = self.queues.get(queue)?.silent.iter();
            silent.find(|(_, call)| self.may_offer(now, *call, agent)).copied()
        });
        calls.min()
    }

    /// The call that has waited longest among those that ring at all of a group, but not yet at the agent.
    fn next_ringing(&self, now: Instant, agent: AgentIndex) -> Option<CallId> {
        let memberships = self.roster.agent(agent).memberships.iter();
        let groups = memberships.filter(|membership| membership.listed.is_some());
        let groups = groups.map(|membership| self.roster.group(membership.group));
        let calls = groups.filter(|group| routing::rings_at_all(group.method())).filter_map(|group| {
            group.ringing.iter().find(|(_, call)| {
                let waiting = self.calls.get(call).and_then(|call| call.waiting());
                // The queue may have been given other groups since it began to ring.
                let searched = waiting.filter(|waiting| group.queues.contains(&waiting.queue));
                let round = searched.and_then(|waiting| waiting.hunt.round.as_ref());
                let lasts = |round: &Round| {
                    !round.offers.contains_key(&agent)
                        && round.deadline.since(now) >= self.limits.rering_pause
                };
                round.is_some_and(lasts) && self.may_offer(now, *call, agent)
            })
        });
        calls.min().map(|(_, call)| *call)
    }

    fn may_offer(&self, now: Instant, call: CallId, agent: AgentIndex) -> bool {
        let Some(call) = self.calls.get(&call).filter(|call| call.test.is_none()) else { return false };
        let barred = call.barred.get(&agent).is_some_and(|until| *until > now);
        let passed = call.waiting().is_none_or(|waiting| waiting.hunt.passed.contains(&agent));
        !barred && !passed
    }

    /// Offers a call that rings nowhere to whom its queue's groups choose, and says whether there was anybody.
    fn advance(&mut self, now: Instant, id: CallId) -> bool {
        let Some(call) = self.calls.get_mut(&id) else { return false };
        call.barred.retain(|_, until| *until > now);
        if call.test.is_some() {
            return self.advance_test(now, id);
        }
        let State::Waiting(waiting) = &mut call.state else { return false };
        let Some(queue) = self.queues.get(&waiting.queue) else { return false };
        if waiting.hunt.round.is_some() {
            return false;
        }
        let hunt = &mut waiting.hunt;
        let groups = &queue.groups;
        let from = if hunt.position < groups.len() { hunt.position } else { 0 };
        for step in 0..=groups.len() {
            let Some(group) = groups.get((from + step) % groups.len().max(1)).copied() else { break };
            if step > 0 {
                hunt.passed.clear();
            }
            if self.roster.group(group).eligible().is_empty() {
                continue;
            }
            let skip = |agent| hunt.passed.contains(&agent) || call.barred.contains_key(&agent);
            let chosen = routing::choose(self.roster.group_mut(group), skip);
            if !chosen.is_empty() {
                hunt.position = (from + step) % groups.len();
                self.start_round(now, id, group, &chosen);
                return true;
            }
        }
        hunt.position = 0;
        hunt.passed.clear();
        if let Some(first) = call.barred.values().min() {
            self.timers.arm(Timer::Wake(id), *first);
        }
        false
    }

    pub(crate) fn start_round(&mut self, now: Instant, id: CallId, group: GroupIndex, agents: &[AgentIndex]) {
        let deadline = now.after(self.roster.group(group).alert_time());
        let Some(waiting) = self.calls.get_mut(&id).and_then(|call| call.waiting_mut()) else { return };
        let (queue, place) = (waiting.queue, waiting.place);
        waiting.hunt.round =
            Some(Round { group, deadline, offers: BTreeMap::new(), picked: BTreeMap::new() });
        if let Some(queue) = self.queues.get_mut(&queue) {
            queue.silent.remove(&(place, id));
        }
        let ringing_group = self.roster.group_mut(group);
        if routing::rings_at_all(ringing_group.method()) {
            ringing_group.ringing.insert((place, id));
        }
        self.seeking.remove(&(place, id));
        self.timers.disarm(Timer::Wake(id));
        self.timers.arm(Timer::Alert(id), deadline);
        let context = self.context(now, id);
        for agent in agents {
            self.offer(id, *agent, group, &context);
        }
    }

    fn join_round(&mut self, now: Instant, id: CallId, agent: AgentIndex) {
        let round = self.calls.get(&id).and_then(|call| call.waiting()?.hunt.round.as_ref());
        let Some(group) = round.map(|round| round.group) else { return };
        let context = self.context(now, id);
        self.offer(id, agent, group, &context);
    }

    /// Ends what rings for a call and gives back its offers, which are not withdrawn yet.
    pub(crate) fn take_round(&mut self, id: CallId) -> BTreeMap<AgentIndex, OfferId> {
        let Some(waiting) = self.calls.get_mut(&id).and_then(|call| call.waiting_mut()) else {
            return BTreeMap::new();
        };
        let place = waiting.place;
        let Some(round) = waiting.hunt.round.take() else { return BTreeMap::new() };
        self.roster.group_mut(round.group).ringing.remove(&(place, id));
        self.timers.disarm(Timer::Alert(id));
        round.offers
    }

    /// A call rings nowhere any more and looks for the next agent.
    pub(crate) fn seek(&mut self, id: CallId) {
        let Some(waiting) = self.calls.get_mut(&id).and_then(|call| call.waiting_mut()) else { return };
        if waiting.hunt.round.is_some() {
            return;
        }
        let (queue, place) = (waiting.queue, waiting.place);
        if let Some(queue) = self.queues.get_mut(&queue) {
            queue.silent.insert((place, id));
        }
        self.seeking.insert((place, id));
    }

    /// Bars an agent for a call, and goes past it in this round through the group.
    pub(crate) fn pass(&mut self, id: CallId, agent: AgentIndex, until: Instant) {
        let Some(call) = self.calls.get_mut(&id) else { return };
        let barred = call.barred.entry(agent).or_insert(until);
        *barred = until.max(*barred);
        if let Some(waiting) = call.waiting_mut() {
            waiting.hunt.passed.insert(agent);
        }
    }
}
