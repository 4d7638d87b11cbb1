//! Step 2: a free name and free addresses for every object that comes in.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use domain::{Configuration, Entry, NameKey, ObjectId, ObjectKind, ObjectName};

use super::{Fate, Incoming, Placed};
use crate::{Conflict, ObjectLine};

/// The names and addresses that are taken once the import is done.
pub(crate) struct Places {
    names: BTreeMap<(ObjectKind, NameKey), ObjectId>,
    addresses: BTreeMap<String, ObjectLine>,
}

impl Places {
    /// What the objects that stay as they are take.
    pub(crate) fn without(configuration: &Configuration, touched: &BTreeSet<ObjectId>) -> Self {
        let mut places = Self { names: BTreeMap::new(), addresses: BTreeMap::new() };
        for entry in configuration.objects().filter(|entry| !touched.contains(&entry.id)) {
            places.names.insert((entry.kind(), entry.name().key()), entry.id);
            for (_, address) in entry.object.addresses() {
                places.addresses.insert(address, ObjectLine::of(entry));
            }
        }
        places
    }

    /// Places every object; those whose names are free come first, so that a new name never takes one of theirs.
    pub(crate) fn place(
        &mut self,
        configuration: &Configuration,
        incoming: Vec<Incoming>,
        resolve: bool,
        conflicts: &mut Vec<Conflict>,
    ) -> Vec<Placed> {
        let (mut placed, mut crowded) = (Vec::with_capacity(incoming.len()), Vec::new());
        for Incoming { entry, fate } in incoming {
            self.check_addresses(&entry, conflicts);
            let name = name_here(configuration, &entry);
            match self.take(&entry, &name) {
                Ok(()) => placed.push(rename(configuration, entry, fate, name)),
                Err(other) => crowded.push((entry, fate, other)),
            }
        }
        let mut numbers: BTreeMap<(ObjectKind, NameKey), usize> = BTreeMap::new();
        for (entry, fate, other) in crowded {
            if !resolve {
                conflicts.push(Conflict::Name { object: ObjectLine::of(&entry), other });
                continue;
            }
            let last = numbers.entry((entry.kind(), entry.name().key())).or_insert(1);
            let name = loop {
                *last += 1;
                let name = entry.name().numbered(*last);
                if self.take(&entry, &name).is_ok() {
                    break name;
                }
            };
            placed.push(rename(configuration, entry, fate, name));
        }
        placed
    }

    fn take(&mut self, entry: &Entry, name: &ObjectName) -> Result<(), ObjectId> {
        match self.names.entry((entry.kind(), name.key())) {
            std::collections::btree_map::Entry::Occupied(taken) => Err(*taken.get()),
            std::collections::btree_map::Entry::Vacant(free) => {
                free.insert(entry.id);
                Ok(())
            }
        }
    }

    fn check_addresses(&mut self, entry: &Entry, conflicts: &mut Vec<Conflict>) {
        let object = ObjectLine::of(entry);
        for (property, address) in entry.object.addresses() {
            match self.addresses.get(&address) {
                Some(other) => {
                    let (object, other) = (object.clone(), other.clone());
                    conflicts.push(Conflict::Address { object, property, address, other });
                }
                None => drop(self.addresses.insert(address, object.clone())),
            }
        }
    }
}

/// The name by which this pool knew the object, if its owner's name for it is still the same.
fn name_here(configuration: &Configuration, entry: &Entry) -> ObjectName {
    let held = configuration.object(entry.id);
    let renamed = held.filter(|held| held.home_name.as_ref() == Some(entry.name()));
    renamed.map_or_else(|| entry.name().clone(), |held| held.name().clone())
}

/// Gives an object its name in this pool. A copy remembers its name at home; what belongs to this pool is renamed
/// for good.
fn rename(configuration: &Configuration, entry: Entry, fate: Fate, name: ObjectName) -> Placed {
    let renamed_from = (name != *entry.name()).then(|| entry.name().clone());
    let entry = match (&renamed_from, entry.owner == *configuration.pool()) {
        (None, _) => entry,
        (Some(_), false) => entry.renamed_here(name),
        (Some(_), true) => {
            let mut object = entry.object.clone();
            object.rename(name);
            let (base, ancestor) = (entry.base, entry.ancestor);
            Entry { base, ancestor, ..Entry::new(entry.id, entry.owner, object, entry.changed) }
        }
    };
    let held = configuration.object(entry.id);
    let stored = held.is_none_or(|held| {
        (&held.owner, held.digest, held.base, held.ancestor, &held.home_name, held.name())
            != (&entry.owner, entry.digest, entry.base, entry.ancestor, &entry.home_name, entry.name())
    });
    Placed { entry: Arc::new(entry), fate, stored, renamed_from }
}
