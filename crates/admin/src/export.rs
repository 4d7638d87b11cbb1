//! Export-CsRgsConfiguration: the reading of a configuration, and the removal of what was exported.

use std::{collections::BTreeSet, sync::Arc};

use domain::{Change, Configuration, Entry, Export, ExportedObject, ObjectId, Origin, PoolFqdn, Tombstone};

use crate::{Context, Decision, ObjectLine, Refusal, RemoveExported, Reply, Right, require};

/// What an archive of the objects that belong to `owner` holds, without the bytes of audio. Without an owner it is
/// the pool itself (`docs/rules.md`, recovery).
///
/// # Errors
/// [`Refusal::Forbidden`].
pub fn export(
    configuration: &Configuration,
    context: Context<'_>,
    owner: Option<PoolFqdn>,
) -> Result<Export, Refusal> {
    require(configuration, context.caller, Right::Administer, "export the configuration")?;
    let owner = owner.unwrap_or_else(|| configuration.pool().clone());
    let set = ExportedSet::of(configuration, &owner);
    if set.is_empty() && owner != *configuration.pool() {
        return Err(Refusal::NothingOwned(owner));
    }
    Ok(Export {
        origin: Some(Origin {
            source: configuration.pool().clone(),
            owner,
            at: context.at,
            sequence: configuration.sequence(),
            digest: set.digest(),
        }),
        objects: set.entries.iter().map(|entry| ExportedObject::of(entry)).collect(),
        tombstones: set.tombstones.into_iter().cloned().collect(),
        settings: Some(configuration.settings().clone()),
        audio: Default::default(),
    })
}

/// Removes what an export carried away, if it is still exactly that.
pub(crate) fn remove_exported(
    configuration: &Configuration,
    asked: &RemoveExported,
) -> Result<Decision, Refusal> {
    let set = ExportedSet::of(configuration, &asked.owner);
    if set.digest() != asked.digest || asked.sequence > configuration.sequence() {
        return Err(Refusal::ExportChanged { owner: asked.owner.clone(), sequence: asked.sequence });
    }
    let removed: BTreeSet<ObjectId> = set.entries.iter().map(|entry| entry.id).collect();
    let users =
        removed.iter().flat_map(|id| configuration.users(*id)).filter(|user| !removed.contains(&user.id));
    let users: BTreeSet<ObjectId> = users.map(|user| user.id).collect();
    if !asked.force && !users.is_empty() {
        let lines = users.iter().filter_map(|id| configuration.object(*id)).map(|user| ObjectLine::of(user));
        return Err(Refusal::ExportInUse(lines.collect()));
    }
    let leaves = |entry: &&&Arc<Entry>| {
        let stays = |id| !removed.contains(&id) && configuration.object(id).is_some();
        entry.object.references().into_iter().any(|(_, _, reference)| stays(reference.id))
    };
    let leaving: Vec<_> = set.entries.iter().filter(leaves).map(|entry| ObjectLine::of(entry)).collect();
    if !asked.force && !leaving.is_empty() {
        return Err(Refusal::ExportIncomplete(leaving));
    }
    let objects = set.entries.iter().map(|entry| Change::ObjectRemoved(entry.id));
    let tombstones = set.tombstones.iter().map(|tombstone| Change::TombstoneCleared(tombstone.id));
    Ok(Decision {
        request: format!("Remove the exported configuration of {}", asked.owner),
        changes: objects.chain(tombstones).collect(),
        audio: Vec::new(),
        reply: Reply::ExportedRemoved(set.entries.iter().map(|entry| ObjectLine::of(entry)).collect()),
        warnings: Vec::new(),
    })
}

/// The objects of one owner in a pool, in the order of type and name, and what was removed of its copies.
struct ExportedSet<'a> {
    entries: Vec<&'a Arc<Entry>>,
    tombstones: Vec<&'a Tombstone>,
}

impl<'a> ExportedSet<'a> {
    fn of(configuration: &'a Configuration, owner: &PoolFqdn) -> Self {
        let kinds = domain::ObjectKind::ALL.iter();
        let entries =
            kinds.flat_map(|kind| configuration.by_name(*kind, None)).filter(|entry| entry.owner == *owner);
        let tombstones = configuration.tombstones().filter(|tombstone| tombstone.owner == *owner);
        Self { entries: entries.collect(), tombstones: tombstones.collect() }
    }

    fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.tombstones.is_empty()
    }

    fn digest(&self) -> domain::Digest {
        Export::set_digest(self.entries.iter().map(|entry| entry.as_ref()), self.tombstones.iter().copied())
    }
}
