//! What a pool of these tests holds, made of a few words.

use std::sync::Arc;

use domain::{
    Change, Configuration, Defaults, Directory, Entry, Language, NameKey, Object, ObjectId, ObjectKind,
    PoolFqdn, SipUri, Stamp, TimeZoneName,
};
use jiff::Timestamp;
use serde_json::{Value, json};
use testcall::{Script, Unwritable};
use uuid::Uuid;

/// A configuration that grows object by object; `"@Name"` stands for the GUID of a name.
pub(crate) struct Site(Configuration);

impl Site {
    pub(crate) fn new() -> Self {
        let (language, time_zone) = (Language::new("en-US").unwrap(), TimeZoneName::new("UTC").unwrap());
        let site = Self(Configuration::new(pool(), Defaults { language, time_zone }));
        let agents = json!({"AgentsByUri": ["sip:alex@contoso.com"]});
        let formal = json!({"AgentsByUri": ["sip:kim@contoso.com"], "ParticipationPolicy": "Formal"});
        site.object(ObjectKind::AgentGroup, "Agents", agents)
            .object(ObjectKind::AgentGroup, "Experts", formal)
            .object(ObjectKind::AgentGroup, "Nobody", json!({}))
            .object(ObjectKind::Queue, "Help", json!({"AgentGroupIDList": ["@Agents", "@Experts"]}))
            .object(ObjectKind::Queue, "Empty", json!({"AgentGroupIDList": ["@Nobody"]}))
            .object(
                ObjectKind::Queue,
                "Full",
                json!({
                    "AgentGroupIDList": ["@Agents"], "OverflowThreshold": 0,
                    "OverflowAction": {
                        "Action": "Terminate", "Prompt": {"TextToSpeechPrompt": "We are full."},
                    },
                }),
            )
    }

    /// The workflow `Help Desk` with these properties.
    pub(crate) fn workflow(self, mut properties: Value) -> Self {
        let usual = json!({
            "PrimaryUri": "sip:helpdesk@contoso.com", "Active": true, "Language": "en-US", "TimeZone": "UTC",
        });
        for (name, value) in usual.as_object().unwrap() {
            let properties = properties.as_object_mut().unwrap();
            properties.entry(name).or_insert_with(|| value.clone());
        }
        self.object(ObjectKind::Workflow, "Help Desk", properties)
    }

    pub(crate) fn object(self, kind: ObjectKind, name: &str, mut properties: Value) -> Self {
        refer(&mut properties);
        properties["Name"] = json!(name);
        let object = Object::from_properties(kind, properties).unwrap();
        let stamp = Stamp { at: Timestamp::UNIX_EPOCH, by: SipUri::new("sip:admin@contoso.com").unwrap() };
        let entry = Arc::new(Entry::new(id(name), pool(), object, stamp));
        Self(self.0.apply(self.0.sequence() + 1, &[Change::ObjectSaved(entry)]))
    }

    /// What a call to `Help Desk` comes to on a Monday at noon.
    pub(crate) fn script(&self, digits: &str) -> Result<Script, Unwritable> {
        let entry = self.0.named(ObjectKind::Workflow, &NameKey::new("Help Desk")).unwrap();
        let Object::Workflow(workflow) = &entry.object else { panic!("a workflow") };
        let digits: Vec<char> = digits.chars().collect();
        let noon = "2026-11-23T12:00:00Z".parse().unwrap();
        Script::write((&self.0, &Directory::default()), workflow, &digits, noon)
    }
}

/// Into the queue with a welcome.
pub(crate) fn welcome_and_queue() -> Site {
    Site::new().workflow(json!({"DefaultAction": {
        "Action": "TransferToQueue", "QueueID": "@Help", "Prompt": {"TextToSpeechPrompt": "Welcome."},
    }}))
}

/// The same, and answers with its agent.
pub(crate) fn early_queue() -> Site {
    Site::new().workflow(json!({"AnswerAt": "Agent", "DefaultAction": {
        "Action": "TransferToQueue", "QueueID": "@Help", "Prompt": {"TextToSpeechPrompt": "Welcome."},
    }}))
}

/// A welcome and two questions, with ways to a queue and to the end.
pub(crate) fn questions() -> Site {
    let to = |queue: &str| json!({"Action": "TransferToQueue", "QueueID": queue});
    let answer = |key: &str, action: Value| json!({"DtmfResponse": key, "Action": action});
    let second = json!({
        "Action": "TransferToQuestion",
        "Question": {"Prompt": {"TextToSpeechPrompt": "Red or blue?"}, "AnswerList": [
            answer("1", to("@Help")), answer("2", json!({
                "Action": "Terminate", "Prompt": {"TextToSpeechPrompt": "No blue today."},
            })),
        ]},
    });
    Site::new().workflow(json!({"DefaultAction": {
        "Action": "TransferToQuestion",
        "Prompt": {"TextToSpeechPrompt": "Welcome."},
        "Question": {
            "Name": "Language", "Prompt": {"TextToSpeechPrompt": "One or two?"},
            "AnswerList": [answer("1", to("@Help")), answer("2", second), answer("3", to("@Empty"))],
        },
    }}))
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
