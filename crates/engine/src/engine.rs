use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};

use domain::{Configuration, Directory, ObjectId};
use stdx::Instant;

use crate::{
    CallId, EndCause, Input, Limits, Notice, OfferId, Output, PlaybackId, Refusal, WithdrawCause,
    action::ActionPlace,
    call::{Call, Next, State},
    offer::Offer,
    queue::{Place, Queue},
    roster::Roster,
    timers::{Timer, Timers},
};

/// What an engine starts with.
#[derive(Clone, Debug)]
pub struct Start {
    /// The configuration in force.
    pub configuration: Arc<Configuration>,
    /// The distribution groups whose members are agents.
    pub directory: Directory,
    /// The limits; [`Limits::USUAL`] unless the pool is told otherwise.
    pub limits: Limits,
}

/// Distributes the calls of a pool.
///
/// The order of use: [`handle`](Self::handle) one input, [`poll`](Self::poll) until it gives nothing, then ask
/// [`next_timeout`](Self::next_timeout) and come back with [`Input::TimePassed`] when that moment has come.
/// `now` never goes back. Equal inputs at equal moments give equal outputs.
///
/// What comes in goes before what is due: timers that give something up act with [`Input::TimePassed`] alone, so that
/// whoever was held up can give what waited first, and an answer wins against a timeout.
#[derive(Debug)]
pub struct Engine {
    pub(crate) configuration: Arc<Configuration>,
    pub(crate) directory: Directory,
    pub(crate) limits: Limits,
    pub(crate) calls: BTreeMap<CallId, Call>,
    pub(crate) queues: BTreeMap<ObjectId, Queue>,
    pub(crate) offers: BTreeMap<OfferId, Offer>,
    pub(crate) roster: Roster,
    pub(crate) timers: Timers,
    pub(crate) outputs: VecDeque<Output>,
    /// Calls that ring nowhere and have not looked for an agent since something changed.
    pub(crate) seeking: BTreeSet<(Place, CallId)>,
    /// Calls that make room in a queue, with the action for them.
    pub(crate) pushed_out: VecDeque<(CallId, ActionPlace)>,
    /// The objects that queues and groups follow, by [`Configuration::objects_sequence`].
    pub(crate) objects_synced: Option<u64>,
    offers_made: u64,
    playbacks_made: u64,
    places_given: u64,
}

impl Engine {
    /// An engine without calls. Agents are unreachable until they are reported.
    pub fn new(start: Start) -> Self {
        let Start { configuration, directory, limits } = start;
        let mut engine = Self {
            configuration: Arc::clone(&configuration),
            directory,
            roster: Roster::new(limits.attendant_rings_max),
            limits,
            calls: BTreeMap::new(),
            queues: BTreeMap::new(),
            offers: BTreeMap::new(),
            timers: Timers::default(),
            outputs: VecDeque::new(),
            seeking: BTreeSet::new(),
            pushed_out: VecDeque::new(),
            objects_synced: None,
            offers_made: 0,
            playbacks_made: 0,
            places_given: 0,
        };
        engine.configuration_changed(Instant::START, configuration);
        engine
    }

    /// The configuration in force.
    pub fn configuration(&self) -> &Configuration {
        &self.configuration
    }

    /// The distribution groups.
    pub const fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Takes note of what happened at `now`.
    pub fn handle(&mut self, now: Instant, input: Input) {
        let time_passed = matches!(input, Input::TimePassed);
        match input {
            Input::ConfigurationChanged(configuration) => self.configuration_changed(now, configuration),
            Input::CallArrived(arrival) => self.call_arrived(now, arrival),
            Input::CallEstablished(call) => self.call_established(now, call),
            Input::PlaybackEnded { call, playback } => self.playback_ended(now, call, playback),
            Input::DigitPressed { call, digit } => self.digit_pressed(now, call, digit),
            Input::CallerHungUp(call) => self.forget(now, call),
            // When to give up is the edge's to know before it rings, and the group's afterwards.
            Input::OfferRinging(_) => {}
            Input::OfferAnswered(offer) => self.offer_answered(now, offer),
            Input::OfferRefused { offer, refusal } => self.offer_refused(now, offer, refusal),
            Input::OfferEnded(offer) | Input::AgentHungUp(offer) => self.leg_gone(now, offer),
            Input::AgentReachable { agent, reachable } => self.agent_reachable(now, &agent, reachable),
            Input::AgentPresence { agent, presence } => self.agent_presence(now, &agent, presence),
            Input::AgentElsewhere { agent, calls } => self.agent_elsewhere(now, &agent, calls),
            Input::CallPicked { call, agent } => self.call_picked(now, call, &agent),
            Input::TransferAnswered(call) => self.transfer_answered(call),
            Input::TransferFailed(call) | Input::TransferEnded(call) => self.transfer_over(call),
            Input::VoiceLost(call) => self.hang_up(now, call, EndCause::VoiceLost),
            Input::TimePassed => {}
        }
        loop {
            self.make_room(now);
            while let Some(timer) = self.timers.pop_due(now, |timer| time_passed || timer.frees()) {
                self.due(now, timer);
                self.make_room(now);
            }
            self.settle(now);
            if !time_passed || self.timers.next().is_none_or(|next| next > now) {
                return;
            }
        }
    }

