//! An object as a pool holds it: content, owner, and what it was imported from.

use std::{fmt, sync::Arc};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    AgentGroup, AudioFile, ContentHash, HolidaySet, HoursOfBusiness, Invalid, ObjectId, ObjectName, PoolFqdn,
    Prompt, Queue, Reference, SipUri, Workflow,
    number::words,
    schema::{schema, text},
};

words!(
    /// The five types of object that are kept.
    ObjectKind, "a type of object", {
        /// See [`AgentGroup`].
        AgentGroup = 0,
        /// See [`HoursOfBusiness`].
        HoursOfBusiness = 1,
        /// See [`HolidaySet`].
        HolidaySet = 2,
        /// See [`Queue`].
        Queue = 3,
        /// See [`Workflow`].
        Workflow = 4,
    }
);

impl ObjectKind {
    /// The type in the words of a sentence.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::AgentGroup => "agent group",
            Self::HoursOfBusiness => "hours of business",
            Self::HolidaySet => "holiday set",
            Self::Queue => "queue",
            Self::Workflow => "workflow",
        }
    }

    /// The type with its article.
    pub const fn a_noun(self) -> &'static str {
        match self {
            Self::AgentGroup => "an agent group",
            Self::HoursOfBusiness => "a set of hours of business",
            Self::HolidaySet => "a holiday set",
            Self::Queue => "a queue",
            Self::Workflow => "a workflow",
        }
    }
}

/// The content of an object: the same in every copy that nobody edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each variant is the noun of its name")]
pub enum Object {
    AgentGroup(Box<AgentGroup>),
    HoursOfBusiness(Box<HoursOfBusiness>),
    HolidaySet(Box<HolidaySet>),
    Queue(Box<Queue>),
    Workflow(Box<Workflow>),
}

impl Object {
    /// Reads the properties of an object of this type.
    ///
    /// # Errors
    /// The property and the rule it breaks, as `path: rule`.
    pub fn from_properties(
        kind: ObjectKind,
        properties: serde_json::Value,
    ) -> Result<Self, serde_path_to_error::Error<serde_json::Error>> {
        use serde_path_to_error::deserialize;
        Ok(match kind {
            ObjectKind::AgentGroup => Self::AgentGroup(deserialize(properties)?),
            ObjectKind::HoursOfBusiness => Self::HoursOfBusiness(deserialize(properties)?),
            ObjectKind::HolidaySet => Self::HolidaySet(deserialize(properties)?),
            ObjectKind::Queue => Self::Queue(deserialize(properties)?),
            ObjectKind::Workflow => Self::Workflow(deserialize(properties)?),
        })
    }

    /// The properties under their documented names.
    pub fn to_properties(&self) -> serde_json::Map<String, serde_json::Value> {
        let value = match self {
            Self::AgentGroup(group) => serde_json::to_value(group),
            Self::HoursOfBusiness(hours) => serde_json::to_value(hours),
            Self::HolidaySet(set) => serde_json::to_value(set),
            Self::Queue(queue) => serde_json::to_value(queue),
            Self::Workflow(workflow) => serde_json::to_value(workflow),
        };
        match value {
            Ok(serde_json::Value::Object(properties)) => properties,
            other => unreachable!("every noun is written as a JSON object, not {other:?}"),
        }
    }

    /// The type.
    pub const fn kind(&self) -> ObjectKind {
        match self {
            Self::AgentGroup(_) => ObjectKind::AgentGroup,
            Self::HoursOfBusiness(_) => ObjectKind::HoursOfBusiness,
            Self::HolidaySet(_) => ObjectKind::HolidaySet,
            Self::Queue(_) => ObjectKind::Queue,
            Self::Workflow(_) => ObjectKind::Workflow,
        }
    }

    /// The name.
    pub fn name(&self) -> &ObjectName {
        match self {
            Self::AgentGroup(group) => &group.name,
            Self::HoursOfBusiness(hours) => &hours.name,
            Self::HolidaySet(set) => &set.name,
            Self::Queue(queue) => &queue.name,
            Self::Workflow(workflow) => &workflow.name,
        }
    }

    /// Gives the object another name.
    pub fn rename(&mut self, name: ObjectName) {
        match self {
            Self::AgentGroup(group) => group.name = name,
            Self::HoursOfBusiness(hours) => hours.name = name,
            Self::HolidaySet(set) => set.name = name,
            Self::Queue(queue) => queue.name = name,
            Self::Workflow(workflow) => workflow.name = name,
        }
    }

