//! A decision in sentences: what -WhatIf shows.

use domain::{Agent, Change, Configuration, Duty, Entry, ObjectId};

/// One sentence for each change that a decision would make.
pub(crate) fn sentences(before: &Configuration, changes: &[Change]) -> Vec<String> {
    changes.iter().map(|change| sentence(before, change)).collect()
}

fn sentence(before: &Configuration, change: &Change) -> String {
    match change {
        Change::ObjectSaved(entry) => saved(before, entry),
        Change::ObjectRemoved(id) => match before.object(*id) {
            Some(entry) => format!("Remove the {}.", named(entry)),
            None => format!("Remove object {id}."),
        },
        Change::TombstoneSaved(tombstone) => {
            format!("Remember that the {} \"{}\" was removed.", tombstone.kind.noun(), tombstone.name)
        }
        Change::TombstoneCleared(id) => match before.tombstone(*id) {
            Some(gone) => format!("Forget that the {} \"{}\" was removed.", gone.kind.noun(), gone.name),
            None => format!("Forget that object {id} was removed."),
        },
        Change::SettingsSaved(_) => "Change the settings of the pool.".to_owned(),
        Change::AudioAdded(audio) => format!("Keep audio of {} bytes.", audio.size),
        Change::AudioRemoved(hash) => format!("Drop the audio {hash}."),
        Change::PoolRoleSaved(role) => {
            let does = match role.duty {
                Duty::Answers => "Answer",
                Duty::Relays => "Relay",
            };
            format!("{does} calls for the workflows of {}, under epoch {}.", role.owner, role.epoch)
        }
        Change::PersonSaved(person) if person.roles.is_empty() => {
            format!("Take all roles from {}.", person.uri)
        }
        Change::PersonSaved(person) => {
            let roles: Vec<&str> = person.roles.iter().map(|role| role.as_str()).collect();
            format!("Give {} exactly these roles: {}.", person.uri, roles.join(", "))
        }
        Change::TokenSaved(token) => format!("Make a token for {}.", token.person),
        Change::TokenRevoked(id) => format!("Revoke the token {id}."),
        Change::AgentSaved(agent) => agent_saved(before, agent),
        Change::AgentForgotten(uri) => format!("Sign the agent {uri} out everywhere."),
    }
}

fn agent_saved(before: &Configuration, agent: &Agent) -> String {
    let held = before.agent(&agent.uri).map(|held| held.signed_in.clone()).unwrap_or_default();
    let names = |ids: Vec<&ObjectId>| {
        let held = ids.into_iter().filter_map(|id| before.object(*id));
        let mut names: Vec<_> = held.map(|entry| format!("\"{}\"", entry.name())).collect();
        names.sort_unstable();
        names.join(", ")
    };
    let (joined, left) = (
        names(agent.signed_in.difference(&held).collect()),
        names(held.difference(&agent.signed_in).collect()),
    );
    let mut parts = Vec::new();
    if !joined.is_empty() {
        parts.push(format!("sign in to {joined}"));
    }
    if !left.is_empty() {
        parts.push(format!("sign out of {left}"));
    }
    if let Some(presence) =
        agent.presence.filter(|_| before.agent(&agent.uri).and_then(|held| held.presence) != agent.presence)
    {
        parts.push(format!("show as {presence}"));
    }
    if parts.is_empty() {
        parts.push("show the same presence again".to_owned());
    }
    format!("Agent {}: {}.", agent.uri, parts.join(", "))
}

fn saved(before: &Configuration, entry: &Entry) -> String {
    let Some(old) = before.object(entry.id) else {
        let owner =
            if entry.owner == *before.pool() { String::new() } else { format!(" of {}", entry.owner) };
        return format!("Make the {}{owner}.", named(entry));
    };
    if old.owner != entry.owner {
        return format!("Change the {}, which then belongs to {}.", named(old), entry.owner);
    }
    if old.name() != entry.name() {
        return format!("Change the {} and call it \"{}\".", named(old), entry.name());
    }
    format!("Change the {}.", named(old))
}

fn named(entry: &Entry) -> String {
    format!("{} \"{}\"", entry.kind().noun(), entry.name())
}
