//! What is true.

use crate::value::Value;

/// Whether a condition holds: zero, empty text, nothing and an empty collection do not; a collection of one is
/// as true as its element, a longer one always.
pub fn to_bool(value: &Value) -> bool {
    match value.bare() {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Byte(value) => *value != 0,
        Value::Int(value) => *value != 0,
        Value::Long(value) => *value != 0,
        Value::Double(value) => *value != 0.0,
        Value::Char(value) => *value != '\0',
        Value::String(text) => !text.is_empty(),
        Value::Enum(value) => value.number != 0,
        Value::Array(array) => of_elements(array.len(), || array.at(0)),
        Value::List(list) => of_elements(list.len(), || list.at(0)),
        Value::Bytes(bytes) => {
            let bytes = bytes.borrow();
            of_elements(bytes.len(), || bytes.first().map(|byte| Value::Byte(*byte)))
        }
        _ => true,
    }
}

fn of_elements(count: usize, first: impl FnOnce() -> Option<Value>) -> bool {
    match count {
        0 => false,
        // A collection inside counts by having elements; it is not looked into further.
        1 => first().is_some_and(|first| match first.element_count() {
            Some(count) => count > 0,
            None => to_bool(&first),
        }),
        _ => true,
    }
}
