//! What must hold of every order, and of the engine as a whole after each step.

use std::{fmt, time::Duration};

use domain::ObjectName;
use engine::{AgentState, CallId, CallState, Engine, OfferId, Output, Refusal};
use stdx::Instant;

use crate::{
    ledger::{Entry, Ledger, Leg, Place},
    plan::{agent_of, number},
};

/// Something that must not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The checker.
    pub rule: &'static str,
    /// What it saw.
    pub what: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.rule, self.what)
    }
}

fn broken<T>(rule: &'static str, what: impl Into<String>) -> Result<T, Violation> {
    Err(Violation { rule, what: what.into() })
}

/// The first order about a call that arrives says who takes it: the pool that may, while the workflow is open.
pub(crate) fn entered(id: CallId, entry: Entry, first: &Output) -> Result<(), Violation> {
    use Refusal::{Closed, Holiday, Inactive, NotFound};
    let is_so = match (entry, first) {
        (Entry::Taken, Output::Refuse { refusal, .. }) => {
            !matches!(refusal, NotFound | Inactive | Closed | Holiday)
        }
        (Entry::Taken, first) => !matches!(first, Output::Relay { .. }),
        (Entry::Relayed, first) => matches!(first, Output::Relay { .. }),
        (Entry::Refused(why), first) => matches!(first, Output::Refuse { refusal, .. } if *refusal == why),
    };
    if is_so {
        return Ok(());
    }
    broken("a call is taken by the pool that may, while it is open", format!("{id} {entry:?}: {first:?}"))
}

/// An offer goes to an agent who may be offered the call, while it waits; whoever waited longer and could have had
/// this agent has one already; and the first offer follows the order of the groups and their methods.
pub(crate) fn offered(ledger: &Ledger, id: CallId, agent: usize) -> Result<(), Violation> {
    let Some(call) = ledger.calls.get(&id) else {
        return broken("an offer is of a call that waits", format!("{id} is gone"));
    };
    let Place::Queue(waiting) = &call.place else {
        return broken("an offer is of a call that waits", format!("{id} is at {:?}", call.place));
    };
    if !call.established {
        return broken("an offer is of a call that waits", format!("{id} is not established"));
    }
    if ledger.picked == Some((id, agent)) && may_pick(ledger, agent, waiting.queue) {
        return Ok(());
    }
    if ledger.group_for(agent, id, waiting.queue).is_none() {
        return broken("an offer goes to an agent who may have it", format!("{id} to agent {agent}"));
    }
    // Of a call that rings already, who becomes free joins in only where no other call rings nowhere.
    let rings = ledger
        .offers
        .values()
        .any(|offer| offer.call == id && offer.state == Leg::Ringing && offer.step < ledger.steps);
    for (other, other_call) in &ledger.calls {
        let Some(older) = ledger.silent(*other) else { continue };
        let goes_first = rings || older.order < waiting.order;
        if *other != id && goes_first && ledger.group_for(agent, *other, older.queue).is_some() {
            let what = format!("agent {agent} got {id} before {other}, {:?}", other_call.place);
            return broken("the call that waited longest goes first", what);
        }
    }
    if waiting.offered { Ok(()) } else { first_offer(ledger, id, agent, waiting.queue) }
}

/// Whether an agent may ask for a call of a queue, however many ring there.
fn may_pick(ledger: &Ledger, agent: usize, queue: usize) -> bool {
    let mut groups = ledger.queues[queue].groups.iter();
    groups
        .any(|group| ledger.plan.groups[*group].is_attendant() && ledger.can_take(agent, *group, usize::MAX))
}

fn first_offer(ledger: &Ledger, id: CallId, agent: usize, queue: usize) -> Result<(), Violation> {
    if (0..ledger.agents.len()).any(|agent| ledger.is_between(agent)) {
        return Ok(());
    }
    let anybody = |group: &usize| (0..ledger.agents.len()).any(|agent| ledger.is_eligible(agent, *group, id));
    let first = ledger.queues[queue].groups.iter().copied().find(anybody);
    let Some(group) = first else { return Ok(()) };
    if !ledger.is_eligible(agent, group, id) {
        let what = format!("{id} went to agent {agent}, and group {group} comes first");
        return broken("groups are searched in order", what);
    }
    match ledger.first_of(group, id) {
        Some(best) if best != agent => {
            let what = format!("{id} went to agent {agent}, and agent {best} of group {group} comes first");
            broken("the method chooses", what)
        }
        _ => Ok(()),
    }
}

