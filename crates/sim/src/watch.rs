//! How the onlooker's knowledge follows from inputs and orders; an order that cannot be right is a violation.

use domain::Presence;
use engine::{Arrival, CallId, EndCause, Input, Notice, OfferId, OfferRefusal, Output, Refusal};
use stdx::Instant;

use crate::{
    check::{self, Violation},
    ledger::{Call, Entry, Ledger, Leg, Offer, Place, Turn, Waiting},
    plan::{Action, Plan, Target, agent_of, number},
};

impl Ledger {
    /// A step begins with this input.
    pub(crate) fn input(&mut self, now: Instant, input: &Input) -> Result<(), Violation> {
        (self.before, self.now) = (self.now, now);
        check::nothing_is_overdue(self)?;
        self.steps += 1;
        self.picked = None;
        self.waiting_before = (0..self.queues.len()).map(|queue| self.waiting(queue).len()).collect();
        match input {
            Input::CallArrived(arrival) => {
                let call = self.arriving(arrival);
                self.calls.entry(arrival.call).or_insert(call);
            }
            Input::CallEstablished(id) => self.established(*id),
            Input::PlaybackEnded { call, playback } => {
                let playing = self.calls.get(call).and_then(|call| call.playing);
                if playing == Some(*playback) {
                    self.prompt_over(*call);
                }
            }
            Input::DigitPressed { call, digit } => self.digit(*call, *digit),
            Input::CallerHungUp(id) => drop(self.calls.remove(id)),
            Input::OfferRefused { offer, refusal } => self.refused(*offer, *refusal),
            Input::OfferEnded(offer) | Input::AgentHungUp(offer) => self.leg_gone(*offer),
            Input::AgentReachable { agent, reachable } => {
                let facts = &mut self.agents[agent_of(agent)];
                if *reachable {
                    facts.shunned_until = Instant::START;
                    if !facts.reachable {
                        facts.idle_since = now;
                    }
                }
                facts.reachable = *reachable;
            }
            Input::AgentPresence { agent, presence } => {
                self.presence(now, agent_of(agent), *presence);
            }
            Input::AgentElsewhere { agent, calls } => {
                let facts = &mut self.agents[agent_of(agent)];
                if *calls == 0 && facts.elsewhere_until > now {
                    facts.idle_since = now;
                }
                let longest =
                    if *calls == 0 { std::time::Duration::ZERO } else { self.limits.call_length_max };
                facts.elsewhere_until = now.after(longest);
            }
            Input::TransferAnswered(id)
                if self.calls.get(id).is_some_and(|call| call.place == Place::Transfer) =>
            {
                self.put(*id, Place::Transferred);
            }
            Input::CallPicked { call, agent } => self.picked = Some((*call, agent_of(agent))),
            _ => {}
        }
        Ok(())
    }

    fn arriving(&self, arrival: &Arrival) -> Call {
        let workflow = &self.plan.workflows[number(&arrival.dialled)];
        let hour = jiff::tz::TimeZone::UTC.to_datetime(arrival.at).hour();
        let entry = match workflow {
            workflow if !workflow.exists => Entry::Refused(Refusal::NotFound),
            _ if self.plan.relays => Entry::Relayed,
            workflow if !workflow.active => Entry::Refused(Refusal::Inactive),
            workflow if workflow.by_day && !(6..18).contains(&hour) => Entry::Refused(Refusal::Closed),
            _ => Entry::Taken,
        };
        let staffed = (0..self.queues.len()).map(|queue| self.queues[queue].exists && self.has_agents(queue));
        Call { staffed: staffed.collect(), ..Call::new(self.now, entry, workflow.action.clone()) }
    }

    /// Another plan is in force.
    pub(crate) fn replan(&mut self, now: Instant, plan: Plan) {
        for (agent, set) in plan.presence.iter().enumerate() {
            if self.plan.presence[agent] != *set
                && let Some((presence, _)) = set
            {
                self.presence(now, agent, *presence);
            }
        }
        for (held, queue) in self.queues.iter_mut().zip(&plan.queues) {
            if queue.exists {
                held.clone_from(queue);
            } else {
                held.exists = false;
            }
        }
        for (turn, (held, group)) in self.turns.iter_mut().zip(self.plan.groups.iter().zip(&plan.groups)) {
            if held != group {
                *turn = Turn::Unknown;
            }
        }
        self.plan = plan;
    }

