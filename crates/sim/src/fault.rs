//! Faults that are planted between the engine and those who watch it, each once in a life, as soon as it can do
//! harm: what a broken engine would do, so that every checker is seen to catch what it is for.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use domain::{ObjectName, RoutingMethod};
use engine::{CallId, EndCause, Input, Limits, Notice, Output, Refusal};
use stdx::Instant;

use crate::{
    ledger::{Ledger, Place},
    plan::{agent_of, agent_uri, number, queue_name},
};

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A call that rang nowhere is not offered to the agent who is free for it.
    OfferSwallowed,
    /// A call is offered that does not exist.
    StrangerOffered,
    /// A call is offered twice to the same agent.
    OfferDoubled,
    /// A call goes before one that waits longer.
    QueueJumped,
    /// A later group is asked first.
    GroupSkipped,
    /// Another agent of the group than its method chooses is asked.
    MethodIgnored,
    /// A caller is joined twice.
    JoinDoubled,
    /// An offer is taken back twice.
    WithdrawDoubled,
    /// An offer whose call is gone is not taken back.
    WithdrawSwallowed,
    /// An agent whose caller is gone is not released.
    EndAgentSwallowed,
    /// An agent is released twice.
    EndAgentDoubled,
    /// A call that was answered is refused.
    AnsweredRefused,
    /// A call is ended twice.
    EndDoubled,
    /// A call that an action ends is not ended.
    EndSwallowed,
    /// A call that begins to wait is ended.
    WaitingEnded,
    /// A queue with agents is said to have none.
    AgentsDenied,
    /// A queue without agents takes a call.
    NoAgentsSwallowed,
    /// A queue is full for another call than the one to act on.
    OverflowOfAnother,
    /// A full queue takes one call more.
    OverflowSwallowed,
    /// A call that is transferred is said to go in circles.
    LoopClaimed,
    /// A call that begins to wait is said to have waited too long.
    TimeoutEarly,
    /// A leg is given up as soon as it is to end.
    LegGivenUpEarly,
    /// From now on no timer is seen.
    ClockStopped,
    /// It is not heard that a caller hung up.
    CallerUnheard,
    /// It is not heard that a leg has ended.
    LegUnheard,
    /// It is not heard that a configuration has changed.
    ConfigurationUnheard,
    /// Calls may last longer than they may.
    LengthIgnored,
    /// Prompts may last longer than they may.
    PromptLengthIgnored,
    /// More calls ring at an attendant than may.
    AttendantOverrun,
    /// There is always something to come back for.
    NeverAtRest,
}

impl Fault {
    /// Every fault.
    pub const ALL: [Self; 30] = [
        Self::OfferSwallowed,
        Self::StrangerOffered,
        Self::OfferDoubled,
        Self::QueueJumped,
        Self::GroupSkipped,
        Self::MethodIgnored,
        Self::JoinDoubled,
        Self::WithdrawDoubled,
        Self::WithdrawSwallowed,
        Self::EndAgentSwallowed,
        Self::EndAgentDoubled,
        Self::AnsweredRefused,
        Self::EndDoubled,
        Self::EndSwallowed,
        Self::WaitingEnded,
        Self::AgentsDenied,
        Self::NoAgentsSwallowed,
        Self::OverflowOfAnother,
        Self::OverflowSwallowed,
        Self::LoopClaimed,
        Self::TimeoutEarly,
        Self::LegGivenUpEarly,
        Self::ClockStopped,
        Self::CallerUnheard,
        Self::LegUnheard,
        Self::ConfigurationUnheard,
        Self::LengthIgnored,
        Self::PromptLengthIgnored,
        Self::AttendantOverrun,
        Self::NeverAtRest,
    ];
}

/// Plants a fault once.
#[derive(Debug)]
pub(crate) struct Saboteur {
    /// Nothing where the work is done, or there is none.
    fault: Option<Fault>,
}

impl Saboteur {
    pub(crate) const fn new(fault: Option<Fault>) -> Self {
        Self { fault }
    }

