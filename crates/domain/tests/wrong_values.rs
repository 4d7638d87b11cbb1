//! Wrong property values, each with the message it gets; and the last right value before each limit.
//!
//! The files beside this one list a patch of an otherwise right object and, indented below it, the message.
#![expect(clippy::unwrap_used, reason = "a test that meets a wrong value fails")]

use domain::{
    AGENT_GROUPS_MAX, AGENTS_MAX, ANSWERS_MAX, DESCRIPTION_MAX, HOLIDAY_SETS_MAX, HOLIDAYS_MAX, Invalid,
    InvalidIdentity, LABEL_MAX, Language, MANAGERS_MAX, NAME_MAX, Object, ObjectKind, QUESTION_DEPTH_MAX,
    SPOKEN_TEXT_MAX, ServiceSettings, URI_MAX, VOICE_RESPONSES_MAX,
};
use serde_json::{Map, Value, json};

const TABLES: [(ObjectKind, &str); 6] = [
    (ObjectKind::AgentGroup, include_str!("wrong_values/agent_groups.txt")),
    (ObjectKind::HoursOfBusiness, include_str!("wrong_values/hours_of_business.txt")),
    (ObjectKind::HolidaySet, include_str!("wrong_values/holiday_sets.txt")),
    (ObjectKind::Queue, include_str!("wrong_values/queues.txt")),
    (ObjectKind::Workflow, include_str!("wrong_values/workflows.txt")),
    (ObjectKind::Workflow, include_str!("wrong_values/questions_answers_and_prompts.txt")),
];

const GUID: &str = "1a2b3c4d-0000-4000-8000-000000000000";
const ANSWER: &str = r#"{"Action": {"Action": "Terminate"}, "DtmfResponse": "1"}"#;

/// A right object of this type, to be made wrong in one place.
fn right(kind: ObjectKind) -> Map<String, Value> {
    let properties = match kind {
        ObjectKind::Workflow => json!({
            "Name": "Help Desk",
            "PrimaryUri": "sip:helpdesk@contoso.com",
            "Language": "en-US",
            "TimeZone": "UTC",
        }),
        _ => json!({"Name": "Help Desk"}),
    };
    properties.as_object().unwrap().clone()
}

/// Reads a right object with `patch` over it: nothing when it is accepted, else the message.
fn refusal(kind: ObjectKind, patch: &Value) -> Option<String> {
    let mut properties = right(kind);
    properties.extend(patch.as_object().unwrap().clone());
    Object::from_properties(kind, properties.into()).err().map(|error| error.to_string())
}

/// The patch of a row: the words ANSWER, QUESTION and HASH stand for right ones.
fn patch(row: &str) -> Value {
    let question = r#"{"Action": "TransferToQuestion", "Question": {"Prompt": {}, "AnswerList": [ANSWER]}}"#;
    let text = row.replace("QUESTION", question).replace("ANSWER", ANSWER).replace("HASH", &"0".repeat(64));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{row}: {error}"))
}

fn rows(table: &str) -> Vec<(&str, &str)> {
    let lines: Vec<&str> = table.lines().collect();
    let rows = lines.chunks(2).map(|row| (row[0], row[1].strip_prefix("    ").expect("an indented message")));
    rows.collect()
}

