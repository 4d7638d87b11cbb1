//! Conversions to arrays, lists and tables.

use std::rc::Rc;

use crate::setting::Setting;
use crate::value::{Array, Bytes, Hashtable, List, ListKind, Outcome, Type, Value};

use super::{cast, refusal};

/// An array of `element`: a collection element by element, anything else as the only element.
pub(super) fn to_array(value: &Value, element: &Rc<Type>, setting: &Setting) -> Outcome {
    if value.is_null() {
        return Ok(Value::Null);
    }
    if let (Type::Char, Some(text)) = (&**element, value.as_str()) {
        return Ok(Value::Array(Array::typed(Type::Char, text.chars().map(Value::Char).collect())));
    }
    let elements = cast_elements(value, element, setting)?;
    if **element == Type::Byte {
        let bytes = elements.iter().map(|byte| if let Value::Byte(byte) = byte { *byte } else { 0 });
        return Ok(Value::Bytes(Bytes::new(bytes.collect())));
    }
    Ok(Value::Array(Array::typed((**element).clone(), elements)))
}

/// A list of `element`, its elements those of the value.
pub(super) fn to_list(value: &Value, kind: ListKind, element: &Type, setting: &Setting) -> Outcome {
    if value.is_null() {
        return Ok(Value::Null);
    }
    Ok(Value::List(List::typed(kind, element.clone(), cast_elements(value, element, setting)?)))
}

fn cast_elements(value: &Value, element: &Type, setting: &Setting) -> Outcome<Vec<Value>> {
    let elements = value.unroll();
    if *element == Type::Object {
        return Ok(elements);
    }
    elements.iter().map(|one| cast(one, element, setting)).collect()
}

/// `[hashtable]` and `[ordered]`: of another kind of table only.
pub(super) fn to_table(value: &Value, to: &Type) -> Outcome {
    let Value::Hashtable(table) = value.bare() else { return Err(refusal::impossible(value, to)) };
    if table.is_ordered() == (*to == Type::Ordered) {
        return Ok(value.clone());
    }
    let converted = if *to == Type::Ordered { Hashtable::ordered() } else { Hashtable::new() };
    for (key, value) in table.entries() {
        converted.set(key, value);
    }
    Ok(Value::Hashtable(converted))
}
