//! Records to write, and a store to compare with.
#![allow(dead_code, reason = "not every test file needs all of it")]

use std::{path::Path, sync::Arc};

use domain::{
    Agent, AudioContent, Change, Configuration, ContentHash, Defaults, Digest, Duty, Entry, Label, Language,
    Object, ObjectId, ObjectKind, Person, PoolFqdn, PoolRole, Presence, Record, Role, ServiceSettings,
    SipUri, Stamp, TimeZoneName, Token, TokenId, Tombstone,
};
use jiff::Timestamp;
use serde_json::json;
use store::{Embedded, LogLine, Store, StoreError};
use uuid::Uuid;

pub(crate) fn pool() -> PoolFqdn {
    PoolFqdn::new("pool.contoso.com").unwrap()
}

pub(crate) fn open(directory: &Path) -> Embedded {
    Embedded::open(directory, &pool()).unwrap()
}

pub(crate) fn stamp(second: u64) -> Stamp {
    let at = Timestamp::from_second(1_800_000_000 + i64::try_from(second).unwrap()).unwrap();
    Stamp { at, by: SipUri::new("sip:kim@contoso.com").unwrap() }
}

pub(crate) fn id(number: u8) -> ObjectId {
    ObjectId(Uuid::from_u128(0xc0de_0000 + u128::from(number)))
}

/// An agent group whose name follows from its number, so that no two have the same.
pub(crate) fn group(number: u8, description: &str) -> Arc<Entry> {
    let properties = json!({
        "Name": format!("Help Desk {number} \u{2014} \u{fc}ber \"alles\""),
        "Description": description,
        "AgentsByUri": ["sip:alex@contoso.com", "sip:pat@litware.com"],
    });
    let object = Object::from_properties(ObjectKind::AgentGroup, properties).unwrap();
    Arc::new(Entry::new(id(number), pool(), object, stamp(u64::from(number))))
}

pub(crate) fn sound(number: u8) -> Arc<[u8]> {
    (0..5_000_u32).map(|at| (at / 7) as u8 ^ number).collect()
}

pub(crate) fn audio_added(number: u8) -> Change {
    let bytes = sound(number);
    Change::AudioAdded(AudioContent {
        hash: ContentHash::of(&bytes),
        size: bytes.len() as u64,
        added: stamp(1),
    })
}

pub(crate) fn settings(seconds: u16) -> Change {
    let settings: ServiceSettings =
        serde_json::from_value(json!({ "AgentRingbackGracePeriod": seconds })).unwrap();
    Change::SettingsSaved(settings)
}

pub(crate) fn role(epoch: u64) -> Change {
    Change::PoolRoleSaved(PoolRole { owner: pool(), duty: Duty::Answers, epoch })
}

pub(crate) fn person(number: u8, roles: &[Role]) -> Change {
    let uri = SipUri::new(&format!("sip:Person{number}@contoso.com")).unwrap();
    Change::PersonSaved(Person { uri, roles: roles.iter().copied().collect() })
}

pub(crate) fn agent(number: u8) -> Change {
    let uri = SipUri::new(&format!("sip:Agent{number}@contoso.com")).unwrap();
    let signed_in = [id(number)].into();
    Change::AgentSaved(Arc::new(Agent { signed_in, presence: Some(Presence::Busy), ..Agent::new(uri) }))
}

pub(crate) fn agent_forgotten(number: u8) -> Change {
    Change::AgentForgotten(SipUri::new(&format!("sip:agent{number}@contoso.com")).unwrap())
}

pub(crate) fn token(number: u8) -> Change {
    Change::TokenSaved(Token {
        id: TokenId(id(number).0),
        hash: ContentHash::of(&[number]),
        person: SipUri::new("sip:kim@contoso.com").unwrap(),
        label: Label::new("console").unwrap(),
        created: stamp(2),
    })
}

/// A record with the audio that its changes name.
pub(crate) fn record(sequence: u64, changes: Vec<Change>) -> Record {
    let added = changes.iter().filter_map(|change| match change {
        Change::AudioAdded(content) => {
            (0..=u8::MAX).map(sound).find(|bytes| ContentHash::of(bytes) == content.hash)
        }
        _ => None,
    });
    let audio = added.map(|bytes| (ContentHash::of(&bytes), bytes)).collect();
    Record {
        sequence,
        stamp: stamp(sequence),
        request: format!("New AgentGroup \"{sequence}\""),
        changes,
        audio,
    }
}

