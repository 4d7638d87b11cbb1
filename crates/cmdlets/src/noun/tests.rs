use std::rc::Rc;
use std::sync::Arc;

use domain::PoolFqdn;
use serde_json::{Value as Json, json};
use shell::convert::display;
use shell::host::testing::MemoryHost;
use shell::member::{call, property, set_property};
use shell::setting::Setting;
use shell::value::{DateTime, Hashtable, Object, TimeSpan, Value};

use super::*;

fn setting() -> Setting {
    let setting = Setting::new(Rc::new(MemoryHost::new(DateTime::MIN)));
    for (name, converter) in types() {
        setting.add_converter(&name, converter);
    }
    setting
}

fn reader() -> Reader {
    Reader::new(PoolFqdn::new("atl-cs-001.litwareinc.com").unwrap())
}

/// The properties that the pool adds.
fn kept(mut properties: Json) -> Json {
    let service = "service:ApplicationServer:atl-cs-001.litwareinc.com";
    properties["Identity"] = format!("{service}/{GUID}").into();
    properties["OwnerPool"] = service.into();
    properties["Changed"] =
        json!({"At": "2026-03-02T08:00:00Z", "By": "sip:kim@contoso.com", "Digest": "ab"});
    properties
}

fn read(shape: &'static Shape, properties: Json) -> Value {
    Value::Object(reader().kept(shape, &kept(properties), None).unwrap())
}

fn get(target: &Value, path: &str) -> Value {
    let setting = setting();
    path.split('.').fold(target.clone(), |value, name| property(&value, name, &setting).unwrap().unwrap())
}

fn text(target: &Value, path: &str) -> String {
    display(&get(target, path))
}

fn set(target: &Value, path: &str, value: impl Into<Value>) -> Result<(), String> {
    let (holder, name) = match path.rsplit_once('.') {
        Some((holder, name)) => (get(target, holder), name),
        None => (target.clone(), path),
    };
    set_property(&holder, name, value.into(), &setting()).map_err(|fault| fault.message)
}

fn object(value: &Value) -> &Object {
    match value {
        Value::Object(object) => object,
        other => panic!("{other:?}"),
    }
}

fn interactive_workflow() -> Json {
    json!({
        "Name": "Help Desk", "Description": "First line", "PrimaryUri": "sip:helpdesk@litwareinc.com",
        "LineUri": "tel:+14255551200", "DisplayNumber": "425-555-1200", "Active": true, "Anonymous": false,
        "EnabledForFederation": true, "Language": "en-US", "TimeZone": "Pacific Standard Time",
        "BusinessHoursID": OTHER, "HolidaySetIDList": [OTHER, GUID], "Managed": false,
        "ManagersByUri": ["sip:kim@litwareinc.com"], "AnswerAt": "Agent",
        "NonBusinessHoursAction": {"Action": "TransferToPstn", "Prompt": null, "Question": null, "QueueID": null,
            "Uri": "sip:+14255551298@litwareinc.com"},
        "HolidayAction": null,
        "DefaultAction": {
            "Action": "TransferToQuestion", "QueueID": null, "Uri": null,
            "Prompt": {"TextToSpeechPrompt": "Welcome.", "AudioFilePrompt": {
                "OriginalFileName": "Welcome.wav", "UniqueName": GUID, "ContentHash": "0".repeat(64)}},
            "Question": {
                "Name": "Kind", "Prompt": {"TextToSpeechPrompt": "Press 1.", "AudioFilePrompt": null},
                "InvalidAnswerPrompt": null, "NoAnswerPrompt": null,
                "AnswerList": [{"Name": "New", "DtmfResponse": "1", "VoiceResponseList": ["New"], "Action": {
                    "Action": "TransferToQueue", "Prompt": null, "Question": null, "QueueID": GUID, "Uri": null}}],
            },
        },
        "CustomMusicOnHoldFile": null,
    })
}

