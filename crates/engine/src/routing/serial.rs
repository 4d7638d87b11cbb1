//! One agent: always the first in the list.

use crate::{group::Group, roster::AgentIndex};

pub(super) fn choose(group: &Group, skip: impl Fn(AgentIndex) -> bool) -> Vec<AgentIndex> {
    group.eligible().values().copied().find(|agent| !skip(*agent)).into_iter().collect()
}
