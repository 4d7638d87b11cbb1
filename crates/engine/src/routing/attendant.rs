//! All who are signed in, whatever their presence but for Do Not Disturb; several calls ring at once, and agents
//! answer in any order.

use crate::{group::Group, roster::AgentIndex};

pub(super) fn choose(group: &Group, skip: impl Fn(AgentIndex) -> bool) -> Vec<AgentIndex> {
    group.eligible().values().copied().filter(|agent| !skip(*agent)).collect()
}
