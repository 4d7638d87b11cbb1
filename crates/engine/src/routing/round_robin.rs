//! One agent: the next in the list after the one who was offered a call last, from the top again after the end.

use std::ops::Bound::{Excluded, Included, Unbounded};

use crate::{group::Group, roster::AgentIndex};

pub(super) fn choose(group: &mut Group, skip: impl Fn(AgentIndex) -> bool) -> Vec<AgentIndex> {
    let last = group.turn.map(|position| (0, position));
    let below = group.eligible().range((last.map_or(Unbounded, Excluded), Unbounded));
    let above = last.map(|last| group.eligible().range((Unbounded, Included(last))));
    let next = below.chain(above.into_iter().flatten()).find(|(_, agent)| !skip(**agent));
    let next = next.map(|((_, position), agent)| (*position, *agent));
    if let Some((position, _)) = next {
        group.turn = Some(position);
    }
    next.map(|(_, agent)| agent).into_iter().collect()
}