/// A call is joined once, while it waits, with an agent who talks with nobody.
pub(crate) fn joined(ledger: &Ledger, id: CallId, offer: OfferId) -> Result<(), Violation> {
    let rule = "one call has one agent, and one agent one call";
    let Some(held) = ledger.offers.get(&offer) else {
        return broken(rule, format!("{id} is joined with {offer}, which is gone"));
    };
    let waits =
        ledger.calls.get(&id).is_some_and(|call| matches!(call.place, Place::Queue(_)) && call.answered);
    let rings = matches!(held.state, Leg::Ringing | Leg::Withdrawn);
    let talks = ledger.legs(held.agent).any(|leg| leg.state == Leg::Talking);
    if held.call != id || !waits || !rings || talks {
        return broken(rule, format!("{id} is joined with {offer} ({held:?}), agent talks: {talks}"));
    }
    Ok(())
}

pub(crate) fn withdrawn(ledger: &Ledger, offer: OfferId) -> Result<(), Violation> {
    match ledger.offers.get(&offer) {
        Some(held) if held.state == Leg::Ringing => Ok(()),
        other => broken("only what rings is withdrawn", format!("{offer}: {other:?}")),
    }
}

pub(crate) fn ended(ledger: &Ledger, offer: OfferId) -> Result<(), Violation> {
    match ledger.offers.get(&offer) {
        Some(held) if held.state != Leg::Ending => Ok(()),
        other => broken("a leg is ended once", format!("{offer}: {other:?}")),
    }
}

pub(crate) fn refused(ledger: &Ledger, id: CallId) -> Result<(), Violation> {
    match ledger.calls.get(&id) {
        Some(call) if !call.answered => Ok(()),
        other => broken("only a call that was not answered is refused", format!("{id}: {other:?}")),
    }
}

/// A call that waits is not ended, but for its greatest length.
pub(crate) fn call_ended(ledger: &Ledger, id: CallId, too_long: bool) -> Result<(), Violation> {
    match ledger.calls.get(&id) {
        None => broken("a call is ended once", format!("{id}")),
        Some(call) if matches!(call.place, Place::Queue(_)) && !too_long => {
            broken("a call that waits is not ended", format!("{id}: {call:?}"))
        }
        Some(_) => Ok(()),
    }
}

/// A queue without agents takes no calls, but for those that came when it had some.
pub(crate) fn without_agents(ledger: &Ledger, id: CallId, queue: usize) -> Result<(), Violation> {
    if ledger.has_agents(queue) || ledger.had_agents(id, queue) {
        return broken("a queue with agents takes calls", format!("{id}, queue {queue}"));
    }
    Ok(())
}

/// A call is acted on when the queue is full: the last that came, or who waits longest and rings nowhere.
pub(crate) fn full(ledger: &Ledger, id: CallId, queue: usize) -> Result<(), Violation> {
    let rule = "a full queue acts on the right call";
    let waiting = ledger.waiting(queue);
    let threshold = ledger.queues[queue].overflow;
    let before = waiting.len() - 1;
    if threshold.is_none_or(|threshold| before < threshold) {
        return broken(rule, format!("queue {queue} holds {before} of {threshold:?}"));
    }
    let (_, entrant) = waiting[before];
    let others = waiting[..before].iter().map(|(_, call)| *call);
    let mut silent = others.clone().filter(|call| !ledger.rings(*call));
    let oldest = silent.next().or_else(|| others.clone().next()).unwrap_or(entrant);
    let expected = if ledger.queues[queue].oldest { oldest } else { entrant };
    if expected != id {
        return broken(rule, format!("queue {queue} acts on {id}, not on {expected}"));
    }
    Ok(())
}

/// A timeout acts at its own instant.
pub(crate) fn timed_out(ledger: &Ledger, id: CallId) -> Result<(), Violation> {
    match ledger.calls.get(&id).map(|call| &call.place) {
        Some(Place::Queue(waiting)) if waiting.deadline.is_some_and(|at| at <= ledger.now) => Ok(()),
        other => broken("a timeout acts at its own instant", format!("{id}: {other:?}")),
    }
}

