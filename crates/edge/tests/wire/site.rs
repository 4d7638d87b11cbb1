//! What a pool of these tests holds: workflows, queues and agent groups, made of a few words.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    Change, Configuration, ContentHash, Defaults, Duty, Entry, Language, Object, ObjectId, ObjectKind,
    PoolFqdn, PoolRole, SipUri, Stamp, TimeZoneName,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::sound::Sound;

/// A configuration that grows object by object; `"@Name"` stands for the GUID of a name.
pub(crate) struct Site {
    configuration: Configuration,
    audio: BTreeMap<ContentHash, Vec<u8>>,
}

impl Site {
    pub(crate) fn new() -> Self {
        let (language, time_zone) = (Language::new("en-US").unwrap(), TimeZoneName::new("UTC").unwrap());
        let configuration = Configuration::new(pool(), Defaults { language, time_zone });
        Self { configuration, audio: BTreeMap::new() }
    }

    /// The pool holds the audio of these sounds.
    pub(crate) fn sounds(mut self, sounds: &[&Sound]) -> Self {
        self.audio.extend(sounds.iter().map(|sound| (sound.hash(), sound.bytes.clone())));
        self
    }

    /// The pool holds these bytes under these hashes, whether they are theirs or not.
    pub(crate) fn files(mut self, files: BTreeMap<ContentHash, Vec<u8>>) -> Self {
        self.audio.extend(files);
        self
    }

    /// What the pool holds of audio.
    pub(crate) fn audio(&self) -> BTreeMap<ContentHash, Vec<u8>> {
        self.audio.clone()
    }

    /// A hunt group `helpdesk@contoso.com`, also `tel:+14255551298`, whose queue searches these agents.
    pub(crate) fn help_desk(routing: &str, agents: &[&str]) -> Self {
        let agents: Vec<String> = agents.iter().map(|agent| format!("sip:{agent}@contoso.com")).collect();
        Self::new()
            .object(
                ObjectKind::AgentGroup,
                "Agents",
                json!({"RoutingMethod": routing, "AgentsByUri": agents, "AgentAlertTime": 10}),
            )
            .object(ObjectKind::Queue, "Help", json!({"AgentGroupIDList": ["@Agents"]}))
            .workflow(json!({"Action": "TransferToQueue", "QueueID": "@Help"}))
    }

    /// The workflow `Help Desk` with this action.
    pub(crate) fn workflow(self, action: Value) -> Self {
        self.workflow_with(action, json!({}))
    }

    /// The workflow `Help Desk` with this action and further properties.
    pub(crate) fn workflow_with(self, action: Value, others: Value) -> Self {
        let mut properties = json!({
            "PrimaryUri": "sip:helpdesk@contoso.com", "LineUri": "TEL:+14255551298", "Active": true,
            "Language": "en-US", "TimeZone": "UTC", "DefaultAction": action,
        });
        properties.as_object_mut().unwrap().extend(others.as_object().unwrap().clone());
        self.object(ObjectKind::Workflow, "Help Desk", properties)
    }

    /// A copy of the help desk of the pool `primary.contoso.com`, which that pool answers.
    pub(crate) fn copy_of_help_desk() -> Self {
        let Self { configuration: original, .. } = Self::help_desk("Serial", &["alex"]);
        let owner = PoolFqdn::new("primary.contoso.com").unwrap();
        let copies = original.objects().map(|entry| {
            let stamp =
                Stamp { at: jiff::Timestamp::UNIX_EPOCH, by: SipUri::new("sip:admin@contoso.com").unwrap() };
            Change::ObjectSaved(Arc::new(Entry::new(entry.id, owner.clone(), entry.object.clone(), stamp)))
        });
        let copies: Vec<Change> = copies.collect();
        let site = Self::new();
        Self { configuration: site.configuration.apply(1, &copies), ..site }
    }

    pub(crate) fn object(self, kind: ObjectKind, name: &str, mut properties: Value) -> Self {
        refer(&mut properties);
        properties["Name"] = json!(name);
        let object = Object::from_properties(kind, properties).unwrap();
        let stamp =
            Stamp { at: jiff::Timestamp::UNIX_EPOCH, by: SipUri::new("sip:admin@contoso.com").unwrap() };
        let entry = Arc::new(Entry::new(id(name), pool(), object, stamp));
        let sequence = self.configuration.sequence() + 1;
        Self { configuration: self.configuration.apply(sequence, &[Change::ObjectSaved(entry)]), ..self }
    }

    pub(crate) fn settings(self, properties: Value) -> Self {
        let settings = serde_json::from_value(properties).unwrap();
        let sequence = self.configuration.sequence() + 1;
        let changes = [Change::SettingsSaved(settings)];
        Self { configuration: self.configuration.apply(sequence, &changes), ..self }
    }

    /// The same where this pool has this duty for an owner.
    pub(crate) fn role(self, owner: &str, duty: Duty) -> Self {
        let role = PoolRole { owner: PoolFqdn::new(owner).unwrap(), duty, epoch: 1 };
        let sequence = self.configuration.sequence() + 1;
        Self { configuration: self.configuration.apply(sequence, &[Change::PoolRoleSaved(role)]), ..self }
    }

    pub(crate) fn configuration(self) -> Configuration {
        self.configuration
    }
}

fn pool() -> PoolFqdn {
    PoolFqdn::new("pool.contoso.com").unwrap()
}

fn id(name: &str) -> ObjectId {
    let seed = name.bytes().fold(7_u128, |seed, byte| seed.wrapping_mul(0x100_0000_01b3) ^ u128::from(byte));
    ObjectId(Uuid::from_u128(seed))
}

fn refer(value: &mut Value) {
    match value {
        Value::String(text) if text.starts_with('@') => *text = id(&text[1..]).to_string(),
        Value::Array(items) => items.iter_mut().for_each(refer),
        Value::Object(properties) => properties.values_mut().for_each(refer),
        _ => {}
    }
}
