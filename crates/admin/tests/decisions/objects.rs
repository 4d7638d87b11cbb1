//! New, Set and Remove: the rules between objects, and what a refusal says.

use admin::{Refusal, Reply, Request, Warning};
use domain::{ContentHash, Digest, FileName, ObjectKind};
use serde_json::{Value, json};

use crate::pool::{A, Pool, id, object, tick, workflow};

fn refused(pool: &mut Pool, kind: ObjectKind, properties: Value) -> String {
    let before = pool.configuration.sequence();
    let refusal = pool.ask(Request::New { id: id(99), object: object(kind, properties) }).unwrap_err();
    assert_eq!(pool.configuration.sequence(), before, "a refused request changes nothing");
    refusal.to_string()
}

fn wav() -> Vec<u8> {
    let mut bytes =
        b"RIFF\x2c\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\x04\0\0\0"
            .to_vec();
    bytes.extend([1, 2, 3, 4]);
    bytes
}

fn with(mut properties: Value, more: Value) -> Value {
    properties.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    properties
}

#[test]
fn names_are_unique_for_each_type_without_case() {
    let mut pool = Pool::with_help_desk(A);
    let message = refused(&mut pool, ObjectKind::Queue, json!({"Name": "HELP DESK"}));
    insta::assert_snapshot!(message, @r#"queue "HELP DESK" was not saved: the name is taken by another queue (00000000-0000-0000-0000-000000000004)"#);
    pool.create(12, ObjectKind::AgentGroup, json!({"Name": "Help Desk"}));
}

#[test]
fn every_broken_rule_is_said_at_once() {
    let mut pool = Pool::with_help_desk(A);
    let properties = json!({
        "Name": "Help Desk", "PrimaryUri": "sip:HELPDESK@contoso.com", "Active": true,
        "Language": "en-US", "TimeZone": "UTC",
        "BusinessHoursID": id(3), "HolidaySetIDList": [id(77)],
        "HolidayAction": {"Action": "TransferToQueue", "QueueID": id(4)},
        "CustomMusicOnHoldFile": {"OriginalFileName": "a.wav", "UniqueName": id(1), "ContentHash": ContentHash::of(b"x")},
    });
    insta::assert_snapshot!(refused(&mut pool, ObjectKind::Workflow, properties).replace("; ", ";\n"), @r#"
    workflow "Help Desk" was not saved: the name is taken by another workflow (00000000-0000-0000-0000-000000000005);
    its PrimaryUri sip:helpdesk@contoso.com belongs to workflow "Help Desk";
    its BusinessHoursID names holiday set "Holidays", but must name a set of hours of business;
    its HolidaySetIDList names the holiday set 00000000-0000-0000-0000-00000000004d, which this pool does not hold;
    it plays audio 2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881, which this pool does not hold;
    bring the file with Import-CsRgsAudioFile first;
    it is active but it has no DefaultAction;
    set one that transfers to a queue or to a question;
    it is active but its HolidayAction is TransferToQueue;
    outside the hours and on holidays a call may not go to a queue or a question
    "#);
}

#[test]
fn an_inactive_workflow_is_a_draft_and_is_checked_when_it_becomes_active() {
    let mut pool = Pool::with_help_desk(A);
    let draft = json!({"Name": "Draft", "PrimaryUri": "sip:draft@contoso.com", "Language": "en-US", "TimeZone": "UTC",
        "DefaultAction": {"Action": "TransferToQueue", "QueueID": id(77)}});
    pool.create(12, ObjectKind::Workflow, draft.clone());
    let active = object(ObjectKind::Workflow, with(draft, json!({"Active": true})));
    let refusal = pool.ask(Request::Set { id: id(12), object: active, expected: None }).unwrap_err();
    assert!(refusal.to_string().contains("its DefaultAction names the queue"), "{refusal}");
}

#[test]
fn an_object_of_another_pool_cannot_be_used() {
    let mut pool = Pool::with_help_desk(A);
    let group = format!("service:ApplicationServer:backup.contoso.com/{}", id(1));
    let message =
        refused(&mut pool, ObjectKind::Queue, json!({"Name": "Borrowing", "AgentGroupIDList": [group]}));
    assert!(
        message.contains("names an object of backup.contoso.com; objects cannot be shared between pools"),
        "{message}"
    );
    let group = format!("service:ApplicationServer:{A}/{}", id(1));
    pool.create(12, ObjectKind::Queue, json!({"Name": "Own", "AgentGroupIDList": [group]}));
    assert_eq!(pool.value(12, "AgentGroupIDList"), json!([id(1)]), "stored references name no pool");
}

#[test]
fn a_queue_may_send_its_calls_back_to_itself() {
    let mut pool = Pool::with_help_desk(A);
    let back = json!({"Action": "TransferToQueue", "QueueID": id(12)});
    pool.create(
        12,
        ObjectKind::Queue,
        json!({"Name": "Round", "TimeoutThreshold": 10, "TimeoutAction": back}),
    );
}

#[test]
fn custom_hours_serve_one_workflow_only() {
    let mut pool = Pool::with_help_desk(A);
    pool.create(12, ObjectKind::HoursOfBusiness, json!({"Name": "Own hours", "Custom": true}));
    let with_hours = |name: &str| with(workflow(name, name, 4), json!({"BusinessHoursID": id(12)}));
    pool.create(13, ObjectKind::Workflow, with_hours("first"));
    let message = refused(&mut pool, ObjectKind::Workflow, with_hours("second"));
    assert!(message.contains("custom hours that belong to workflow \"first\""), "{message}");
    let mut pool = Pool::with_help_desk(A);
    pool.create(14, ObjectKind::Workflow, workflow("second", "second", 4));
    let custom = object(ObjectKind::HoursOfBusiness, json!({"Name": "Weekdays", "Custom": true}));
    let refusal = pool.ask(Request::Set { id: id(2), object: custom, expected: None }).unwrap_err();
    assert!(refusal.to_string().contains("custom hours serve one workflow only"), "{refusal}");
}

#[test]
fn a_managed_workflow_shares_neither_queue_nor_group() {
    let mut pool = Pool::with_help_desk(A);
    let managed = with(workflow("Managed", "managed", 4), json!({"Managed": true}));
    let message = refused(&mut pool, ObjectKind::Workflow, managed.clone());
    assert!(message.contains("queue \"Help Desk\" is also used by workflow \"Help Desk\""), "{message}");
    pool.create(12, ObjectKind::Queue, json!({"Name": "Second", "AgentGroupIDList": [id(1)]}));
    let shares_group =
        with(managed, json!({"DefaultAction": {"Action": "TransferToQueue", "QueueID": id(12)}}));
    let message = refused(&mut pool, ObjectKind::Workflow, shares_group);
    assert!(message.contains("agent group \"Tier 1\" is also used"), "{message}");
}

#[test]
fn a_queue_cannot_be_changed_so_that_a_managed_workflow_shares_it() {
    let mut pool = Pool::with_help_desk(A);
    pool.create(11, ObjectKind::AgentGroup, json!({"Name": "Tier 2"}));
    pool.create(12, ObjectKind::Queue, json!({"Name": "Second", "AgentGroupIDList": [id(11)]}));
    pool.create(13, ObjectKind::Workflow, with(workflow("Managed", "managed", 12), json!({"Managed": true})));
    let sharing = object(ObjectKind::Queue, json!({"Name": "Second", "AgentGroupIDList": [id(1)]}));
    let refusal = pool.ask(Request::Set { id: id(12), object: sharing, expected: None }).unwrap_err();
    assert!(
        refusal.to_string().contains("a managed workflow shares no queue and no agent group"),
        "{refusal}"
    );
}

#[test]
fn a_new_managed_workflow_is_active_and_a_new_holiday_set_has_a_holiday() {
    let mut pool = Pool::with_help_desk(A);
    pool.create(12, ObjectKind::Queue, json!({"Name": "Second"}));
    let inactive = with(workflow("Managed", "managed", 12), json!({"Managed": true, "Active": false}));
    assert!(refused(&mut pool, ObjectKind::Workflow, inactive).contains("must be active when it is made"));
    assert!(
        refused(&mut pool, ObjectKind::HolidaySet, json!({"Name": "Empty"})).contains("at least one holiday")
    );
    pool.edit(3, "HolidayList", json!([]));
}

#[test]
fn saving_what_somebody_changed_in_between_is_refused() {
    let mut pool = Pool::with_help_desk(A);
    let read = pool.entry(4).digest;
    pool.edit(4, "TimeoutThreshold", json!(90));
    let mine = object(ObjectKind::Queue, json!({"Name": "Help Desk"}));
    let refusal = pool.ask(Request::Set { id: id(4), object: mine, expected: Some(read) }).unwrap_err();
    insta::assert_snapshot!(refusal, @r#"queue "Help Desk" was changed by sip:operator@primary.contoso.com since it was read; read it again and repeat the change"#);
    let Refusal::Stale { expected, current, .. } = refusal else { panic!("{refusal}") };
    assert_eq!((expected, current), (read, pool.entry(4).digest));
}

#[test]
fn saving_without_a_change_stores_nothing() {
    let mut pool = Pool::with_help_desk(A);
    let same = pool.entry(4).object.clone();
    assert!(pool.ask(Request::Set { id: id(4), object: same, expected: None }).unwrap().changes.is_empty());
}

#[test]
fn a_guid_is_given_once_and_keeps_its_type() {
    let mut pool = Pool::with_help_desk(A);
    let group = || object(ObjectKind::AgentGroup, json!({"Name": "Other"}));
    assert_eq!(pool.ask(Request::New { id: id(4), object: group() }).unwrap_err(), Refusal::IdTaken(id(4)));
    let set = |number| Request::Set { id: id(number), object: group(), expected: None };
    assert_eq!(pool.ask(set(77)).unwrap_err(), Refusal::NotFound(id(77)));
    assert_eq!(
        pool.ask(set(4)).unwrap_err(),
        Refusal::OtherKind { id: id(4), found: ObjectKind::Queue, asked: ObjectKind::AgentGroup }
    );
    pool.create(78, ObjectKind::AgentGroup, json!({"Name": "Old"}));
    pool.ask(Request::Remove { id: id(78), expected: None, force: false }).unwrap();
    let again = pool.ask(Request::New { id: id(78), object: group() });
    assert_eq!(again.unwrap_err(), Refusal::IdTaken(id(78)), "the other pool may still have to remove it");
}

#[test]
fn what_an_active_workflow_leads_to_is_removed_only_with_force() {
    for number in [1, 2, 3, 4, 5] {
        let mut pool = Pool::with_help_desk(A);
        let refusal = pool.ask(Request::Remove { id: id(number), expected: None, force: false }).unwrap_err();
        let reason = if number == 5 { "it is active" } else { "it is used by workflow \"Help Desk\"" };
        assert!(refusal.to_string().contains(reason) && refusal.to_string().contains("-Force"), "{refusal}");
        pool.remove(number);
        assert!(!pool.holds(number));
    }
}

#[test]
fn what_only_an_inactive_workflow_uses_is_removed_without_force() {
    let mut pool = Pool::with_help_desk(A);
    pool.edit(5, "Active", json!(false));
    for number in [5, 4, 3, 2, 1] {
        pool.ask(Request::Remove { id: id(number), expected: None, force: false }).unwrap();
    }
    assert_eq!(pool.configuration.objects_count(), 0);
}

#[test]
fn a_queue_that_another_queue_leads_to_is_removed_only_with_force() {
    let mut pool = Pool::with_help_desk(A);
    pool.edit(5, "Active", json!(false));
    let onwards = json!({"Action": "TransferToQueue", "QueueID": id(4)});
    pool.create(
        12,
        ObjectKind::Queue,
        json!({"Name": "First", "OverflowThreshold": 0, "OverflowAction": onwards}),
    );
    let refusal = pool.ask(Request::Remove { id: id(4), expected: None, force: false }).unwrap_err();
    assert!(refusal.to_string().contains("it is used by queue \"First\""), "{refusal}");
    let decision = pool.ask(Request::Remove { id: id(4), expected: None, force: true }).unwrap();
    assert_eq!(decision.warnings.len(), 2, "both who still refer to it are named");
}

#[test]
fn a_removed_objects_name_and_address_are_free_again() {
    let mut pool = Pool::with_help_desk(A);
    pool.remove(5);
    pool.create(12, ObjectKind::Workflow, workflow("Help Desk", "helpdesk", 4));
}

#[test]
fn audio_is_kept_while_something_plays_it_and_collected_afterwards() {
    let mut pool = Pool::with_help_desk(A);
    let import =
        || Request::ImportAudio { file_name: FileName::new("welcome.wav").unwrap(), content: wav().into() };
    let Reply::Audio(file) = pool.ask(import()).unwrap().reply else { panic!() };
    let prompt = json!({"TextToSpeechPrompt": "Welcome", "AudioFilePrompt": file});
    pool.edit(5, "DefaultAction", json!({"Action": "TransferToQueue", "QueueID": id(4), "Prompt": prompt}));
    let collect = || Request::CollectAudio { before: jiff::Timestamp::from_second(1_000).unwrap() };
    assert!(pool.ask(collect()).unwrap().changes.is_empty());
    pool.edit(5, "DefaultAction", json!({"Action": "TransferToQueue", "QueueID": id(4)}));
    assert_eq!(pool.ask(collect()).unwrap().changes.len(), 1);
    assert!(pool.configuration.audio(&file.content_hash).is_none());
}

#[test]
fn audio_that_was_just_brought_again_is_not_collected() {
    let mut pool = Pool::new(A);
    let import =
        || Request::ImportAudio { file_name: FileName::new("welcome.wav").unwrap(), content: wav().into() };
    pool.ask(import()).unwrap();
    let before = tick();
    let again = pool.ask(import()).unwrap();
    assert!(again.audio.is_empty(), "its bytes are here already");
    assert!(pool.ask(Request::CollectAudio { before }).unwrap().changes.is_empty());
}

#[test]
fn settings_are_saved_only_on_the_version_that_was_read() {
    let mut pool = Pool::new(A);
    let read = admin::settings_digest(pool.configuration.settings());
    let set = |seconds: i64, expected| Request::SetSettings {
        settings: serde_json::from_value(json!({"AgentRingbackGracePeriod": seconds})).unwrap(),
        expected,
    };
    pool.ask(set(90, Some(read))).unwrap();
    assert_eq!(pool.ask(set(120, Some(read))).unwrap_err(), Refusal::SettingsStale);
    assert_ne!(read, Digest::of(b""));
}

#[test]
fn what_is_allowed_but_doubtful_gets_a_warning() {
    let mut pool = Pool::with_help_desk(A);
    let properties =
        json!({"Name": "Slow", "AgentAlertTime": 240, "DistributionGroupAddress": "nobody@contoso.com"});
    let decision =
        pool.ask(Request::New { id: id(12), object: object(ObjectKind::AgentGroup, properties) }).unwrap();
    assert!(matches!(
        decision.warnings[..],
        [Warning::LongAlertTime(_), Warning::UnknownDistributionGroup(_)]
    ));
    let question = json!({"Prompt": {"TextToSpeechPrompt": "Say yes"}, "AnswerList": [
        {"VoiceResponseList": ["yes"], "Action": {"Action": "TransferToQueue", "QueueID": id(4)}}]});
    let interactive = with(
        workflow("Ask", "ask", 4),
        json!({
        "DefaultAction": {"Action": "TransferToQuestion", "Question": question}, "ManagersByUri": ["sip:pat@contoso.com"]}),
    );
    let decision =
        pool.ask(Request::New { id: id(13), object: object(ObjectKind::Workflow, interactive) }).unwrap();
    assert!(matches!(decision.warnings[..], [Warning::ManagerWithoutRole(_), Warning::VoiceOnlyAnswer(_)]));
}

#[test]
fn what_was_wrong_before_does_not_stand_in_the_way_of_another_change() {
    let mut pool = Pool::with_help_desk(A);
    pool.remove(1);
    pool.edit(4, "TimeoutThreshold", json!(90));
    let worse = object(ObjectKind::Queue, json!({"Name": "Help Desk", "AgentGroupIDList": [id(1), id(77)]}));
    let refusal = pool.ask(Request::Set { id: id(4), object: worse, expected: None }).unwrap_err();
    let message = refusal.to_string();
    assert!(message.contains(&id(77).to_string()) && !message.contains(&id(1).to_string()), "{message}");
}

#[test]
fn removing_a_version_that_somebody_changed_in_between_is_refused() {
    let mut pool = Pool::with_help_desk(A);
    let read = pool.entry(4).digest;
    pool.edit(4, "TimeoutThreshold", json!(90));
    let refusal = pool.ask(Request::Remove { id: id(4), expected: Some(read), force: true }).unwrap_err();
    assert!(matches!(refusal, Refusal::Stale { .. }), "{refusal}");
    let current = Some(pool.entry(4).digest);
    pool.ask(Request::Remove { id: id(4), expected: current, force: true }).unwrap();
}
