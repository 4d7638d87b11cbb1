//! Import-CsRgsConfiguration: all or nothing, with every conflict listed at once.
//!
//! 1. `merge` decides for each object of the archive, against the one held here: create, update, leave or refuse.
//! 2. `places` gives each object a free name and checks the addresses.
//! 3. Audio, settings and what was removed on the other pool follow; then everything is one batch of changes.

mod merge;
mod places;

use std::{collections::BTreeSet, sync::Arc};

use domain::{
    AudioContent, AudioFile, Change, Configuration, ContentHash, Entry, Export, Object, ObjectId,
    ServiceSettings, Stamp,
};

use crate::{
    Conflict, Context, Decision, ImportReport, ObjectLine, Refusal, Reply, Warning,
    object::{OBJECTS_MAX, forget_pools},
    request, soundness,
};
use merge::Merge;
use places::Places;

pub(crate) fn import(
    configuration: &Configuration,
    context: Context<'_>,
    mut asked: request::Import,
) -> Result<Decision, Refusal> {
    asked.export.objects.iter_mut().for_each(|exported| forget_pools(&mut exported.object));
    let stamp = context.stamp(configuration);
    let merged = merge::merge(configuration, &asked, &stamp);
    let Merge { incoming, removed, mut conflicts } = merged;

    let touched: BTreeSet<ObjectId> =
        incoming.iter().map(|incoming| incoming.entry.id).chain(removed.clone()).collect();
    let mut places = Places::without(configuration, &touched);
    let placed = places.place(configuration, incoming, asked.resolve_name_conflicts, &mut conflicts);
    let audio = missing_audio(configuration, &asked, &placed, &mut conflicts);
    if !conflicts.is_empty() {
        conflicts.sort_by(|a, b| {
            (a.object().kind, a.object().name.key()).cmp(&(b.object().kind, b.object().name.key()))
        });
        return Err(Refusal::Conflicts(conflicts));
    }

    let mut report = ImportReport::default();
    let mut changes = removals(configuration, &removed, &mut report, &stamp);
    changes.extend(audio.iter().map(|(hash, bytes)| {
        Change::AudioAdded(AudioContent { hash: *hash, size: bytes.len() as u64, added: stamp.clone() })
    }));
    for placed in &placed {
        placed.report(&mut report);
        changes.extend(placed.change());
        changes.extend(
            configuration.tombstone(placed.entry.id).map(|tombstone| Change::TombstoneCleared(tombstone.id)),
        );
    }
    let mut warnings = Vec::new();
    if asked.replace_existing_settings {
        changes.extend(settings(configuration, &asked.export, &audio, &mut report, &mut warnings)?);
    }

    let next = configuration.apply(configuration.sequence(), &changes);
    if next.objects_count() > OBJECTS_MAX {
        return Err(Refusal::Full(OBJECTS_MAX));
    }
    warnings.extend(placed.iter().flat_map(|placed| doubts(&next, context, &placed.entry)));
    let left = removed.iter().flat_map(|id| next.users(*id)).map(|user| ObjectLine::of(user));
    warnings.extend(left.map(Warning::LeftDangling));
    let request = format!("Import {} objects", asked.export.objects.len());
    Ok(Decision { request, changes, audio, reply: Reply::Imported(report), warnings })
}

/// An object of the archive on its way into the configuration.
pub(crate) struct Incoming {
    entry: Entry,
    fate: Fate,
}

/// What an import does with one object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Created,
    Updated,
    Unchanged,
}

/// An object with its name in this pool.
pub(crate) struct Placed {
    entry: Arc<Entry>,
    fate: Fate,
    /// Whether anything is to be stored, be it only whom the object belongs to.
    stored: bool,
    renamed_from: Option<domain::ObjectName>,
}

