//! `manifest.json`: what the CLIXML files do not say, and the checksum of each file.

use domain::{Digest, ObjectId, ObjectKind, ObjectName, Origin, PoolFqdn, Stamp, Tombstone};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::problem::Problem;

/// The manifest as it stands in the archive.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Manifest {
    pub(crate) format: u32,
    pub(crate) source: PoolFqdn,
    pub(crate) owner: PoolFqdn,
    pub(crate) time: Timestamp,
    pub(crate) sequence: u64,
    pub(crate) digest: Digest,
    pub(crate) objects: Vec<ManifestObject>,
    pub(crate) tombstones: Vec<ManifestTombstone>,
    pub(crate) entries: Vec<ManifestEntry>,
}

/// What the manifest says about an object.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ManifestObject {
    pub(crate) id: ObjectId,
    pub(crate) digest: Digest,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) base: Option<Digest>,
}

/// What remains of an object that was removed.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ManifestTombstone {
    pub(crate) id: ObjectId,
    pub(crate) kind: ObjectKind,
    pub(crate) name: ObjectName,
    pub(crate) owner: PoolFqdn,
    pub(crate) digest: Digest,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) base: Option<Digest>,
    pub(crate) removed_at: Timestamp,
    pub(crate) removed_by: domain::SipUri,
}

/// The checksum of a file.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ManifestEntry {
    pub(crate) path: String,
    #[serde(rename = "SHA256")]
    pub(crate) sha256: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct FormatOnly {
    format: u32,
}

impl Manifest {
    /// Reads the format first, so that a newer manifest is known as one whatever else it holds.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Problem> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let refused = |error: serde_json::Error| Problem::Manifest(error.to_string());
        let FormatOnly { format } = serde_json::from_slice(bytes).map_err(refused)?;
        if format > FORMAT {
            return Err(Problem::NewerFormat { found: format, known: FORMAT });
        }
        serde_json::from_slice(bytes).map_err(refused)
    }

    /// What remains of the manifest when the archive has been read.
    pub(crate) fn into_origin(self) -> (Origin, Vec<Tombstone>) {
        let Self { source, owner, time: at, sequence, digest, tombstones, .. } = self;
        let tombstones = tombstones.into_iter().map(Into::into).collect();
        (Origin { source, owner, at, sequence, digest }, tombstones)
    }
}

impl From<&Tombstone> for ManifestTombstone {
    fn from(tombstone: &Tombstone) -> Self {
        let Tombstone { id, kind, name, owner, digest, base, removed } = tombstone.clone();
        Self { id, kind, name, owner, digest, base, removed_at: removed.at, removed_by: removed.by }
    }
}

impl From<ManifestTombstone> for Tombstone {
    fn from(read: ManifestTombstone) -> Self {
        let ManifestTombstone { id, kind, name, owner, digest, base, removed_at, removed_by } = read;
        Self { id, kind, name, owner, digest, base, removed: Stamp { at: removed_at, by: removed_by } }
    }
}

/// The format that this version writes, and the newest that it reads.
pub const FORMAT: u32 = 1;

/// The largest manifest that is read, in bytes.
pub(crate) const MANIFEST_SIZE_MAX: u64 = 64 * 1024 * 1024;

/// The name of the file.
pub(crate) const MANIFEST_FILE: &str = "manifest.json";
