//! What a pool of these tests holds: workflows, queues and agent groups, made of a few words.

use std::sync::Arc;

use domain::{
    Change, Configuration, Defaults, Entry, Language, Object, ObjectId, ObjectKind, PoolFqdn, SipUri, Stamp,
    TimeZoneName,
};
use serde_json::{Value, json};
use uuid::Uuid;

/// A configuration that grows object by object; `"@Name"` stands for the GUID of a name.
pub(crate) struct Site(Configuration);

impl Site {
    pub(crate) fn new() -> Self {
        let (language, time_zone) = (Language::new("en-US").unwrap(), TimeZoneName::new("UTC").unwrap());
        Self(Configuration::new(pool(), Defaults { language, time_zone }))
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
        self.object(
            ObjectKind::Workflow,
            "Help Desk",
            json!({
                "PrimaryUri": "sip:helpdesk@contoso.com", "LineUri": "TEL:+14255551298", "Active": true,
                "Language": "en-US", "TimeZone": "UTC", "DefaultAction": action,
            }),
        )
    }

    /// A copy of the help desk of the pool `primary.contoso.com`, which that pool answers.
    pub(crate) fn copy_of_help_desk() -> Self {
        let Self(original) = Self::help_desk("Serial", &["alex"]);
        let owner = PoolFqdn::new("primary.contoso.com").unwrap();
        let copies = original.objects().map(|entry| {
            let stamp =
                Stamp { at: jiff::Timestamp::UNIX_EPOCH, by: SipUri::new("sip:admin@contoso.com").unwrap() };
            Change::ObjectSaved(Arc::new(Entry::new(entry.id, owner.clone(), entry.object.clone(), stamp)))
        });
        let copies: Vec<Change> = copies.collect();
        Self(Self::new().0.apply(1, &copies))
    }

    pub(crate) fn object(self, kind: ObjectKind, name: &str, mut properties: Value) -> Self {
        refer(&mut properties);
        properties["Name"] = json!(name);
        let object = Object::from_properties(kind, properties).unwrap();
        let stamp =
            Stamp { at: jiff::Timestamp::UNIX_EPOCH, by: SipUri::new("sip:admin@contoso.com").unwrap() };
        let entry = Arc::new(Entry::new(id(name), pool(), object, stamp));
        Self(self.0.apply(self.0.sequence() + 1, &[Change::ObjectSaved(entry)]))
    }

    pub(crate) fn settings(self, properties: Value) -> Self {
        let settings = serde_json::from_value(properties).unwrap();
        Self(self.0.apply(self.0.sequence() + 1, &[Change::SettingsSaved(settings)]))
    }

    pub(crate) fn configuration(self) -> Configuration {
        self.0
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
