//! One agent: who has been ready without a call for the longest time; of two, the first in the list.

use stdx::Instant;

use crate::{group::Group, roster::AgentIndex};

pub(super) const fn rank(idle_since: Instant) -> u64 {
    idle_since.0
}

pub(super) fn choose(group: &Group, skip: impl Fn(AgentIndex) -> bool) -> Vec<AgentIndex> {
    group.eligible().values().copied().find(|agent| !skip(*agent)).into_iter().collect()
}
