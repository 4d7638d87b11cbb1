//! Offers of calls to agents.
//!
//! ```text
//!              answered in time
//! Ringing --------------------------> Talking ---+
//!    |  \  refused, gone                         | caller or agent hangs up
//!    |   +--------------> (gone)                 v
//!    +--> Withdrawn ---- answered too late --> Ending --> (gone)
//!             |  \                                 ^ no word from the edge in time
//!             |   +-- answered, the caller still waits --> Talking
//!             +--> (gone)
//! ```

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use stdx::Instant;

use crate::{
    CallContext, CallId, EndCause, Engine, Notice, OfferId, OfferRefusal, Output, Refusal, WithdrawCause,
    agent::Leg,
    call::{Hears, State},
    hunt::Round,
    roster::{AgentIndex, GroupIndex},
    timers::Timer,
};

/// One leg to an agent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Offer {
    pub(crate) call: CallId,
    pub(crate) agent: AgentIndex,
    state: OfferState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OfferState {
    Ringing,
    Withdrawn,
    Talking,
    Ending,
}

impl Engine {
    /// Lets a call ring at an agent, as part of the round that rings for it.
    pub(crate) fn offer(
        &mut self,
        id: CallId,
        agent: AgentIndex,
        group: GroupIndex,
        context: &Arc<CallContext>,
    ) {
        let offer = self.next_offer();
        self.offers.insert(offer, Offer { call: id, agent, state: OfferState::Ringing });
        let round = self.calls.get_mut(&id).and_then(|call| call.waiting_mut()?.hunt.round.as_mut());
        round.expect("offers are made by rounds").offers.insert(agent, offer);
        let leg = Leg::Ringing { attendant: self.roster.group(group).is_attendant() };
        self.roster.change(agent, |agent| agent.legs.extend([(offer, leg)]));
        let agent = self.roster.agent(agent).uri.clone();
        self.outputs.push_back(Output::Offer { offer, call: id, agent, context: Arc::clone(context) });
    }

    /// Takes an offer back. It keeps the agent until its leg is gone.
    pub(crate) fn withdraw(&mut self, now: Instant, id: OfferId, cause: WithdrawCause) {
        let Some(offer) = self.offers.get_mut(&id) else { return };
        if offer.state == OfferState::Ringing {
            offer.state = OfferState::Withdrawn;
            self.outputs.push_back(Output::Withdraw { offer: id, cause });
            self.timers.arm(Timer::Leg(id), now.after(self.limits.ending_max));
        }
    }

    /// The agent answered: the caller is joined with the first who does so while the caller waits.
    pub(crate) fn offer_answered(&mut self, now: Instant, id: OfferId) {
        let Some(offer) = self.offers.get(&id).copied() else { return };
        if !matches!(offer.state, OfferState::Ringing | OfferState::Withdrawn) {
            return;
        }
        let waits = self.calls.get(&offer.call).is_some_and(|call| matches!(call.state, State::Waiting(_)));
        if !waits || self.roster.agent(offer.agent).talks_with().is_some() {
            self.forget_ringing(offer);
            return self.end_agent(now, id);
        }
        let others = self.leave_queue(offer.call).expect("the call waits");
        let waited = now.since(others.waiting.since);
        let call = self.calls.get_mut(&offer.call).expect("the call waits");
        call.state = State::Talking { offer: id, queue: others.waiting.queue, waited };
        call.hears = Hears::Nothing;
        if !std::mem::replace(&mut call.is_answered, true) {
            self.outputs.push_back(Output::Answer(offer.call));
        }
        self.set_offer(id, OfferState::Talking);
        self.timers.disarm(Timer::Leg(id));
        self.outputs.push_back(Output::Join { call: offer.call, offer: id });
        for other in others.offers.into_values().filter(|other| *other != id) {
            self.withdraw(now, other, WithdrawCause::AnsweredElsewhere);
        }
        let talking = Leg::Talking(offer.call);
        self.roster.change(offer.agent, |agent| agent.legs.extend([(id, talking)]));
        self.stop_ringing_at(now, offer.agent, WithdrawCause::AgentTaken, |_| true);
    }

    /// The telephone refused, or was not reached.
    pub(crate) fn offer_refused(&mut self, now: Instant, id: OfferId, refusal: OfferRefusal) {
        let Some(offer) = self.offers.get(&id).copied() else { return };
        if offer.state != OfferState::Ringing {
            return self.leg_gone(now, id);
        }
        match refusal {
            OfferRefusal::Declined => self.bar_declined(now, offer),
            OfferRefusal::Unsupported => {
                let agent = self.roster.agent(offer.agent).uri.clone();
                self.outputs.push_back(Output::Notice(Notice::OfferUnsupported { offer: id, agent }));
                self.bar_declined(now, offer);
            }
            OfferRefusal::NotReady => {
                let pause = self.limits.agent_guard.max(NOT_READY_PAUSE);
                self.roster.change(offer.agent, |agent| agent.guarded_until = Some(now.after(pause)));
                self.arm_agent(offer.agent);
            }
            OfferRefusal::Unreachable => {
                let until = now.after(self.limits.unreachable_pause);
                self.roster.change(offer.agent, |agent| agent.shunned_until = Some(until));
                self.arm_agent(offer.agent);
            }
        }
        self.remove_offer(id);
    }

    fn bar_declined(&mut self, now: Instant, offer: Offer) {
        let grace = self.configuration.settings().agent_ringback_grace_period.value();
        self.pass(offer.call, offer.agent, now.after(Duration::from_secs(grace.into())));
    }