impl Placed {
    fn report(&self, report: &mut ImportReport) {
        let line = ObjectLine::of(&self.entry);
        if let Some(name) = &self.renamed_from {
            report.renamed.push(crate::Renamed { object: line.clone(), name_in_archive: name.clone() });
        }
        match self.fate {
            Fate::Created => report.created.push(line),
            Fate::Updated => report.updated.push(line),
            Fate::Unchanged => report.unchanged.push(line),
        }
    }

    fn change(&self) -> Option<Change> {
        self.stored.then(|| Change::ObjectSaved(Arc::clone(&self.entry)))
    }
}

fn removals(
    configuration: &Configuration,
    removed: &[ObjectId],
    report: &mut ImportReport,
    stamp: &Stamp,
) -> Vec<Change> {
    let mut changes = Vec::new();
    for entry in removed.iter().filter_map(|id| configuration.object(*id)) {
        report.removed.push(ObjectLine::of(entry));
        changes.push(Change::ObjectRemoved(entry.id));
        changes.push(Change::TombstoneSaved(domain::Tombstone::of(entry, stamp.clone())));
    }
    changes
}

/// The audio of the archive that this pool lacks; what nobody has is a conflict.
fn missing_audio(
    configuration: &Configuration,
    asked: &request::Import,
    placed: &[Placed],
    conflicts: &mut Vec<Conflict>,
) -> Vec<(ContentHash, Arc<[u8]>)> {
    let (export, mut wanted) = (&asked.export, BTreeSet::new());
    for placed in placed {
        for AudioFile { content_hash: hash, .. } in placed.entry.object.audio_files() {
            if !export.audio.contains_key(&hash) && configuration.audio(&hash).is_none() {
                conflicts.push(Conflict::AudioMissing { object: ObjectLine::of(&placed.entry), hash });
            }
            wanted.insert(hash);
        }
    }
    let settings = export.settings.iter().filter(|_| asked.replace_existing_settings);
    let music = settings.filter_map(|settings| settings.default_music_on_hold_file.as_ref());
    wanted.extend(music.map(|file| file.content_hash));
    let lacking = wanted.into_iter().filter(|hash| configuration.audio(hash).is_none());
    lacking.filter_map(|hash| export.audio.get(&hash).map(|bytes| (hash, Arc::clone(bytes)))).collect()
}

fn settings(
    configuration: &Configuration,
    export: &Export,
    audio: &[(ContentHash, Arc<[u8]>)],
    report: &mut ImportReport,
    warnings: &mut Vec<Warning>,
) -> Result<Option<Change>, Refusal> {
    let Some(settings): Option<&ServiceSettings> = export.settings.as_ref() else {
        warnings.push(Warning::NoSettings);
        return Ok(None);
    };
    if let Some(music) = &settings.default_music_on_hold_file {
        let hash = music.content_hash;
        if configuration.audio(&hash).is_none() && !audio.iter().any(|(carried, _)| *carried == hash) {
            return Err(Refusal::AudioMissing(hash));
        }
    }
    report.settings_replaced = settings != configuration.settings();
    Ok(report.settings_replaced.then(|| Change::SettingsSaved(settings.clone())))
}

/// What the administrator should know of an imported object: in a disaster a group that is not whole is better
/// than none, so nothing of this stops an import.
fn doubts(next: &Configuration, context: Context<'_>, entry: &Entry) -> Vec<Warning> {
    let mut problems = soundness::references(next, entry);
    problems.extend(soundness::incompleteness(entry));
    if matches!(entry.object, Object::Workflow(_)) {
        problems.extend(soundness::sharing(next, entry));
    }
    let line = ObjectLine::of(entry);
    let mut doubts: Vec<_> =
        problems.into_iter().map(|problem| Warning::Imported(line.clone(), problem.to_string())).collect();
    let advice = soundness::warnings(next, context.directory, &entry.object);
    doubts.extend(advice.into_iter().map(|warning| Warning::Imported(line.clone(), warning.to_string())));
    doubts
}
