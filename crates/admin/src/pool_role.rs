//! Failover and failback on an operator's word: each pool keeps its role for each owner, under an epoch that only
//! grows (`docs/rules.md`, recovery).

use domain::{Change, Configuration, Duty, PoolFqdn, PoolRole};

use crate::{Decision, Refusal, Reply};

/// The backup pool answers for `owner` from now on.
pub(crate) fn fail_over(configuration: &Configuration, owner: PoolFqdn) -> Result<Decision, Refusal> {
    if owner == *configuration.pool() {
        return Err(Refusal::OwnPool(owner));
    }
    turn(configuration, &owner, Duty::Answers, "Fail over")
}

/// The owner answers for itself again: asked of the backup it ends the failover, asked of the owner it takes over.
pub(crate) fn fail_back(configuration: &Configuration, owner: PoolFqdn) -> Result<Decision, Refusal> {
    let duty = if owner == *configuration.pool() { Duty::Answers } else { Duty::Relays };
    turn(configuration, &owner, duty, "Fail back")
}

/// What the pair says of an owner holds when its epoch is higher.
pub(crate) fn learn(configuration: &Configuration, role: PoolRole) -> Result<Decision, Refusal> {
    let held = configuration.pool_role(&role.owner);
    if held == role {
        return Ok(decision("Learn role for", role, false));
    }
    if role.epoch > EPOCH_MAX {
        return Err(Refusal::EpochImpossible { owner: role.owner, offered: role.epoch });
    }
    if role.epoch <= held.epoch {
        return Err(Refusal::EpochPassed { owner: role.owner, held: held.epoch, offered: role.epoch });
    }
    Ok(decision("Learn role for", role, true))
}

/// Highest epoch that is believed: nobody fails over so often.
const EPOCH_MAX: u64 = 1 << 48;

fn turn(
    configuration: &Configuration,
    owner: &PoolFqdn,
    duty: Duty,
    verb: &str,
) -> Result<Decision, Refusal> {
    let held = configuration.pool_role(owner);
    if held.duty == duty {
        let pool = configuration.pool();
        let does = match duty {
            Duty::Answers => format!("{pool} answers for {owner} already"),
            Duty::Relays => format!("{pool} does not answer for {owner}, so there is nothing to give back"),
        };
        return Err(Refusal::RoleUnchanged(format!("{does} (epoch {})", held.epoch)));
    }
    Ok(decision(verb, PoolRole { owner: owner.clone(), duty, epoch: held.epoch + 1 }, true))
}

fn decision(verb: &str, role: PoolRole, changed: bool) -> Decision {
    Decision {
        request: format!("{verb} {}", role.owner),
        changes: if changed { vec![Change::PoolRoleSaved(role.clone())] } else { Vec::new() },
        audio: Vec::new(),
        reply: Reply::PoolRole(role),
        warnings: Vec::new(),
    }
}
