//! Reads an archive: checks every file first, then takes the objects out one after another.

mod files;
mod objects;

use std::collections::BTreeMap;

use domain::{Export, ObjectId};

use crate::audio::AudioFiles;
use crate::container::Container;
use crate::decode::Decoder;
use crate::manifest::{Manifest, ManifestObject};
use crate::nouns::{KINDS, SETTINGS_FILE, file_name};
use crate::problem::{InvalidArchive, Problem, Warning};

use files::Files;
use objects::Objects;

/// An archive that was read.
#[derive(Debug)]
pub struct Archive<'a> {
    /// What it carries; the map of audio is empty, as the bytes stay packed in `audio`.
    pub export: Export,
    /// The audio that objects and settings use.
    pub audio: AudioFiles<'a>,
    /// What was left out.
    pub warnings: Vec<Warning>,
}

/// Reads an archive.
///
/// # Errors
/// Everything that is wrong with it, as far as it can be told at once.
pub fn read(bytes: &[u8]) -> Result<Archive<'_>, InvalidArchive> {
    let container = Container::open(bytes)?;
    let files = Files::check(&container)?;
    let mut warnings = files.warnings;
    let mut decoder = Decoder::new(&files.audio);
    let mut objects = Objects::new(&container, &mut decoder, notes(files.manifest.as_ref()));
    let missing = |file: &'static str| files.manifest.is_none().then_some(Warning::FileMissing(file));
    for kind in KINDS {
        match files.objects.get(&kind) {
            Some(file) => objects.read(kind, file),
            None => warnings.extend(missing(file_name(kind))),
        }
    }
    let settings = match &files.settings {
        Some(file) => objects.read_settings(file),
        None => {
            warnings.extend(missing(SETTINGS_FILE));
            None
        }
    };
    let objects = objects.finish()?;
    warnings.append(&mut decoder.warnings);
    let mut places = BTreeMap::new();
    for found in files.audio.files() {
        match found.content {
            Ok(hash) if decoder.audio_used.contains(&hash) => {
                places.entry(hash).or_insert(found.entry);
            }
            _ => warnings.push(Warning::AudioUnused(found.path.clone())),
        }
    }
    Warning::limit(&mut warnings);
    let (origin, tombstones) = files.manifest.map(Manifest::into_origin).unzip();
    let tombstones = tombstones.unwrap_or_default();
    let export = Export { origin, objects, tombstones, settings, audio: BTreeMap::new() };
    Ok(Archive { export, audio: AudioFiles::new(container, places), warnings })
}

fn notes(manifest: Option<&Manifest>) -> BTreeMap<ObjectId, &ManifestObject> {
    manifest.into_iter().flat_map(|manifest| &manifest.objects).map(|object| (object.id, object)).collect()
}

/// Adds a problem unless there are enough of them; false when there are.
fn note(problems: &mut Vec<Problem>, problem: Problem) -> bool {
    if problems.len() < crate::problem::PROBLEMS_MAX {
        problems.push(problem);
    }
    problems.len() < crate::problem::PROBLEMS_MAX
}
