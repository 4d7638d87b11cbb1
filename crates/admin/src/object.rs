//! New, Set and Remove of the five types.

use std::sync::Arc;

use domain::{Change, Configuration, Digest, Entry, Object, ObjectId, ObjectKind, Tombstone};

use crate::{Context, Decision, ObjectLine, Problem, Refusal, Reply, Warning, soundness};

pub(crate) fn new(
    configuration: &Configuration,
    context: Context<'_>,
    id: ObjectId,
    mut object: Object,
) -> Result<Decision, Refusal> {
    // What was removed travels to the other pool under its GUID, and would remove the new object there.
    if configuration.object(id).is_some() || configuration.tombstone(id).is_some() {
        return Err(Refusal::IdTaken(id));
    }
    if configuration.objects_count() >= OBJECTS_MAX {
        return Err(Refusal::Full(OBJECTS_MAX));
    }
    let mut problems = match &object {
        Object::Workflow(workflow) if workflow.managed && !workflow.active => vec![Problem::ManagedInactive],
        Object::HolidaySet(set) if set.holiday_list.as_slice().is_empty() => vec![Problem::NoHoliday],
        _ => Vec::new(),
    };
    let elsewhere =
        Entry::new(id, configuration.pool().clone(), object.clone(), context.stamp(configuration));
    problems.extend(soundness::problems(configuration, &elsewhere));
    refuse(&object, problems)?;
    forget_pools(&mut object);
    let entry = Entry::new(id, configuration.pool().clone(), object, context.stamp(configuration));
    Ok(saved(configuration, context, "New", entry))
}

pub(crate) fn set(
    configuration: &Configuration,
    context: Context<'_>,
    id: ObjectId,
    mut object: Object,
    expected: Option<Digest>,
) -> Result<Decision, Refusal> {
    let entry = configuration.object(id).ok_or(Refusal::NotFound(id))?;
    if entry.kind() != object.kind() {
        return Err(Refusal::OtherKind { id, found: entry.kind(), asked: object.kind() });
    }
    refuse_stale(entry, expected)?;
    let given = entry.edited(object.clone(), context.stamp(configuration));
    // What was wrong before does not stand in the way of another change.
    let held = soundness::problems(configuration, entry);
    let mut problems = soundness::problems(configuration, &given);
    problems.retain(|problem| !held.contains(problem));
    refuse(&object, problems)?;
    forget_pools(&mut object);
    if object == entry.object {
        let warnings = soundness::warnings(configuration, context.directory, &object);
        let (request, reply) = (format!("Set {}", ObjectLine::of(entry)), Reply::Saved(Arc::clone(entry)));
        return Ok(Decision { request, changes: Vec::new(), audio: Vec::new(), reply, warnings });
    }
    let edited = entry.edited(object, context.stamp(configuration));
    Ok(saved(configuration, context, "Set", edited))
}

pub(crate) fn remove(
    configuration: &Configuration,
    context: Context<'_>,
    id: ObjectId,
    expected: Option<Digest>,
    force: bool,
) -> Result<Decision, Refusal> {
    let entry = configuration.object(id).ok_or(Refusal::NotFound(id))?;
    refuse_stale(entry, expected)?;
    let object = ObjectLine::of(entry);
    if !force {
        let active = |entry: &Entry| matches!(&entry.object, Object::Workflow(workflow) if workflow.active);
        let users = blocking_users(configuration, entry);
        if active(entry) || !users.is_empty() {
            return Err(Refusal::InUse { object, users });
        }
    }
    let left = configuration.users(id).filter(|user| user.id != id);
    let warnings = left.map(|user| Warning::LeftDangling(ObjectLine::of(user))).collect();
    let tombstone = Tombstone::of(entry, context.stamp(configuration));
    Ok(Decision {
        request: format!("Remove {object}"),
        changes: vec![Change::ObjectRemoved(id), Change::TombstoneSaved(tombstone)],
        audio: Vec::new(),
        reply: Reply::Removed(Arc::clone(entry)),
        warnings,
    })
}

/// What speaks against a removal: active workflows that lead to the object, and for a queue the queues that send
/// their calls there (`docs/rules.md`, queues).
fn blocking_users(configuration: &Configuration, entry: &Entry) -> Vec<ObjectLine> {
    let active = soundness::workflows_above(configuration, entry.id)
        .filter(|user| user.id != entry.id)
        .filter(|user| matches!(&user.object, Object::Workflow(workflow) if workflow.active));
    let queues = configuration.users(entry.id).filter(|user| {
        entry.kind() == ObjectKind::Queue && user.kind() == ObjectKind::Queue && user.id != entry.id
    });
    active.map(ObjectLine::of).chain(queues.map(|user| ObjectLine::of(user))).collect()
}

fn saved(configuration: &Configuration, context: Context<'_>, verb: &str, entry: Entry) -> Decision {
    let warnings = soundness::warnings(configuration, context.directory, &entry.object);
    let (request, entry) = (format!("{verb} {}", ObjectLine::of(&entry)), Arc::new(entry));
    let changes = vec![Change::ObjectSaved(Arc::clone(&entry))];
    Decision { request, changes, audio: Vec::new(), reply: Reply::Saved(entry), warnings }
}

/// Refuses a change of a version that nobody has any more.
fn refuse_stale(entry: &Entry, expected: Option<Digest>) -> Result<(), Refusal> {
    match expected {
        Some(expected) if expected != entry.digest => {
            let (object, by) = (ObjectLine::of(entry), entry.changed.by.clone());
            Err(Refusal::Stale { object, by, expected, current: entry.digest })
        }
        _ => Ok(()),
    }
}

fn refuse(object: &Object, problems: Vec<Problem>) -> Result<(), Refusal> {
    if problems.is_empty() {
        return Ok(());
    }
    Err(Refusal::Unsound { kind: object.kind(), name: object.name().to_string(), problems })
}

/// Stored references name no pool: it is always the parent.
pub(crate) fn forget_pools(object: &mut Object) {
    object.visit_references_mut(&mut |reference| reference.pool = None);
}

/// Most objects of a pool (ours; the original publishes 800 hunt groups and 400 interactive ones).
pub(crate) const OBJECTS_MAX: usize = 250_000;
