//! Writes an archive: equal configurations give equal entries, the manifest aside.

use std::collections::BTreeMap;
use std::io::{self, Write as _};

use domain::{
    AudioFile, ContentHash, Export, ExportedObject, ObjectId, ObjectKind, Origin, PoolFqdn, ServiceSettings,
    Tombstone,
};

use crate::audio;
use crate::container::{ContainerWriter, ENTRIES_MAX};
use crate::encode;
use crate::manifest::{FORMAT, MANIFEST_FILE, Manifest, ManifestEntry, ManifestObject};
use crate::nouns::{self, KINDS, SERVICE_SETTINGS, SETTINGS_FILE};
use clixml::Writer;

/// Why an archive could not be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// An archive says which pool it comes from.
    #[error("the export does not say which pool it comes from")]
    NoOrigin,
    /// The caller has no bytes for a hash.
    #[error("the audio file {name} of {of} cannot be exported: the pool does not hold its content ({hash})")]
    AudioMissing {
        /// The object, for people.
        of: String,
        /// The name given at import.
        name: String,
        /// The hash.
        hash: ContentHash,
    },
    /// More entries than a reader accepts.
    #[error("the export would have more than {ENTRIES_MAX} files; export the owners one by one")]
    TooManyEntries,
    /// The ZIP cannot hold it.
    #[error("the archive cannot be written: {0}")]
    Container(String),
}

/// Writes an archive; `audio` gives the bytes of the files that `export.audio` does not hold.
///
/// # Errors
/// When the origin or audio is missing, or the archive would exceed what a reader accepts.
pub fn write(
    export: &Export,
    audio: &mut dyn FnMut(&ContentHash) -> Option<Vec<u8>>,
) -> Result<Vec<u8>, WriteError> {
    let origin = export.origin.as_ref().ok_or(WriteError::NoOrigin)?;
    let mut objects: Vec<&ExportedObject> = export.objects.iter().collect();
    objects.sort_by_key(|object| object.id);
    let files = Files::of(&objects, export.settings.as_ref());
    if files.0.len() >= ENTRIES_MAX {
        return Err(WriteError::TooManyEntries);
    }
    let mut container = ContainerWriter::new();
    for (path, file) in &files.0 {
        let written = match file {
            File::Objects(kind) => {
                container.entry(path, |out| write_objects(&origin.source, &objects, *kind, out))
            }
            File::Settings(settings) => {
                container.entry(path, |out| write_settings(&origin.source, settings, out))
            }
            File::Audio { hash, of, name } => match export.audio.get(hash) {
                Some(bytes) => container.entry(path, |out| out.write_all(bytes)),
                None => {
                    let (of, name) = (of.clone(), name.clone());
                    let bytes = audio(hash).ok_or(WriteError::AudioMissing { of, name, hash: *hash })?;
                    container.entry(path, |out| out.write_all(&bytes))
                }
            },
        };
        written.map_err(refused)?;
    }
    let manifest = manifest(origin, &objects, &export.tombstones, container.sums());
    let json = serde_json::to_vec_pretty(&manifest).expect("a manifest can be written as JSON");
    container.entry(&in_folder(MANIFEST_FILE), |out| out.write_all(&json)).map_err(refused)?;
    container.finish().map_err(refused)
}

fn refused(error: io::Error) -> WriteError {
    WriteError::Container(error.to_string())
}

fn in_folder(name: &str) -> String {
    format!("RgsImportExport/{name}")
}

/// The files of the archive but the manifest, sorted by path.
struct Files<'a>(BTreeMap<String, File<'a>>);

enum File<'a> {
    Objects(ObjectKind),
    Settings(&'a ServiceSettings),
    Audio { hash: ContentHash, of: String, name: String },
}

impl<'a> Files<'a> {
    fn of(objects: &[&ExportedObject], settings: Option<&'a ServiceSettings>) -> Self {
        let mut files = Self(BTreeMap::new());
        for kind in KINDS {
            files.0.insert(in_folder(nouns::file_name(kind)), File::Objects(kind));
        }
        for ExportedObject { id, object, .. } in objects {
            for file in object.audio_files() {
                let of = || format!("the {} \"{}\"", object.kind().noun(), object.name());
                files.add_audio(Some(*id), &file, of);
            }
        }
        if let Some(settings) = settings {
            files.0.insert(in_folder(SETTINGS_FILE), File::Settings(settings));
            if let Some(file) = &settings.default_music_on_hold_file {
                files.add_audio(None, file, || "the settings".to_owned());
            }
        }
        files
    }

    fn add_audio(&mut self, id: Option<ObjectId>, file: &AudioFile, of: impl Fn() -> String) {
        let new =
            || File::Audio { hash: file.content_hash, of: of(), name: file.original_file_name.to_string() };
        let taken = match self.0.entry(audio::path(id, file)).or_insert_with(new) {
            File::Audio { hash, .. } => *hash != file.content_hash,
            File::Objects(_) | File::Settings(_) => false,
        };
        if taken {
            self.0.entry(audio::other_path(id, file)).or_insert_with(new);
        }
    }
}

fn write_objects(
    source: &PoolFqdn,
    objects: &[&ExportedObject],
    kind: ObjectKind,
    out: &mut impl io::Write,
) -> io::Result<()> {
    let mut writer = Writer::new(out);
    for ExportedObject { id, owner, object, .. } in objects.iter().filter(|read| read.object.kind() == kind) {
        let properties = object.to_properties();
        writer.write(&encode::entry(nouns::shape(kind), source, *id, owner, &properties))?;
    }
    writer.finish().map(drop)
}

fn write_settings(source: &PoolFqdn, settings: &ServiceSettings, out: &mut impl io::Write) -> io::Result<()> {
    let properties = match serde_json::to_value(settings) {
        Ok(serde_json::Value::Object(properties)) => properties,
        other => unreachable!("settings are written as a JSON object, not {other:?}"),
    };
    let mut writer = Writer::new(out);
    writer.write(&encode::settings(&SERVICE_SETTINGS, source, &properties))?;
    writer.finish().map(drop)
}

fn manifest(
    origin: &Origin,
    objects: &[&ExportedObject],
    tombstones: &[Tombstone],
    sums: &[(String, String)],
) -> Manifest {
    let mut tombstones: Vec<&Tombstone> = tombstones.iter().collect();
    tombstones.sort_by_key(|tombstone| tombstone.id);
    let object = |object: &&ExportedObject| ManifestObject {
        id: object.id,
        digest: object.digest(),
        base: object.base,
    };
    let sum =
        |(path, sha256): &(String, String)| ManifestEntry { path: path.clone(), sha256: sha256.clone() };
    Manifest {
        format: FORMAT,
        source: origin.source.clone(),
        owner: origin.owner.clone(),
        time: origin.at,
        sequence: origin.sequence,
        digest: origin.digest,
        objects: objects.iter().map(object).collect(),
        tombstones: tombstones.into_iter().map(Into::into).collect(),
        entries: sums.iter().map(sum).collect(),
    }
}