    /// Every reference to another object, with the type that must stand there and the property.
    pub fn references(&self) -> Vec<(&'static str, ObjectKind, &Reference)> {
        let mut found = Vec::new();
        match self {
            Self::Queue(queue) => {
                let groups = queue.agent_group_id_list.iter();
                found.extend(groups.map(|group| ("AgentGroupIDList", ObjectKind::AgentGroup, group)));
                queues_of(&queue.actions(), &mut found);
            }
            Self::Workflow(workflow) => {
                let hours = workflow.business_hours_id.iter();
                found.extend(hours.map(|hours| ("BusinessHoursID", ObjectKind::HoursOfBusiness, hours)));
                let sets = workflow.holiday_set_id_list.iter();
                found.extend(sets.map(|set| ("HolidaySetIDList", ObjectKind::HolidaySet, set)));
                queues_of(&workflow.actions(), &mut found);
            }
            Self::AgentGroup(_) | Self::HoursOfBusiness(_) | Self::HolidaySet(_) => {}
        }
        found
    }

    /// Calls `visit` with every reference, to change it.
    pub fn visit_references_mut(&mut self, visit: &mut dyn FnMut(&mut Reference)) {
        match self {
            Self::Queue(queue) => {
                queue.agent_group_id_list.iter_mut().for_each(&mut *visit);
                let actions = [&mut queue.timeout_action, &mut queue.overflow_action];
                actions.into_iter().flatten().for_each(|action| action.visit_queues_mut(visit));
            }
            Self::Workflow(workflow) => {
                workflow.business_hours_id.iter_mut().for_each(&mut *visit);
                workflow.holiday_set_id_list.iter_mut().for_each(&mut *visit);
                let actions = [
                    &mut workflow.default_action,
                    &mut workflow.non_business_hours_action,
                    &mut workflow.holiday_action,
                ];
                actions.into_iter().flatten().for_each(|action| action.visit_queues_mut(visit));
            }
            Self::AgentGroup(_) | Self::HoursOfBusiness(_) | Self::HolidaySet(_) => {}
        }
    }

    /// Every prompt of the object.
    pub fn visit_prompts(&self, visit: &mut dyn FnMut(&Prompt)) {
        let mut actions = |actions: &[(&str, Option<&crate::CallAction>)]| {
            actions.iter().filter_map(|(_, action)| *action).for_each(|action| action.visit_prompts(visit));
        };
        match self {
            Self::Queue(queue) => actions(&queue.actions()),
            Self::Workflow(workflow) => actions(&workflow.actions()),
            Self::AgentGroup(_) | Self::HoursOfBusiness(_) | Self::HolidaySet(_) => {}
        }
    }

    /// Every audio file that the object plays.
    pub fn audio_files(&self) -> Vec<AudioFile> {
        let mut found = Vec::new();
        self.visit_prompts(&mut |prompt| found.extend(prompt.audio_file_prompt.clone()));
        if let Self::Workflow(workflow) = self {
            found.extend(workflow.custom_music_on_hold_file.clone());
        }
        found
    }

    /// The addresses that callers dial, with their property; unique across the deployment.
    pub fn addresses(&self) -> Vec<(&'static str, String)> {
        let Self::Workflow(workflow) = self else {
            return Vec::new();
        };
        let line = workflow.line_uri.iter().map(|line| ("LineUri", line.as_str().to_owned()));
        std::iter::once(("PrimaryUri", workflow.primary_uri.key())).chain(line).collect()
    }
}

fn queues_of<'a>(
    actions: &[(&'static str, Option<&'a crate::CallAction>)],
    found: &mut Vec<(&'static str, ObjectKind, &'a Reference)>,
) {
    for &(property, action) in actions {
        let Some(action) = action else { continue };
        action.visit_queues(&mut |queue| found.push((property, ObjectKind::Queue, queue)));
    }
}

/// SHA-256 of an object's content: equal in two copies exactly when nobody edited either.
///
/// Parent, owner and bookkeeping do not count, and a name given at import counts as the one at home.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Digest(pub ContentHash);

schema!(Digest, text().pattern(Some("^[0-9a-f]{64}$")));

