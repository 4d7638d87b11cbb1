//! Configurations for the tests: a fixed one with every property, and random ones from a seed.

#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    clippy::unwrap_used,
    reason = "each test file uses its own part"
)]

pub mod raw_zip;

use archive::WriteError;
use domain::{
    AudioFile, ContentHash, Digest, Export, ExportedObject, FileName, Object, ObjectId, ObjectKind, Origin,
    PoolFqdn, Stamp, Tombstone,
};
use serde_json::{Value, json};
use stdx::Rng;
use uuid::Uuid;

/// An export that grows.
pub struct Sample(pub Export);

impl Sample {
    pub fn new(source: &str) -> Self {
        let source = PoolFqdn::new(source).unwrap();
        let origin = Origin {
            owner: source.clone(),
            source,
            at: stamp().at,
            sequence: 1,
            digest: Digest::of(b"the exported set"),
        };
        let settings = Some(domain::ServiceSettings::default());
        Self(Export { origin: Some(origin), settings, ..Export::default() })
    }

    pub fn write(&self) -> Vec<u8> {
        self.try_write().unwrap()
    }

    pub fn try_write(&self) -> Result<Vec<u8>, WriteError> {
        archive::write(&self.0, &mut |_| None)
    }

    fn source(&self) -> PoolFqdn {
        self.0.origin.as_ref().unwrap().source.clone()
    }

    pub fn add(&mut self, number: u128, kind: ObjectKind, properties: Value) -> ObjectId {
        let id = ObjectId(Uuid::from_u128(number));
        let object = Object::from_properties(kind, properties).unwrap_or_else(|error| panic!("{error}"));
        self.0.objects.push(ExportedObject { id, owner: self.source(), base: None, object });
        id
    }

    /// Adds audio and gives its properties.
    pub fn audio(&mut self, name: &str, bytes: Vec<u8>) -> Value {
        let hash = ContentHash::of(&bytes);
        self.0.audio.insert(hash, bytes.into());
        serde_json::to_value(AudioFile::new(FileName::new(name).unwrap(), hash)).unwrap()
    }
}

pub fn stamp() -> Stamp {
    Stamp {
        at: "2026-01-05T08:30:00Z".parse().unwrap(),
        by: domain::SipUri::new("sip:admin@contoso.com").unwrap(),
    }
}

/// A WAV file of 8 kHz mono with these samples.
pub fn wav(samples: &[u8]) -> Vec<u8> {
    let size = u32::try_from(samples.len()).unwrap();
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((36 + size).to_le_bytes());
    bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data");
    bytes.extend(size.to_le_bytes());
    bytes.extend(samples);
    bytes
}

/// A help desk that uses every property; golden archives are made of it, so it must stay as it is.
pub fn contoso() -> Sample {
    let mut sample = Sample::new("primary.contoso.com");
    let group = sample.add(
        0x11,
        ObjectKind::AgentGroup,
        json!({
            "Name": "Help Desk Agents", "Description": "First line.\r\nSecond <line> & \"more\" _x000A_",
            "ParticipationPolicy": "Formal", "AgentAlertTime": 30, "RoutingMethod": "Serial",
            "DistributionGroupAddress": "helpdesk@contoso.com",
            "AgentsByUri": ["sip:ken@contoso.com", "sip:pilar@contoso.com"],
        }),
    );
    let empty_group = sample.add(0x12, ObjectKind::AgentGroup, json!({"Name": "Nobody"}));
    let holidays = sample.add(
        0x21,
        ObjectKind::HolidaySet,
        json!({"Name": "Jours fériés", "HolidayList": [
            {"Name": "Noël", "StartDate": "2026-12-25T00:00:00", "EndDate": "2026-12-26T00:00:00"},
            {"StartDate": "2026-12-31T12:30:00", "EndDate": "2027-01-02T00:00:00"},
        ]}),
    );
    let hours = sample.add(
        0x31,
        ObjectKind::HoursOfBusiness,
        json!({"Name": "Weekdays", "Custom": true,
            "MondayHours1": {"Name": "Morning", "OpenTime": "8:00", "CloseTime": "12:00"},
            "MondayHours2": {"OpenTime": "13:00", "CloseTime": "24:00"},
            "SundayHours2": {"OpenTime": "0:00", "CloseTime": "0:00:30"},
        }),
    );
    let sorry = sample.audio("Sorry.wav", wav(&[0x80; 400]));
    let queue = add_queue(&mut sample, group, empty_group, &sorry);
    add_workflows(&mut sample, queue, hours, holidays, &sorry);
    let music = sample.audio("Music.WAV", wav(&[0x90; 300]));
    let settings = json!({
        "AgentRingbackGracePeriod": 90, "DefaultMusicOnHoldFile": music, "DisableCallContext": true,
    });
    sample.0.settings = Some(serde_json::from_value(settings).unwrap());
    sample.0.objects[0].base = Some(Digest::of(b"the imported version"));
    sample.0.tombstones.push(Tombstone {
        id: ObjectId(Uuid::from_u128(0x13)),
        kind: ObjectKind::AgentGroup,
        name: domain::ObjectName::new("Former Agents").unwrap(),
        owner: sample.source(),
        digest: Digest::of(b"the removed content"),
        base: None,
        removed: stamp(),
    });
    sample
}