    /// The limits that the engine is told.
    pub(crate) fn limits(&self, limits: &Limits) -> Limits {
        let limits = limits.clone();
        match self.fault {
            Some(Fault::LengthIgnored) => Limits { call_length_max: limits.call_length_max * 2, ..limits },
            Some(Fault::PromptLengthIgnored) => {
                Limits { prompt_length_max: limits.prompt_length_max * 2, ..limits }
            }
            Some(Fault::AttendantOverrun) => {
                Limits { attendant_rings_max: limits.attendant_rings_max + 1, ..limits }
            }
            _ => limits,
        }
    }

    /// Whether the engine does not hear of an input.
    pub(crate) fn swallows(&mut self, input: &Input) -> bool {
        let Some(fault) = self.fault else { return false };
        let swallowed = match fault {
            // A clock that stands stands for ever.
            Fault::ClockStopped => return matches!(input, Input::TimePassed),
            Fault::CallerUnheard => matches!(input, Input::CallerHungUp(_)),
            Fault::LegUnheard => matches!(input, Input::OfferEnded(_)),
            Fault::ConfigurationUnheard => matches!(input, Input::ConfigurationChanged(_)),
            _ => false,
        };
        if swallowed {
            self.fault = None;
        }
        swallowed
    }

    /// When it wants to be called again, beside the engine.
    pub(crate) fn wants(&self, now: Instant) -> Option<Instant> {
        (self.fault == Some(Fault::NeverAtRest)).then(|| now.after(Duration::from_secs(1)))
    }

    /// What is seen in place of an order.
    pub(crate) fn tamper(&mut self, ledger: &Ledger, output: Output) -> Vec<Output> {
        let tampered = self.fault.and_then(|fault| tampered(fault, ledger, &output));
        match tampered {
            Some(outputs) => {
                // A queue that takes the call says nothing of it and does not end it.
                let goes_on = matches!(output, Output::Notice(Notice::NoAgents { .. })) && outputs.is_empty();
                self.fault = self.fault.filter(|_| goes_on);
                outputs
            }
            None => vec![output],
        }
    }
}

/// What takes the place of an order, where the fault can do harm there.
fn tampered(fault: Fault, ledger: &Ledger, output: &Output) -> Option<Vec<Output>> {
    if is_swallowed(fault, ledger, output) {
        return Some(Vec::new());
    }
    let offer = misdirected(fault, ledger, output);
    let instead = offer.or_else(|| overflow_of_another(fault, ledger, output));
    instead.map(|instead| vec![instead]).or_else(|| {
        let next =
            if is_doubled(fault, output) { Some(output.clone()) } else { untrue(fault, ledger, output) };
        next.map(|next| vec![output.clone(), next])
    })
}

fn is_swallowed(fault: Fault, ledger: &Ledger, output: &Output) -> bool {
    match (fault, output) {
        (Fault::OfferSwallowed, Output::Offer { call, .. }) => ledger.silent(*call).is_some(),
        (Fault::NoAgentsSwallowed, Output::EndCall { cause, .. }) => *cause == EndCause::NoAgents,
        (Fault::NoAgentsSwallowed, Output::Refuse { refusal, .. }) => *refusal == Refusal::NoAgents,
        (Fault::WithdrawSwallowed, Output::Withdraw { .. })
        | (Fault::EndAgentSwallowed, Output::EndAgent(_))
        | (Fault::EndSwallowed, Output::EndCall { .. })
        | (Fault::NoAgentsSwallowed, Output::Notice(Notice::NoAgents { .. }))
        | (Fault::OverflowSwallowed, Output::Notice(Notice::QueueFull { .. })) => true,
        _ => false,
    }
}

const fn is_doubled(fault: Fault, output: &Output) -> bool {
    matches!(
        (fault, output),
        (Fault::OfferDoubled, Output::Offer { .. })
            | (Fault::JoinDoubled, Output::Join { .. })
            | (Fault::WithdrawDoubled, Output::Withdraw { .. })
            | (Fault::EndAgentDoubled, Output::EndAgent(_))
            | (Fault::EndDoubled, Output::EndCall { .. })
    )
}