/// Records with every kind of change.
pub(crate) fn every_change() -> Vec<Record> {
    let removed = Tombstone::of(&group(2, "to be removed"), stamp(4));
    vec![
        record(1, vec![person(1, &[Role::CsAdministrator]), token(1), token(2)]),
        record(
            2,
            vec![Change::ObjectSaved(group(1, "first")), Change::ObjectSaved(group(2, "to be removed"))],
        ),
        record(3, vec![audio_added(1), audio_added(2), settings(90)]),
        record(4, vec![Change::ObjectRemoved(id(2)), Change::TombstoneSaved(removed)]),
        record(5, vec![Change::ObjectSaved(group(1, "second")), role(3), Change::TombstoneCleared(id(9))]),
        record(
            6,
            vec![Change::AudioRemoved(ContentHash::of(&sound(2))), Change::TokenRevoked(TokenId(id(2).0))],
        ),
    ]
}

pub(crate) fn empty() -> Configuration {
    let defaults = Defaults {
        language: Language::new("en-US").unwrap(),
        time_zone: TimeZoneName::new("Europe/Berlin").unwrap(),
    };
    Configuration::new(pool(), defaults)
}

/// Everything that a configuration knows, in a form that can be compared.
pub(crate) fn content(configuration: &Configuration) -> String {
    let objects: Vec<_> = configuration.objects().collect();
    let by_name: Vec<_> = configuration.by_name(ObjectKind::AgentGroup, None).map(|entry| entry.id).collect();
    let tombstones: Vec<_> = configuration.tombstones().collect();
    let audio: Vec<_> = configuration.all_audio().collect();
    let roles: Vec<_> = configuration.pool_roles().collect();
    let persons: Vec<_> = configuration.persons().collect();
    let tokens: Vec<_> = configuration.tokens().collect();
    let agents: Vec<_> = configuration.agents().collect();
    let settings = configuration.settings();
    let sequence = configuration.sequence();
    format!(
        "{sequence}\n{objects:#?}\n{by_name:?}\n{tombstones:#?}\n{audio:#?}\n{roles:?}\n{persons:?}\n{tokens:?}\n{agents:?}\n{settings:?}"
    )
}

/// A configuration from what a store loads.
pub(crate) fn loaded(store: &dyn Store) -> Configuration {
    let (sequence, changes) = store.load().unwrap();
    empty().apply(sequence, &changes)
}

/// The store that cannot be wrong: it keeps the records themselves.
#[derive(Debug, Default)]
pub(crate) struct Remembered {
    records: Vec<Record>,
}

impl Store for Remembered {
    fn load(&self) -> Result<(u64, Vec<Change>), StoreError> {
        let changes = self.records.iter().flat_map(|record| record.changes.clone()).collect();
        Ok((self.records.len() as u64, changes))
    }

    fn append(&mut self, records: &[Record]) -> Result<(), StoreError> {
        self.records.extend_from_slice(records);
        Ok(())
    }

    fn audio(&self, hash: &ContentHash) -> Result<Option<Vec<u8>>, StoreError> {
        let mut held = None;
        for record in &self.records {
            for change in &record.changes {
                match change {
                    Change::AudioAdded(content) if content.hash == *hash => {
                        held =
                            record.audio.iter().find(|(of, _)| of == hash).map(|(_, bytes)| bytes.to_vec());
                    }
                    Change::AudioRemoved(removed) if removed == hash => held = None,
                    _ => {}
                }
            }
        }
        Ok(held)
    }

    fn log(&self, after: u64, limit: usize) -> Result<Vec<LogLine>, StoreError> {
        let lines = self.records.iter().filter(|record| record.sequence > after).take(limit);
        Ok(lines
            .map(|record| LogLine {
                sequence: record.sequence,
                stamp: record.stamp.clone(),
                request: record.request.clone(),
                changes: record.changes.len() as u64,
            })
            .collect())
    }

    fn version(&self, id: ObjectId, digest: &Digest) -> Result<Option<Arc<Entry>>, StoreError> {
        let changes = self.records.iter().flat_map(|record| &record.changes);
        let mut versions = changes.filter_map(|change| match change {
            Change::ObjectSaved(entry) if entry.id == id && entry.digest == *digest => {
                Some(Arc::clone(entry))
            }
            _ => None,
        });
        Ok(versions.next_back())
    }
}
