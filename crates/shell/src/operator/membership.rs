//! `-contains` and `-in`.

use crate::setting::Setting;
use crate::text::Case;
use crate::value::{Outcome, Value};

use super::equals;

/// Whether one of the elements of `collection` equals `wanted`; a single value is a collection of one.
pub(super) fn contains(collection: &Value, wanted: &Value, case: Case, setting: &Setting) -> Outcome<bool> {
    let Some(elements) = collection.elements() else { return equals(collection, wanted, case, setting) };
    for element in &elements {
        if equals(element, wanted, case, setting)? {
            return Ok(true);
        }
    }
    Ok(false)
}
