//! A pool by its objects: in a test names stand for GUIDs and addresses.

use std::sync::Arc;

use domain::{
    Agent, Change, Configuration, Defaults, Directory, DistributionGroupAddress, Entry, Language, Object,
    ObjectId, ObjectKind, PoolFqdn, PoolRole, ServiceSettings, SipUri, Stamp, TimeZoneName,
};
use serde_json::{Value, json};
use uuid::Uuid;

/// A configuration that grows object by object.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) configuration: Configuration,
    pub(crate) directory: Directory,
}

impl World {
    /// A pool with nothing in it.
    pub(crate) fn new() -> Self {
        let (language, time_zone) = (Language::new("en-US").unwrap(), TimeZoneName::new("UTC").unwrap());
        let configuration = Configuration::new(pool(HERE), Defaults { language, time_zone });
        Self { configuration, directory: Directory::default() }
    }

    /// A hunt group that most rules need no more than: `help` leads to the queue `Help` with these properties,
    /// which searches these groups, each written `name method agent agent...`.
    pub(crate) fn hunt(queue: Value, groups: &[&str]) -> Self {
        let names = groups.iter().map(|group| group.split_whitespace().next().unwrap());
        let mut queue = queue;
        queue["AgentGroupIDList"] = names.map(|name| json!(format!("@{name}"))).collect();
        let world = groups.iter().fold(Self::new(), |world, group| world.group_line(group));
        world.queue("Help", queue).workflow("help", json!({"DefaultAction": to_queue("Help")}))
    }

    /// An agent group as a line: name, method, agents.
    pub(crate) fn group_line(self, line: &str) -> Self {
        let words: Vec<_> = line.split_whitespace().collect();
        self.group(words[0], json!({"RoutingMethod": words[1], "AgentsByUri": words[2..]}))
    }

    /// An agent group; agents are written by name alone.
    pub(crate) fn group(self, name: &str, mut properties: Value) -> Self {
        let agents = properties.get_mut("AgentsByUri").and_then(Value::as_array_mut);
        for agent in agents.into_iter().flatten() {
            *agent = json!(address(agent.as_str().unwrap()));
        }
        self.object(ObjectKind::AgentGroup, name, properties)
    }

    pub(crate) fn queue(self, name: &str, properties: Value) -> Self {
        self.object(ObjectKind::Queue, name, properties)
    }

    /// An active workflow whose address is its name.
    pub(crate) fn workflow(self, name: &str, properties: Value) -> Self {
        let mut whole = json!({
            "PrimaryUri": address(name), "Active": true, "Language": "en-US", "TimeZone": "Europe/Paris",
        });
        whole.as_object_mut().unwrap().extend(properties.as_object().unwrap().clone());
        self.object(ObjectKind::Workflow, name, whole)
    }

    /// Any object of this pool; `"@Name"` anywhere in it stands for the GUID of that name.
    pub(crate) fn object(self, kind: ObjectKind, name: &str, properties: Value) -> Self {
        self.object_of(HERE, kind, name, properties)
    }

    /// The same with another owner.
    pub(crate) fn object_of(self, owner: &str, kind: ObjectKind, name: &str, mut properties: Value) -> Self {
        refer(&mut properties);
        properties["Name"] = json!(name);
        let object = Object::from_properties(kind, properties).unwrap();
        let stamp = Stamp { at: jiff::Timestamp::UNIX_EPOCH, by: SipUri::new("sip:admin@here").unwrap() };
        self.change(Change::ObjectSaved(Arc::new(Entry::new(id(name), pool(owner), object, stamp))))
    }

    pub(crate) fn without(self, name: &str) -> Self {
        self.change(Change::ObjectRemoved(id(name)))
    }

    pub(crate) fn settings(self, properties: Value) -> Self {
        let settings: ServiceSettings = serde_json::from_value(properties).unwrap();
        self.change(Change::SettingsSaved(settings))
    }

    pub(crate) fn role(self, role: PoolRole) -> Self {
        self.change(Change::PoolRoleSaved(role))
    }

    /// An agent signs in to exactly these groups.
    pub(crate) fn sign_in(self, agent: &str, groups: &[&str]) -> Self {
        let uri = SipUri::new(&address(agent)).unwrap();
        let before =
            self.configuration.agent(&uri).map_or_else(|| Agent::new(uri), |agent| (**agent).clone());
        let signed_in = groups.iter().map(|group| id(group)).collect();
        self.change(Change::AgentSaved(Arc::new(Agent { signed_in, ..before })))
    }

    /// An agent's presence is set over the API at a moment.
    pub(crate) fn presence(self, agent: &str, presence: &str, at: &str) -> Self {
        let agent = Agent {
            presence: Some(presence.parse().unwrap()),
            presence_set: Some(at.parse().unwrap()),
            ..Agent::new(SipUri::new(&address(agent)).unwrap())
        };
        self.change(Change::AgentSaved(Arc::new(agent)))
    }

    /// The topology lists a distribution group; groups name it by its address.
    pub(crate) fn distribution(mut self, group: &str, members: &[&str]) -> Self {
        let members = members.iter().map(|member| SipUri::new(&address(member)).unwrap()).collect();
        self.directory = Directory::new([(DistributionGroupAddress::new(group).unwrap(), members)]);
        self
    }

    pub(crate) fn change(mut self, change: Change) -> Self {
        self.configuration = self.configuration.apply(self.configuration.sequence() + 1, &[change]);
        self
    }
}

/// A hunt group of one agent group, written `name method agent agent...`.
pub(crate) fn one(group: &str) -> World {
    World::hunt(json!({}), &[group])
}

/// An action that leads to a queue.
pub(crate) fn to_queue(queue: &str) -> Value {
    json!({"Action": "TransferToQueue", "QueueID": format!("@{queue}")})
}

/// A prompt of spoken text.
pub(crate) fn say(text: &str) -> Value {
    json!({"TextToSpeechPrompt": text})
}

/// The address of a name.
pub(crate) fn address(name: &str) -> String {
    format!("sip:{name}@example.com")
}

/// The GUID of a name.
pub(crate) fn id(name: &str) -> ObjectId {
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u128, |hash, byte| {
        (hash ^ u128::from(byte)).wrapping_mul(0x100_0000_01b3)
    });
    ObjectId(Uuid::from_u128(hash))
}

pub(crate) fn pool(fqdn: &str) -> PoolFqdn {
    PoolFqdn::new(fqdn).unwrap()
}

/// Replaces `"@Name"` by the GUID of the name.
fn refer(value: &mut Value) {
    match value {
        Value::String(text) if text.starts_with('@') => *text = id(&text[1..]).to_string(),
        Value::Array(items) => items.iter_mut().for_each(refer),
        Value::Object(properties) => properties.values_mut().for_each(refer),
        _ => {}
    }
}

/// The pool of the tests.
pub(crate) const HERE: &str = "here.example.com";
