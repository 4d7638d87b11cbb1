//! What an onlooker knows who sees every input and every order: where each call is, what rings where, and what
//! keeps each agent from a call. It is slow, plain, and shares no code with the engine.

use std::{collections::BTreeMap, time::Duration};

use domain::{Presence, RoutingMethod};
use engine::{CallId, Limits, OfferId, PlaybackId, Refusal};
use stdx::Instant;

use crate::plan::{Action, Plan, Queue, Target};

/// Everything the onlooker knows.
#[derive(Debug)]
pub(crate) struct Ledger {
    pub(crate) limits: Limits,
    pub(crate) now: Instant,
    /// The moment of the step before.
    pub(crate) before: Instant,
    pub(crate) plan: Plan,
    /// Every queue as it is, or was before it was removed.
    pub(crate) queues: Vec<Queue>,
    pub(crate) calls: BTreeMap<CallId, Call>,
    pub(crate) offers: BTreeMap<OfferId, Offer>,
    pub(crate) agents: Vec<Agent>,
    /// Whom each RoundRobin group has asked last.
    pub(crate) turns: Vec<Turn>,
    pub(crate) entries: u64,
    pub(crate) steps: u64,
    /// The call that an attendant asked for in this step.
    pub(crate) picked: Option<(CallId, usize)>,
    /// How many waited in each queue when the step began.
    pub(crate) waiting_before: Vec<usize>,
}

#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) action: Action,
    /// What must become of it first.
    pub(crate) entry: Entry,
    pub(crate) arrived: Instant,
    pub(crate) answered: bool,
    /// The caller hears us: by the answer, or by early media.
    pub(crate) connected: bool,
    pub(crate) established: bool,
    pub(crate) place: Place,
    /// Since when it is there.
    pub(crate) since: Instant,
    /// Agents who may not be offered the call before a moment.
    pub(crate) barred: BTreeMap<usize, Instant>,
    pub(crate) playing: Option<PlaybackId>,
    /// Which queues had agents when it came.
    pub(crate) staffed: Vec<bool>,
}

/// Who takes a call that arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    /// This pool does what the workflow says.
    Taken,
    /// The pool that answers for the owner.
    Relayed,
    /// Nobody.
    Refused(Refusal),
}

