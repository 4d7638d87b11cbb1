//! Queues: who waits, in which order, how many, how long.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use domain::{Entry, Object, ObjectId, ObjectName, OverflowCandidate};
use stdx::Instant;

use crate::{
    CallId, EndCause, Engine, Notice, OfferId, Output, Refusal, WithdrawCause,
    action::{ActionPlace, Property, Reason},
    call::{Call, Hears, Next, State, Waiting},
    hunt::Hunt,
    roster::{AgentIndex, GroupIndex},
    timers::Timer,
};

/// A place among all who wait: of two, the smaller has waited longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place(pub(crate) u64);

/// A queue and who waits in it.
#[derive(Debug)]
pub(crate) struct Queue {
    /// The object as it is now, or was last.
    pub(crate) entry: Arc<Entry>,
    /// Whether the configuration holds it no more: only calls that came before enter, those that wait go on.
    pub(crate) is_removed: bool,
    /// Its groups in the order of the list.
    pub(crate) groups: Vec<GroupIndex>,
    /// All who wait, also those whose answer is not acknowledged yet.
    pub(crate) places: BTreeMap<Place, CallId>,
    /// Those of them who can be offered and ring nowhere.
    pub(crate) silent: BTreeSet<(Place, CallId)>,
    /// Those of all who wait that are tests: they fill no queue.
    pub(crate) tests: BTreeSet<CallId>,
}

impl Queue {
    pub(crate) const fn new(entry: Arc<Entry>) -> Self {
        Self {
            entry,
            is_removed: false,
            groups: Vec::new(),
            places: BTreeMap::new(),
            silent: BTreeSet::new(),
            tests: BTreeSet::new(),
        }
    }

    pub(crate) fn object(&self) -> &domain::Queue {
        match &self.entry.object {
            Object::Queue(queue) => queue,
            _ => unreachable!("only queues are entered"),
        }
    }

    pub(crate) fn name(&self) -> &ObjectName {
        self.entry.name()
    }

    /// Whether the calls that wait are as many as may. For a test call a queue is full that takes none at all.
    fn is_full(&self, for_test: bool) -> bool {
        let waiting = if for_test { 0 } else { self.places.len() - self.tests.len() };
        let threshold = self.object().overflow_threshold;
        threshold.is_some_and(|threshold| waiting >= usize::from(threshold.value()))
    }
}

/// What a call leaves behind in a queue.
pub(crate) struct Left {
    pub(crate) waiting: Waiting,
    /// What rang for it.
    pub(crate) offers: BTreeMap<AgentIndex, OfferId>,
}

impl Engine {
    /// Sends a call into a queue; `source` is the object whose action says so.
    pub(crate) fn enter_queue(&mut self, now: Instant, id: CallId, target: ObjectId, source: &ObjectName) {
        let Some(call) = self.calls.get_mut(&id) else { return };
        call.queues_entered += 1;
        let (entered, is_test) = (call.queues_entered, call.test.is_some());
        let is_known = call.configuration.object(target).is_some();
        let usable = |queue: &&Queue| !queue.is_removed || is_known;
        let Some(queue) = self.queues.get(&target).filter(usable) else {
            let notice = Notice::QueueMissing { call: id, source: source.clone(), target };
            return self.lead_nowhere(id, notice);
        };
        let name = queue.name().clone();
        if entered > self.limits.queue_transfers_max + 1 {
            return self.lead_nowhere(id, Notice::QueueLoop { call: id, queue: name });
        }
        if !self.has_agents(target) && !self.had_agents(id, target) {
            self.outputs.push_back(Output::Notice(Notice::NoAgents { call: id, queue: name }));
            return self.end(id, EndCause::NoAgents, Refusal::NoAgents);
        }
        if queue.is_full(is_test) {
            let action = ActionPlace::new(Arc::clone(&queue.entry), Property::Overflow);
            let pushed = match queue.object().overflow_candidate {
                OverflowCandidate::NewestCall => None,
                OverflowCandidate::OldestCall => self.oldest(queue),
            };
            let call = pushed.unwrap_or(id);
            self.outputs.push_back(Output::Notice(Notice::QueueFull { call, queue: name }));
            match pushed {
                Some(pushed) => self.pushed_out.push_back((pushed, action)),
                None => return self.perform(now, id, action, Reason::QueueOverflow),
            }
        }
        self.take_place(now, id, target);
    }

    /// Whom an overflow of the oldest pushes out: who has waited longest and rings nowhere, else who has waited
    /// longest (`docs/rules.md`, queues).
    fn oldest(&self, queue: &Queue) -> Option<CallId> {
        let rings = |id: &CallId| {
            let waiting = self.calls.get(id).and_then(Call::waiting);
            waiting.is_some_and(|waiting| waiting.hunt.round.is_some())
        };
        let mut waiting = queue.places.values().filter(|call| !queue.tests.contains(call));
        let longest = waiting.clone().next();
        waiting.find(|call| !rings(call)).or(longest).copied()
    }

    fn lead_nowhere(&mut self, id: CallId, notice: Notice) {
        self.outputs.push_back(Output::Notice(notice));
        self.end(id, EndCause::Misconfigured, Refusal::Misconfigured);
    }

