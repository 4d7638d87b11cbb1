//! Export, archive, import, export: what comes out is what went in, for generated configurations.

use std::{collections::BTreeMap, sync::Arc};

use admin::{Import, Request};
use domain::{ContentHash, Export, FileName, ObjectKind};
use proptest::prelude::*;
use serde_json::{Value, json};
use stdx::Rng;

use crate::pool::{A, B, C, Pool, id, object};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn export_import_export_is_equal_in_every_object(seed: u64) {
        let primary = generated(seed);
        let first = primary.export(None);
        let mut backup = Pool::new(B);
        backup.import(Import { export: through_archive(&first), ..Import::default() }).unwrap();
        let second = backup.export(Some(A));
        prop_assert_eq!(contents(&first), contents(&second));
        prop_assert_eq!(&first.settings, &through_archive(&first).settings);

        let mut third = Pool::new(C);
        third.import(Import { export: through_archive(&second), overwrite_owner: true, ..Import::default() }).unwrap();
        let third_export = third.export(None);
        prop_assert_eq!(contents(&first), contents(&third_export));
        for hash in played(&first) {
            prop_assert_eq!(third.audio.get(&hash), primary.audio.get(&hash));
        }
    }
}

/// The objects without owner and base.
fn contents(export: &Export) -> BTreeMap<domain::ObjectId, &domain::Object> {
    export.objects.iter().map(|exported| (exported.id, &exported.object)).collect()
}

fn played(export: &Export) -> Vec<ContentHash> {
    export
        .objects
        .iter()
        .flat_map(|exported| exported.object.audio_files())
        .map(|file| file.content_hash)
        .collect()
}

fn through_archive(export: &Export) -> Export {
    let bytes =
        archive::write(export, &mut |hash| export.audio.get(hash).map(|bytes| bytes.to_vec())).unwrap();
    let archive = archive::read(&bytes).unwrap();
    assert_eq!(archive.warnings, []);
    let mut read = archive.export;
    for hash in played(&read) {
        let bytes: Arc<[u8]> = archive.audio.read(&hash).unwrap().unwrap().into();
        read.audio.insert(hash, bytes);
    }
    read
}

/// A pool with objects of every type, some of them with audio, some with references that lead nowhere.
fn generated(seed: u64) -> Pool {
    let mut rng = Rng::new(seed);
    let mut pool = Pool::new(A);
    let files: Vec<Value> = (0..3u8).map(|number| audio(&mut pool, number)).collect();
    for number in 100..101 + rng.below(3) as u128 {
        pool.create(number, ObjectKind::AgentGroup, group(&mut rng, number));
        pool.create(number + 100, ObjectKind::HoursOfBusiness, hours(&mut rng, number));
        pool.create(number + 200, ObjectKind::HolidaySet, holidays(&mut rng, number));
        let queue = queue(&mut rng, number, &files);
        pool.create(number + 300, ObjectKind::Queue, queue);
        let workflow = workflow(&mut rng, number, &files);
        pool.create(number + 400, ObjectKind::Workflow, workflow);
    }
    if rng.one_in(3) {
        drop(pool.ask(Request::Remove { id: id(400), expected: None, force: true }));
    }
    let seconds = 30 + rng.below(570);
    let settings = json!({"AgentRingbackGracePeriod": seconds, "DefaultMusicOnHoldFile": files[0].clone()});
    pool.ask(Request::SetSettings { settings: serde_json::from_value(settings).unwrap(), expected: None })
        .unwrap();
    pool
}

fn audio(pool: &mut Pool, number: u8) -> Value {
    let mut bytes =
        b"RIFF\x2c\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\x04\0\0\0"
            .to_vec();
    bytes.extend([number; 4]);
    let file_name = FileName::new(&format!("Prompt {number} é.wav")).unwrap();
    let decision = pool.ask(Request::ImportAudio { file_name, content: bytes.into() }).unwrap();
    let admin::Reply::Audio(file) = decision.reply else { panic!("{decision:?}") };
    serde_json::to_value(file).unwrap()
}

/// Text that CLIXML and ZIP have to take care of.
fn text(rng: &mut Rng) -> String {
    let words = [
        "Help",
        "Désolé",
        "日本語",
        "a & b",
        "\"quoted\"",
        "_x000A_",
        "tab\there",
        "line\nbreak",
        "5 < 6",
        "𝄞",
        " ",
    ];
    (0..1 + rng.below(4)).map(|_| *rng.pick(&words)).collect::<Vec<_>>().join(" ")
}

fn maybe(rng: &mut Rng, value: impl FnOnce(&mut Rng) -> Value) -> Value {
    if rng.one_in(2) { value(rng) } else { Value::Null }
}

fn prompt(rng: &mut Rng, files: &[Value]) -> Value {
    json!({
        "TextToSpeechPrompt": maybe(rng, |rng| text(rng).into()),
        "AudioFilePrompt": maybe(rng, |rng| rng.pick(files).clone()),
    })
}

fn group(rng: &mut Rng, number: u128) -> Value {
    json!({
        "Name": format!("Group {number}"),
        "Description": maybe(rng, |rng| text(rng).into()),
        "RoutingMethod": rng.pick(domain::RoutingMethod::WORDS),
        "ParticipationPolicy": rng.pick(domain::ParticipationPolicy::WORDS),
        "AgentAlertTime": 10 + rng.below(590),
        "DistributionGroupAddress": maybe(rng, |_| "desk@contoso.com".into()),
        "AgentsByUri": (0..rng.below(4)).map(|agent| format!("sip:agent{agent}@contoso.com")).collect::<Vec<_>>(),
    })
}