/// Where a call is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Nothing has been said about it.
    Arriving,
    /// An action follows the acknowledgement of the answer.
    Pending(Action),
    /// Where it goes after a prompt.
    Prompt(Target),
    Question(Vec<Action>),
    Queue(Waiting),
    Talking(OfferId),
    Transfer,
    /// Talks with the target of a transfer.
    Transferred,
    Ending,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Waiting {
    pub(crate) queue: usize,
    /// Counts all entries: who is smaller came earlier.
    pub(crate) order: u64,
    pub(crate) since: Instant,
    /// The step in which it came.
    pub(crate) entered_in: u64,
    pub(crate) deadline: Option<Instant>,
    /// Whether it has been offered to anybody in this queue.
    pub(crate) offered: bool,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Offer {
    pub(crate) call: CallId,
    pub(crate) agent: usize,
    pub(crate) attendant: bool,
    pub(crate) state: Leg,
    /// Since when it is in this state.
    pub(crate) since: Instant,
    /// The step in which it was made.
    pub(crate) step: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leg {
    Ringing,
    Withdrawn,
    Talking,
    Ending,
}

/// Whose turn it was in a RoundRobin group.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Turn {
    /// The group has changed, or two groups could have asked.
    Unknown,
    /// Nobody's yet.
    Nobody,
    /// The last one who was asked.
    Of(usize),
}

#[derive(Clone, Debug)]
pub(crate) struct Agent {
    pub(crate) reachable: bool,
    pub(crate) presence: Presence,
    /// Until when calls of the agent that are not ours count.
    pub(crate) elsewhere_until: Instant,
    pub(crate) guarded_until: Instant,
    pub(crate) shunned_until: Instant,
    pub(crate) idle_since: Instant,
}

impl Ledger {
    pub(crate) fn new(plan: Plan, limits: Limits) -> Self {
        let agent = Agent {
            reachable: false,
            presence: Presence::Available,
            elsewhere_until: Instant::START,
            guarded_until: Instant::START,
            shunned_until: Instant::START,
            idle_since: Instant::START,
        };
        Self {
            limits,
            now: Instant::START,
            before: Instant::START,
            queues: plan.queues.clone(),
            agents: vec![agent; plan.agents],
            turns: vec![Turn::Nobody; plan.groups.len()],
            waiting_before: vec![0; plan.queues.len()],
            plan,
            calls: BTreeMap::new(),
            offers: BTreeMap::new(),
            entries: 0,
            steps: 0,
            picked: None,
        }
    }

    /// Those who wait in a queue, longest first.
    pub(crate) fn waiting(&self, queue: usize) -> Vec<(u64, CallId)> {
        let calls = self.calls.iter().filter_map(|(id, call)| match &call.place {
            Place::Queue(waiting) if waiting.queue == queue => Some((waiting.order, *id)),
            _ => None,
        });
        let mut calls: Vec<_> = calls.collect();
        calls.sort_unstable();
        calls
    }

    /// Where a call waits that can be offered and rings nowhere.
    pub(crate) fn silent(&self, id: CallId) -> Option<&Waiting> {
        let call = self.calls.get(&id)?;
        match &call.place {
            Place::Queue(waiting) if call.established && !self.rings(id) => Some(waiting),
            _ => None,
        }
    }

    pub(crate) fn rings(&self, id: CallId) -> bool {
        self.offers.values().any(|offer| offer.call == id && offer.state == Leg::Ringing)
    }

    pub(crate) fn legs(&self, agent: usize) -> impl Iterator<Item = &Offer> {
        self.offers.values().filter(move |offer| offer.agent == agent)
    }

    /// Whether an agent may be offered a call as one of a group.
    pub(crate) fn is_eligible(&self, agent: usize, group: usize, call: CallId) -> bool {
        let barred = self.calls.get(&call).and_then(|call| call.barred.get(&agent));
        let barred = barred.is_some_and(|until| *until > self.now);
        !barred && self.can_take(agent, group, self.limits.attendant_rings_max)
    }

    /// Whether an agent can take one more call of a group, where so many may ring at an attendant.
    pub(crate) fn can_take(&self, agent: usize, group: usize, rings_max: usize) -> bool {
        let facts = &self.agents[agent];
        let group_plan = &self.plan.groups[group];
        let is_member = group_plan.exists && group_plan.members.contains(&agent);
        let signed_in = !group_plan.formal || self.plan.signed_in.contains(&(agent, group));
        let left_alone = facts.guarded_until > self.now || facts.shunned_until > self.now;
        if !is_member || !signed_in || left_alone || !facts.reachable {
            return false;
        }
        if group_plan.is_attendant() {
            let rings = |leg: &&Offer| leg.attendant && matches!(leg.state, Leg::Ringing | Leg::Withdrawn);
            let all_ring = self.legs(agent).all(|leg| rings(&leg));
            let there = !matches!(facts.presence, Presence::DoNotDisturb | Presence::Offline);
            all_ring && there && self.legs(agent).count() < rings_max
        } else {
            let ready = matches!(facts.presence, Presence::Available | Presence::Inactive);
            ready && facts.elsewhere_until <= self.now && self.legs(agent).next().is_none()
        }
    }

    /// The group of a call's queue in which an agent may be offered it.
    pub(crate) fn group_for(&self, agent: usize, call: CallId, queue: usize) -> Option<usize> {
        let groups = self.queues[queue].groups.iter().copied();
        groups.into_iter().find(|group| self.is_eligible(agent, *group, call))
    }

    /// Whether a queue has any agent.
    pub(crate) fn has_agents(&self, queue: usize) -> bool {
        let groups = self.queues[queue].groups.iter().map(|group| &self.plan.groups[*group]);
        groups.into_iter().any(|group| group.exists && !group.members.is_empty())
    }

    /// Whether a queue had any agent when a call came.
    pub(crate) fn had_agents(&self, call: CallId, queue: usize) -> bool {
        self.calls.get(&call).is_some_and(|call| call.staffed[queue])
    }

    /// Who of a group comes first by its method, where that is one agent and known.
    pub(crate) fn first_of(&self, group: usize, call: CallId) -> Option<usize> {
        let members = &self.plan.groups[group].members;
        let mut eligible = members.iter().copied().filter(|agent| self.is_eligible(*agent, group, call));
        match (self.plan.groups[group].method, self.turns[group]) {
            (RoutingMethod::Serial, _) | (RoutingMethod::RoundRobin, Turn::Nobody) => eligible.next(),
            (RoutingMethod::LongestIdle, _) => eligible.min_by_key(|agent| self.agents[*agent].idle_since),
            (RoutingMethod::RoundRobin, Turn::Of(last)) => {
                let last = members.iter().position(|member| *member == last)?;
                let after = |agent: &usize| members.iter().position(|member| member == agent) <= Some(last);
                eligible.min_by_key(after)
            }
            _ => None,
        }
    }

    /// Whether an agent was left alone until just now, so that a timer decides what is seen first.
    pub(crate) fn is_between(&self, agent: usize) -> bool {
        let facts = &self.agents[agent];
        let just_now = |until: Instant| until > self.before && until <= self.now;
        just_now(facts.guarded_until) || just_now(facts.shunned_until) || just_now(facts.elsewhere_until)
    }

    pub(crate) fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }
}
