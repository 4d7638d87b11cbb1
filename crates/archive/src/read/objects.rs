//! The second pass: objects out of the CLIXML files, each checked by the rules of its noun.

use std::collections::{BTreeMap, BTreeSet};

use domain::{ExportedObject, Object, ObjectId, ObjectKind, ServiceSettings};
use serde_json::Value as Json;

use super::files::{XmlFile, in_file};
use super::note;
use crate::audio::SETTINGS_FOLDER;
use crate::container::{Budget, Container, ENTRY_SIZE_MAX, EntryReader};
use crate::decode::{Decoded, Decoder, Mismatch};
use crate::manifest::ManifestObject;
use crate::nouns::{SERVICE_SETTINGS, SETTINGS_FILE, file_name, shape};
use crate::problem::{InvalidArchive, Problem};
use clixml::{Reader, Value};

/// Collects the objects of an archive, and what is wrong with them.
pub(super) struct Objects<'r, 'a, 'd> {
    container: &'r Container<'a>,
    decoder: &'r mut Decoder<'d>,
    notes: BTreeMap<ObjectId, &'r ManifestObject>,
    objects: Vec<ExportedObject>,
    ids: BTreeSet<ObjectId>,
    problems: Vec<Problem>,
    budget: Budget,
}

impl<'r, 'a, 'd> Objects<'r, 'a, 'd> {
    pub(super) fn new(
        container: &'r Container<'a>,
        decoder: &'r mut Decoder<'d>,
        notes: BTreeMap<ObjectId, &'r ManifestObject>,
    ) -> Self {
        Self {
            container,
            decoder,
            notes,
            objects: Vec::new(),
            ids: BTreeSet::new(),
            problems: Vec::new(),
            budget: Budget::default(),
        }
    }

    /// Reads all objects of a kind.
    pub(super) fn read(&mut self, kind: ObjectKind, file: &XmlFile) {
        let name = file_name(kind);
        self.each(name, file, |objects, position, value| {
            let problem = match objects.object(kind, value) {
                Ok(object) if objects.ids.insert(object.id) => {
                    objects.objects.push(object);
                    return true;
                }
                Ok(object) => Problem::DuplicateObject { file: name, id: object.id },
                Err(mismatch) => of_object(name, position, value, &mismatch),
            };
            note(&mut objects.problems, problem)
        });
    }

    /// Reads the settings, of which there is one set.
    pub(super) fn read_settings(&mut self, file: &XmlFile) -> Option<ServiceSettings> {
        let mut settings = None;
        self.each(SETTINGS_FILE, file, |objects, position, value| {
            let problem = match objects.settings(value) {
                Ok(_) if settings.is_some() => Problem::SettingsTwice,
                Ok(read) => {
                    settings = Some(read);
                    return true;
                }
                Err(mismatch) => of_object(SETTINGS_FILE, position, value, &mismatch),
            };
            note(&mut objects.problems, problem)
        });
        settings
    }

    /// The objects, if nothing was wrong.
    pub(super) fn finish(self) -> Result<Vec<ExportedObject>, InvalidArchive> {
        if self.problems.is_empty() { Ok(self.objects) } else { Err(InvalidArchive::new(self.problems)) }
    }

    /// Calls `take` with every top-level object of a file until it says false.
    fn each(
        &mut self,
        name: &'static str,
        file: &XmlFile,
        mut take: impl FnMut(&mut Self, usize, &Value) -> bool,
    ) {
        let container = self.container;
        let budget = std::mem::take(&mut self.budget);
        let entry = &container.entries()[file.entry];
        let input: EntryReader<'_, '_> = entry.reader(&budget, ENTRY_SIZE_MAX);
        let mut reader = Reader::new(input, file.references.clone());
        let mut position = 0;
        loop {
            match reader.next_object() {
                Ok(None) => break,
                Ok(Some(Value::Nil)) => {}
                Ok(Some(value)) => {
                    position += 1;
                    if !take(self, position, &value) {
                        break;
                    }
                }
                Err(error) => {
                    note(&mut self.problems, in_file(name, entry, error));
                    break;
                }
            }
        }
        drop(reader);
        self.budget = budget;
    }

    fn object(&mut self, kind: ObjectKind, value: &Value) -> Result<ExportedObject, Mismatch> {
        let Decoded { pool, id, owner, properties } = self.decoder.top_level(shape(kind), value, "")?;
        let id = id.ok_or_else(|| Mismatch::new("it has no Identity with a GUID".to_owned()))?;
        let owner = owner.or(pool).ok_or_else(|| {
            Mismatch::new("neither OwnerPool nor Identity names the pool that it belongs to".to_owned())
        })?;
        let object =
            Object::from_properties(kind, Json::Object(properties)).map_err(|error| broken(&error))?;
        let base = self.notes.get(&id).and_then(|notes| notes.base);
        Ok(ExportedObject { id, owner, base, object })
    }

    fn settings(&mut self, value: &Value) -> Result<ServiceSettings, Mismatch> {
        let decoded = self.decoder.top_level(&SERVICE_SETTINGS, value, SETTINGS_FOLDER)?;
        serde_path_to_error::deserialize(Json::Object(decoded.properties)).map_err(|error| broken(&error))
    }
}

/// A rule of the noun that is broken, with the path of the property.
fn broken(error: &serde_path_to_error::Error<serde_json::Error>) -> Mismatch {
    let path = error.path().to_string();
    let path = if path == "." { Vec::new() } else { vec![path] };
    Mismatch { path, rule: domain::plain_words(&error.inner().to_string()) }
}

fn of_object(file: &'static str, position: usize, value: &Value, mismatch: &Mismatch) -> Problem {
    let name = match value.as_object().and_then(|object| object.property("Name")) {
        Some(Value::String(name)) => name.chars().take(NAME_SHOWN).collect(),
        _ => String::new(),
    };
    Problem::Object { file, position, name, property: mismatch.path_text(), rule: mismatch.rule.clone() }
}

/// How much of a name a problem shows, in characters.
const NAME_SHOWN: usize = 60;
