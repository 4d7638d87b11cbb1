use std::{fmt, sync::Arc};

use domain::{
    AgentAlertTime, AudioFile, Change, ContentHash, Entry, ObjectId, ObjectKind, ObjectName, PoolRole,
    ServiceSettings, TokenId,
};
use serde::Serialize;

/// What follows from a request. Stored, it happens; not stored, it is the plan that -WhatIf shows.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The request in a few words, for the log.
    pub request: String,
    /// What changes; empty when everything is already as asked.
    pub changes: Vec<Change>,
    /// The bytes that go with [`Change::AudioAdded`].
    pub audio: Vec<(ContentHash, Arc<[u8]>)>,
    /// What the asker hears.
    pub reply: Reply,
    /// What the asker should know beside it.
    pub warnings: Vec<Warning>,
}

/// The answer to a granted request.
#[derive(Clone, Debug)]
pub enum Reply {
    /// The object as it is now.
    Saved(Arc<Entry>),
    /// The object that is gone.
    Removed(Arc<Entry>),
    /// The settings as they are now.
    Settings(ServiceSettings),
    /// A reference to the audio.
    Audio(AudioFile),
    /// How many audio files were dropped.
    AudioCollected(usize),
    /// What an import did, object by object.
    Imported(ImportReport),
    /// The exported objects that were removed.
    ExportedRemoved(Vec<ObjectLine>),
    /// The role of this pool as it is now.
    PoolRole(PoolRole),
    /// The token's public name.
    Token(TokenId),
    /// Nothing to add.
    Done,
}

/// An object in a list of results.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase")]
pub struct ObjectLine {
    /// Its type.
    pub kind: ObjectKind,
    /// Its GUID.
    pub id: ObjectId,
    /// Its name in this pool.
    pub name: ObjectName,
}

impl ObjectLine {
    /// The line for an entry.
    pub fn of(entry: &Entry) -> Self {
        Self { kind: entry.kind(), id: entry.id, name: entry.name().clone() }
    }
}

impl fmt::Display for ObjectLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} \"{}\"", self.kind.noun(), self.name)
    }
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase")]
pub struct ImportReport {
    /// Objects that this pool did not hold.
    pub created: Vec<ObjectLine>,
    /// Objects that it held in another version.
    pub updated: Vec<ObjectLine>,
    /// Objects that it held already as they are in the archive.
    pub unchanged: Vec<ObjectLine>,
    /// Objects that were removed on the other pool, and now here.
    pub removed: Vec<ObjectLine>,
    /// Objects that got another name, with the name in the archive.
    pub renamed: Vec<Renamed>,
    /// Whether the settings of the pool were replaced.
    pub settings_replaced: bool,
}

/// An imported object whose name was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase")]
pub struct Renamed {
    /// The object under its new name.
    pub object: ObjectLine,
    /// Its name in the archive.
    pub name_in_archive: ObjectName,
}

/// What is allowed but deserves a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// An alert time that SIP transactions may not survive.
    LongAlertTime(AgentAlertTime),
    /// A distribution group that the topology does not list.
    UnknownDistributionGroup(String),
    /// A manager who lacks the role.
    ManagerWithoutRole(String),
    /// An answer that only a voice can give.
    VoiceOnlyAnswer(String),
    /// An imported object that is not whole.
    Imported(ObjectLine, String),
    /// Settings were to be replaced, but the archive has none.
    NoSettings,
    /// A removal that left references behind.
    LeftDangling(ObjectLine),
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LongAlertTime(time) => write!(
                f,
                "AgentAlertTime is {} seconds; above {} a caller's telephone may give up before the agent's stops ringing",
                time.value(),
                AgentAlertTime::ADVISED_MAX
            ),
            Self::UnknownDistributionGroup(address) => write!(
                f,
                "the topology lists no distribution group {address}; its members get no calls until it does"
            ),
            Self::ManagerWithoutRole(uri) => write!(
                f,
                "{uri} is named as a manager but has not the role CsResponseGroupManager, and can change nothing until given it"
            ),
            Self::VoiceOnlyAnswer(words) => write!(
                f,
                "the answer \"{words}\" has no DtmfResponse; callers cannot give it while speech recognition is off"
            ),
            Self::NoSettings => {
                f.write_str("the archive holds no settings of a pool; those of this pool were kept")
            }
            Self::Imported(object, problem) => write!(f, "{object}: {problem}"),
            Self::LeftDangling(object) => write!(f, "{object} still refers to what was removed"),
        }
    }
}