    /// An order, in its turn.
    pub(crate) fn output(&mut self, output: &Output) -> Result<(), Violation> {
        // What is said first in a step is about the call that has just come, whichever call it names.
        let arriving = self.calls.iter().find(|(_, call)| call.place == Place::Arriving);
        if let Some((id, call)) = arriving {
            check::entered(*id, call.entry, output)?;
            if !matches!(output, Output::Refuse { .. } | Output::Relay { .. }) {
                let (id, action) = (*id, call.action.clone());
                self.follow(id, action);
            }
        }
        match output {
            Output::Refuse { call, .. } => {
                check::refused(self, *call)?;
                self.calls.remove(call);
            }
            Output::Relay { call, .. } => drop(self.calls.remove(call)),
            Output::Answer(call) => self.with(*call, |call| (call.answered, call.connected) = (true, true)),
            Output::Progress(call) => self.with(*call, |call| call.connected = true),
            Output::Play { call, playback, .. } => self.with(*call, |call| call.playing = Some(*playback)),
            Output::StopPlaying(call) => self.with(*call, |call| call.playing = None),
            Output::PlayMusic { .. } | Output::Transfer { .. } => {}
            Output::Offer { offer, call, agent, .. } => self.offered(*offer, *call, agent_of(agent))?,
            Output::Withdraw { offer, cause } => {
                check::withdrawn(self, *offer)?;
                let held = self.leg(*offer, Leg::Withdrawn);
                if *cause == engine::WithdrawCause::TimedOut {
                    let until = self.now.after(self.limits.rering_pause);
                    self.bar(held.call, held.agent, until);
                }
            }
            Output::Join { call, offer } => {
                check::joined(self, *call, *offer)?;
                self.leg(*offer, Leg::Talking);
                self.put(*call, Place::Talking(*offer));
            }
            Output::EndAgent(offer) => {
                check::ended(self, *offer)?;
                let held = self.leg(*offer, Leg::Ending);
                self.agents[held.agent].idle_since = self.now;
            }
            Output::EndCall { call, cause } => {
                check::call_ended(self, *call, *cause == EndCause::TimedOut)?;
                self.calls.remove(call);
            }
            Output::Notice(notice) => self.noticed(notice)?,
        }
        Ok(())
    }

    fn noticed(&mut self, notice: &Notice) -> Result<(), Violation> {
        match notice {
            Notice::QueueMissing { call, .. } | Notice::QueueLoop { call, .. } => {
                self.put(*call, Place::Ending);
            }
            Notice::NoAgents { call, queue } => {
                check::without_agents(self, *call, number(queue.as_str()))?;
                self.put(*call, Place::Ending);
            }
            Notice::QueueFull { call, queue } => {
                let queue = number(queue.as_str());
                check::full(self, *call, queue)?;
                let action = self.queues[queue].overflow_action.clone();
                let newest = self.waiting(queue).last().is_some_and(|(_, last)| last == call);
                if !newest && !self.calls[call].established {
                    // The acknowledgement of its answer is what it still waits for.
                    self.with(*call, |call| call.place = Place::Pending(action));
                } else {
                    self.follow(*call, action);
                }
            }
            Notice::QueueTimedOut { call, queue } => {
                check::timed_out(self, *call)?;
                let action = self.queues[number(queue.as_str())].timeout_action.clone();
                self.follow(*call, action);
            }
            Notice::Healed { call: Some(call), agent: Some(agent), .. } => {
                let leg = check::healed(self, *call, agent_of(agent))?;
                self.leg_gone(leg);
            }
            Notice::Healed { waited_for, call: Some(call), agent: None } if waited_for.contains("prompt") => {
                self.prompt_over(*call);
            }
            _ => {}
        }
        Ok(())
    }

    fn offered(&mut self, id: OfferId, call: CallId, agent: usize) -> Result<(), Violation> {
        check::offered(self, call, agent)?;
        self.take_turn(call, agent);
        let Some(Place::Queue(waiting)) = self.calls.get_mut(&call).map(|call| &mut call.place) else {
            unreachable!("it was checked")
        };
        waiting.offered = true;
        let queue = waiting.queue;
        let asked = self.queues[queue].groups.iter().map(|group| &self.plan.groups[*group]);
        let attendant = asked.into_iter().any(|group| group.is_attendant() && group.members.contains(&agent));
        let offer = Offer { call, agent, attendant, state: Leg::Ringing, since: self.now, step: self.steps };
        self.offers.insert(id, offer);
        Ok(())
    }

    /// In a RoundRobin group it was the turn of an agent, where no other group can have asked.
    fn take_turn(&mut self, call: CallId, agent: usize) {
        let Some(Place::Queue(waiting)) = self.calls.get(&call).map(|call| &call.place) else { return };
        let groups = self.queues[waiting.queue].groups.iter().copied();
        let asking: Vec<_> = groups.filter(|group| self.is_eligible(agent, *group, call)).collect();
        let turn = if asking.len() == 1 { Turn::Of(agent) } else { Turn::Unknown };
        asking.into_iter().for_each(|group| self.turns[group] = turn);
    }

    /// A call goes where an action leads.
    fn follow(&mut self, id: CallId, action: Action) {
        if action.prompt {
            self.put(id, Place::Prompt(action.target));
        } else {
            self.go(id, action.target);
        }
    }

