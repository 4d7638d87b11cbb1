use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;

use crate::{ContentHash, Digest, Entry, Object, ObjectId, PoolFqdn, ServiceSettings, Tombstone};

/// What travels from pool to pool in an archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Export {
    /// Where it comes from; nothing for an archive without a manifest.
    pub origin: Option<Origin>,
    /// The objects, under the names by which their owners know them.
    pub objects: Vec<ExportedObject>,
    /// What was removed from the source since it was imported there.
    pub tombstones: Vec<Tombstone>,
    /// The settings of the source.
    pub settings: Option<ServiceSettings>,
    /// The bytes of the audio that objects and settings refer to.
    pub audio: BTreeMap<ContentHash, Arc<[u8]>>,
}

/// Where and when an export was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The pool that was exported.
    pub source: PoolFqdn,
    /// Whose objects were asked for.
    pub owner: PoolFqdn,
    /// When.
    pub at: Timestamp,
    /// The last record of the source at that moment.
    pub sequence: u64,
    /// The digest of the exported set: [`Export::set_digest`].
    pub digest: Digest,
}

/// An object on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedObject {
    /// The GUID.
    pub id: ObjectId,
    /// The pool that the object belongs to.
    pub owner: PoolFqdn,
    /// The digest of the version that the source had last imported.
    pub base: Option<Digest>,
    /// The content.
    pub object: Object,
}

impl ExportedObject {
    /// The digest of the content, comparable with [`Entry::digest`].
    pub fn digest(&self) -> Digest {
        Entry::digest_of(&self.object)
    }

    /// The object of an entry, as its owner knows it.
    pub fn of(entry: &Entry) -> Self {
        Self { id: entry.id, owner: entry.owner.clone(), base: entry.base, object: entry.object_at_home() }
    }
}

impl Export {
    /// The digest of a set of entries and tombstones: equal as long as nothing of it changed.
    pub fn set_digest<'a>(
        entries: impl IntoIterator<Item = &'a Entry>,
        tombstones: impl IntoIterator<Item = &'a Tombstone>,
    ) -> Digest {
        let mut lines: Vec<String> =
            entries.into_iter().map(|entry| format!("{} {}", entry.id, entry.digest)).collect();
        lines.extend(tombstones.into_iter().map(|tombstone| format!("{} removed", tombstone.id)));
        lines.sort_unstable();
        Digest::of(lines.join("\n").as_bytes())
    }
}