    /// Whether any group of a queue has any agent; of a queue that is missing nothing is said.
    pub(crate) fn has_agents(&self, queue: ObjectId) -> bool {
        self.queues.get(&queue).is_none_or(|queue| {
            queue.groups.iter().any(|group| !self.roster.group(*group).members.is_empty())
        })
    }

    /// Whether any group of a queue had any agent when a call came, which waits then as those do who came before.
    fn had_agents(&self, id: CallId, queue: ObjectId) -> bool {
        let Some(before) = self.calls.get(&id).map(|call| &call.configuration) else { return false };
        let object = |id| before.object(id).map(|entry| &entry.object);
        let Some(Object::Queue(queue)) = object(queue) else { return false };
        queue.agent_group_id_list.iter().any(|group| match object(group.id) {
            Some(Object::AgentGroup(group)) => !self.directory.agents(group).is_empty(),
            _ => false,
        })
    }

    fn take_place(&mut self, now: Instant, id: CallId, target: ObjectId) {
        let place = self.next_place();
        let is_test = self.calls.get(&id).is_some_and(|call| call.test.is_some());
        let Some(queue) = self.queues.get_mut(&target) else { return };
        queue.places.insert(place, id);
        queue.tests.extend(is_test.then_some(id));
        let waiting = Waiting { queue: target, place, since: now, hunt: Hunt::default() };
        if self.is_connected(id) {
            self.wait(now, id, waiting);
        } else {
            self.answer(now, id, Next::Queue(waiting));
        }
    }

    /// A call that has its place begins to wait: music, and the first agent.
    pub(crate) fn wait(&mut self, now: Instant, id: CallId, waiting: Waiting) {
        let Some(call) = self.calls.get_mut(&id) else { return };
        if call.hears != Hears::Music {
            call.hears = Hears::Music;
            let own = call.workflow().custom_music_on_hold_file.clone();
            let music = own.or_else(|| self.configuration.settings().default_music_on_hold_file.clone());
            self.outputs.push_back(Output::PlayMusic { call: id, music });
        }
        let threshold = self.queues.get(&waiting.queue).and_then(|queue| queue.object().timeout_threshold);
        if let Some(threshold) = threshold {
            let seconds = Duration::from_secs(threshold.value().into());
            // A call whose answer was acknowledged late has less time, but not none.
            self.timers.arm(Timer::Queue(id), waiting.since.after(seconds).max(now));
        }
        self.set_state(id, State::Waiting(waiting));
        self.seek(id);
    }

    /// A call has waited for as long as its queue lets it, also in the middle of an offer.
    pub(crate) fn queue_due(&mut self, now: Instant, id: CallId) {
        let Some(waiting) = self.calls.get(&id).and_then(|call| call.waiting()) else { return };
        let Some(queue) = self.queues.get(&waiting.queue) else { return };
        let action = ActionPlace::new(Arc::clone(&queue.entry), Property::Timeout);
        let notice = Notice::QueueTimedOut { call: id, queue: queue.name().clone() };
        self.outputs.push_back(Output::Notice(notice));
        self.abandon_queue(now, id, WithdrawCause::QueueTimeout);
        self.perform(now, id, action, Reason::QueueTimeout);
    }

    /// Calls make room for those that have just come, which may push out others where they go.
    pub(crate) fn make_room(&mut self, now: Instant) {
        while let Some((call, action)) = self.pushed_out.pop_front() {
            self.push_out(now, call, action);
        }
    }

    fn push_out(&mut self, now: Instant, id: CallId, action: ActionPlace) {
        let Some(call) = self.calls.get_mut(&id) else { return };
        if let State::Answering(next) = &mut call.state {
            let Next::Queue(waiting) = std::mem::replace(next, Next::Action(action)) else { return };
            return self.leave_places(id, &waiting);
        }
        if call.waiting().is_some() {
            self.abandon_queue(now, id, WithdrawCause::QueueTimeout);
            self.perform(now, id, action, Reason::QueueOverflow);
        }
    }

    /// Takes a call out of its queue and takes back what rings for it.
    pub(crate) fn abandon_queue(&mut self, now: Instant, id: CallId, cause: WithdrawCause) {
        let Some(left) = self.leave_queue(id) else { return };
        for offer in left.offers.into_values() {
            self.withdraw(now, offer, cause);
        }
    }

    /// Takes a call out of its queue. What rang for it is given back and still rings.
    pub(crate) fn leave_queue(&mut self, id: CallId) -> Option<Left> {
        let offers = self.take_round(id);
        let call = self.calls.get_mut(&id)?;
        let waiting = match std::mem::replace(&mut call.state, State::Between) {
            State::Waiting(waiting) | State::Answering(Next::Queue(waiting)) => waiting,
            other => {
                call.state = other;
                return None;
            }
        };
        self.timers.disarm(Timer::Queue(id));
        self.timers.disarm(Timer::Wake(id));
        self.leave_places(id, &waiting);
        Some(Left { waiting, offers })
    }

    fn leave_places(&mut self, id: CallId, waiting: &Waiting) {
        self.seeking.remove(&(waiting.place, id));
        let Some(queue) = self.queues.get_mut(&waiting.queue) else { return };
        queue.places.remove(&waiting.place);
        queue.silent.remove(&(waiting.place, id));
        queue.tests.remove(&id);
    }
}
