//! Which values the cmdlets that group and compare find to be the same.

use crate::convert::to_text;
use crate::setting::Setting;
use crate::text::{Case, sort_key};
use crate::value::{Outcome, Value};

/// What a value is known by: two values are the same where these are. A number and its text are the same, as
/// they are to `-eq`.
pub(super) fn likeness(value: Option<&Value>, case: Case, setting: &Setting) -> Outcome<Vec<u8>> {
    let mut key = Vec::new();
    push(&mut key, value, case, setting, NESTING_MAX)?;
    Ok(key)
}

/// How far custom objects within each other are looked into.
const NESTING_MAX: u32 = 4;

fn push(
    key: &mut Vec<u8>,
    value: Option<&Value>,
    case: Case,
    setting: &Setting,
    nesting: u32,
) -> Outcome<()> {
    let Some(value) = value else {
        key.push(ABSENT);
        return Ok(());
    };
    match value.bare() {
        Value::Null => key.push(NULL),
        Value::DateTime(date) => {
            key.push(DATE);
            key.extend(date.ticks().to_be_bytes());
        }
        Value::Object(object) if nesting > 0 && object.stands_for().is_none() && object.is_custom() => {
            key.push(PROPERTIES);
            for property in object.properties().iter().filter(|property| property.is_listed()) {
                key.extend(sort_key(&property.name, Case::Ignored));
                push(key, Some(&property.value), case, setting, nesting - 1)?;
            }
        }
        other => {
            key.push(TEXT);
            key.extend(sort_key(&to_text(other, setting)?, case));
        }
    }
    Ok(())
}

const ABSENT: u8 = 0;
const NULL: u8 = 1;
const DATE: u8 = 2;
const PROPERTIES: u8 = 3;
const TEXT: u8 = 4;
