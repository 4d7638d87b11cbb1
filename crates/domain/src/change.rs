use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    Agent, AudioContent, ContentHash, Entry, ObjectId, Person, PoolRole, ServiceSettings, SipUri, Stamp,
    Token, TokenId, Tombstone,
};

/// One step from a configuration to the next. A log of changes is the truth of a pool; everything else follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each variant says what happened to the noun that it carries")]
pub enum Change {
    ObjectSaved(Arc<Entry>),
    ObjectRemoved(ObjectId),
    TombstoneSaved(Tombstone),
    TombstoneCleared(ObjectId),
    SettingsSaved(ServiceSettings),
    AudioAdded(AudioContent),
    AudioRemoved(ContentHash),
    PoolRoleSaved(PoolRole),
    PersonSaved(Person),
    TokenSaved(Token),
    TokenRevoked(TokenId),
    AgentSaved(Arc<Agent>),
    AgentForgotten(SipUri),
}

impl Change {
    /// What the change is about: of two changes with one key, the later holds.
    pub fn key(&self) -> String {
        match self {
            Self::ObjectSaved(entry) => format!("object/{}", entry.id),
            Self::ObjectRemoved(id) => format!("object/{id}"),
            Self::TombstoneSaved(tombstone) => format!("tombstone/{}", tombstone.id),
            Self::TombstoneCleared(id) => format!("tombstone/{id}"),
            Self::SettingsSaved(_) => "settings".to_owned(),
            Self::AudioAdded(audio) => format!("audio/{}", audio.hash),
            Self::AudioRemoved(hash) => format!("audio/{hash}"),
            Self::PoolRoleSaved(role) => format!("role/{}", role.owner),
            Self::PersonSaved(person) => format!("person/{}", person.uri.key()),
            Self::TokenSaved(token) => format!("token/{}", token.id),
            Self::TokenRevoked(id) => format!("token/{id}"),
            Self::AgentSaved(agent) => format!("agent/{}", agent.uri.key()),
            Self::AgentForgotten(uri) => format!("agent/{}", uri.key()),
        }
    }

    /// Whether nothing remains of what the key names.
    pub const fn removes(&self) -> bool {
        matches!(
            self,
            Self::ObjectRemoved(_)
                | Self::TombstoneCleared(_)
                | Self::AudioRemoved(_)
                | Self::TokenRevoked(_)
                | Self::AgentForgotten(_)
        )
    }
}

/// A request that was granted, as it is logged: all of its changes are stored, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Counts the records of a pool from 1, without gaps.
    pub sequence: u64,
    /// When, and who asked.
    pub stamp: Stamp,
    /// What was asked, in a few words such as `New Queue "Help Desk"`.
    pub request: String,
    /// What follows from it.
    pub changes: Vec<Change>,
    /// The bytes of the audio that [`Change::AudioAdded`] names.
    pub audio: Vec<(ContentHash, Arc<[u8]>)>,
}