/// The leg that the engine gives up: one that was to end and did not for as long as that may take.
pub(crate) fn healed(ledger: &Ledger, call: CallId, agent: usize) -> Result<OfferId, Violation> {
    let leg = ledger.offers.iter().find(|(_, leg)| {
        let ends = matches!(leg.state, Leg::Withdrawn | Leg::Ending);
        ends && leg.call == call
            && leg.agent == agent
            && ledger.now.since(leg.since) >= ledger.limits.ending_max
    });
    match leg {
        Some((id, _)) => Ok(*id),
        None => broken("only what is overdue is given up", format!("{call} at agent {agent}")),
    }
}

/// What must hold when the orders of a step are done.
pub(crate) fn settled(ledger: &Ledger, engine: &Engine) -> Result<(), Violation> {
    nobody_left_waiting(ledger)?;
    legs_are_bounded(ledger, Duration::ZERO)?;
    calls_are_bounded(ledger, Duration::ZERO)?;
    queues_keep_their_limits(ledger)?;
    calls_are_seen(ledger, engine)?;
    agents_are_seen(ledger, engine)
}

/// What must hold when a step begins: what was due has been done, but for the moment that the edge may be busy.
pub(crate) fn nothing_is_overdue(ledger: &Ledger) -> Result<(), Violation> {
    legs_are_bounded(ledger, LATENESS_MAX)?;
    calls_are_bounded(ledger, LATENESS_MAX)
}

fn nobody_left_waiting(ledger: &Ledger) -> Result<(), Violation> {
    for id in ledger.calls.keys() {
        let Some(waiting) = ledger.silent(*id) else { continue };
        for agent in 0..ledger.agents.len() {
            if let Some(group) = ledger.group_for(agent, *id, waiting.queue) {
                let what = format!("{id} and agent {agent} of group {group} wait for each other");
                return broken("no caller and agent are left waiting", what);
            }
        }
    }
    Ok(())
}

fn legs_are_bounded(ledger: &Ledger, late: Duration) -> Result<(), Violation> {
    for (id, leg) in &ledger.offers {
        let age = ledger.now.since(leg.since).saturating_sub(late);
        let talks = ledger.calls.get(&leg.call).is_some_and(|call| call.place == Place::Talking(*id));
        let holds = match leg.state {
            Leg::Ringing => age < ALERT_MAX && ledger.calls.contains_key(&leg.call) && !talks,
            Leg::Withdrawn | Leg::Ending => age < ledger.limits.ending_max,
            Leg::Talking => talks,
        };
        if !holds {
            return broken("every agent leaves every state in time", format!("{id}: {leg:?} for {age:?}"));
        }
        let call_talks = ledger.calls.get(&leg.call).map(|call| &call.place);
        if leg.state == Leg::Ringing && !matches!(call_talks, Some(Place::Queue(_))) {
            return broken("what rings is a call that waits", format!("{id}: {leg:?}"));
        }
    }
    Ok(())
}

/// A call that waits is bounded by the threshold of its queue too, one that talks by the greatest length alone.
fn calls_are_bounded(ledger: &Ledger, late: Duration) -> Result<(), Violation> {
    let limits = &ledger.limits;
    let age = |since| ledger.now.since(since).saturating_sub(late);
    for (id, call) in &ledger.calls {
        if age(call.arrived) >= limits.call_length_max {
            return broken("every call ends", format!("{id}: {call:?}"));
        }
        if let Place::Queue(waiting) = &call.place
            && call.established
            && waiting.deadline.is_some_and(|deadline| deadline.after(late) <= ledger.now)
        {
            return broken("a timeout acts at its own instant", format!("{id}: {waiting:?}"));
        }
        let longest = match &call.place {
            _ if call.connected && !call.established => limits.establish_max,
            Place::Prompt(_) => limits.prompt_length_max,
            Place::Question(_) => {
                (limits.prompt_length_max * 2 + limits.answer_silence) * limits.attempts_max
            }
            Place::Transfer => limits.transfer_ring_max,
            _ => continue,
        };
        if age(call.since) >= longest {
            return broken("a call leaves every state in time", format!("{id}: {call:?}"));
        }
    }
    Ok(())
}

