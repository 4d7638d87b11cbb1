//! How an object shows where it stands within another: `Action=TransferToQueue;QueueID=service:...`.

use shell::convert::display;
use shell::value::{Object, Value};

/// The properties that are there, each with its value.
pub(super) fn summary(object: &Object) -> String {
    within(object, DEPTH_MAX)
}

fn within(object: &Object, depth: usize) -> String {
    let properties = object.properties();
    let parts = properties.iter().filter(|property| property.is_listed()).filter_map(|property| {
        let value = text(&property.value, depth)?;
        Some(format!("{}={value}", property.name))
    });
    parts.collect::<Vec<_>>().join(";")
}

fn text(value: &Value, depth: usize) -> Option<String> {
    match value.bare() {
        Value::Null => None,
        Value::Object(object) if object.stands_for().is_none() => {
            let depth = depth.checked_sub(1)?;
            Some(format!("{{{}}}", within(object, depth)))
        }
        Value::List(list) if list.is_empty() => None,
        Value::List(list) => {
            let elements = list.to_vec();
            let texts = elements.iter().take(ELEMENTS_SHOWN).filter_map(|element| text(element, depth));
            let more = if elements.len() > ELEMENTS_SHOWN { ", ..." } else { "" };
            Some(format!("{{{}{more}}}", texts.collect::<Vec<_>>().join(", ")))
        }
        Value::String(words) if words.is_empty() => None,
        other => Some(display(other)),
    }
}

/// How deep a summary looks; what lies deeper is left out.
const DEPTH_MAX: usize = 4;
/// How many elements of a list are shown.
const ELEMENTS_SHOWN: usize = 4;