fn add_queue(sample: &mut Sample, group: ObjectId, empty: ObjectId, sorry: &Value) -> ObjectId {
    let last = sample.add(
        0x42,
        ObjectKind::Queue,
        json!({"Name": "Last Resort", "OverflowThreshold": 0,
            "OverflowAction": {"Action": "TransferToPstn", "Uri": "sip:+14255550100@contoso.com"}}),
    );
    sample.add(
        0x41,
        ObjectKind::Queue,
        json!({
            "Name": "Help Desk", "Description": "", "AgentGroupIDList": [group.to_string(), empty.to_string()],
            "TimeoutThreshold": 65535,
            "TimeoutAction": {"Action": "TransferToQueue", "QueueID": last.to_string(),
                "Prompt": {"TextToSpeechPrompt": "Sorry.", "AudioFilePrompt": sorry}},
            "OverflowThreshold": 5, "OverflowCandidate": "OldestCall",
            "OverflowAction": {"Action": "TransferToVoiceMailUri", "Uri": "sip:voicemail@contoso.com"},
        }),
    )
}

fn add_workflows(sample: &mut Sample, queue: ObjectId, hours: ObjectId, holidays: ObjectId, sorry: &Value) {
    let welcome = sample.audio("Welcome.wma", [WMA_HEADER, &[7; 100]].concat());
    let to_queue = json!({"Action": "TransferToQueue", "QueueID": queue.to_string()});
    let inner = json!({"Prompt": {"TextToSpeechPrompt": "Existing or new?"}, "AnswerList": [
        {"Name": "existing", "DtmfResponse": "*", "Action": to_queue},
        {"VoiceResponseList": ["new", "new request"], "Action": to_queue},
    ]});
    sample.add(
        0x51,
        ObjectKind::Workflow,
        json!({
            "Name": "Help Desk", "Description": "Calls 24/7", "PrimaryUri": "sip:helpdesk@contoso.com",
            "LineUri": "tel:+14255550123", "DisplayNumber": "+1 (425) 555-0123", "Active": true,
            "Anonymous": true, "EnabledForFederation": true, "Language": "fr-FR",
            "TimeZone": "Pacific Standard Time", "BusinessHoursID": hours.to_string(),
            "NonBusinessHoursAction": {"Action": "TransferToUri", "Uri": "sip:night@contoso.com",
                "Prompt": {"TextToSpeechPrompt": "We are closed."}},
            "HolidaySetIDList": [holidays.to_string()],
            "HolidayAction": {"Action": "Terminate", "Prompt": {}},
            "DefaultAction": {
                "Action": "TransferToQuestion", "Prompt": {"AudioFilePrompt": welcome},
                "Question": {"Name": "Topic", "Prompt": {"TextToSpeechPrompt": "Which topic?"},
                    "InvalidAnswerPrompt": {"TextToSpeechPrompt": "Pardon?"},
                    "NoAnswerPrompt": {"AudioFilePrompt": sorry},
                    "AnswerList": [{"DtmfResponse": "1", "VoiceResponseList": ["support"],
                        "Action": {"Action": "TransferToQuestion", "Question": inner}}]},
            },
            "CustomMusicOnHoldFile": sorry, "Managed": true,
            "ManagersByUri": ["sip:manager@contoso.com"],
        }),
    );
    sample.add(
        0x52,
        ObjectKind::Workflow,
        json!({"Name": "Draft", "PrimaryUri": "sip:draft@contoso.com", "Language": "en-US", "TimeZone": "UTC"}),
    );
}

