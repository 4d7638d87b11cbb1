//! What must hold for every input of the CLIXML reader. The fuzz target and the replay of its corpus share it.

#![allow(unreachable_pub, reason = "each target includes it")]

use clixml::{Content, Object, Value, Writer, read_all};

/// A document is refused, or what it says can be written and reads back equal.
pub fn clixml_reader(bytes: &[u8]) {
    let Ok(values) = read_all(bytes) else { return };
    let mut writer = Writer::new(Vec::new());
    for value in &values {
        writer.write(value).expect("a Vec takes everything");
    }
    let written = writer.finish().expect("a Vec takes everything");
    if values.iter().all(|value| is_stable(value) && !is_list(value)) {
        let again = read_all(&written).expect("what is written can be read");
        assert_eq!(again, values);
    }
}

/// A top-level list is taken apart when it is read again.
fn is_list(value: &Value) -> bool {
    matches!(value.as_object(), Some(Object { content: Content::List(_), .. }))
}

/// Whether the value is equal to itself wherever it is written.
fn is_stable(value: &Value) -> bool {
    match value {
        Value::Double(number) => !number.is_nan(),
        Value::Dangling(_) => false,
        Value::Object(object) => {
            let content = match &object.content {
                Content::None => true,
                Content::Value(value) => is_stable(value),
                Content::List(items) => items.iter().all(is_stable),
                Content::Dictionary(entries) => {
                    entries.iter().all(|(key, value)| is_stable(key) && is_stable(value))
                }
            };
            content && object.properties().all(|property| is_stable(&property.value))
        }
        _ => true,
    }
}
