//! What serde says about a property, without the names of Rust.

/// The sentence for people: "expected a whole number, found the text "5"" and not `invalid type: string`.
/// A sentence of the nouns themselves stays as it is.
pub fn plain_words(message: &str) -> String {
    if let Some(missing) = quoted_after(message, "missing field `") {
        return format!("it needs the property {missing}");
    }
    if let Some(unknown) = quoted_after(message, "unknown field `") {
        return format!("there is no property \"{unknown}\"");
    }
    if let Some(twice) = quoted_after(message, "duplicate field `") {
        return format!("the property \"{twice}\" is there twice");
    }
    let typed = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "));
    match typed.and_then(|rest| rest.split_once(", expected ")) {
        Some((found, wanted)) => format!("expected {}, found {}", expected(wanted), value(found)),
        None => message.to_owned(),
    }
}

fn quoted_after<'a>(message: &'a str, start: &str) -> Option<&'a str> {
    message.strip_prefix(start)?.split('`').next()
}

fn expected(wanted: &str) -> &str {
    match wanted {
        "i64" | "u64" | "u16" | "u32" | "usize" => "a whole number",
        "a sequence" => "a list",
        "a boolean" => "true or false",
        "a string" | "a borrowed string" | "a UUID string" | "a formatted UUID string" => "a text",
        wanted if wanted.starts_with("struct ") || wanted == "a map" => "an object with properties",
        wanted => wanted,
    }
}

fn value(found: &str) -> String {
    let (kind, value) = found.split_once(' ').unwrap_or((found, ""));
    match kind {
        "map" => "an object".to_owned(),
        "sequence" => "a list".to_owned(),
        "string" => format!("the text {value}"),
        "integer" | "floating" => {
            format!("the number {}", value.trim_start_matches("point ").trim_matches('`'))
        }
        "boolean" => value.trim_matches('`').to_owned(),
        "null" => "nothing".to_owned(),
        _ => found.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Object, ObjectKind};

    #[test]
    fn no_name_of_rust_reaches_a_person() {
        let said = |properties: &str| {
            let properties = serde_json::from_str(properties).unwrap();
            let wrong = Object::from_properties(ObjectKind::Queue, properties).err().unwrap();
            plain_words(&wrong.inner().to_string())
        };
        assert_eq!(said(r#"{"Name": 5}"#), "expected a text, found the number 5");
        assert_eq!(said(r#"{"Name": null}"#), "expected a text, found nothing");
        assert_eq!(
            said(r#"{"Name": "Q", "TimeoutThreshold": 1.5}"#),
            "expected a whole number, found the number 1.5"
        );
        assert_eq!(said(r#"{"Name": "Q", "AgentGroupIDList": {}}"#), "expected a list, found an object");
        assert_eq!(
            said(r#"{"Name": "Q", "TimeoutAction": "x"}"#),
            "expected an object with properties, found the text \"x\""
        );
        assert_eq!(said(r#"{}"#), "it needs the property Name");
        assert_eq!(said(r#"{"Colour": 1}"#), "there is no property \"Colour\"");
        assert_eq!(plain_words("a name has at most 128 characters"), "a name has at most 128 characters");
    }
}
