use std::sync::Arc;

use rpds::RedBlackTreeMapSync;

use crate::{
    Agent, AudioContent, Change, ContentHash, Entry, Language, NameKey, Object, ObjectId, ObjectKind, Person,
    PoolFqdn, PoolRole, RgsIdentity, Role, ServiceSettings, SipUri, TimeZoneName, Token, TokenId, Tombstone,
    entry::SharedEntry,
};

/// Everything a pool knows, as an immutable value: a new one follows from [`Configuration::apply`] and shares
/// with the old one whatever did not change.
#[derive(Clone, Debug)]
pub struct Configuration {
    pool: PoolFqdn,
    defaults: Defaults,
    sequence: u64,
    objects_sequence: u64,
    objects: RedBlackTreeMapSync<ObjectId, SharedEntry>,
    names: RedBlackTreeMapSync<(ObjectKind, NameKey), ObjectId>,
    addresses: RedBlackTreeMapSync<String, ObjectId>,
    users: RedBlackTreeMapSync<(ObjectId, ObjectId), ()>,
    managed: RedBlackTreeMapSync<ObjectId, ()>,
    tombstones: RedBlackTreeMapSync<ObjectId, Tombstone>,
    audio: RedBlackTreeMapSync<ContentHash, AudioContent>,
    pool_roles: RedBlackTreeMapSync<PoolFqdn, PoolRole>,
    persons: RedBlackTreeMapSync<String, Person>,
    tokens: RedBlackTreeMapSync<TokenId, Token>,
    token_hashes: RedBlackTreeMapSync<ContentHash, TokenId>,
    agents: RedBlackTreeMapSync<String, Arc<Agent>>,
    settings: Arc<ServiceSettings>,
}

/// What a new workflow gets where its maker says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defaults {
    /// The language of the pool.
    pub language: Language,
    /// The time zone of the pool.
    pub time_zone: TimeZoneName,
}

impl Configuration {
    /// An empty configuration.
    pub fn new(pool: PoolFqdn, defaults: Defaults) -> Self {
        Self {
            pool,
            defaults,
            sequence: 0,
            objects_sequence: 0,
            objects: RedBlackTreeMapSync::new_sync(),
            names: RedBlackTreeMapSync::new_sync(),
            addresses: RedBlackTreeMapSync::new_sync(),
            users: RedBlackTreeMapSync::new_sync(),
            managed: RedBlackTreeMapSync::new_sync(),
            tombstones: RedBlackTreeMapSync::new_sync(),
            audio: RedBlackTreeMapSync::new_sync(),
            pool_roles: RedBlackTreeMapSync::new_sync(),
            persons: RedBlackTreeMapSync::new_sync(),
            tokens: RedBlackTreeMapSync::new_sync(),
            token_hashes: RedBlackTreeMapSync::new_sync(),
            agents: RedBlackTreeMapSync::new_sync(),
            settings: Arc::default(),
        }
    }

    /// The configuration after `changes`, which are those of the records up to `sequence`.
    #[must_use]
    pub fn apply(&self, sequence: u64, changes: &[Change]) -> Self {
        let mut next = self.clone();
        next.sequence = sequence;
        changes.iter().for_each(|change| next.apply_one(change));
        next
    }

