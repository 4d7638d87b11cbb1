//! Takes deeply nested containers apart without a call per level, so that no script overflows the stack.

use super::Value;

/// Drops `children` and, one after the other, all that only they held.
pub(super) fn dismantle(children: Vec<Value>) {
    if !children.iter().any(Value::is_container) {
        return;
    }
    let mut waiting = children;
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(array) => waiting.extend(array.into_last_elements()),
            Value::List(list) => waiting.extend(list.into_last_elements()),
            Value::Hashtable(table) => waiting.extend(table.into_last_values()),
            Value::Object(object) => waiting.extend(object.into_last_values()),
            _ => {}
        }
    }
}
