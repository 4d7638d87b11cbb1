//! A configuration comes into force: queues and groups follow it at once, calls in progress keep what they have.

use std::sync::Arc;

use domain::{Configuration, Entry, Object, ObjectId, ObjectKind};
use stdx::Instant;

use crate::{
    Engine,
    agent::Membership,
    queue::Queue,
    roster::{AgentIndex, GroupIndex},
};

impl Engine {
    pub(crate) fn configuration_changed(&mut self, now: Instant, configuration: Arc<Configuration>) {
        self.configuration = configuration;
        self.sync_agents(now);
        // Agents sign in and out far more often than anybody edits an object.
        let sequence = self.configuration.objects_sequence();
        if self.objects_synced.replace(sequence) != Some(sequence) {
            self.sync_groups();
            self.sync_queues();
        }
    }

    /// Presence that was set over the API counts from the moment that it changes; sign-in always.
    fn sync_agents(&mut self, now: Instant) {
        let configuration = Arc::clone(&self.configuration);
        for kept in configuration.agents() {
            let index = self.roster.agent_index(&kept.uri);
            let before = self.roster.agent(index).kept.clone();
            if before.as_ref().is_some_and(|before| Arc::ptr_eq(before, kept)) {
                continue;
            }
            self.keep(index, Some(Arc::clone(kept)));
            let told = |agent: &domain::Agent| (agent.presence, agent.presence_set);
            let before = before.map(|before| told(&before)).unwrap_or_default();
            if let Some(presence) = kept.presence.filter(|_| told(kept) != before) {
                self.set_presence(now, index, presence);
            }
        }
        let agents = self.roster.agents().filter(|agent| agent.kept.is_some());
        let forgotten = agents.filter(|agent| configuration.agent(&agent.uri).is_none());
        let forgotten: Vec<_> = forgotten.map(|agent| agent.uri.clone()).collect();
        for uri in forgotten {
            let index = self.roster.agent_index(&uri);
            self.keep(index, None);
        }
    }

    fn keep(&mut self, index: AgentIndex, kept: Option<Arc<domain::Agent>>) {
        let memberships = self.roster.agent(index).memberships.iter();
        let signed_in = memberships.map(|membership| {
            let group = self.roster.group(membership.group);
            !group.is_formal() || kept.as_ref().is_some_and(|kept| kept.is_signed_in(group.id))
        });
        let signed_in: Vec<_> = signed_in.collect();
        self.roster.change(index, |agent| {
            agent.kept = kept;
            for (membership, signed_in) in agent.memberships.iter_mut().zip(signed_in) {
                membership.signed_in = signed_in;
            }
        });
    }

    fn sync_groups(&mut self) {
        let configuration = Arc::clone(&self.configuration);
        for entry in configuration.by_name(ObjectKind::AgentGroup, None) {
            let index = self.roster.group_index(entry.id);
            if !is_same(self.roster.group(index).entry.as_ref(), entry) {
                self.set_group(index, Some(Arc::clone(entry)));
            }
        }
        let held = self.roster.groups().filter(|(_, group)| group.entry.is_some());
        let removed = held.filter(|(_, group)| configuration.object(group.id).is_none());
        let removed: Vec<_> = removed.map(|(index, _)| index).collect();
        for index in removed {
            self.set_group(index, None);
        }
    }

    /// Gives a group another list and another method. Whoever rings goes on ringing.
    fn set_group(&mut self, index: GroupIndex, entry: Option<Arc<Entry>>) {
        let before = std::mem::take(&mut self.roster.group_mut(index).members);
        let turn =
            self.roster.group_mut(index).turn.take().and_then(|turn| before.get(turn as usize).copied());
        for member in &before {
            self.roster.leave(*member, index);
        }
        let listed = match entry.as_ref().map(|entry| &entry.object) {
            Some(Object::AgentGroup(group)) => self.directory.agents(group),
            _ => Vec::new(),
        };
        let members: Vec<_> = listed.iter().map(|uri| self.roster.agent_index(uri)).collect();
        let group = self.roster.group_mut(index);
        group.turn = turn.and_then(|turn| position_of(&members, turn));
        group.members.clone_from(&members);
        group.entry = entry;
        let (id, is_formal) = (group.id, group.is_formal());
        for (position, member) in (0..).zip(members) {
            let kept = self.roster.agent(member).kept.as_ref();
            let signed_in = !is_formal || kept.is_some_and(|kept| kept.is_signed_in(id));
            let membership = Membership { group: index, position, signed_in, listed: None };
            self.roster.change(member, |agent| agent.memberships.push(membership));
        }
    }

    fn sync_queues(&mut self) {
        let configuration = Arc::clone(&self.configuration);
        for entry in configuration.by_name(ObjectKind::Queue, None) {
            let held = self.queues.get(&entry.id).filter(|queue| !queue.is_removed);
            if !is_same(held.map(|queue| &queue.entry), entry) {
                self.set_queue(entry);
            }
        }
        for (id, queue) in &mut self.queues {
            queue.is_removed = configuration.object(*id).is_none();
        }
        self.forget_queues();
    }

    /// Forgets the queues that were removed before any call came that goes on. Whoever came earlier may still be sent
    /// there, and finds the queue as it was last.
    fn forget_queues(&mut self) {
        let is_known = |id| self.calls.values().any(|call| call.configuration.object(id).is_some());
        let unused = self
            .queues
            .iter()
            .filter(|(id, queue)| queue.is_removed && queue.places.is_empty() && !is_known(**id));
        let unused: Vec<_> = unused.map(|(id, _)| *id).collect();
        for id in unused {
            self.unlink(id);
            self.queues.remove(&id);
        }
    }

    fn set_queue(&mut self, entry: &Arc<Entry>) {
        let Object::Queue(object) = &entry.object else { return };
        let groups: Vec<_> =
            object.agent_group_id_list.iter().map(|group| self.roster.group_index(group.id)).collect();
        self.unlink(entry.id);
        for group in &groups {
            self.roster.group_mut(*group).queues.insert(entry.id);
        }
        let queue = self.queues.entry(entry.id).or_insert_with(|| Queue::new(Arc::clone(entry)));
        queue.entry = Arc::clone(entry);
        queue.is_removed = false;
        queue.groups = groups;
        self.seeking.extend(queue.silent.iter().copied());
    }

    /// Takes a queue out of the groups that know of it.
    fn unlink(&mut self, id: ObjectId) {
        let groups = self.queues.get(&id).map(|queue| queue.groups.clone()).unwrap_or_default();
        for group in groups {
            self.roster.group_mut(group).queues.remove(&id);
        }
    }
}

fn is_same(held: Option<&Arc<Entry>>, entry: &Arc<Entry>) -> bool {
    held.is_some_and(|held| Arc::ptr_eq(held, entry))
}

fn position_of(members: &[AgentIndex], agent: AgentIndex) -> Option<u32> {
    let position = members.iter().position(|member| *member == agent)?;
    u32::try_from(position).ok()
}