    /// The leg to an agent is gone, whatever it was doing.
    pub(crate) fn leg_gone(&mut self, now: Instant, id: OfferId) {
        let Some(offer) = self.offers.get(&id).copied() else { return };
        match offer.state {
            // Without a word why: as if it had rung out.
            OfferState::Ringing => self.pass(offer.call, offer.agent, now.after(self.limits.rering_pause)),
            OfferState::Withdrawn => {}
            OfferState::Talking | OfferState::Ending => self.guard(now, offer.agent),
        }
        self.remove_offer(id);
        if offer.state == OfferState::Talking {
            self.end(offer.call, EndCause::AgentHungUp, Refusal::Misconfigured);
        }
    }

    /// The edge has not said in time that a leg is gone.
    pub(crate) fn leg_overdue(&mut self, now: Instant, id: OfferId) {
        let Some(offer) = self.offers.get(&id).copied() else { return };
        let agent = Some(self.roster.agent(offer.agent).uri.clone());
        let waited_for = "the end of a leg to an agent";
        self.outputs.push_back(Output::Notice(Notice::Healed { waited_for, call: Some(offer.call), agent }));
        self.leg_gone(now, id);
    }

    /// A call has rung for the alert time of the group.
    pub(crate) fn rang_out(&mut self, now: Instant, id: CallId) {
        let until = now.after(self.limits.rering_pause);
        let rung = self.leave_to_pickers(now, id).unwrap_or_else(|| self.take_round(id));
        for (agent, offer) in rung {
            self.pass(id, agent, until);
            self.withdraw(now, offer, WithdrawCause::TimedOut);
        }
        self.seek(id);
    }

    /// Where a call still rings at some who picked it later: gives back the other offers.
    fn leave_to_pickers(&mut self, now: Instant, id: CallId) -> Option<BTreeMap<AgentIndex, OfferId>> {
        let round = self.calls.get_mut(&id)?.waiting_mut()?.hunt.round.as_mut()?;
        let Round { offers, picked, deadline, .. } = round;
        picked.retain(|agent, until| *until > now && offers.contains_key(agent));
        *deadline = *picked.values().min()?;
        let rung = offers.extract_if(.., |agent, _| !picked.contains_key(agent)).collect();
        self.timers.arm(Timer::Alert(id), *deadline);
        Some(rung)
    }

    /// Takes back what rings at an agent.
    pub(crate) fn stop_ringing_at(
        &mut self,
        now: Instant,
        agent: AgentIndex,
        cause: WithdrawCause,
        which: impl Fn(Leg) -> bool,
    ) {
        let legs = self.roster.agent(agent).legs.iter();
        let ringing: Vec<_> = legs.filter(|(_, leg)| which(**leg)).map(|(offer, _)| *offer).collect();
        for id in ringing {
            let Some(offer) = self.offers.get(&id).copied() else { continue };
            if offer.state == OfferState::Ringing {
                self.withdraw(now, id, cause);
                self.forget_ringing(offer);
            }
        }
    }

    /// Ends the leg to an agent who has answered.
    pub(crate) fn end_agent(&mut self, now: Instant, id: OfferId) {
        let Some(offer) = self.offers.get(&id).copied() else { return };
        self.set_offer(id, OfferState::Ending);
        self.roster.change(offer.agent, |agent| {
            agent.legs.insert(id, Leg::Ending);
            agent.idle_since = now;
        });
        self.outputs.push_back(Output::EndAgent(id));
        self.timers.arm(Timer::Leg(id), now.after(self.limits.ending_max));
    }

    fn set_offer(&mut self, id: OfferId, state: OfferState) {
        if let Some(offer) = self.offers.get_mut(&id) {
            offer.state = state;
        }
    }

    /// Forgets an offer whose leg is gone; a call for which nothing else rings looks for the next agent.
    fn remove_offer(&mut self, id: OfferId) {
        let Some(offer) = self.offers.remove(&id) else { return };
        self.timers.disarm(Timer::Leg(id));
        self.roster.change(offer.agent, |agent| agent.legs.retain(|leg, _| *leg != id));
        if offer.state == OfferState::Ringing {
            self.forget_ringing(offer);
        }
    }

    /// Takes an offer out of the round of its call; when it was the last one, the call looks for the next agent.
    fn forget_ringing(&mut self, offer: Offer) {
        let round = self.calls.get_mut(&offer.call).and_then(|call| call.waiting_mut()?.hunt.round.as_mut());
        let Some(round) = round else { return };
        round.offers.remove(&offer.agent);
        if round.offers.is_empty() {
            self.take_round(offer.call);
            self.seek(offer.call);
        }
    }

    /// Leaves an agent alone for a moment after a call.
    fn guard(&mut self, now: Instant, agent: AgentIndex) {
        let guard = self.limits.agent_guard;
        self.roster.change(agent, |agent| {
            agent.idle_since = now;
            agent.guarded_until = (!guard.is_zero()).then(|| now.after(guard));
        });
        self.arm_agent(agent);
    }

    pub(crate) fn arm_agent(&mut self, agent: AgentIndex) {
        match self.roster.agent(agent).left_alone_until() {
            Some(until) => self.timers.arm(Timer::Agent(agent), until),
            None => self.timers.disarm(Timer::Agent(agent)),
        }
    }

    /// An agent has been left alone for long enough.
    pub(crate) fn agent_due(&mut self, now: Instant, agent: AgentIndex) {
        let is_over = |until: &mut Instant| *until <= now;
        self.roster.change(agent, |agent| {
            agent.guarded_until.take_if(is_over);
            agent.shunned_until.take_if(is_over);
            agent.elsewhere_until.take_if(is_over);
        });
        self.arm_agent(agent);
    }
}

/// How long a telephone is left alone that was still busy with what we had ended, where the guard is shorter.
const NOT_READY_PAUSE: Duration = Duration::from_secs(1);
