//! The rules between objects: names, addresses, references, completeness, sharing.

use std::collections::BTreeSet;

use domain::{
    AgentAlertTime, CallAction, Change, Configuration, Directory, Entry, Object, ObjectId, ObjectKind,
    Question, Role,
};

use crate::{ObjectLine, Problem, Warning};

/// Every rule that saving `entry` would break.
pub(crate) fn problems(configuration: &Configuration, entry: &Entry) -> Vec<Problem> {
    let mut found = taken(configuration, entry);
    found.extend(references(configuration, entry));
    let missing = entry.object.audio_files().into_iter().map(|file| file.content_hash);
    found.extend(missing.filter(|hash| configuration.audio(hash).is_none()).map(Problem::AudioMissing));
    found.extend(incompleteness(entry));
    let saved = Change::ObjectSaved(std::sync::Arc::new(entry.clone()));
    found.extend(sharing(&configuration.apply(configuration.sequence(), &[saved]), entry));
    found
}

/// Names and addresses that belong to others.
fn taken(configuration: &Configuration, entry: &Entry) -> Vec<Problem> {
    let mut found = Vec::new();
    if let Some(other) =
        configuration.named(entry.kind(), &entry.name().key()).filter(|other| other.id != entry.id)
    {
        found.push(Problem::NameTaken { kind: entry.kind(), id: other.id });
    }
    for (property, address) in entry.object.addresses() {
        if let Some(other) = configuration.addressed(&address).filter(|other| other.id != entry.id) {
            found.push(Problem::AddressTaken { property, address, other: ObjectLine::of(other) });
        }
    }
    found
}

/// References that lead nowhere, to another type or into another pool. An inactive workflow is a draft and may
/// name what does not exist yet, but never another pool.
pub(crate) fn references(configuration: &Configuration, entry: &Entry) -> Vec<Problem> {
    let draft = matches!(&entry.object, Object::Workflow(workflow) if !workflow.active);
    let mut found = Vec::new();
    for (property, kind, reference) in entry.object.references() {
        if let Some(pool) = reference.pool.as_ref().filter(|pool| *pool != configuration.pool()) {
            found.push(Problem::ReferenceElsewhere { property, pool: pool.clone() });
            continue;
        }
        if draft || (reference.id == entry.id && kind == entry.kind()) {
            continue;
        }
        match configuration.object(reference.id) {
            None => found.push(Problem::ReferenceMissing { property, kind, id: reference.id }),
            Some(other) if other.kind() != kind => {
                found.push(Problem::ReferenceKind { property, kind, found: ObjectLine::of(other) });
            }
            Some(_) => {}
        }
    }
    found
}

/// What an active workflow lacks.
pub(crate) fn incompleteness(entry: &Entry) -> Vec<Problem> {
    match &entry.object {
        Object::Workflow(workflow) if workflow.active => {
            workflow.incompleteness().into_iter().map(Problem::Incomplete).collect()
        }
        _ => Vec::new(),
    }
}

/// Custom hours that two workflows use, and what managed workflows share, around an entry that
/// `configuration` already holds.
pub(crate) fn sharing(configuration: &Configuration, entry: &Entry) -> Vec<Problem> {
    let below = reached(entry.id, |id| match configuration.object(id) {
        Some(entry) => entry.object.references().into_iter().map(|(_, _, reference)| reference.id).collect(),
        None => Vec::new(),
    });
    let shared = below.into_iter().filter_map(|id| configuration.object(id));
    shared.filter_map(|shared| shared_object(configuration, entry, shared)).collect()
}

/// Who else uses an object that may not be shared; looks no further than the first.
fn shared_object(configuration: &Configuration, entry: &Entry, shared: &Entry) -> Option<Problem> {
    let is_workflow = entry.kind() == ObjectKind::Workflow;
    let mut others = workflows_above(configuration, shared.id).filter(|other| other.id != entry.id);
    match &shared.object {
        Object::HoursOfBusiness(hours) if hours.custom => {
            let other = others.nth(if is_workflow { 0 } else { 1 })?;
            Some(Problem::CustomHoursShared(ObjectLine::of(other)))
        }
        Object::Queue(_) | Object::AgentGroup(_) if configuration.has_managed_workflows() => {
            let other = if is_workflow && is_managed(entry) {
                others.next()?
            } else {
                let alone = !is_workflow && workflows_above(configuration, shared.id).nth(1).is_none();
                others.find(|other| is_managed(other) && !alone)?
            };
            Some(Problem::ManagedShared { shared: ObjectLine::of(shared), other: ObjectLine::of(other) })
        }
        _ => None,
    }
}

fn is_managed(entry: &Entry) -> bool {
    matches!(&entry.object, Object::Workflow(workflow) if workflow.managed)
}

/// What is allowed but deserves a word.
pub(crate) fn warnings(
    configuration: &Configuration,
    directory: &Directory,
    object: &Object,
) -> Vec<Warning> {
    let mut found = Vec::new();
    match object {
        Object::AgentGroup(group) => {
            let time = group.agent_alert_time;
            found
                .extend((time.value() > AgentAlertTime::ADVISED_MAX).then_some(Warning::LongAlertTime(time)));
            let unknown =
                group.distribution_group_address.iter().filter(|address| !directory.contains(address));
            found.extend(unknown.map(|address| Warning::UnknownDistributionGroup(address.to_string())));
        }
        Object::Workflow(workflow) => {
            let managers = workflow.managers_by_uri.iter();
            let without =
                managers.filter(|manager| !configuration.has_role(manager, Role::CsResponseGroupManager));
            found.extend(without.map(|manager| Warning::ManagerWithoutRole(manager.to_string())));
            let questions = workflow.actions().into_iter().filter_map(|(_, action)| action?.question());
            questions.for_each(|question| voice_only_answers(question, &mut found));
        }
        Object::Queue(_) | Object::HoursOfBusiness(_) | Object::HolidaySet(_) => {}
    }
    found
}

fn voice_only_answers(question: &Question, found: &mut Vec<Warning>) {
    for answer in question.answer_list.as_slice() {
        if answer.dtmf_response.is_none() {
            let words: Vec<&str> = answer.voice_response_list.iter().map(|words| words.as_str()).collect();
            found.push(Warning::VoiceOnlyAnswer(words.join(", ")));
        }
        CallAction::question(&answer.action)
            .into_iter()
            .for_each(|question| voice_only_answers(question, found));
    }
}

/// The workflows that lead to an object, directly or through queues, one after the other; a workflow leads to itself.
pub(crate) fn workflows_above(configuration: &Configuration, id: ObjectId) -> impl Iterator<Item = &Entry> {
    let (mut seen, mut open) = (BTreeSet::from([id]), vec![id]);
    let above = std::iter::from_fn(move || {
        let id = open.pop()?;
        open.extend(configuration.users(id).map(|user| user.id).filter(|id| seen.insert(*id)));
        Some(id)
    });
    let entries = above.filter_map(|id| configuration.object(id).map(AsRef::as_ref));
    entries.filter(|entry| entry.kind() == ObjectKind::Workflow)
}

/// Everything that `next` leads to from `start`, itself included; loops are walked once.
pub(crate) fn reached(start: ObjectId, next: impl Fn(ObjectId) -> Vec<ObjectId>) -> BTreeSet<ObjectId> {
    let mut found = BTreeSet::from([start]);
    let mut open = vec![start];
    while let Some(id) = open.pop() {
        open.extend(next(id).into_iter().filter(|id| found.insert(*id)));
    }
    found
}
