use std::collections::{BTreeMap, BTreeSet};

use domain::{ObjectId, SipUri};

use crate::{agent::Agent, group::Group};

/// An agent's number in the [`Roster`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct AgentIndex(u32);

/// A group's number in the [`Roster`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct GroupIndex(u32);

/// Every agent and every group, and in each group those who can be offered a call.
///
/// Whatever changes about an agent goes through [`Self::change`], which lists the agent anew in its groups, so
/// that nobody ever looks through a group for somebody who is free.
#[derive(Debug)]
pub(crate) struct Roster {
    agents: Vec<Agent>,
    by_address: BTreeMap<String, AgentIndex>,
    /// Who stands in for an agent in test calls: in no group, so that no other call is offered there.
    stand_ins: BTreeMap<String, AgentIndex>,
    groups: Vec<Group>,
    by_id: BTreeMap<ObjectId, GroupIndex>,
    /// Agents who can be offered a call and have not been asked about since something changed.
    fresh: BTreeSet<AgentIndex>,
    attendant_rings_max: usize,
}

impl Roster {
    pub(crate) const fn new(attendant_rings_max: usize) -> Self {
        Self {
            agents: Vec::new(),
            by_address: BTreeMap::new(),
            stand_ins: BTreeMap::new(),
            groups: Vec::new(),
            by_id: BTreeMap::new(),
            fresh: BTreeSet::new(),
            attendant_rings_max,
        }
    }

    /// The number of an agent, who is entered where unknown.
    pub(crate) fn agent_index(&mut self, uri: &SipUri) -> AgentIndex {
        let agents = &mut self.agents;
        *self.by_address.entry(uri.key()).or_insert_with(|| {
            agents.push(Agent::new(uri.clone()));
            AgentIndex(u32::try_from(agents.len() - 1).expect("fewer than 2^32 agents"))
        })
    }

    /// The number of an agent who is known.
    pub(crate) fn find(&self, uri: &SipUri) -> Option<AgentIndex> {
        self.by_address.get(&uri.key()).copied()
    }

    /// The number of who stands in for an agent in test calls.
    pub(crate) fn stand_in(&mut self, uri: &SipUri) -> AgentIndex {
        let agents = &mut self.agents;
        *self.stand_ins.entry(uri.key()).or_insert_with(|| {
            agents.push(Agent::new(uri.clone()));
            AgentIndex(u32::try_from(agents.len() - 1).expect("fewer than 2^32 agents"))
        })
    }

    /// The number of a group, which is entered where unknown.
    pub(crate) fn group_index(&mut self, id: ObjectId) -> GroupIndex {
        let groups = &mut self.groups;
        *self.by_id.entry(id).or_insert_with(|| {
            groups.push(Group::new(id));
            GroupIndex(u32::try_from(groups.len() - 1).expect("fewer than 2^32 groups"))
        })
    }

    pub(crate) fn agent(&self, index: AgentIndex) -> &Agent {
        &self.agents[index.0 as usize]
    }

    pub(crate) fn group(&self, index: GroupIndex) -> &Group {
        &self.groups[index.0 as usize]
    }

    pub(crate) fn group_mut(&mut self, index: GroupIndex) -> &mut Group {
        &mut self.groups[index.0 as usize]
    }

    /// Whether somebody is in a group.
    pub(crate) fn has_member(&self, uri: &SipUri) -> bool {
        let index = self.by_address.get(&uri.key());
        index.is_some_and(|index| !self.agent(*index).memberships.is_empty())
    }

    /// Every agent, in the order of the address.
    pub(crate) fn agents(&self) -> impl Iterator<Item = &Agent> {
        self.by_address.values().map(|index| self.agent(*index))
    }

    /// Every group.
    pub(crate) fn groups(&self) -> impl Iterator<Item = (GroupIndex, &Group)> {
        self.by_id.values().map(|index| (*index, self.group(*index)))
    }

    /// Changes something about an agent, and lists the agent where it can be offered a call then.
    pub(crate) fn change(&mut self, index: AgentIndex, change: impl FnOnce(&mut Agent)) {
        change(&mut self.agents[index.0 as usize]);
        self.list(index);
    }

    /// Takes an agent out of a group.
    pub(crate) fn leave(&mut self, index: AgentIndex, group: GroupIndex) {
        let agent = &mut self.agents[index.0 as usize];
        let left = agent.memberships.extract_if(.., |membership| membership.group == group);
        for membership in left {
            self.groups[group.0 as usize].list(index, membership.listed, None);
        }
        self.list(index);
    }

    fn list(&mut self, index: AgentIndex) {
        let agent = &mut self.agents[index.0 as usize];
        let free = agent.is_free();
        let attends = agent.attends(self.attendant_rings_max);
        let idle_since = agent.idle_since;
        let mut is_listed = false;
        for membership in &mut agent.memberships {
            let group = &mut self.groups[membership.group.0 as usize];
            let is_eligible = membership.signed_in && if group.is_attendant() { attends } else { free };
            let key = is_eligible.then(|| group.key(idle_since, membership.position));
            if key != membership.listed {
                group.list(index, membership.listed, key);
                membership.listed = key;
            }
            is_listed |= is_eligible;
        }
        if is_listed {
            self.fresh.insert(index);
        } else {
            self.fresh.remove(&index);
        }
    }

    /// Whether there are agents who can be offered a call and have not been asked about.
    pub(crate) fn has_fresh(&self) -> bool {
        !self.fresh.is_empty()
    }

    /// Takes the agents who can be offered a call and have not been asked about.
    pub(crate) fn take_fresh(&mut self) -> BTreeSet<AgentIndex> {
        std::mem::take(&mut self.fresh)
    }
}