fn hours(rng: &mut Rng, number: u128) -> Value {
    let mut hours = json!({"Name": format!("Hours {number}"), "Custom": rng.one_in(5)});
    for day in domain::DAYS {
        if rng.one_in(2) {
            hours[format!("{day}Hours1")] =
                json!({"Name": "Morning", "OpenTime": "08:00", "CloseTime": "12:00"});
            hours[format!("{day}Hours2")] =
                maybe(rng, |_| json!({"OpenTime": "12:00", "CloseTime": "24:00"}));
        }
    }
    hours
}

fn holidays(rng: &mut Rng, number: u128) -> Value {
    let holiday = |day: usize| {
        json!({
            "Name": format!("Day {day}"),
            "StartDate": format!("2026-01-{:02}T00:00:00", day + 1),
            "EndDate": format!("2026-01-{:02}T13:30:15", day + 2),
        })
    };
    json!({"Name": format!("Set {number}"), "HolidayList": (0..1 + rng.below(20)).map(holiday).collect::<Vec<_>>()})
}

fn end(rng: &mut Rng, files: &[Value]) -> Value {
    let mut action = match rng.below(4) {
        0 => json!({"Action": "Terminate"}),
        1 => json!({"Action": "TransferToUri", "Uri": "sip:pat@contoso.com"}),
        2 => json!({"Action": "TransferToVoiceMailUri", "Uri": "sip:kim@contoso.com"}),
        _ => json!({"Action": "TransferToPSTN", "Uri": "sip:+14255551298@contoso.com"}),
    };
    action["Prompt"] = maybe(rng, |rng| prompt(rng, files));
    action
}

fn queue(rng: &mut Rng, number: u128, files: &[Value]) -> Value {
    json!({
        "Name": format!("Queue {number}"),
        "AgentGroupIDList": [id(number)],
        "TimeoutThreshold": maybe(rng, |rng| (10 + rng.below(65_000)).into()),
        "TimeoutAction": maybe(rng, |rng| end(rng, files)),
        "OverflowThreshold": maybe(rng, |rng| rng.below(1_000).into()),
        "OverflowCandidate": rng.pick(domain::OverflowCandidate::WORDS),
        "OverflowAction": maybe(rng, |rng| end(rng, files)),
    })
}

fn workflow(rng: &mut Rng, number: u128, files: &[Value]) -> Value {
    let default_action =
        if rng.one_in(2) { to_queue(rng, number, files) } else { question(rng, number, files, 0) };
    json!({
        "Name": format!("Workflow {number}"),
        "Description": maybe(rng, |rng| text(rng).into()),
        "PrimaryUri": format!("sip:workflow{number}@contoso.com"),
        "LineUri": maybe(rng, |_| format!("tel:+1425555{number:04}").into()),
        "DisplayNumber": maybe(rng, |_| "+1 425 555".into()),
        "Active": rng.one_in(2), "Anonymous": rng.one_in(2), "EnabledForFederation": rng.one_in(2),
        "Language": rng.pick(&["en-US", "ja-JP", "pt-BR"]), "TimeZone": rng.pick(&["UTC", "Europe/Paris", "Tokyo Standard Time"]),
        "BusinessHoursID": maybe(rng, |_| json!(id(number + 100))),
        "HolidaySetIDList": (0..rng.below(2)).map(|_| id(number + 200)).collect::<Vec<_>>(),
        "NonBusinessHoursAction": maybe(rng, |rng| end(rng, files)),
        "HolidayAction": maybe(rng, |rng| end(rng, files)),
        "DefaultAction": default_action,
        "CustomMusicOnHoldFile": maybe(rng, |rng| rng.pick(files).clone()),
        "ManagersByUri": (0..rng.below(3)).map(|manager| format!("sip:manager{manager}@contoso.com")).collect::<Vec<_>>(),
    })
}

fn to_queue(rng: &mut Rng, number: u128, files: &[Value]) -> Value {
    json!({"Action": "TransferToQueue", "QueueID": id(number + 300), "Prompt": maybe(rng, |rng| prompt(rng, files))})
}

fn question(rng: &mut Rng, number: u128, files: &[Value], depth: usize) -> Value {
    let answers: Vec<Value> = (0..1 + rng.below(3))
        .map(|key| {
            let deeper = depth < 4 && rng.one_in(3);
            let action = if deeper { question(rng, number, files, depth + 1) } else { to_queue(rng, number, files) };
            json!({"Name": text_label(key), "DtmfResponse": key.to_string(), "VoiceResponseList": ["yes", "oui"], "Action": action})
        })
        .collect();
    json!({"Action": "TransferToQuestion", "Question": {
        "Name": "Which", "Prompt": prompt(rng, files), "AnswerList": answers,
        "InvalidAnswerPrompt": maybe(rng, |rng| prompt(rng, files)),
        "NoAnswerPrompt": maybe(rng, |rng| prompt(rng, files)),
    }})
}

fn text_label(key: usize) -> Value {
    if key == 0 { Value::Null } else { format!("answer {key}").into() }
}

#[test]
fn the_generator_makes_every_type() {
    let kinds: std::collections::BTreeSet<_> = (0..10)
        .flat_map(|seed| generated(seed).export(None).objects)
        .map(|exported| exported.object.kind())
        .collect();
    assert_eq!(kinds.len(), ObjectKind::ALL.len());
    assert!(!object(ObjectKind::Queue, json!({"Name": "q"})).name().as_str().is_empty());
}