    fn apply_one(&mut self, change: &Change) {
        match change {
            Change::ObjectSaved(entry) => self.save_object(entry),
            Change::ObjectRemoved(id) => self.remove_object(*id),
            Change::TombstoneSaved(tombstone) => self.tombstones.insert_mut(tombstone.id, tombstone.clone()),
            Change::TombstoneCleared(id) => drop(self.tombstones.remove_mut(id)),
            Change::SettingsSaved(settings) => self.settings = Arc::new(settings.clone()),
            Change::AudioAdded(audio) => self.audio.insert_mut(audio.hash, audio.clone()),
            Change::AudioRemoved(hash) => drop(self.audio.remove_mut(hash)),
            Change::PoolRoleSaved(role) => self.pool_roles.insert_mut(role.owner.clone(), role.clone()),
            Change::PersonSaved(person) => self.persons.insert_mut(person.uri.key(), person.clone()),
            Change::TokenSaved(token) => {
                self.forget_token_hash(token.id);
                self.token_hashes.insert_mut(token.hash, token.id);
                self.tokens.insert_mut(token.id, token.clone());
            }
            Change::TokenRevoked(id) => {
                self.forget_token_hash(*id);
                self.tokens.remove_mut(id);
            }
            Change::AgentSaved(agent) => self.agents.insert_mut(agent.uri.key(), Arc::clone(agent)),
            Change::AgentForgotten(uri) => drop(self.agents.remove_mut(&uri.key())),
        }
    }

    fn forget_token_hash(&mut self, id: TokenId) {
        if let Some(token) = self.tokens.get(&id) {
            self.token_hashes.remove_mut(&token.hash);
        }
    }

    fn save_object(&mut self, entry: &SharedEntry) {
        self.objects_sequence = self.sequence;
        self.remove_object(entry.id);
        self.names.insert_mut((entry.kind(), entry.name().key()), entry.id);
        for (_, address) in entry.object.addresses() {
            self.addresses.insert_mut(address, entry.id);
        }
        for (_, _, target) in entry.object.references() {
            self.users.insert_mut((target.id, entry.id), ());
        }
        if matches!(&entry.object, Object::Workflow(workflow) if workflow.managed) {
            self.managed.insert_mut(entry.id, ());
        }
        self.objects.insert_mut(entry.id, Arc::clone(entry));
    }

    fn remove_object(&mut self, id: ObjectId) {
        let Some(entry) = self.objects.get(&id).map(Arc::clone) else {
            return;
        };
        self.objects_sequence = self.sequence;
        let name = (entry.kind(), entry.name().key());
        // In the midst of a batch another object may already have taken the name or the address over.
        if self.names.get(&name) == Some(&id) {
            self.names.remove_mut(&name);
        }
        for (_, address) in entry.object.addresses() {
            if self.addresses.get(&address) == Some(&id) {
                self.addresses.remove_mut(&address);
            }
        }
        for (_, _, target) in entry.object.references() {
            self.users.remove_mut(&(target.id, id));
        }
        self.managed.remove_mut(&id);
        self.objects.remove_mut(&id);
    }

    /// The pool: the parent of every object here.
    pub const fn pool(&self) -> &PoolFqdn {
        &self.pool
    }

    /// What new workflows get where nothing is said.
    pub const fn defaults(&self) -> &Defaults {
        &self.defaults
    }

    /// The sequence number of the last record; 0 before the first.
    pub const fn sequence(&self) -> u64 {
        self.sequence
    }

    /// The sequence number of the last record that changed an object: with equal ones two configurations, one of
    /// which follows from the other, hold the same objects.
    pub const fn objects_sequence(&self) -> u64 {
        self.objects_sequence
    }

    /// The object with this GUID.
    pub fn object(&self, id: ObjectId) -> Option<&SharedEntry> {
        self.objects.get(&id)
    }

    /// The object of this type and name.
    pub fn named(&self, kind: ObjectKind, name: &NameKey) -> Option<&SharedEntry> {
        self.names.get(&(kind, name.clone())).and_then(|id| self.object(*id))
    }

    /// The object that callers reach under this address: [`SipUri::key`] or the text of a line URI.
    pub fn addressed(&self, address: &str) -> Option<&SharedEntry> {
        self.addresses.get(address).and_then(|id| self.object(*id))
    }

    /// The objects that refer to this one, in the order of their GUIDs.
    pub fn users(&self, id: ObjectId) -> impl Iterator<Item = &SharedEntry> {
        let from = (id, ObjectId(uuid::Uuid::nil()));
        let range = self.users.range(from..).take_while(move |((target, _), ())| *target == id);
        range.filter_map(|((_, user), ())| self.object(*user))
    }

