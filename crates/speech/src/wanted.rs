//! What a configuration may ever play.

use std::collections::BTreeSet;

use domain::{Configuration, Language, Object, ObjectId, ObjectKind, Prompt};

use crate::{SoundKey, Source};

/// A sound that may be played, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// What it is made of.
    pub source: Source,
    /// The first place that plays it, such as `workflow "Sales"`.
    pub place: String,
}

/// Every sound of a configuration, once each: the prompts of each workflow and of the queues that its calls may
/// reach, in its language, and the music. A text that stands in for a file is among them.
pub fn wanted(configuration: &Configuration) -> Vec<Wanted> {
    let mut collection = Collection::default();
    let music = configuration.settings().default_music_on_hold_file.as_ref();
    collection.add(music.map(Source::file), "the settings of the pool");
    for entry in configuration.by_name(ObjectKind::Workflow, None) {
        let Object::Workflow(workflow) = &entry.object else { continue };
        let place = format!("workflow \"{}\"", entry.name());
        collection.add(workflow.custom_music_on_hold_file.as_ref().map(Source::file), &place);
        entry.object.visit_prompts(&mut |prompt| collection.add_prompt(prompt, workflow.language, &place));
        let queues = queues_of(configuration, &entry.object);
        for queue in queues.iter().filter_map(|id| configuration.object(*id)) {
            let place = format!("queue \"{}\", {place}", queue.name());
            queue
                .object
                .visit_prompts(&mut |prompt| collection.add_prompt(prompt, workflow.language, &place));
        }
    }
    collection.wanted
}

/// The sources of a prompt, the one to play first in front.
pub(crate) fn sources(prompt: &Prompt, language: Language) -> impl Iterator<Item = Source> {
    let text = prompt.text_to_speech_prompt.clone().map(|text| Source::Text(text, language));
    prompt.audio_file_prompt.as_ref().map(Source::file).into_iter().chain(text)
}

/// The queues that calls may reach from an object, by queues between.
fn queues_of(configuration: &Configuration, object: &Object) -> BTreeSet<ObjectId> {
    let mut found = BTreeSet::new();
    let targets = |object: &Object| -> Vec<ObjectId> {
        let references = object.references().into_iter();
        references.filter(|(_, kind, _)| *kind == ObjectKind::Queue).map(|(_, _, target)| target.id).collect()
    };
    let mut open = targets(object);
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(configuration.object(id).iter().flat_map(|entry| targets(&entry.object)));
        }
    }
    found
}

/// Sounds without repetition.
#[derive(Default)]
struct Collection {
    wanted: Vec<Wanted>,
    known: BTreeSet<SoundKey>,
}

impl Collection {
    fn add_prompt(&mut self, prompt: &Prompt, language: Language, place: &str) {
        sources(prompt, language).for_each(|source| self.add(Some(source), place));
    }

    fn add(&mut self, source: Option<Source>, place: &str) {
        let Some(source) = source else { return };
        if self.known.insert(source.key()) {
            self.wanted.push(Wanted { source, place: place.to_owned() });
        }
    }
}
