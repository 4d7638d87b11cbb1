use serde::{Deserialize, Serialize};

use crate::{PoolFqdn, number::words};

words!(
    /// What a pool does with calls for the workflows of one owner.
    Duty, "a duty", {
        /// It answers them.
        Answers = 0,
        /// It relays them to the pool that answers.
        Relays = 1,
    }
);

/// The role of a pool for one owner, under an epoch that only grows (`docs/rules.md`, recovery).
///
/// Of two pools that both claim to answer for an owner, the one with the higher epoch is right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolRole {
    /// The pool whose workflows are meant.
    pub owner: PoolFqdn,
    /// What this pool does with their calls.
    pub duty: Duty,
    /// Counts the failovers and failbacks of the owner.
    pub epoch: u64,
}

impl PoolRole {
    /// What holds before any failover: every pool answers for itself.
    pub fn initial(pool: &PoolFqdn, owner: &PoolFqdn) -> Self {
        let duty = if pool == owner { Duty::Answers } else { Duty::Relays };
        Self { owner: owner.clone(), duty, epoch: 0 }
    }
}