fn queues_keep_their_limits(ledger: &Ledger) -> Result<(), Violation> {
    for (queue, before) in ledger.waiting_before.iter().enumerate() {
        let waiting = ledger.waiting(queue);
        let limit = ledger.queues[queue].overflow.map(|threshold| threshold.max(*before));
        if limit.is_some_and(|limit| waiting.len() > limit) {
            let what = format!("queue {queue} holds {} of {limit:?}", waiting.len());
            return broken("a queue holds no more than it may", what);
        }
    }
    for (id, call) in &ledger.calls {
        if let Place::Queue(waiting) = &call.place
            && waiting.entered_in == ledger.steps
            && !ledger.has_agents(waiting.queue)
            && !ledger.had_agents(*id, waiting.queue)
        {
            return broken("a queue without agents takes no calls", format!("{id}: {waiting:?}"));
        }
    }
    Ok(())
}

fn calls_are_seen(ledger: &Ledger, engine: &Engine) -> Result<(), Violation> {
    let rule = "what is shown of a call is so";
    let shown: Vec<_> = engine.calls(ledger.now).collect();
    if !shown.iter().map(|view| view.call).eq(ledger.calls.keys().copied()) {
        let ids: Vec<_> = shown.iter().map(|view| view.call.to_string()).collect();
        let known: Vec<_> = ledger.calls.keys().map(ToString::to_string).collect();
        return broken(rule, format!("shown {ids:?}, known {known:?}"));
    }
    for view in shown {
        let call = &ledger.calls[&view.call];
        let (state, queue) = match &call.place {
            _ if call.connected && !call.established && view.state == CallState::Answering => continue,
            Place::Arriving | Place::Pending(_) => (CallState::Answering, None),
            Place::Prompt(_) => (CallState::Prompt, None),
            Place::Question(_) => (CallState::Question, None),
            Place::Queue(waiting) if ledger.rings(view.call) => (CallState::Ringing, Some(waiting)),
            Place::Queue(waiting) => (CallState::Waiting, Some(waiting)),
            Place::Talking(_) => (CallState::Talking, None),
            Place::Transfer | Place::Transferred => (CallState::Transferred, None),
            Place::Ending => return broken("a call that ends has ended", format!("{view:?}")),
        };
        let place = queue.and_then(|waiting| {
            let mut order = ledger.waiting(waiting.queue).into_iter().map(|(_, call)| call);
            order.position(|call| call == view.call)
        });
        let shown_queue = view.queue.as_ref().map(ObjectName::as_str).map(number);
        let is_so = view.state == state
            && view.position == place.map(|place| place + 1)
            && (queue.is_none() || shown_queue == queue.map(|waiting| waiting.queue));
        if !is_so {
            return broken(rule, format!("{view:?} but {call:?}"));
        }
    }
    Ok(())
}

fn agents_are_seen(ledger: &Ledger, engine: &Engine) -> Result<(), Violation> {
    for view in engine.agents() {
        let agent = agent_of(&view.agent);
        let has = |states: &[Leg]| ledger.legs(agent).any(|leg| states.contains(&leg.state));
        let state = if has(&[Leg::Talking]) {
            AgentState::Talking
        } else if has(&[Leg::Ringing, Leg::Withdrawn]) {
            AgentState::Ringing
        } else if has(&[Leg::Ending]) {
            AgentState::Ending
        } else if ledger.agents[agent].guarded_until > ledger.now {
            AgentState::Guarded
        } else if ledger.agents[agent].elsewhere_until > ledger.now {
            AgentState::Elsewhere
        } else {
            AgentState::Idle
        };
        if state != view.state {
            return broken("what is shown of an agent is so", format!("{view:?}, not {state:?}"));
        }
    }
    Ok(())
}

/// At the end, when everybody has hung up and every wait is over.
pub(crate) fn at_rest(engine: &Engine, now: Instant) -> Result<(), Violation> {
    if let Some(call) = engine.calls(now).next() {
        return broken("every call ends", format!("{call:?}"));
    }
    let busy = engine.agents().find(|agent| agent.state != AgentState::Idle);
    if let Some(agent) = busy {
        return broken("every agent leaves every state in time", format!("{agent:?}"));
    }
    Ok(())
}

/// A life has so many steps at the most.
pub(crate) fn comes_to_rest(steps: u64) -> Result<(), Violation> {
    if steps > STEPS_MAX {
        return broken("everything comes to rest", format!("{steps} steps"));
    }
    Ok(())
}

/// No seed needs as many steps.
const STEPS_MAX: u64 = 200_000;
/// No group of a plan lets a telephone ring longer.
const ALERT_MAX: Duration = Duration::from_secs(25);
/// A timeout acts within this time of its own instant (`docs/rules.md`, queues).
const LATENESS_MAX: Duration = Duration::from_millis(200);