    fn go(&mut self, id: CallId, target: Target) {
        let place = match target {
            Target::Terminate => Place::Ending,
            Target::Uri => Place::Transfer,
            Target::Question(answers) => Place::Question(answers),
            Target::Queue(queue) => {
                self.entries += 1;
                let since = self.now;
                let established = self.calls.get(&id).is_some_and(|call| call.established);
                let timeout = self.queues[queue].timeout.filter(|_| established);
                let deadline = timeout.map(|seconds| since.after(Self::seconds(seconds)));
                let (order, entered_in) = (self.entries, self.steps);
                Place::Queue(Waiting { queue, order, since, entered_in, deadline, offered: false })
            }
        };
        self.put(id, place);
    }

    fn established(&mut self, id: CallId) {
        let now = self.now;
        let Some(call) = self.calls.get_mut(&id).filter(|call| call.connected && !call.established) else {
            return;
        };
        call.established = true;
        call.since = now;
        match &mut call.place {
            Place::Pending(action) => {
                let action = action.clone();
                self.follow(id, action);
            }
            Place::Queue(waiting) => {
                let timeout = self.queues[waiting.queue].timeout;
                let deadline = timeout.map(|seconds| waiting.since.after(Self::seconds(seconds)));
                waiting.deadline = deadline.map(|deadline| deadline.max(now));
            }
            _ => {}
        }
    }

    fn prompt_over(&mut self, id: CallId) {
        let Some(call) = self.calls.get_mut(&id) else { return };
        if let Place::Prompt(target) = &call.place {
            let target = target.clone();
            call.playing = None;
            self.go(id, target);
        }
    }

    fn digit(&mut self, id: CallId, digit: char) {
        let Some(call) = self.calls.get(&id).filter(|call| call.established) else { return };
        let Place::Question(answers) = &call.place else { return };
        let key = digit.to_digit(10).and_then(|key| (key as usize).checked_sub(1));
        if let Some(action) = key.and_then(|key| answers.get(key)).cloned() {
            self.follow(id, action);
        }
    }

    fn refused(&mut self, id: OfferId, refusal: OfferRefusal) {
        let Some(offer) = self.offers.get(&id).copied() else { return };
        if offer.state != Leg::Ringing {
            return self.leg_gone(id);
        }
        self.offers.remove(&id);
        let now = self.now;
        let facts = &mut self.agents[offer.agent];
        match refusal {
            OfferRefusal::Declined | OfferRefusal::Unsupported => {
                let until = now.after(Self::seconds(self.plan.grace));
                self.bar(offer.call, offer.agent, until);
            }
            OfferRefusal::NotReady => {
                facts.guarded_until = now.after(self.limits.agent_guard.max(Self::seconds(1)));
            }
            OfferRefusal::Unreachable => facts.shunned_until = now.after(self.limits.unreachable_pause),
        }
    }

    fn leg_gone(&mut self, id: OfferId) {
        let Some(offer) = self.offers.remove(&id) else { return };
        match offer.state {
            Leg::Ringing => self.bar(offer.call, offer.agent, self.now.after(self.limits.rering_pause)),
            Leg::Withdrawn => {}
            Leg::Talking | Leg::Ending => {
                let facts = &mut self.agents[offer.agent];
                facts.idle_since = self.now;
                facts.guarded_until = self.now.after(self.limits.agent_guard);
            }
        }
    }

    fn bar(&mut self, call: CallId, agent: usize, until: Instant) {
        self.with(call, |call| {
            let barred = call.barred.entry(agent).or_insert(until);
            *barred = until.max(*barred);
        });
    }

    fn leg(&mut self, id: OfferId, state: Leg) -> Offer {
        let now = self.now;
        let offer = self.offers.get_mut(&id).expect("it was checked");
        (offer.state, offer.since) = (state, now);
        *offer
    }

    fn presence(&mut self, now: Instant, agent: usize, presence: Presence) {
        let facts = &mut self.agents[agent];
        let is_ready = |presence| matches!(presence, Presence::Available | Presence::Inactive);
        if is_ready(presence) && !is_ready(facts.presence) {
            facts.idle_since = now;
        }
        facts.presence = presence;
    }

    fn put(&mut self, id: CallId, place: Place) {
        let now = self.now;
        self.with(id, |call| (call.place, call.since) = (place, now));
    }

    fn with(&mut self, id: CallId, change: impl FnOnce(&mut Call)) {
        if let Some(call) = self.calls.get_mut(&id) {
            change(call);
        }
    }
}

impl Call {
    const fn new(arrived: Instant, entry: Entry, action: Action) -> Self {
        Self {
            action,
            entry,
            arrived,
            since: arrived,
            answered: false,
            connected: false,
            established: false,
            place: Place::Arriving,
            barred: std::collections::BTreeMap::new(),
            playing: None,
            staffed: Vec::new(),
        }
    }
}
