//! Whom of a group a call is offered to. Every method looks only at those who are eligible.

use domain::RoutingMethod;
use stdx::Instant;

use crate::{group::Group, roster::AgentIndex};

mod attendant;
mod longest_idle;
mod parallel;
mod round_robin;
mod serial;

/// The agents that a call rings at next, all at once; `skip` says who may not be offered it now.
pub(crate) fn choose(group: &mut Group, skip: impl Fn(AgentIndex) -> bool) -> Vec<AgentIndex> {
    match group.method() {
        RoutingMethod::LongestIdle => longest_idle::choose(group, skip),
        RoutingMethod::RoundRobin => round_robin::choose(group, skip),
        RoutingMethod::Serial => serial::choose(group, skip),
        RoutingMethod::Parallel => parallel::choose(group, skip),
        RoutingMethod::Attendant => attendant::choose(group, skip),
    }
}

/// What stands before the place in the list in the order of a group.
pub(crate) const fn rank(method: RoutingMethod, idle_since: Instant) -> u64 {
    match method {
        RoutingMethod::LongestIdle => longest_idle::rank(idle_since),
        RoutingMethod::RoundRobin
        | RoutingMethod::Serial
        | RoutingMethod::Parallel
        | RoutingMethod::Attendant => 0,
    }
}

/// Whether a call rings at all who are eligible, so that who becomes so joins in.
pub(crate) const fn rings_at_all(method: RoutingMethod) -> bool {
    matches!(method, RoutingMethod::Parallel | RoutingMethod::Attendant)
}
