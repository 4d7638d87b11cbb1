//! Step 1: each object of the archive against the one held here (`docs/rules.md`, recovery: same object, edits on
//! both sides).

use std::collections::BTreeSet;

use domain::{Configuration, Digest, Entry, ExportedObject, ObjectId, PoolFqdn, Stamp, Tombstone};

use super::{Fate, Incoming};
use crate::{Conflict, Difference, ObjectLine, request::Import};

/// What becomes of the archive's objects, before names are looked at.
pub(crate) struct Merge {
    pub(crate) incoming: Vec<Incoming>,
    pub(crate) removed: Vec<ObjectId>,
    pub(crate) conflicts: Vec<Conflict>,
}

pub(crate) fn merge(configuration: &Configuration, asked: &Import, stamp: &Stamp) -> Merge {
    let judge = Judge {
        configuration,
        asked,
        restores_itself: asked
            .export
            .origin
            .as_ref()
            .is_some_and(|origin| origin.source == *configuration.pool()),
    };
    let (mut incoming, mut removed, mut conflicts) = (Vec::new(), Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for exported in &asked.export.objects {
        if !seen.insert(exported.id) {
            conflicts.push(Conflict::Twice(line(exported)));
            continue;
        }
        let digest = exported.digest();
        match judge.fate(exported, digest) {
            Ok(fate) => incoming.push(Incoming { entry: judge.entry(exported, digest, stamp), fate }),
            Err(conflict) => {
                // The name still counts, so that every conflict is listed in one go.
                conflicts.push(conflict);
                incoming.push(Incoming { entry: judge.entry(exported, digest, stamp), fate: Fate::Updated });
            }
        }
    }
    for tombstone in asked.export.tombstones.iter().filter(|tombstone| !seen.contains(&tombstone.id)) {
        match judge.removal(tombstone) {
            Ok(Some(id)) => removed.push(id),
            Ok(None) => {}
            Err(conflict) => conflicts.push(conflict),
        }
    }
    Merge { incoming, removed, conflicts }
}

struct Judge<'a> {
    configuration: &'a Configuration,
    asked: &'a Import,
    /// The archive was exported from this very pool: an administrator restores what was here before.
    restores_itself: bool,
}

impl Judge<'_> {
    fn fate(&self, exported: &ExportedObject, digest: Digest) -> Result<Fate, Conflict> {
        let Some(held) = self.configuration.object(exported.id) else {
            return self.creation(exported);
        };
        if held.kind() != exported.object.kind() {
            return Err(Conflict::Kind { object: line(exported), held: held.kind() });
        }
        if held.owner != exported.owner && !self.asked.overwrite_owner {
            let (held, offered) = (held.owner.clone(), exported.owner.clone());
            return Err(Conflict::Owner { object: line(exported), held, offered });
        }
        if held.digest == digest {
            return Ok(Fate::Unchanged);
        }
        if self.asked.force || self.unedited_here(held, exported) {
            return Ok(Fate::Updated);
        }
        let differences = Difference::between(&held.object_at_home(), &exported.object);
        Err(Conflict::Edited { object: line(exported), by: held.changed.by.clone(), differences })
    }

    /// Whether taking the archive's version loses nothing that was done here.
    fn unedited_here(&self, held: &Entry, exported: &ExportedObject) -> bool {
        if exported.base == Some(held.digest) {
            return true;
        }
        if held.owner != *self.configuration.pool() {
            return held.is_as_imported();
        }
        match exported.base {
            // An older version of this pool itself would undo what was done since.
            None => !self.restores_itself && (held.base.is_none() || held.is_as_imported()),
            // The other pool has sent a version home before, and has gone on from there.
            Some(_) => held.is_as_imported() && exported.base == held.ancestor && self.is_newer_than(held),
        }
    }

    /// Whether the archive was made after the last change here.
    fn is_newer_than(&self, held: &Entry) -> bool {
        self.asked.export.origin.as_ref().is_some_and(|origin| origin.at > held.changed.at)
    }

    /// An object that is not held: new, or removed here.
    fn creation(&self, exported: &ExportedObject) -> Result<Fate, Conflict> {
        let Some(tombstone) = self.configuration.tombstone(exported.id) else { return Ok(Fate::Created) };
        let copy_removed_here = tombstone.owner != *self.configuration.pool();
        let comes_home = exported.base.is_some();
        let same_object = tombstone.owner == exported.owner;
        if same_object && (copy_removed_here || comes_home) && !self.asked.force && !self.restores_itself {
            return Err(Conflict::Removed { object: line(exported), by: tombstone.removed.by.clone() });
        }
        Ok(Fate::Created)
    }

    /// An object that was removed on the other pool.
    fn removal(&self, tombstone: &Tombstone) -> Result<Option<ObjectId>, Conflict> {
        let held = self.configuration.object(tombstone.id);
        let Some(held) = held.filter(|held| held.owner == tombstone.owner && held.kind() == tombstone.kind)
        else {
            return Ok(None);
        };
        let known = tombstone.base == Some(held.digest) || tombstone.digest == held.digest;
        let own = held.owner == *self.configuration.pool();
        if own && known && held.changed.at > tombstone.removed.at {
            // It was brought back here after it had been removed there.
            return Ok(None);
        }
        if known || (!own && held.is_as_imported()) || self.asked.force {
            return Ok(Some(held.id));
        }
        Err(Conflict::RemovedThere { object: ObjectLine::of(held), by: held.changed.by.clone() })
    }

    fn entry(&self, exported: &ExportedObject, digest: Digest, stamp: &Stamp) -> Entry {
        let owner: &PoolFqdn =
            if self.asked.overwrite_owner { self.configuration.pool() } else { &exported.owner };
        let entry = Entry::new(exported.id, owner.clone(), exported.object.clone(), stamp.clone());
        Entry { base: Some(digest), ancestor: exported.base, ..entry }
    }
}

fn line(exported: &ExportedObject) -> ObjectLine {
    ObjectLine { kind: exported.object.kind(), id: exported.id, name: exported.object.name().clone() }
}