const WMA_HEADER: &[u8] =
    &[0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, 0xA6, 0xD9, 0x00, 0xAA, 0x00, 0x62, 0xCE, 0x6C];

/// A random configuration: `size` objects of each kind at most.
pub fn random(seed: u64, size: usize) -> Sample {
    let mut rng = Rng::new(seed);
    let mut sample = Sample::new("pool.litwareinc.com");
    let mut queues = Vec::new();
    for at in 0..rng.below(size + 1) {
        let properties = json!({
            "Name": name(&mut rng, at), "Description": text(&mut rng),
            "AgentAlertTime": 10 + rng.below(591), "RoutingMethod": *rng.pick(domain::RoutingMethod::WORDS),
            "AgentsByUri": (0..rng.below(4)).map(|n| format!("sip:agent{n}@litwareinc.com")).collect::<Vec<_>>(),
        });
        sample.add(rng.next().into(), ObjectKind::AgentGroup, properties);
    }
    for at in 0..rng.below(size + 1) {
        let action = action(&mut rng, &mut sample, &queues, 0, false);
        let properties = json!({
            "Name": name(&mut rng, at), "TimeoutThreshold": 10 + rng.below(1000), "TimeoutAction": action,
            "AgentGroupIDList": sample.0.objects.iter().take(3).map(|object| object.id.to_string()).collect::<Vec<_>>(),
        });
        queues.push(sample.add(rng.next().into(), ObjectKind::Queue, properties));
    }
    for at in 0..rng.below(size + 1) {
        let default = action(&mut rng, &mut sample, &queues, 0, true);
        let closed = rng.one_in(2).then(|| action(&mut rng, &mut sample, &queues, 2, true));
        let properties = json!({
            "Name": name(&mut rng, at), "PrimaryUri": format!("sip:workflow{at}@litwareinc.com"),
            "Description": text(&mut rng), "Active": rng.one_in(2), "Managed": rng.one_in(2),
            "Language": *rng.pick(&["en-US", "de-DE", "zh-TW"]), "TimeZone": *rng.pick(&["Europe/Paris", "UTC"]),
            "DefaultAction": default, "HolidayAction": closed,
            "AnswerAt": *rng.pick(domain::AnswerAt::WORDS),
        });
        sample.add(rng.next().into(), ObjectKind::Workflow, properties);
    }
    for object in &mut sample.0.objects {
        object.base = rng.one_in(4).then(|| Digest::of(b"base"));
    }
    sample
}

fn name(rng: &mut Rng, at: usize) -> String {
    format!("{}{at}", rng.pick(&["Help <Desk> ", "Größe & \"Zahl\" ", "你好 ", "_x0041_ ", "\u{1F600}"]))
        .replace(['<', '>'], "")
}

fn text(rng: &mut Rng) -> String {
    (*rng.pick(&["", "plain", "line\r\nline\ttab", "_x000D_ & <b", "  blanks  "])).to_owned()
}

fn action(rng: &mut Rng, sample: &mut Sample, queues: &[ObjectId], depth: usize, question: bool) -> Value {
    let prompt = match rng.below(3) {
        0 => Value::Null,
        1 => json!({"TextToSpeechPrompt": text(rng).replace("<b", "b")}),
        _ => {
            let byte = u8::try_from(rng.below(5)).unwrap();
            json!({"AudioFilePrompt": sample.audio("Random.wav", wav(&[byte; 50]))})
        }
    };
    match rng.below(4) {
        0 if question && depth < 3 => {
            let answers: Vec<Value> = (0..1 + rng.below(3))
                .map(|key| json!({"DtmfResponse": key.to_string(), "Action": action(rng, sample, queues, depth + 1, true)}))
                .collect();
            json!({"Action": "TransferToQuestion", "Prompt": prompt,
                "Question": {"Prompt": {"TextToSpeechPrompt": "?"}, "AnswerList": answers}})
        }
        1 if !queues.is_empty() => {
            json!({"Action": "TransferToQueue", "Prompt": prompt, "QueueID": rng.pick(queues).to_string()})
        }
        2 => json!({"Action": "TransferToUri", "Prompt": prompt, "Uri": "sip:someone@litwareinc.com"}),
        _ => json!({"Action": "Terminate", "Prompt": prompt}),
    }
}