fn nouns() -> Vec<(&'static Shape, domain::ObjectKind, Json)> {
    use domain::ObjectKind;
    vec![
        (
            &AGENT_GROUP,
            ObjectKind::AgentGroup,
            json!({"Name": "Help Desk", "Description": null, "ParticipationPolicy": "Formal", "AgentAlertTime": 30,
                "RoutingMethod": "Serial", "DistributionGroupAddress": "desk@litwareinc.com",
                "AgentsByUri": ["sip:kenmyer@litwareinc.com"]}),
        ),
        (
            &QUEUE,
            ObjectKind::Queue,
            json!({"Name": "Help Desk", "Description": null, "AgentGroupIDList": [GUID], "TimeoutThreshold": 60,
                "TimeoutAction": {"Action": "Terminate", "Prompt": null, "Question": null, "QueueID": null, "Uri": null},
                "OverflowThreshold": null, "OverflowCandidate": "OldestCall", "OverflowAction": null}),
        ),
        (&WORKFLOW, ObjectKind::Workflow, interactive_workflow()),
        (
            &HOURS_OF_BUSINESS,
            ObjectKind::HoursOfBusiness,
            json!({"Name": "Week", "Custom": true,
                "SundayHours1": {"Name": "Sunday hours", "OpenTime": "08:30:00", "CloseTime": "24:00:00"}}),
        ),
        (
            &HOLIDAY_SET,
            ObjectKind::HolidaySet,
            json!({"Name": "2013 Holidays", "HolidayList": [
                {"Name": null, "StartDate": "2013-12-25T00:00:00", "EndDate": "2013-12-26T12:30:15"}]}),
        ),
    ]
}

#[test]
fn what_is_below_a_second_of_a_holiday_is_dropped() {
    let json = json!({"Name": "Set", "HolidayList": [
        {"Name": null, "StartDate": "2013-12-25T00:00:00", "EndDate": "2013-12-26T00:00:00"}]});
    let set = reader().kept(&HOLIDAY_SET, &kept(json), None).unwrap();
    let Some(Value::List(holidays)) = set.property("HolidayList") else { panic!() };
    let Some(Value::Object(holiday)) = holidays.at(0) else { panic!() };
    let date = DateTime::from_date(2013, 12, 25).unwrap();
    holiday.store("StartDate", Value::DateTime(date.checked_add(TimeSpan::from_ticks(5023)).unwrap()));
    let written = write(&HOLIDAY_SET, &set).unwrap();
    assert_eq!(written["HolidayList"][0]["StartDate"], "2013-12-25T00:00:00");
}

#[test]
fn what_is_read_is_written_as_it_was() {
    for (shape, kind, json) in nouns() {
        let pooled = |json: &Json| {
            let mut read = domain::Object::from_properties(kind, json.clone()).unwrap();
            read.visit_references_mut(&mut |reference| reference.pool = None);
            read
        };
        let object = reader().kept(shape, &kept(json.clone()), None).unwrap();
        let back = Json::Object(write(shape, &object).unwrap());
        assert_eq!(pooled(&back), pooled(&json), "{}", shape.name);
    }
}

#[test]
fn every_property_of_the_wire_has_its_place_in_the_table() {
    for (shape, kind, json) in nouns() {
        let whole = domain::Object::from_properties(kind, json).unwrap().to_properties();
        for name in whole.keys() {
            assert!(shape.properties.iter().any(|property| property.name == name), "{} {name}", shape.name);
        }
        let own = ["Identity", "OwnerPool"];
        let known = |name: &str| whole.contains_key(name) || own.contains(&name);
        assert!(shape.properties.iter().all(|property| known(property.name)), "{}", shape.name);
    }
}

#[test]
fn identities_say_pool_and_guid() {
    let queue = read(&QUEUE, nouns()[1].2.clone());
    assert_eq!(
        text(&queue, "Identity"),
        format!("service:ApplicationServer:atl-cs-001.litwareinc.com/{GUID}")
    );
    assert_eq!(text(&queue, "Identity.InstanceId.Guid"), GUID);
    assert_eq!(text(&queue, "Identity.InstanceID"), GUID);
    assert_eq!(text(&queue, "OwnerPool.ServiceId"), "service:ApplicationServer:atl-cs-001.litwareinc.com");
    assert_eq!(
        set(&queue, "Identity", "service:ApplicationServer:x.com"),
        Err("'Identity' is a ReadOnly property.".to_owned())
    );
    assert_eq!(&*object(&queue).type_name(), "Microsoft.Rtc.Rgs.Management.WritableSettings.Queue");
}

