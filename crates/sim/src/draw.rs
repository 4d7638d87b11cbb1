//! Plans drawn from a seed, and changes to them.

use std::collections::BTreeSet;

use domain::Presence;
use domain::RoutingMethod::{self, Attendant, LongestIdle, Parallel, RoundRobin, Serial};
use stdx::Rng;

use crate::plan::{Action, Group, Plan, Queue, Target, Workflow};

/// Any pool, small enough that agents are scarce and groups overlap.
pub(crate) fn plan(rng: &mut Rng) -> Plan {
    let agents = 1 + rng.below(8);
    let mixed = rng.one_in(4);
    let groups: Vec<_> = (0..1 + rng.below(4))
        .map(|_| {
            let method = if rng.one_in(4) { Attendant } else { *rng.pick(ONE_CALL_METHODS) };
            group(rng, agents, method, mixed)
        })
        .collect();
    let queues_count = 1 + rng.below(4);
    let queues: Vec<_> = (0..queues_count).map(|_| queue(rng, &groups, queues_count, mixed)).collect();
    let workflows = (0..1 + rng.below(4)).map(|_| workflow(rng, queues_count)).collect();
    let mut plan = Plan {
        agents,
        groups,
        queues,
        workflows,
        signed_in: BTreeSet::new(),
        grace: 30 + rng.below(60) as u64,
        presence: vec![None; agents],
        mixed,
        relays: false,
    };
    for agent in 0..agents {
        let groups = 0..plan.groups.len();
        plan.signed_in.extend(groups.filter(|_| !rng.one_in(4)).map(|group| (agent, group)));
    }
    plan
}

/// Changes one thing of a plan.
pub(crate) fn change(rng: &mut Rng, plan: &mut Plan) {
    let queues_count = plan.queues.len();
    match rng.below(9) {
        0 => {
            let at = rng.below(plan.groups.len());
            // A group stays what it is as far as several calls may ring at once.
            let attends = plan.groups[at].is_attendant();
            let method = if attends { Attendant } else { *rng.pick(ONE_CALL_METHODS) };
            plan.groups[at] = group(rng, plan.agents, method, plan.mixed);
        }
        1 => {
            let at = rng.below(plan.groups.len());
            plan.groups[at].exists = !plan.groups[at].exists;
        }
        2 => {
            let at = rng.below(queues_count);
            plan.queues[at] = queue(rng, &plan.groups, queues_count, plan.mixed);
        }
        3 => {
            let at = rng.below(queues_count);
            plan.queues[at].exists = !plan.queues[at].exists;
        }
        4 => {
            let at = rng.below(plan.workflows.len());
            plan.workflows[at] = workflow(rng, queues_count);
            plan.workflows[at].exists = !rng.one_in(4);
        }
        5 => plan.grace = 30 + rng.below(60) as u64,
        6 => {
            let agent = rng.below(plan.agents);
            let times = plan.presence[agent].map_or(0, |(_, times)| times + 1);
            plan.presence[agent] = Some((*rng.pick(Presence::ALL), times));
        }
        7 => plan.relays = !plan.relays && rng.one_in(2),
        _ => {
            let membership = (rng.below(plan.agents), rng.below(plan.groups.len()));
            if !plan.signed_in.remove(&membership) {
                plan.signed_in.insert(membership);
            }
        }
    }
}

fn group(rng: &mut Rng, agents: usize, method: RoutingMethod, mixed: bool) -> Group {
    let may_join = |agent: &usize| !mixed || agent.is_multiple_of(2) == (method == Attendant);
    let mut members: Vec<_> = (0..agents).filter(may_join).filter(|_| !rng.one_in(3)).collect();
    for at in (1..members.len()).rev() {
        members.swap(at, rng.below(at + 1));
    }
    Group { exists: true, method, formal: rng.one_in(4), alert: 10 + rng.below(15) as u64, members }
}

fn queue(rng: &mut Rng, groups: &[Group], queues: usize, mixed: bool) -> Queue {
    let any = groups.iter().any(Group::is_attendant);
    let all = groups.iter().all(Group::is_attendant);
    let attendants = all || any && rng.one_in(3);
    let fitting = (0..groups.len()).filter(|at| mixed || groups[*at].is_attendant() == attendants);
    let mut groups: Vec<_> = fitting.filter(|_| !rng.one_in(4)).collect();
    if rng.one_in(2) {
        groups.reverse();
    }
    Queue {
        exists: true,
        groups,
        timeout: (!rng.one_in(3)).then(|| 10 + rng.below(80) as u64),
        timeout_action: way_out(rng, queues),
        overflow: rng.one_in(3).then(|| rng.below(7)),
        oldest: rng.one_in(2),
        overflow_action: way_out(rng, queues),
    }
}

fn workflow(rng: &mut Rng, queues: usize) -> Workflow {
    let target = if rng.one_in(3) {
        let answers = (0..1 + rng.below(3)).map(|_| way_out(rng, queues));
        Target::Question(answers.collect())
    } else {
        Target::Queue(rng.below(queues))
    };
    let action = Action { prompt: rng.one_in(3), target };
    Workflow { exists: true, active: !rng.one_in(20), by_day: rng.one_in(6), action }
}

fn way_out(rng: &mut Rng, queues: usize) -> Action {
    let target = match rng.below(5) {
        0 => Target::Terminate,
        1 => Target::Uri,
        _ => Target::Queue(rng.below(queues)),
    };
    Action { prompt: rng.one_in(3), target }
}

const ONE_CALL_METHODS: &[RoutingMethod] = &[LongestIdle, RoundRobin, Serial, Parallel];