    /// Whether any workflow is managed.
    pub fn has_managed_workflows(&self) -> bool {
        !self.managed.is_empty()
    }

    /// How many objects the pool holds.
    pub fn objects_count(&self) -> usize {
        self.objects.size()
    }

    /// Every object, in the order of its GUID.
    pub fn objects(&self) -> impl Iterator<Item = &SharedEntry> {
        self.objects.values()
    }

    /// The objects of a type in the order of their names, from the first name after `after`.
    pub fn by_name(&self, kind: ObjectKind, after: Option<&NameKey>) -> impl Iterator<Item = &SharedEntry> {
        let start = match after {
            Some(name) => std::ops::Bound::Excluded((kind, name.clone())),
            None => std::ops::Bound::Included((kind, NameKey::new(""))),
        };
        let range = self.names.range((start, std::ops::Bound::Unbounded));
        range.take_while(move |((of, _), _)| *of == kind).filter_map(|(_, id)| self.object(*id))
    }

    /// The identity of an object of this pool.
    pub fn identity(&self, entry: &Entry) -> RgsIdentity {
        self.pool.object(entry.id)
    }

    /// The settings of the pool.
    pub fn settings(&self) -> &ServiceSettings {
        &self.settings
    }

    /// What remains of a removed object.
    pub fn tombstone(&self, id: ObjectId) -> Option<&Tombstone> {
        self.tombstones.get(&id)
    }

    /// Every tombstone, in the order of its GUID.
    pub fn tombstones(&self) -> impl Iterator<Item = &Tombstone> {
        self.tombstones.values()
    }

    /// Audio that the pool holds.
    pub fn audio(&self, hash: &ContentHash) -> Option<&AudioContent> {
        self.audio.get(hash)
    }

    /// All audio that the pool holds, in the order of its hash.
    pub fn all_audio(&self) -> impl Iterator<Item = &AudioContent> {
        self.audio.values()
    }

    /// What this pool does for the workflows of `owner`.
    pub fn pool_role(&self, owner: &PoolFqdn) -> PoolRole {
        self.pool_roles.get(owner).cloned().unwrap_or_else(|| PoolRole::initial(&self.pool, owner))
    }

    /// Every role that was ever set, in the order of the owner.
    pub fn pool_roles(&self) -> impl Iterator<Item = &PoolRole> {
        self.pool_roles.values()
    }

    /// Whether a person has a role.
    pub fn has_role(&self, person: &SipUri, role: Role) -> bool {
        self.person(person).is_some_and(|person| person.roles.contains(&role))
    }

    /// A person by SIP address.
    pub fn person(&self, uri: &SipUri) -> Option<&Person> {
        self.persons.get(&uri.key())
    }

    /// Every person with roles, in the order of the address.
    pub fn persons(&self) -> impl Iterator<Item = &Person> {
        self.persons.values()
    }

    /// What is kept of an agent, by SIP address.
    pub fn agent(&self, uri: &SipUri) -> Option<&Arc<Agent>> {
        self.agents.get(&uri.key())
    }

    /// Every agent of whom something is kept, in the order of the address.
    pub fn agents(&self) -> impl Iterator<Item = &Arc<Agent>> {
        self.agents.values()
    }

    /// A token by its public name.
    pub fn token(&self, id: TokenId) -> Option<&Token> {
        self.tokens.get(&id)
    }

    /// A token by the hash of its secret.
    pub fn token_hashed(&self, hash: &ContentHash) -> Option<&Token> {
        self.token_hashes.get(hash).and_then(|id| self.token(*id))
    }

    /// Every token, in the order of its public name.
    pub fn tokens(&self) -> impl Iterator<Item = &Token> {
        self.tokens.values()
    }
}