#[test]
fn an_object_remembers_the_version_that_was_read() {
    let queue = read(&QUEUE, nouns()[1].2.clone());
    let kept = Kept::of(object(&queue)).unwrap();
    assert_eq!(kept.version, Version::Stored("\"ab\"".to_owned()));
    assert_eq!(kept.pool.as_str(), "atl-cs-001.litwareinc.com");
    assert_eq!(Kept::of(&object(&queue).copy()), Some(kept));
    assert_eq!(Kept::of(&prepared::blank(&PROMPT)), None);
}

#[test]
fn properties_take_what_administrators_write() {
    let group = read(&AGENT_GROUP, nouns()[0].2.clone());
    set(&group, "RoutingMethod", "roundrobin").unwrap();
    assert_eq!(text(&group, "RoutingMethod"), "RoundRobin");
    set(&group, "AgentsByUri", "sip:ann@litwareinc.com").unwrap();
    let agents = get(&group, "AgentsByUri");
    call(&agents, "Add", &[Value::text("sip:bob@litwareinc.com")], &setting()).unwrap();
    assert_eq!(agents.element_count(), Some(2));
    let queue = read(&QUEUE, nouns()[1].2.clone());
    set(&queue, "TimeoutThreshold", Value::Null).unwrap();
    assert!(get(&queue, "TimeoutThreshold").is_null());
    set(&queue, "OverflowThreshold", "5").unwrap();
    let groups = get(&queue, "AgentGroupIDList");
    let other = format!("ApplicationServer:atl-cs-001.litwareinc.com/{OTHER}");
    call(&groups, "Add", &[Value::text(other)], &setting()).unwrap();
    let written = write(&QUEUE, object(&queue)).unwrap();
    assert_eq!((&written["OverflowThreshold"], &written["TimeoutThreshold"]), (&json!(5), &Json::Null));
    assert_eq!(
        written["AgentGroupIDList"][1],
        format!("service:ApplicationServer:atl-cs-001.litwareinc.com/{OTHER}")
    );
    let hours = read(&HOURS_OF_BUSINESS, nouns()[3].2.clone());
    assert_eq!(text(&hours, "SundayTimeRange1.OpenTime"), "08:30:00");
    set(&hours, "SundayHours1.CloseTime", "24:00").unwrap();
    assert_eq!(text(&hours, "SundayHours1.CloseTime"), "1.00:00:00");
    let workflow = read(&WORKFLOW, interactive_workflow());
    set(&workflow, "DefaultAction.Question.AnswerList.DtmfResponse", "2").unwrap_err();
    assert_eq!(text(&workflow, "DefaultAction.TargetQuestion.AnswerList.DtmfResponse"), "1");
}

#[test]
fn actions_are_made_of_tables() {
    let workflow = read(&WORKFLOW, interactive_workflow());
    let prompt = Hashtable::new();
    prompt.set_named("TextToSpeechPrompt", Value::text("We are closed."));
    let table = Hashtable::new();
    table.set_named("action", Value::text("Terminate"));
    table.set_named("Prompt", Value::Hashtable(prompt));
    set(&workflow, "HolidayAction", table).unwrap();
    assert_eq!(text(&workflow, "HolidayAction.Prompt.TextToSpeechPrompt"), "We are closed.");
    let table = Hashtable::new();
    table.set_named("Acting", Value::text("Terminate"));
    let error = set(&workflow, "HolidayAction", table).unwrap_err();
    assert!(error.contains("The property 'Acting' was not found"), "{error}");
}