    /// The next order.
    pub fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When the engine wants to be called again at the latest.
    pub fn next_timeout(&self) -> Option<Instant> {
        self.timers.next()
    }

    fn due(&mut self, now: Instant, timer: Timer) {
        match timer {
            Timer::Leg(offer) => self.leg_overdue(now, offer),
            Timer::Agent(agent) => self.agent_due(now, agent),
            Timer::Alert(call) => self.rang_out(now, call),
            Timer::Wake(call) => self.seek(call),
            Timer::Queue(call) => self.queue_due(now, call),
            Timer::Step(call) => self.step_due(now, call),
            Timer::Length(call) => {
                self.heal("the end of a call", call);
                self.hang_up(now, call, EndCause::TimedOut);
            }
        }
    }

    /// A caller has been silent, or the edge has not reported in time.
    fn step_due(&mut self, now: Instant, id: CallId) {
        match self.calls.get(&id).map(|call| &call.state) {
            Some(State::Answering(_)) => {
                self.heal("the acknowledgement of an answer", id);
                self.hang_up(now, id, EndCause::TimedOut);
            }
            Some(State::Prompted { playback, .. }) => {
                let playback = *playback;
                self.heal("the end of a prompt", id);
                self.playback_ended(now, id, playback);
            }
            Some(State::Asked(_)) => self.question_due(now, id),
            Some(State::Transferring) => {
                self.heal("the outcome of a transfer", id);
                self.transfer_over(id);
            }
            _ => {}
        }
    }

    /// The caller has acknowledged the answer, or hears early media.
    fn call_established(&mut self, now: Instant, id: CallId) {
        let Some(call) = self.calls.get_mut(&id) else { return };
        match std::mem::replace(&mut call.state, State::Between) {
            State::Answering(next) => {
                self.timers.disarm(Timer::Step(id));
                match next {
                    Next::Action(place) => {
                        let reason = place.reason();
                        self.perform(now, id, place, reason);
                    }
                    Next::Queue(waiting) => self.wait(now, id, waiting),
                }
            }
            other => call.state = other,
        }
    }

    /// Ends a call from our side, wherever it is.
    fn hang_up(&mut self, now: Instant, id: CallId, cause: EndCause) {
        let was_answered = self.is_answered(id);
        if self.calls.contains_key(&id) {
            self.forget(now, id);
            self.outputs.push_back(if was_answered {
                Output::EndCall { call: id, cause }
            } else {
                Output::Refuse { call: id, refusal: Refusal::TransferFailed }
            });
        }
    }

    /// Ends a call that is in no queue and talks with nobody.
    pub(crate) fn end(&mut self, id: CallId, cause: EndCause, refusal: Refusal) {
        let Some(call) = self.calls.remove(&id) else { return };
        self.disarm(id);
        self.outputs.push_back(if call.is_answered {
            Output::EndCall { call: id, cause }
        } else {
            Output::Refuse { call: id, refusal }
        });
    }

    /// Forgets a call whose caller is gone, and ends what we did for it.
    fn forget(&mut self, now: Instant, id: CallId) {
        self.abandon_queue(now, id, WithdrawCause::CallerGone);
        let Some(call) = self.calls.remove(&id) else { return };
        self.disarm(id);
        if let State::Talking { offer, .. } = call.state {
            self.end_agent(now, offer);
        }
    }

    fn disarm(&mut self, id: CallId) {
        for timer in [Timer::Step, Timer::Queue, Timer::Alert, Timer::Wake, Timer::Length] {
            self.timers.disarm(timer(id));
        }
    }

    /// Says that the edge did not report something about a call.
    pub(crate) fn heal(&mut self, waited_for: &'static str, call: CallId) {
        let notice = Notice::Healed { waited_for, call: Some(call), agent: None };
        self.outputs.push_back(Output::Notice(notice));
    }

    pub(crate) fn is_answered(&self, id: CallId) -> bool {
        self.calls.get(&id).is_some_and(|call| call.is_answered)
    }

    pub(crate) fn is_connected(&self, id: CallId) -> bool {
        self.calls.get(&id).is_some_and(|call| call.is_connected)
    }

    pub(crate) fn set_state(&mut self, id: CallId, state: State) {
        if let Some(call) = self.calls.get_mut(&id) {
            call.state = state;
        }
    }

    pub(crate) const fn next_offer(&mut self) -> OfferId {
        self.offers_made += 1;
        OfferId(self.offers_made)
    }

    pub(crate) const fn next_playback(&mut self) -> PlaybackId {
        self.playbacks_made += 1;
        PlaybackId(self.playbacks_made)
    }

    pub(crate) const fn next_place(&mut self) -> Place {
        self.places_given += 1;
        Place(self.places_given)
    }
}
