//! The document of the API.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;

fn document() -> Value {
    serde_json::to_value(api::openapi()).unwrap()
}

#[test]
fn the_committed_document_is_what_the_code_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let now = format!("{:#}\n", document());
    if std::env::var_os("SWITCHBACK_WRITE_OPENAPI").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &now).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == now,
        "docs/openapi.json is not what the code says; where the change is meant, run \
         SWITCHBACK_WRITE_OPENAPI=1 cargo nextest run -p api the_committed_document, and say so in CHANGELOG.md"
    );
}

#[test]
fn every_operation_has_a_name_of_its_own_a_summary_and_its_problems() {
    let document = document();
    let mut names = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let at = format!("{method} {path}");
            let name = operation["operationId"].as_str().unwrap_or_else(|| panic!("{at} has no operationId"));
            assert!(names.insert(name.to_owned()), "{at}: {name} is there twice");
            assert!(operation["summary"].is_string(), "{at} has no summary");
            let responses = operation["responses"].as_object().unwrap();
            assert!(!path.starts_with("/api/") || responses.contains_key("401"), "{at}");
            for (status, response) in responses.iter().filter(|(status, _)| *status >= &"400".to_owned()) {
                assert!(response["content"]["application/problem+json"].is_object(), "{at} {status}");
            }
            let mentioned = |name: &str| {
                let parameters = operation["parameters"].as_array();
                parameters.is_some_and(|all| all.iter().any(|parameter| parameter["name"] == name))
            };
            for parameter in path.split('{').skip(1) {
                let parameter = parameter.split('}').next().unwrap();
                assert!(mentioned(parameter), "{at} does not describe {parameter}");
            }
            // A test call changes nothing that is kept, nor does a call that rings somewhere else.
            let keeps_nothing = path.contains("/test-calls") || path.ends_with("/pick");
            let writes = path.starts_with("/api/") && method != "get" && !keeps_nothing;
            assert!(!writes || mentioned("whatIf"), "{at} has no whatIf");
            assert!(!writes || responses.contains_key("507"), "{at}: the disk may be full");
            let conditional = responses.contains_key("304");
            assert_eq!(conditional, mentioned("If-None-Match"), "{at}: 304 is the answer to If-None-Match");
            let takes_json = operation["requestBody"]["content"]["application/json"].is_object();
            assert_eq!(
                takes_json,
                responses.contains_key("415"),
                "{at}: the type of other bodies is not looked at"
            );
        }
    }
}

#[test]
fn the_open_routes_say_what_they_answer() {
    let document = document();
    let statuses = |path: &str| {
        let responses = document["paths"][path]["get"]["responses"].as_object().unwrap();
        responses.keys().cloned().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(statuses("/healthz"), "200 503");
    assert_eq!(statuses("/metrics"), "200 400 429 503");
}

#[test]
fn every_reference_of_the_document_leads_somewhere() {
    let document = document();
    let mut references = BTreeSet::new();
    collect(&document, &mut references);
    assert!(references.contains("#/components/schemas/Question"), "{references:?}");
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
}

fn collect(value: &Value, references: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            references.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|member| collect(member, references));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
        _ => {}
    }
}