#[test]
fn every_wrong_value_is_refused_with_the_message_that_its_table_says() {
    let mut wrong = Vec::new();
    for (kind, table) in TABLES {
        for (row, expected) in rows(table) {
            let found = refusal(kind, &patch(row)).unwrap_or_else(|| "accepted".to_owned());
            if found != expected {
                wrong.push(format!("{row}\n    expected: {expected}\n    found:    {found}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} rows differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_message_begins_with_the_property_or_speaks_of_it() {
    // What spans several properties of an object has no path of its own.
    let spanning = [
        "the two ranges of ",
        "the name of a workflow",
        "the name \"",
        "the TimeoutAction",
        "the OverflowAction",
    ];
    for (kind, table) in TABLES {
        for (row, message) in rows(table) {
            let properties = patch(row);
            let named = properties.as_object().unwrap().keys().any(|property| message.starts_with(property));
            let spans = spanning.iter().any(|start| message.starts_with(start));
            assert!(named || spans, "{kind} {row}: {message}");
        }
    }
}

// ---------------------------------------------------------------------------------------------- limits

/// The value at its limit is accepted, and the next one is refused with this message.
#[track_caller]
fn limit(kind: ObjectKind, last: &Value, next: &Value, message: &str) {
    assert_eq!(refusal(kind, last), None, "the last right value");
    assert_eq!(refusal(kind, next).as_deref(), Some(message));
}

/// As [`limit`], for a text of one letter again and again between `head` and `tail`.
#[track_caller]
fn text_limit(kind: ObjectKind, max: usize, place: impl Fn(String) -> Value, message: &str) {
    // The letter is two bytes long: characters are counted.
    limit(kind, &place("\u{e9}".repeat(max)), &place("\u{e9}".repeat(max + 1)), message);
}

/// As [`limit`], for a list of equal entries.
#[track_caller]
fn list_limit(kind: ObjectKind, max: usize, place: impl Fn(Value) -> Value, entry: &Value, message: &str) {
    let list = |length: usize| place(vec![entry.clone(); length].into());
    limit(kind, &list(max), &list(max + 1), message);
}

fn ask(question: &Value) -> Value {
    json!({"Action": "TransferToQuestion", "Question": question})
}

fn answer(action: &Value) -> Value {
    json!({"Action": action, "DtmfResponse": "1"})
}

#[test]
fn names_descriptions_and_labels_are_counted_in_characters() {
    use ObjectKind::{HolidaySet, HoursOfBusiness, Workflow};
    for kind in ObjectKind::ALL {
        text_limit(
            *kind,
            NAME_MAX,
            |text| json!({"Name": text}),
            "Name: the text has 257 characters; at most 256 are allowed",
        );
    }
    for kind in [ObjectKind::AgentGroup, ObjectKind::Queue, Workflow] {
        let message = "Description: the text has 4097 characters; at most 4096 are allowed";
        text_limit(kind, DESCRIPTION_MAX, |text| json!({"Description": text}), message);
    }
    let message = "DisplayNumber: the text has 257 characters; at most 256 are allowed";
    text_limit(Workflow, NAME_MAX, |text| json!({"DisplayNumber": text}), message);
    text_limit(
        HoursOfBusiness,
        LABEL_MAX,
        |text| json!({"SundayHours2": {"Name": text, "OpenTime": "8:00", "CloseTime": "9:00"}}),
        "SundayHours2.Name: the text has 129 characters; at most 128 are allowed",
    );
    text_limit(
        HolidaySet,
        LABEL_MAX,
        |text| json!({"HolidayList": [{"Name": text, "StartDate": "2026-12-25", "EndDate": "2026-12-26"}]}),
        "HolidayList[0].Name: the text has 129 characters; at most 128 are allowed",
    );
    text_limit(
        Workflow,
        SPOKEN_TEXT_MAX,
        |text| json!({"DefaultAction": {"Action": "Terminate", "Prompt": {"TextToSpeechPrompt": text}}}),
        "DefaultAction.Prompt.TextToSpeechPrompt: the text has 4097 characters; at most 4096 are allowed",
    );
}

#[test]
fn texts_of_questions_and_answers_are_counted_in_characters() {
    let asked = |name: Value, answer: Value| json!({"DefaultAction": ask(&json!({"Name": name, "Prompt": {}, "AnswerList": [answer]}))});
    text_limit(
        ObjectKind::Workflow,
        LABEL_MAX,
        |text| asked(text.into(), answer(&json!({"Action": "Terminate"}))),
        "DefaultAction.Question.Name: the text has 129 characters; at most 128 are allowed",
    );
    text_limit(
        ObjectKind::Workflow,
        LABEL_MAX,
        |text| {
            asked(
                "Menu".into(),
                json!({"Name": text, "Action": {"Action": "Terminate"}, "DtmfResponse": "1"}),
            )
        },
        "DefaultAction.Question.AnswerList[0].Name: the text has 129 characters; at most 128 are allowed",
    );
    text_limit(
        ObjectKind::Workflow,
        LABEL_MAX,
        |text| asked("Menu".into(), json!({"Action": {"Action": "Terminate"}, "VoiceResponseList": [text]})),
        "DefaultAction.Question.AnswerList[0].VoiceResponseList[0]: \
         the text has 129 characters; at most 128 are allowed",
    );
}

#[test]
fn lists_are_counted_in_entries() {
    use ObjectKind::{AgentGroup, HolidaySet, Queue, Workflow};
    let list = |kind, max, property: &str, entry: Value, message: &str| {
        list_limit(kind, max, |list| json!({property: list}), &entry, message);
    };
    let sip = || json!("sip:kim@contoso.com");
    list(
        AgentGroup,
        AGENTS_MAX,
        "AgentsByUri",
        sip(),
        "AgentsByUri: the list of agents has 5001 entries; at most 5000 are allowed",
    );
    list(
        Queue,
        AGENT_GROUPS_MAX,
        "AgentGroupIDList",
        json!(GUID),
        "the list of agent groups has 1001 entries; at most 1000 are allowed",
    );
    let holiday = json!({"StartDate": "2026-12-25", "EndDate": "2026-12-26"});
    list(
        HolidaySet,
        HOLIDAYS_MAX,
        "HolidayList",
        holiday,
        "HolidayList: the list of holidays has 1001 entries; at most 1000 are allowed",
    );
    list(
        Workflow,
        HOLIDAY_SETS_MAX,
        "HolidaySetIDList",
        json!(GUID),
        "the list of holiday sets has 101 entries; at most 100 are allowed",
    );
    list(
        Workflow,
        MANAGERS_MAX,
        "ManagersByUri",
        sip(),
        "the list of managers has 1001 entries; at most 1000 are allowed",
    );
    list_limit(
        Workflow,
        ANSWERS_MAX,
        |answers| json!({"DefaultAction": ask(&json!({"Prompt": {}, "AnswerList": answers}))}),
        &answer(&json!({"Action": "Terminate"})),
        "DefaultAction.Question.AnswerList: the list of answers has 101 entries; at most 100 are allowed",
    );
    list_limit(
        Workflow,
        VOICE_RESPONSES_MAX,
        |words| {
            let answer = json!({"Action": {"Action": "Terminate"}, "VoiceResponseList": words});
            json!({"DefaultAction": ask(&json!({"Prompt": {}, "AnswerList": [answer]}))})
        },
        &json!("yes"),
        "DefaultAction.Question.AnswerList[0]: the list of voice responses has 101 entries; at most 100 are allowed",
    );
}

#[test]
fn questions_are_nested_up_to_their_limit() {
    let nested = |depth: usize| {
        (0..depth).fold(json!({"Action": "Terminate"}), |action, _| {
            ask(&json!({"Prompt": {}, "AnswerList": [answer(&action)]}))
        })
    };
    limit(
        ObjectKind::Workflow,
        &json!({"DefaultAction": nested(QUESTION_DEPTH_MAX)}),
        &json!({"DefaultAction": nested(QUESTION_DEPTH_MAX + 1)}),
        "DefaultAction: questions are nested more than 10 deep",
    );
}

#[test]
fn addresses_and_numbers_are_accepted_up_to_their_limit() {
    let sip = |length: usize| format!("sip:{}@contoso.com", "a".repeat(length - "sip:@contoso.com".len()));
    let refused = format!("PrimaryUri: \"{}\" is not a SIP address; write sip:user@domain", sip(URI_MAX + 1));
    limit(
        ObjectKind::Workflow,
        &json!({"PrimaryUri": sip(URI_MAX)}),
        &json!({"PrimaryUri": sip(URI_MAX + 1)}),
        &refused,
    );
    let line = |digits: usize| format!("TEL:+{}", "4".repeat(digits));
    let refused = format!(
        "LineUri: \"{}\" is not a line URI; write TEL:+ and then digits only, such as TEL:+14255551234",
        line(31)
    );
    limit(ObjectKind::Workflow, &json!({"LineUri": line(30)}), &json!({"LineUri": line(31)}), &refused);
}

// ---------------------------------------------------------------------------------------------- right values

/// Patches that leave an object right.
const RIGHT: [(ObjectKind, &str); 40] = [
    (ObjectKind::AgentGroup, r#"{"AgentAlertTime": 10}"#),
    (ObjectKind::AgentGroup, r#"{"AgentAlertTime": 600}"#),
    (ObjectKind::AgentGroup, r#"{"RoutingMethod": "longestidle"}"#),
    (ObjectKind::AgentGroup, r#"{"ParticipationPolicy": " Formal "}"#),
    (ObjectKind::AgentGroup, r#"{"AgentsByUri": [], "DistributionGroupAddress": null}"#),
    (ObjectKind::AgentGroup, r#"{"AgentsByUri": ["SIP:kim@contoso.com:5061;transport=tls"]}"#),
    (ObjectKind::AgentGroup, r#"{"AgentsByUri": ["sip:+14255551298@litware.com;user=phone"]}"#),
    (ObjectKind::AgentGroup, r#"{"DistributionGroupAddress": " helpdesk@contoso.com "}"#),
    (ObjectKind::AgentGroup, r#"{"Description": "first line\r\nsecond\tline"}"#),
    (ObjectKind::AgentGroup, r#"{"Name": "x"}"#),
    (ObjectKind::AgentGroup, r#"{"Name": "Sales <East> 日本語"}"#),
    (ObjectKind::Queue, r#"{"TimeoutThreshold": 10}"#),
    (ObjectKind::Queue, r#"{"TimeoutThreshold": 65535}"#),
    (ObjectKind::Queue, r#"{"TimeoutThreshold": null, "OverflowThreshold": null}"#),
    (ObjectKind::Queue, r#"{"OverflowThreshold": 0}"#),
    (ObjectKind::Queue, r#"{"OverflowThreshold": 1000}"#),
    (
        ObjectKind::Queue,
        r#"{"OverflowAction": {"Action": "TransferToPSTN", "Uri": "sip:+14255551298@litware.com"}}"#,
    ),
    (
        ObjectKind::Queue,
        r#"{"TimeoutAction": {"Action": "TransferToVoicemailUri", "Uri": "sip:kim@contoso.com"}}"#,
    ),
    (
        ObjectKind::Queue,
        r#"{"TimeoutAction": {"Action": "Terminate", "Uri": null, "QueueID": null, "Question": null}}"#,
    ),
    (ObjectKind::HoursOfBusiness, r#"{"MondayHours1": {"OpenTime": "0:00", "CloseTime": "24:00"}}"#),
    (ObjectKind::HoursOfBusiness, r#"{"MondayHours1": {"OpenTime": "23:59:59", "CloseTime": "1.00:00:00"}}"#),
    (ObjectKind::HoursOfBusiness, r#"{"MondayHours1": {"OpenTime": "8:00", "CloseTime": "8:00:01"}}"#),
    (
        ObjectKind::HoursOfBusiness,
        r#"{"MondayHours2": {"OpenTime": "8:00", "CloseTime": "12:00"}, "MondayHours1": {"OpenTime": "12:00", "CloseTime": "17:00"}}"#,
    ),
    (ObjectKind::HoursOfBusiness, r#"{"MondayHours1": null, "Custom": true}"#),
    (ObjectKind::HolidaySet, r#"{"HolidayList": []}"#),
    (
        ObjectKind::HolidaySet,
        r#"{"HolidayList": [{"StartDate": "2028-02-29", "EndDate": "2028-02-29T00:00:01"}]}"#,
    ),
    (
        ObjectKind::HolidaySet,
        r#"{"HolidayList": [{"StartDate": "2026-12-25 00:00", "EndDate": "9999-12-31T23:59:59"}]}"#,
    ),
    (ObjectKind::Workflow, r#"{"LineUri": "tel:+1", "DisplayNumber": ""}"#),
    (ObjectKind::Workflow, r#"{"TimeZone": "pacific standard time", "Language": "EN-us"}"#),
    (ObjectKind::Workflow, r#"{"TimeZone": "Asia/Kolkata"}"#),
    (ObjectKind::Workflow, r#"{"Name": "Announcement Services"}"#),
    (ObjectKind::Workflow, r#"{"Active": false, "DefaultAction": null}"#),
    (ObjectKind::Workflow, r#"{"BusinessHoursID": null, "HolidaySetIDList": []}"#),
    (
        ObjectKind::Workflow,
        r#"{"BusinessHoursID": "applicationserver: primary.contoso.com/1A2B3C4D-0000-4000-8000-000000000000"}"#,
    ),
    (ObjectKind::Workflow, r#"{"BusinessHoursID": "{1a2b3c4d-0000-4000-8000-000000000000}"}"#),
    (ObjectKind::Workflow, r#"{"DefaultAction": {"Action": "Terminate", "Prompt": {}}}"#),
    (
        ObjectKind::Workflow,
        r#"{"DefaultAction": {"Action": "Terminate", "Prompt": {"TextToSpeechPrompt": "less than < 5 minutes"}}}"#,
    ),
    (ObjectKind::Workflow, r#"{"DefaultAction": QUESTION}"#),
    (
        ObjectKind::Workflow,
        r#"{"DefaultAction": {"Action": "TransferToQuestion", "Question": {"Prompt": {}, "AnswerList": [{"Action": {"Action": "Terminate"}, "DtmfResponse": "*"}, {"Action": {"Action": "Terminate"}, "DtmfResponse": "\u0023"}]}}}"#,
    ),
    (
        ObjectKind::Workflow,
        r#"{"DefaultAction": {"Action": "TransferToQuestion", "Question": {"Prompt": {}, "AnswerList": [{"Action": {"Action": "Terminate"}, "VoiceResponseList": ["it's"]}]}}}"#,
    ),
];

#[test]
fn the_limits_belong_to_the_range() {
    for (kind, row) in RIGHT {
        assert_eq!(refusal(kind, &patch(row)), None, "{row}");
    }
    for language in Language::all() {
        assert_eq!(refusal(ObjectKind::Workflow, &json!({"Language": language})), None);
    }
}

#[test]
fn settings_are_checked_like_every_noun() {
    let read = |text: &str| {
        let settings = serde_path_to_error::deserialize::<_, ServiceSettings>(patch(text));
        settings.err().map_or("accepted".to_owned(), |error| error.to_string())
    };
    for right in [
        "{}",
        r#"{"AgentRingbackGracePeriod": 30}"#,
        r#"{"AgentRingbackGracePeriod": 600}"#,
        r#"{"DefaultMusicOnHoldFile": null}"#,
        r#"{"DisableCallContext": true}"#,
    ] {
        assert_eq!(read(right), "accepted", "{right}");
    }
    for (wrong, message) in [
        (r#"{"AgentRingbackGracePeriod": 29}"#, "AgentRingbackGracePeriod: 29 is outside 30..600 seconds"),
        (r#"{"AgentRingbackGracePeriod": 601}"#, "AgentRingbackGracePeriod: 601 is outside 30..600 seconds"),
        (
            r#"{"DefaultMusicOnHoldFile": {"OriginalFileName": "music", "UniqueName": "1a2b3c4d-0000-4000-8000-000000000000", "ContentHash": "HASH"}}"#,
            "DefaultMusicOnHoldFile.OriginalFileName: \"music\" is not the name of an audio file; \
             the possible values are NAME.wav, NAME.wma",
        ),
        (
            r#"{"AgentRingbackPeriod": 60}"#,
            "AgentRingbackPeriod: unknown field `AgentRingbackPeriod`, expected one of \
             `AgentRingbackGracePeriod`, `DefaultMusicOnHoldFile`, `DisableCallContext`",
        ),
    ] {
        assert_eq!(read(wrong), message, "{wrong}");
    }
}

// ---------------------------------------------------------------------------------------------- completeness

/// Words that stand in the message of this rule alone.
///
/// A new rule does not compile before it has its words here; give it a row in a table as well.
fn words_of(rule: &Invalid) -> &'static str {
    match rule {
        Invalid::NameEmpty => "a name may not be empty",
        Invalid::TextTooLong { .. } => "characters; at most",
        Invalid::ControlCharacter(_) => "contains the control character",
        Invalid::WorkflowNameBrackets => "may not contain '<' or '>'",
        Invalid::WorkflowNameReserved(_) => "is reserved",
        Invalid::SipUri(_) => "is not a SIP address",
        Invalid::PstnUri(_) => "is not a telephone number for TransferToPstn",
        Invalid::LineUri(_) => "is not a line URI",
        Invalid::DistributionGroupAddress(_) => "is not the mail address of a distribution group",
        Invalid::OutOfRange { .. } => "is outside",
        Invalid::ListTooLong { .. } => "entries; at most",
        Invalid::UnknownWord { .. } => "the possible values are",
        Invalid::TimeOfDay(_) => "is not a time of day",
        Invalid::TimeRangeOrder { .. } => "must close after it opens",
        Invalid::TimeRangesOverlap { .. } => "overlap",
        Invalid::Date(_) => "is not a date and time",
        Invalid::HolidayOrder { .. } => "must end after it starts",
        Invalid::PromptHtml(_) => "contains the HTML tag",
        Invalid::ActionNeeds { .. } => "needs Uri",
        Invalid::ActionTakesNo { .. } => "takes no",
        Invalid::QueueActionQuestion { .. } => "of a queue may not be TransferToQuestion",
        Invalid::AnswerUnreachable => "an answer needs a DtmfResponse",
        Invalid::DtmfResponse(_) => "is not a key of the telephone",
        Invalid::VoiceResponse(_) => "the voice response",
        Invalid::QuestionWithoutAnswers => "a question needs at least one answer",
        Invalid::QuestionDepth(_) => "questions are nested more than",
        Invalid::TimeZone(_) => "is not a time zone",
        Invalid::Language(_) => "is not one of the 26 languages",
        Invalid::Identity(InvalidIdentity::Shape(_)) => "is not an identity",
        Invalid::Identity(InvalidIdentity::Guid(_)) => "is not a GUID",
        Invalid::Identity(InvalidIdentity::Fqdn(_)) => "is not the FQDN of a pool",
        Invalid::Identity(InvalidIdentity::ObjectExpected(_)) => "names a pool",
        Invalid::Digest(_) => "is not a SHA-256 digest",
    }
}

/// One of each rule; those that the tables of limits meet, and the name of a pool, stand in no file.
fn rules_of_the_tables() -> Vec<Invalid> {
    use Invalid as I;
    let text = String::new;
    vec![
        I::NameEmpty,
        I::ControlCharacter(0),
        I::WorkflowNameBrackets,
        I::WorkflowNameReserved(text()),
        I::SipUri(text()),
        I::LineUri(text()),
        I::DistributionGroupAddress(text()),
        I::OutOfRange { value: 0, min: 1, max: 1, unit: "" },
        I::UnknownWord { what: "", value: text(), allowed: &[] },
        I::TimeOfDay(text()),
        I::TimeRangeOrder { open: text(), close: text() },
        I::TimeRangesOverlap { day: "", first: text(), second: text() },
        I::Date(text()),
        I::HolidayOrder { start: text(), end: text() },
        I::PromptHtml(text()),
        I::ActionNeeds { action: "", property: "Uri" },
        I::ActionTakesNo { action: "", property: "" },
        I::QueueActionQuestion { property: "" },
        I::AnswerUnreachable,
        I::DtmfResponse(text()),
        I::VoiceResponse(text()),
        I::QuestionWithoutAnswers,
        I::TimeZone(text()),
        I::Language(text()),
        I::Identity(InvalidIdentity::Shape(text())),
        I::Identity(InvalidIdentity::Guid(text())),
        I::Identity(InvalidIdentity::ObjectExpected(text())),
        I::Digest(text()),
    ]
}

#[test]
fn every_rule_is_met_by_a_row() {
    for rule in rules_of_the_tables() {
        let words = words_of(&rule);
        assert!(rule.to_string().contains(words), "{rule}");
        let met =
            TABLES.iter().any(|(_, table)| rows(table).iter().any(|(_, message)| message.contains(words)));
        assert!(met, "no row meets the rule \"{rule}\"");
    }
}

#[test]
fn the_name_of_a_pool_is_checked_for_itself() {
    for wrong in
        ["", "pool..contoso.com", "-pool.contoso.com", "pool-.contoso.com", "pool contoso.com", "pool/1"]
    {
        let message = domain::PoolFqdn::new(wrong).unwrap_err().to_string();
        let expected = format!(
            "\"{wrong}\" is not the FQDN of a pool; write letters, digits, dots and hyphens such as pool.example.com"
        );
        assert_eq!(message, expected);
    }
    let label = "a".repeat(63);
    let longest = format!("{label}.{label}.{label}.{}", "a".repeat(61));
    assert_eq!(domain::PoolFqdn::new(&longest).unwrap().as_str(), longest);
    assert!(domain::PoolFqdn::new(&format!("{longest}a")).is_err());
    assert!(domain::PoolFqdn::new(&format!("{label}a.contoso.com")).is_err());
}