impl Digest {
    /// The digest of any bytes in canonical order.
    pub fn of(bytes: &[u8]) -> Self {
        Self(ContentHash::of(bytes))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for Digest {
    type Err = Invalid;
    fn from_str(text: &str) -> Result<Self, Invalid> {
        text.parse().map(Self)
    }
}

/// When something was changed, and who asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The moment at the pool.
    pub at: Timestamp,
    /// The person whose token was used.
    pub by: SipUri,
}

/// An object in a pool. Its parent is the pool whose configuration holds the entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The GUID, the same in every copy.
    pub id: ObjectId,
    /// The pool that the object belongs to.
    pub owner: PoolFqdn,
    /// The digest of the content.
    pub digest: Digest,
    /// The digest of the version that was last imported: the last one that two pools are known to share.
    pub base: Option<Digest>,
    /// The base that this version had in the archive it came with.
    pub ancestor: Option<Digest>,
    /// In a copy that was renamed at import: its name in the owner's pool.
    pub home_name: Option<ObjectName>,
    /// The last change.
    pub changed: Stamp,
    /// The content.
    pub object: Object,
}

impl Entry {
    /// An entry whose digest follows from its content.
    pub fn new(id: ObjectId, owner: PoolFqdn, object: Object, changed: Stamp) -> Self {
        let digest = content_digest(&object, None);
        Self { id, owner, digest, base: None, ancestor: None, home_name: None, changed, object }
    }

    /// The digest that an entry of this content has.
    pub fn digest_of(object: &Object) -> Digest {
        content_digest(object, None)
    }

    /// The same entry with other content; the name at home is kept only while the name stays.
    pub fn edited(&self, object: Object, changed: Stamp) -> Self {
        let home_name = self.home_name.clone().filter(|_| object.name() == self.object.name());
        let digest = content_digest(&object, home_name.as_ref());
        Self { digest, home_name, changed, object, ..self.clone() }
    }

    /// The entry under another name in this pool, which its owner does not see.
    pub fn renamed_here(mut self, name: ObjectName) -> Self {
        let home = self.home_name.take().unwrap_or_else(|| self.object.name().clone());
        self.object.rename(name);
        self.home_name = Some(home);
        self
    }

    /// The content as its owner knows it.
    pub fn object_at_home(&self) -> Object {
        let mut object = self.object.clone();
        if let Some(home) = &self.home_name {
            object.rename(home.clone());
        }
        object
    }

    /// Whether the entry is as it was imported.
    pub fn is_as_imported(&self) -> bool {
        self.base == Some(self.digest)
    }

    /// The type.
    pub const fn kind(&self) -> ObjectKind {
        self.object.kind()
    }

    /// The name in this pool.
    pub fn name(&self) -> &ObjectName {
        self.object.name()
    }
}

fn content_digest(object: &Object, home_name: Option<&ObjectName>) -> Digest {
    let bytes = match home_name {
        None => serde_json::to_vec(object),
        Some(home) => {
            let mut object = object.clone();
            object.rename(home.clone());
            serde_json::to_vec(&object)
        }
    };
    Digest::of(&bytes.expect("every noun can be written as JSON"))
}

/// What remains of a removed object, so that a removal on one pool is not undone by another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tombstone {
    /// The GUID of the removed object.
    pub id: ObjectId,
    /// Its type.
    pub kind: ObjectKind,
    /// Its name.
    pub name: ObjectName,
    /// The pool that it belonged to.
    pub owner: PoolFqdn,
    /// The digest of the content that was removed.
    pub digest: Digest,
    /// The digest of the version that had last been imported.
    pub base: Option<Digest>,
    /// The removal.
    pub removed: Stamp,
}

impl Tombstone {
    /// What remains of `entry`.
    pub fn of(entry: &Entry, removed: Stamp) -> Self {
        let name = entry.home_name.as_ref().unwrap_or_else(|| entry.name()).clone();
        let Entry { id, owner, digest, base, .. } = entry.clone();
        Self { id, kind: entry.kind(), name, owner, digest, base, removed }
    }
}

/// Audio that a pool holds, apart from its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AudioContent {
    /// SHA-256 of the bytes.
    pub hash: ContentHash,
    /// Their number.
    pub size: u64,
    /// When they came, and who brought them.
    pub added: Stamp,
}

/// Shared entries: a configuration is copied by reference.
pub(crate) type SharedEntry = Arc<Entry>;