/// What is ordered or said after an order, though it is not so.
fn untrue(fault: Fault, ledger: &Ledger, output: &Output) -> Option<Output> {
    let notice = match (fault, output) {
        (Fault::AnsweredRefused, Output::Join { call, .. }) => {
            return Some(Output::Refuse { call: *call, refusal: Refusal::NoAgents });
        }
        (Fault::WaitingEnded, Output::PlayMusic { call, .. }) => {
            return Some(Output::EndCall { call: *call, cause: EndCause::Terminated });
        }
        (Fault::AgentsDenied, Output::PlayMusic { call, .. }) => {
            Notice::NoAgents { call: *call, queue: queue_of(ledger, *call)? }
        }
        (Fault::TimeoutEarly, Output::PlayMusic { call, .. }) => {
            Notice::QueueTimedOut { call: *call, queue: queue_of(ledger, *call)? }
        }
        (Fault::LoopClaimed, Output::Transfer { call, .. }) => {
            Notice::QueueLoop { call: *call, queue: ObjectName::new(&queue_name(0)).ok()? }
        }
        (Fault::LegGivenUpEarly, Output::Withdraw { offer, .. }) => {
            let leg = ledger.offers.get(offer)?;
            let (call, agent) = (Some(leg.call), Some(agent_uri(leg.agent)));
            Notice::Healed { waited_for: "the end of a leg", call, agent }
        }
        _ => return None,
    };
    Some(Output::Notice(notice))
}

fn overflow_of_another(fault: Fault, ledger: &Ledger, output: &Output) -> Option<Output> {
    let Output::Notice(Notice::QueueFull { call, queue }) = output else { return None };
    let waiting = ledger.waiting(number(queue.as_str()));
    let (_, another) = waiting.iter().find(|(_, other)| other != call)?;
    let another = Output::Notice(Notice::QueueFull { call: *another, queue: queue.clone() });
    (fault == Fault::OverflowOfAnother).then_some(another)
}

/// The offer that goes to somebody who should not have it now.
fn misdirected(fault: Fault, ledger: &Ledger, output: &Output) -> Option<Output> {
    let Output::Offer { offer, agent, context, call } = output else { return None };
    let call = *call;
    let mut offered = (call, agent.clone());
    let waiting = ledger.silent(call)?;
    let queue = &ledger.queues[waiting.queue];
    let settled = !(0..ledger.agents.len()).any(|agent| ledger.is_between(agent));
    let eligible = |group: usize| -> BTreeSet<usize> {
        (0..ledger.agents.len()).filter(|agent| ledger.is_eligible(*agent, group, call)).collect()
    };
    match fault {
        Fault::StrangerOffered => offered.0 = CallId(1_000_000),
        Fault::QueueJumped => {
            let (_, last) = *ledger.waiting(waiting.queue).last()?;
            let agent = agent_of(agent);
            ledger.silent(last).filter(|_| last != call)?;
            ledger.group_for(agent, last, waiting.queue)?;
            offered.0 = last;
        }
        Fault::GroupSkipped => {
            let mut groups = queue.groups.iter().map(|group| eligible(*group)).filter(|who| !who.is_empty());
            let first = groups.next()?;
            let later = groups.flatten().find(|agent| !first.contains(agent));
            offered.1 = agent_uri(later.filter(|_| settled && !waiting.offered)?);
        }
        Fault::MethodIgnored => {
            let group = *queue.groups.iter().find(|group| !eligible(**group).is_empty())?;
            let one = matches!(
                ledger.plan.groups[group].method,
                RoutingMethod::Serial | RoutingMethod::LongestIdle | RoutingMethod::RoundRobin
            );
            let best = ledger.first_of(group, call)?;
            let other = eligible(group).into_iter().find(|agent| *agent != best);
            offered.1 = agent_uri(other.filter(|_| one && settled && !waiting.offered)?);
        }
        _ => return None,
    }
    let context = Arc::clone(context);
    Some(Output::Offer { offer: *offer, call: offered.0, agent: offered.1, context })
}

fn queue_of(ledger: &Ledger, call: CallId) -> Option<ObjectName> {
    match &ledger.calls.get(&call)?.place {
        Place::Queue(waiting) => ObjectName::new(&queue_name(waiting.queue)).ok(),
        _ => None,
    }
}