#[test]
fn wrong_values_get_the_words_of_powershell() {
    let group = read(&AGENT_GROUP, nouns()[0].2.clone());
    let queue = read(&QUEUE, nouns()[1].2.clone());
    let hours = read(&HOURS_OF_BUSINESS, nouns()[3].2.clone());
    let cases: [(&Value, &str, Value, &str); 7] = [
        (
            &group,
            "RoutingMethod",
            Value::text("Random"),
            "Unable to match the identifier name Random to a valid enumerator name. Specify one of the following enumerator names and try again:\nLongestIdle, RoundRobin, Serial, Parallel, Attendant",
        ),
        (
            &group,
            "AgentAlertTime",
            Value::text("soon"),
            "Cannot convert value \"soon\" to type \"System.Int16\". Error: \"Input string was not in a correct format.\"",
        ),
        (
            &group,
            "AgentAlertTime",
            Value::Int(70_000),
            "Value was either too large or too small for an Int16.",
        ),
        (
            &queue,
            "TimeoutAction",
            Value::text("Terminate"),
            "Cannot convert the \"Terminate\" value of type \"System.String\" to type \"Microsoft.Rtc.Rgs.Management.WritableSettings.CallAction\".",
        ),
        (
            &queue,
            "AgentGroupIDList",
            Value::text("a b"),
            "Cannot convert value \"a b\" to type \"Microsoft.Rtc.Rgs.Management.RgsIdentity\". Error: \"\"a b\" is not an identity",
        ),
        (
            &queue,
            "OverflowThreshold",
            Value::text("x"),
            "Cannot convert value \"x\" to type \"System.Int16\"",
        ),
        (
            &hours,
            "SundayHours1.OpenTime",
            Value::text("25:00"),
            "Cannot convert value \"25:00\" to type \"System.TimeSpan\"",
        ),
    ];
    for (target, path, value, expected) in cases {
        let error = set(target, path, value).unwrap_err();
        let name = path.rsplit('.').next().unwrap();
        assert!(error.starts_with(&format!("Exception setting \"{name}\": \"")), "{error}");
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn a_question_that_leads_back_to_itself_is_refused() {
    let workflow = read(&WORKFLOW, interactive_workflow());
    let question = get(&workflow, "DefaultAction.Question");
    let Value::List(answers) = get(&question, "AnswerList") else { panic!() };
    let action = get(&answers.at(0).unwrap(), "Action");
    set(&action, "Question", question).unwrap();
    let error = write(&WORKFLOW, object(&workflow)).unwrap_err();
    assert!(error.message.contains("must not lead back to itself"), "{error}");
}

#[test]
fn an_object_within_another_shows_its_properties() {
    let workflow = read(&WORKFLOW, interactive_workflow());
    assert_eq!(
        text(&workflow, "NonBusinessHoursAction"),
        "Action=TransferToPstn;Uri=sip:+14255551298@litwareinc.com"
    );
    assert_eq!(
        text(&workflow, "DefaultAction.Question.AnswerList.Action"),
        format!("Action=TransferToQueue;QueueID=service:ApplicationServer:atl-cs-001.litwareinc.com/{GUID}")
    );
    assert_eq!(text(&workflow, "DefaultAction.Question.Prompt"), "TextToSpeechPrompt=Press 1.");
    let hours = read(&HOURS_OF_BUSINESS, nouns()[3].2.clone());
    let range = get(&hours, "SundayHours1");
    set(&range, "Name", "Sunday").unwrap();
    assert_eq!(text(&hours, "SundayHours1"), "Name=Sunday;OpenTime=08:30:00;CloseTime=1.00:00:00");
    assert_eq!(display(&workflow), "Microsoft.Rtc.Rgs.Management.WritableSettings.Workflow");
}

#[test]
fn an_answer_of_another_kind_is_not_taken() {
    let wrong = |json: Json| reader().kept(&AGENT_GROUP, &json, None).unwrap_err().to_string();
    let mut json = kept(nouns()[0].2.clone());
    json["RoutingMethod"] = "Random".into();
    assert_eq!(
        wrong(json),
        "the answer of atl-cs-001.litwareinc.com is not understood: RoutingMethod is missing or of another type; \
         the pool may run another version"
    );
    assert!(wrong(json!([])).contains("AgentGroup is missing"));
    assert!(wrong(nouns()[0].2.clone()).contains("Identity is missing"));
}

#[test]
fn names_of_types_are_shared() {
    let (a, b) = (prepared::blank(&PROMPT), prepared::blank(&PROMPT));
    assert!(Rc::ptr_eq(&a.type_names(), &b.type_names()));
    assert!(enumerations().iter().all(|one| one.full_name().starts_with("Microsoft.Rtc.Rgs.Management.")));
    let names: Vec<Arc<str>> = types().into_iter().map(|(name, _)| Arc::from(name)).collect();
    assert!(names.iter().any(|name| name.ends_with(".BusinessHours")));
}

const GUID: &str = "1a2b3c4d-0000-4000-8000-000000000000";
const OTHER: &str = "5e6f7a8b-0000-4000-8000-000000000000";
