//! `$x[...]`, read and written.

use crate::convert::{cast, to_int};
use crate::setting::Setting;
use crate::text::Units;
use crate::value::{Array, Category, Fault, Hashtable, Outcome, Type, Value};

/// The element under `index`. Several indexes give an array of what there is; a single one outside gives Null.
pub fn index(target: &Value, index: &Value) -> Outcome {
    let (target, index) = (target.bare(), index.bare());
    if target.is_null() {
        return Err(Fault::new("Cannot index into a null array.", "NullArray", Category::InvalidOperation));
    }
    if index.is_null() {
        return Err(null_index());
    }
    if let Some(indexes) = index.elements() {
        return slice(target, &indexes);
    }
    Ok(one(target, index)?.unwrap_or_default())
}

/// The same, where a single index outside is an error, as Set-StrictMode asks from version 3 on.
pub fn index_strictly(target: &Value, index_value: &Value) -> Outcome {
    let (target, at) = (target.bare(), index_value.bare());
    let is_sequence = matches!(target, Value::Array(_) | Value::List(_) | Value::Bytes(_));
    if is_sequence && matches!(at, Value::Int(_) | Value::Long(_)) && one(target, at)?.is_none() {
        return Err(outside(target));
    }
    index(target, index_value)
}

/// The elements under several indexes. A table gives Null for a key that is missing, an array skips it.
fn slice(target: &Value, indexes: &[Value]) -> Outcome {
    let mut found = Vec::with_capacity(indexes.len());
    for index in indexes {
        if index.is_null() {
            return Err(null_index());
        }
        match (one(target, index.bare())?, target) {
            (Some(value), _) => found.push(value),
            (None, Value::Hashtable(_)) => found.push(Value::Null),
            (None, _) => {}
        }
    }
    Ok(Value::array(found))
}

fn one(target: &Value, index: &Value) -> Outcome<Option<Value>> {
    match target {
        Value::Hashtable(table) => Ok(in_table(table, index)),
        Value::String(text) => {
            let units = Units::new(text);
            let at = at(index, units.len());
            Ok(at.and_then(|at| units.at(at)).map(Value::Char))
        }
        Value::Array(array) if is_properties(array) && index.as_str().is_some() => {
            let wanted = index.as_str().unwrap_or_default();
            let named = |one: &Value| match one {
                Value::Object(property) => property
                    .property("Name")
                    .is_some_and(|name| name.as_str().is_some_and(|name| name.eq_ignore_ascii_case(wanted))),
                _ => false,
            };
            Ok(array.borrow().iter().find(|one| named(one)).cloned())
        }
        Value::Array(array) => Ok(at(index, array.len()).and_then(|at| array.at(at))),
        Value::List(list) => Ok(at(index, list.len()).and_then(|at| list.at(at))),
        Value::Bytes(bytes) => {
            let bytes = bytes.borrow();
            Ok(at(index, bytes.len()).map(|at| Value::Byte(bytes[at])))
        }
        Value::Object(object) if object.native().is_some_and(|native| native.count().is_some()) => {
            let found = object.native().and_then(|native| native.item(index));
            found.map(Some).ok_or_else(|| cannot_index(target))
        }
        Value::Object(object) if object.native().is_some() && index.as_str().is_some() => {
            Ok(object.native().and_then(|native| native.item(index)))
        }
        // A single value counts as a collection of one.
        other => Ok(matches!(to_int(index), Ok(0 | -1)).then(|| other.clone())),
    }
}

/// Whether this is what `.PSObject.Properties` gives, which is indexed by name too.
fn is_properties(array: &Array) -> bool {
    match array.at(0) {
        Some(Value::Object(first)) => first.type_name().ends_with(".PSNoteProperty"),
        _ => false,
    }
}

fn in_table(table: &Hashtable, index: &Value) -> Option<Value> {
    match index {
        Value::Int(at) if table.is_ordered() => table.at_position(usize::try_from(*at).ok()?),
        key => table.at(key),
    }
}

/// The place that an index means where an element is read: what is no number means none.
fn at(index: &Value, length: usize) -> Option<usize> {
    place(to_int(index).ok()?, length)
}

/// The place that an index means; a negative one counts from the end.
fn place(index: i32, length: usize) -> Option<usize> {
    let at = i64::from(index) + if index < 0 { i64::try_from(length).ok()? } else { 0 };
    usize::try_from(at).ok().filter(|at| *at < length)
}

/// Stores an element under `index`, converted to the type of the elements.
pub fn set_index(target: &Value, index: &Value, value: Value, setting: &Setting) -> Outcome<()> {
    let (target, index) = (target.bare(), index.bare());
    if target.is_null() {
        return Err(Fault::new("Cannot index into a null array.", "NullArray", Category::InvalidOperation));
    }
    if index.is_null() {
        return Err(null_index());
    }
    if index.is_collection() && !matches!(target, Value::Hashtable(_)) {
        return Err(Fault::new(
            "Array assignment to [] failed because assignment to slices is not supported.",
            "ArraySliceAssignmentFailed",
            Category::InvalidOperation,
        ));
    }
    let stored = match target {
        Value::Hashtable(table) => match index {
            Value::Int(at) if table.is_ordered() => {
                usize::try_from(*at).is_ok_and(|at| table.set_position(at, value))
            }
            key => table.set(key.clone(), value),
        },
        Value::Array(array) => {
            let value = cast(&value, array.element_type(), setting)?;
            place(to_int(index)?, array.len()).is_some_and(|at| array.set(at, value))
        }
        Value::List(list) => {
            let value = cast(&value, list.element_type(), setting)?;
            place(to_int(index)?, list.len()).is_some_and(|at| list.set(at, value))
        }
        Value::Bytes(bytes) => {
            let Value::Byte(byte) = cast(&value, &Type::Byte, setting)? else { return Ok(()) };
            let length = bytes.borrow().len();
            place(to_int(index)?, length).is_some_and(|at| bytes.set(at, byte))
        }
        other => return Err(cannot_index(other)),
    };
    if stored { Ok(()) } else { Err(outside(target)) }
}

fn outside(target: &Value) -> Box<Fault> {
    if matches!(target, Value::Array(_) | Value::Bytes(_)) {
        return Fault::exception(
            "Index was outside the bounds of the array.",
            "System.IndexOutOfRangeException",
        );
    }
    super::arguments::out_of_range("index")
}

fn null_index() -> Box<Fault> {
    Fault::new(
        "Index operation failed; the array index evaluated to null.",
        "NullArrayIndex",
        Category::InvalidOperation,
    )
}

fn cannot_index(target: &Value) -> Box<Fault> {
    Fault::new(
        format!("Unable to index into an object of type {}.", target.type_name()),
        "CannotIndex",
        Category::InvalidOperation,
    )
}
