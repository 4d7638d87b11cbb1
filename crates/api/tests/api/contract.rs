//! Holds every request that was granted, and every answer, against the document of the API.

use std::sync::LazyLock;

use serde_json::Value;

/// What the document says of one request.
pub(crate) struct Operation {
    operation: &'static Value,
}

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| serde_json::to_value(api::openapi()).unwrap());

impl Operation {
    /// The operation that the document has for a request; none for an address that it does not know.
    pub(crate) fn of(method: &str, path: &str) -> Option<Self> {
        let paths = DOCUMENT["paths"].as_object().unwrap();
        let fixed = |template: &&String| template.matches('{').count();
        let template = paths.keys().filter(|template| matches(template, path)).min_by_key(fixed)?;
        Some(Self { operation: paths[template].get(method.to_lowercase())? })
    }

    /// Checks the JSON that was sent.
    pub(crate) fn check_request(&self, body: &Value) {
        let schema = &self.operation["requestBody"]["content"]["application/json"]["schema"];
        self.expect("the request", schema, body);
    }

    /// Checks the answer.
    pub(crate) fn check_answer(&self, status: u16, content_type: Option<&str>, bytes: &[u8]) {
        let name = self.operation["operationId"].as_str().unwrap();
        let response = &self.operation["responses"][status.to_string()];
        assert!(response.is_object(), "{name} answered {status}, which the document does not know");
        let essence = content_type.map(|text| text.split(';').next().unwrap_or_default());
        if essence == Some("application/json") && response["content"].get("application/zip").is_some() {
            return;
        }
        match (essence, response.get("content")) {
            (None, None) => {}
            (Some("application/json" | "application/problem+json"), Some(content)) => {
                let schema = &content[essence.unwrap_or_default()]["schema"];
                self.expect(name, schema, &serde_json::from_slice(bytes).unwrap());
            }
            (Some(other), Some(content)) => {
                let binary = other.starts_with("audio/") && content.get("application/octet-stream").is_some();
                assert!(binary || content.get(other).is_some(), "{name} answered {other}");
            }
            (found, _) => panic!("{name} answered {status} with {found:?}"),
        }
    }

    fn expect(&self, what: &str, schema: &Value, value: &Value) {
        assert!(schema.is_object(), "{what} has no schema");
        if let Err(wrong) = self.judge(schema, value, "") {
            panic!("{what} is not as the document says: {wrong}\n{value:#}");
        }
    }

    fn judge(&self, schema: &Value, value: &Value, path: &str) -> Result<(), String> {
        if let Some(reference) = schema["$ref"].as_str() {
            let target = DOCUMENT.pointer(reference.trim_start_matches('#')).unwrap();
            return self.judge(target, value, path);
        }
        if let Some(choices) = schema["oneOf"].as_array() {
            let fits = choices.iter().any(|choice| self.judge(choice, value, path).is_ok());
            return if fits { Ok(()) } else { Err(format!("{path}: {value} is none of {choices:?}")) };
        }
        let kind = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_f64() => "number",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        let kinds: Vec<&str> = match &schema["type"] {
            Value::String(kind) => vec![kind],
            Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
            _ => vec![kind],
        };
        if !kinds.contains(&kind) {
            return Err(format!("{path}: {value} is no {kinds:?}"));
        }
        if schema["enum"].as_array().is_some_and(|words| !words.contains(value)) {
            return Err(format!("{path}: {value} is no word of {}", schema["enum"]));
        }
        match value {
            Value::Array(items) if schema["items"].is_object() => items
                .iter()
                .enumerate()
                .try_for_each(|(at, item)| self.judge(&schema["items"], item, &format!("{path}[{at}]"))),
            Value::Object(members) => self.judge_members(schema, members, path),
            _ => Ok(()),
        }
    }

    fn judge_members(
        &self,
        schema: &Value,
        members: &serde_json::Map<String, Value>,
        path: &str,
    ) -> Result<(), String> {
        let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        if let Some(missing) = required.into_iter().find(|name| !members.contains_key(*name)) {
            return Err(format!("{path}: {missing} is missing"));
        }
        for (name, member) in members {
            match schema["properties"].get(name) {
                Some(property) => self.judge(property, member, &format!("{path}.{name}"))?,
                None if schema["properties"].is_object() => {
                    return Err(format!("{path}: {name} is not described"));
                }
                None => {}
            }
        }
        Ok(())
    }
}

fn matches(template: &str, path: &str) -> bool {
    let (template, path): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template.iter().zip(&path).all(|(wanted, found)| wanted.starts_with('{') || wanted == found)
}
