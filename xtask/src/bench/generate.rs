//! A large configuration from a seed: 10,000 workflows, 2,000 queues, 2,000 agent groups with 12 agents each.

use anyhow::Result;
use domain::{Export, ExportedObject, Object, ObjectId, ObjectKind, Origin, PoolFqdn, ServiceSettings};
use serde_json::{Value, json};
use stdx::Rng;
use uuid::Uuid;

pub(super) const WORKFLOWS: usize = 10_000;
const QUEUES: usize = 2_000;
const GROUPS: usize = 2_000;
const AGENTS_IN_A_GROUP: usize = 12;
/// Few, as in real life: thousands of workflows share each.
const SETS: usize = 3;

/// The configuration as an export of `source`.
pub(super) fn configuration(source: &PoolFqdn) -> Result<Export> {
    let mut rng = Rng::new(2013);
    let mut objects = Vec::new();
    let mut add = |kind, number, properties| -> Result<()> {
        let object = Object::from_properties(kind, properties)?;
        objects.push(ExportedObject { id: id(kind, number), owner: source.clone(), base: None, object });
        Ok(())
    };
    for number in 0..GROUPS {
        add(ObjectKind::AgentGroup, number, group(number, &mut rng))?;
    }
    for number in 0..SETS {
        add(ObjectKind::HoursOfBusiness, number, hours(number))?;
        add(ObjectKind::HolidaySet, number, holidays(number))?;
    }
    for number in 0..QUEUES {
        add(ObjectKind::Queue, number, queue(number, &mut rng))?;
    }
    for number in 0..WORKFLOWS {
        add(ObjectKind::Workflow, number, workflow(number, &mut rng))?;
    }
    let origin = Origin {
        source: source.clone(),
        owner: source.clone(),
        at: "2026-11-01T00:00:00Z".parse()?,
        sequence: 1,
        digest: Export::set_digest([], []),
    };
    Ok(Export {
        origin: Some(origin),
        objects,
        settings: Some(ServiceSettings::default()),
        ..Export::default()
    })
}

/// The GUID of an object of the configuration.
pub(super) fn id(kind: ObjectKind, number: usize) -> ObjectId {
    ObjectId(Uuid::from_u64_pair(0x5b17_c4ba_0000_4000 | ((kind as u64) << 16), 0x8000 << 48 | number as u64))
}

/// The name of a workflow.
pub(super) fn workflow_name(number: usize) -> String {
    format!("Contoso Service {number:05}")
}

fn group(number: usize, rng: &mut Rng) -> Value {
    let agents: Vec<String> = (0..AGENTS_IN_A_GROUP)
        .map(|agent| format!("sip:agent{:05}@contoso.com", number * AGENTS_IN_A_GROUP + agent))
        .collect();
    json!({
        "Name": format!("Agents {number:04}"),
        "Description": "Answers questions about orders, deliveries and invoices",
        "RoutingMethod": rng.pick(&["LongestIdle", "RoundRobin", "Serial", "Parallel", "Attendant"]),
        "ParticipationPolicy": rng.pick(&["Formal", "Informal"]),
        "AgentAlertTime": 15 + rng.below(30),
        "AgentsByUri": agents,
    })
}

fn hours(number: usize) -> Value {
    let morning = json!({"Name": "Morning", "OpenTime": "08:00", "CloseTime": "12:00"});
    let afternoon =
        json!({"Name": "Afternoon", "OpenTime": "13:00", "CloseTime": format!("{}:30", 16 + number % 4)});
    let mut hours = json!({"Name": format!("Hours {number:02}")});
    for day in ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"] {
        hours[format!("{day}Hours1")] = morning.clone();
        hours[format!("{day}Hours2")] = afternoon.clone();
    }
    hours
}

fn holidays(number: usize) -> Value {
    let holiday =
        |name: &str, start: &str, end: &str| json!({"Name": name, "StartDate": start, "EndDate": end});
    json!({"Name": format!("Holidays {number:02}"), "HolidayList": [
        holiday("New Year", "2027-01-01", "2027-01-02"),
        holiday("Labour Day", "2027-05-01", "2027-05-02"),
        holiday("Christmas", "2026-12-24T12:00:00", "2026-12-27"),
    ]})
}

fn queue(number: usize, rng: &mut Rng) -> Value {
    let mut queue = json!({
        "Name": format!("Queue {number:04}"),
        "AgentGroupIDList": [id(ObjectKind::AgentGroup, number % GROUPS), id(ObjectKind::AgentGroup, rng.below(GROUPS))],
    });
    if rng.one_in(2) {
        queue["TimeoutThreshold"] = json!(60 + rng.below(600));
        queue["TimeoutAction"] = json!({"Action": "TransferToVoiceMailUri", "Uri": "sip:desk@contoso.com",
            "Prompt": {"TextToSpeechPrompt": "Nobody is free. Please leave a message after the tone."}});
    }
    if rng.one_in(3) {
        queue["OverflowThreshold"] = json!(rng.below(100));
        queue["OverflowAction"] =
            json!({"Action": "TransferToQueue", "QueueID": id(ObjectKind::Queue, rng.below(QUEUES))});
    }
    queue
}

fn workflow(number: usize, rng: &mut Rng) -> Value {
    let to_queue = |rng: &mut Rng| json!({"Action": "TransferToQueue", "QueueID": id(ObjectKind::Queue, rng.below(QUEUES))});
    let default_action = if rng.one_in(2) {
        let mut action = to_queue(rng);
        action["Prompt"] = json!({"TextToSpeechPrompt": "Welcome to Contoso. Please hold the line."});
        action
    } else {
        let inner = question("Is it about an order or an invoice?", [to_queue(rng), to_queue(rng)]);
        let onwards = json!({"Action": "TransferToQuestion", "Question": inner});
        json!({"Action": "TransferToQuestion", "Question": question("Press 1 for sales, 2 for help.", [onwards, to_queue(rng)])})
    };
    json!({
        "Name": workflow_name(number), "Description": "A service of Contoso",
        "PrimaryUri": format!("sip:service{number:05}@contoso.com"),
        "LineUri": format!("tel:+1425{number:07}"), "DisplayNumber": format!("+1 425 {number:07}"),
        "Active": true, "Language": rng.pick(&["en-US", "fr-FR", "de-DE"]), "TimeZone": "Pacific Standard Time",
        "BusinessHoursID": id(ObjectKind::HoursOfBusiness, rng.below(SETS)),
        "HolidaySetIDList": [id(ObjectKind::HolidaySet, rng.below(SETS))],
        "NonBusinessHoursAction": {"Action": "Terminate", "Prompt": {"TextToSpeechPrompt": "We are closed."}},
        "HolidayAction": {"Action": "Terminate", "Prompt": {"TextToSpeechPrompt": "We are on holiday."}},
        "DefaultAction": default_action,
    })
}

fn question(text: &str, actions: [Value; 2]) -> Value {
    let answers: Vec<Value> = actions
        .into_iter()
        .enumerate()
        .map(|(at, action)| json!({"Action": action, "DtmfResponse": (at + 1).to_string(), "VoiceResponseList": [format!("choice {at}")]}))
        .collect();
    json!({
        "Prompt": {"TextToSpeechPrompt": text}, "AnswerList": answers,
        "InvalidAnswerPrompt": {"TextToSpeechPrompt": "That is not one of the choices."},
        "NoAnswerPrompt": {"TextToSpeechPrompt": "I did not hear you."},
    })
}
