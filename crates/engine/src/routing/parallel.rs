//! All who are free at once; the first to answer has the call.

use crate::{group::Group, roster::AgentIndex};

pub(super) fn choose(group: &Group, skip: impl Fn(AgentIndex) -> bool) -> Vec<AgentIndex> {
    group.eligible().values().copied().filter(|agent| !skip(*agent)).collect()
}
