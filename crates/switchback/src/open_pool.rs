//! A pool that nobody else has open: its store and the configuration in it, before the server takes both over, or
//! for a command that works while the server is stopped.

use anyhow::Context as _;
use api::Secret;
use domain::{AudioFile, Configuration, ContentHash, Directory, Label, Record, Role, SipUri, Stamp, TokenId};
use store::{Embedded, Store as _, StoreError, WhereAbsent};

use admin::{Caller, Context, Request};

use crate::{clock, config::PoolFile};

/// A store with its configuration.
#[derive(Debug)]
pub(crate) struct OpenPool {
    store: Embedded,
    configuration: Configuration,
    directory: Directory,
}

/// A token that is to be made.
#[derive(Debug)]
pub(crate) struct Wanted {
    /// The person that it names.
    pub(crate) person: SipUri,
    /// The roles that the person shall have; nothing leaves them as they are.
    pub(crate) roles: Option<Vec<Role>>,
    /// What it is for.
    pub(crate) label: Label,
}

impl OpenPool {
    /// Takes the data directory of a pool, made where there is none, and reads its configuration.
    pub(crate) fn open(file: &PoolFile) -> Result<Self, StoreError> {
        Self::open_or(file, file.where_absent)
    }

    /// Takes the data directory of a pool that is there.
    pub(crate) fn open_existing(file: &PoolFile) -> Result<Self, StoreError> {
        Self::open_or(file, WhereAbsent::Refuse)
    }

    fn open_or(file: &PoolFile, absent: WhereAbsent) -> Result<Self, StoreError> {
        let store = Embedded::open_or(&file.data, &file.pool, absent)?;
        let (sequence, changes) = store.load()?;
        let configuration =
            Configuration::new(file.pool.clone(), file.defaults.clone()).apply(sequence, &changes);
        Ok(Self { store, configuration, directory: file.topology.directory() })
    }

    /// What the pool holds.
    pub(crate) const fn configuration(&self) -> &Configuration {
        &self.configuration
    }

    /// Audio that is damaged or missing, with the names of what plays it.
    pub(crate) fn damaged_audio(&self) -> Vec<(ContentHash, Vec<String>)> {
        let damaged = self.store.damaged_audio().iter();
        damaged.map(|hash| (*hash, players(&self.configuration, hash))).collect()
    }

    /// Hands everything over.
    pub(crate) fn into_parts(self) -> (Embedded, Configuration, Directory) {
        (self.store, self.configuration, self.directory)
    }

    /// Makes a token, roles included, as one step.
    pub(crate) fn new_token(&mut self, wanted: Wanted, secret: &Secret) -> anyhow::Result<()> {
        let Wanted { person, roles, label } = wanted;
        let roles = roles.map(|roles| Request::SetRoles { uri: person.clone(), roles });
        let token = Request::NewToken { id: secret.id, hash: secret.hash(), person, label };
        self.grant(roles.into_iter().chain([token]))
    }

    /// Makes a token useless.
    pub(crate) fn revoke_token(&mut self, id: TokenId) -> anyhow::Result<()> {
        self.grant([Request::RevokeToken { id }])
    }

    /// Decides requests one after the other and stores what follows from them: all of it, or nothing.
    fn grant(&mut self, requests: impl IntoIterator<Item = Request>) -> anyhow::Result<()> {
        let (mut next, mut records) = (self.configuration.clone(), Vec::new());
        for request in requests {
            let context = Context { at: clock::now(), caller: &Caller::Operator, directory: &self.directory };
            let decision = admin::decide(&next, context, request)?;
            if decision.changes.is_empty() {
                continue;
            }
            let sequence = next.sequence() + 1;
            next = next.apply(sequence, &decision.changes);
            let stamp = Stamp { at: context.at, by: operator(&self.configuration)? };
            let (request, changes, audio) = (decision.request, decision.changes, decision.audio);
            records.push(Record { sequence, stamp, request, changes, audio });
        }
        self.store.append(&records)?;
        self.configuration = next;
        Ok(())
    }
}

/// What plays audio, in words.
fn players(configuration: &Configuration, hash: &ContentHash) -> Vec<String> {
    let is_it = |file: &AudioFile| file.content_hash == *hash;
    let objects = configuration.objects().filter(|entry| entry.object.audio_files().iter().any(is_it));
    let mut names: Vec<String> =
        objects.map(|entry| format!("{} \"{}\"", entry.object.kind(), entry.object.name())).collect();
    if configuration.settings().default_music_on_hold_file.as_ref().is_some_and(is_it) {
        names.push("the music on hold of the pool".to_owned());
    }
    names
}

/// How the log names somebody with access to the files of the pool.
fn operator(configuration: &Configuration) -> anyhow::Result<SipUri> {
    let pool = configuration.pool();
    SipUri::new(&format!("sip:operator@{pool}"))
        .with_context(|| format!("{pool} cannot stand in a SIP address"))
}
