//! Audio in an archive: where it lies, and how objects find it.

use std::collections::{BTreeMap, BTreeSet};

use domain::{AudioFile, AudioFormat, ContentHash, InvalidAudio, ObjectId};

use crate::container::{Budget, Container, ENTRY_SIZE_MAX, InvalidContainer};

/// What lies below `RgsImportExport/RGS/`, by the names under which objects ask for it.
#[derive(Default)]
pub(crate) struct AudioIndex {
    files: Vec<Found>,
    /// Names with the content that lies under them.
    contents: BTreeSet<(String, ContentHash)>,
    /// The first file of a name below each folder.
    in_folder: BTreeMap<(String, String), usize>,
    /// The first file of a name.
    anywhere: BTreeMap<String, usize>,
}

/// One file, judged.
pub(crate) struct Found {
    /// The path in the archive.
    pub(crate) path: String,
    /// Its place among the entries.
    pub(crate) entry: usize,
    /// The hash of its content, or why it is no audio.
    pub(crate) content: Result<ContentHash, InvalidAudio>,
}

impl AudioIndex {
    pub(crate) fn add(&mut self, path: &str, entry: usize, content: Result<ContentHash, InvalidAudio>) {
        let at = self.files.len();
        let lower = path.to_lowercase();
        let (folders, file) = lower.rsplit_once('/').unwrap_or(("", &lower));
        let stem = file.rsplit_once('.').map(|(stem, _)| stem);
        for name in [Some(file), stem].into_iter().flatten() {
            self.contents.extend(content.ok().map(|hash| (name.to_owned(), hash)));
            self.anywhere.entry(name.to_owned()).or_insert(at);
            for folder in folders.split('/') {
                self.in_folder.entry((folder.to_owned(), name.to_owned())).or_insert(at);
            }
        }
        self.files.push(Found { path: path.to_owned(), entry, content });
    }

    pub(crate) fn files(&self) -> &[Found] {
        &self.files
    }

    /// The file of this name: below the object's folder, or anywhere if it is nowhere there.
    pub(crate) fn find(
        &self,
        folder: &str,
        unique_name: &str,
        hash: Option<ContentHash>,
    ) -> Result<Option<ContentHash>, String> {
        let name = unique_name.trim().to_lowercase();
        if hash.is_some_and(|hash| self.contents.contains(&(name.clone(), hash))) {
            return Ok(hash);
        }
        let own = self.in_folder.get(&(folder.to_lowercase(), name.clone()));
        let Some(&at) = own.or_else(|| self.anywhere.get(&name)) else { return Ok(None) };
        let found = &self.files[at];
        let content = found.content.map_err(|error| format!("\"{}\" cannot be used: {error}", found.path))?;
        if hash.is_some_and(|hash| hash != content) {
            return Err(format!(
                "\"{}\" is not the audio that was exported: its SHA-256 differs",
                found.path
            ));
        }
        Ok(Some(content))
    }
}

/// The audio of an archive that was read, unpacked when it is asked for.
#[derive(Debug)]
pub struct AudioFiles<'a> {
    container: Container<'a>,
    places: BTreeMap<ContentHash, usize>,
}

impl<'a> AudioFiles<'a> {
    pub(crate) fn new(container: Container<'a>, places: BTreeMap<ContentHash, usize>) -> Self {
        Self { container, places }
    }

    /// The audio that the objects and settings use.
    pub fn hashes(&self) -> impl Iterator<Item = ContentHash> + '_ {
        self.places.keys().copied()
    }

    /// The bytes of one file; `None` for a hash that is not among [`AudioFiles::hashes`].
    ///
    /// # Errors
    /// None in practice: the file was unpacked before, when the archive was checked.
    pub fn read(&self, hash: &ContentHash) -> Result<Option<Vec<u8>>, InvalidContainer> {
        let Some(place) = self.places.get(hash) else { return Ok(None) };
        self.container.entries()[*place].unpack(&Budget::default(), ENTRY_SIZE_MAX).map(Some)
    }
}

/// Judges the bytes of a file.
pub(crate) fn judge(bytes: &[u8]) -> Result<ContentHash, InvalidAudio> {
    AudioFormat::recognise(bytes).map(|_| ContentHash::of(bytes))
}

/// Where an audio file of the object `id`, or of the settings, is written.
pub(crate) fn path(id: Option<ObjectId>, file: &AudioFile) -> String {
    format!("{}{}.{}", folder(id), file.unique_name.hyphenated(), extension(file))
}

/// Where it is written when another file of the object took its name.
pub(crate) fn other_path(id: Option<ObjectId>, file: &AudioFile) -> String {
    format!("{}{}/{}.{}", folder(id), file.content_hash, file.unique_name.hyphenated(), extension(file))
}

fn folder(id: Option<ObjectId>) -> String {
    let owner = id.map_or_else(|| SETTINGS_FOLDER.to_owned(), |id| id.to_string());
    format!("RgsImportExport/RGS/Instances/{owner}/")
}

fn extension(file: &AudioFile) -> &'static str {
    let wma = file.original_file_name.as_str().to_lowercase().ends_with(".wma");
    if wma { "wma" } else { "wav" }
}

/// The folder of the default music.
pub(crate) const SETTINGS_FOLDER: &str = "ServiceSettings";
