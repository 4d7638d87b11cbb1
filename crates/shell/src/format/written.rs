//! Values as the text of a cell, a property or a line.

use super::view::Field;
use super::{reading, reading::Sight};
use crate::convert::{display, to_text};
use crate::operator::{format_text, format_value};
use crate::setting::Setting;
use crate::text::usual_date;
use crate::value::{Object, Role, Value};

/// What a field shows of the value that was read for it.
pub(super) fn field_text(value: &Value, field: &Field, sight: Sight<'_>) -> String {
    let format = field.format.as_deref().unwrap_or_default();
    if format.is_empty() {
        return value_text(value, sight);
    }
    let formatted = if format.contains("{0") || format.contains('}') {
        let one = Value::array(vec![value.clone()]);
        format_text(&Value::text(format), &one, sight.setting).ok().map(|text| display(&text))
    } else {
        format_value(value, format, sight.setting).ok()
    };
    // A format that the value does not take is as none.
    formatted.unwrap_or_else(|| value_text(value, sight))
}

/// A value as one text: a collection or table shows its first elements between braces.
pub(super) fn value_text(value: &Value, sight: Sight<'_>) -> String {
    let (elements, more) = match value.bare() {
        Value::Hashtable(table) => {
            let count = sight.setting.elements_shown().unwrap_or(usize::MAX);
            let keys = table.keys();
            let more = keys.len() > count;
            (keys.into_iter().take(count).collect(), more)
        }
        bare => match first_elements(bare, sight.setting.elements_shown()) {
            Some(found) => found,
            None => return whole(bare, sight.setting),
        },
    };
    let mut text = String::from("{");
    for (at, element) in elements.iter().enumerate() {
        if at > 0 {
            text.push_str(", ");
        }
        text.push_str(&element_text(element, sight.setting));
    }
    if more {
        text.push_str(super::cells::ELLIPSIS);
    }
    text.push('}');
    text
}

fn first_elements(value: &Value, limit: Option<usize>) -> Option<(Vec<Value>, bool)> {
    let count = limit.unwrap_or(usize::MAX);
    Some(match value {
        Value::Array(array) => (array.borrow().iter().take(count).cloned().collect(), array.len() > count),
        Value::List(list) => (list.borrow().iter().take(count).cloned().collect(), list.len() > count),
        Value::Bytes(bytes) => {
            let bytes = bytes.borrow();
            (bytes.iter().take(count).map(|byte| Value::Byte(*byte)).collect(), bytes.len() > count)
        }
        other => {
            let mut elements = other.elements()?;
            let more = elements.len() > count;
            elements.truncate(count);
            (elements, more)
        }
    })
}

/// A value in its own words, without a look at its elements.
pub(super) fn whole(value: &Value, setting: &Setting) -> String {
    match value.bare() {
        Value::DateTime(date) => usual_date(*date),
        bare => to_text(bare, setting).map_or_else(|_| display(bare), |text| text.to_string()),
    }
}

/// An element of a collection: its own words, or the name that an object goes by.
fn element_text(value: &Value, setting: &Setting) -> String {
    match value.bare() {
        Value::Null => "$null".to_owned(),
        Value::Hashtable(_) => display(value),
        Value::Object(object) if !speaks_for_itself(object) => {
            match name_of(object).and_then(|name| reading::property(value, &name, setting)) {
                Some(name) => whole(&name, setting),
                None => whole(value, setting),
            }
        }
        bare => whole(bare, setting),
    }
}

fn speaks_for_itself(object: &Object) -> bool {
    object.stands_for().is_some() || object.is_custom()
}

/// The property that an object is known by: `Name`, `Id`, `Key`, or one that ends so.
pub(super) fn name_of(object: &Object) -> Option<String> {
    let properties = object.properties();
    let find = |fits: &dyn Fn(&str) -> bool| {
        let mut within_reach = properties.iter().filter(|property| property.role != Role::Hidden);
        within_reach.find(|property| fits(&property.name)).map(|property| property.name.to_string())
    };
    for known in ["name", "id", "key"] {
        if let Some(found) = find(&|name| name.eq_ignore_ascii_case(known)) {
            return Some(found);
        }
    }
    for known in ["key", "name", "id"] {
        let ends = |name: &str| {
            let start = name.len().saturating_sub(known.len());
            name.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(known))
        };
        let found = properties.iter().find(|one| one.is_listed() && ends(&one.name));
        if let Some(found) = found {
            return Some(found.name.to_string());
        }
    }
    None
}
