//! Reading properties.

use std::sync::Arc;

use crate::session::Reference;
use crate::setting::Setting;
use crate::value::limits::check_elements;
use crate::value::{Object, Outcome, Property, Type, Value};

use super::{Native, clock, record, scalar};

/// The property `name` of a value; none where there is no such property, which reads as `$null` outside strict
/// mode. A collection without the property gives those of its elements.
pub fn property(target: &Value, name: &str, setting: &Setting) -> Outcome<Option<Value>> {
    if let Some(found) = own_property(target, name, setting)? {
        return Ok(Some(found));
    }
    if let Some(elements) = target.elements() {
        let mut results = Vec::new();
        let mut any = false;
        for element in elements {
            if let Some(found) = own_property(&element, name, setting)? {
                any = true;
                results.extend(found.unroll());
                check_elements(results.len())?;
            }
        }
        return Ok(if any { gathered(results).or(Some(Value::Null)) } else { None });
    }
    // A single value counts as a collection of one, nothing as none.
    if name.eq_ignore_ascii_case("Count") || name.eq_ignore_ascii_case("Length") {
        return Ok(Some(Value::Int(i32::from(!target.is_null()))));
    }
    Ok(None)
}

/// What an enumeration of members gives: nothing, the only value, or an array.
pub(super) fn gathered(mut results: Vec<Value>) -> Option<Value> {
    match results.len() {
        0 => None,
        1 => results.pop(),
        _ => Some(Value::array(results)),
    }
}

/// The properties of a value that are listed, with their values: what `Select-Object *` and formatting see.
pub fn properties(target: &Value, setting: &Setting) -> Outcome<Vec<(Arc<str>, Value)>> {
    let mut all = Vec::new();
    let bare = target.bare();
    for name in listed(bare) {
        if let Some(value) = own_property(bare, name, setting)? {
            all.push((Arc::from(*name), value));
        }
    }
    if let Value::Object(object) = bare {
        let native = object.native();
        for name in native.map(Native::property_names).unwrap_or_default() {
            let value = native.and_then(|native| native.property(&name, setting)).unwrap_or_default();
            all.push((name, value));
        }
        push_properties(&mut all, object);
    }
    if let Value::Object(object) = target
        && object.base().is_some()
    {
        push_properties(&mut all, object);
    }
    Ok(all)
}

fn push_properties(all: &mut Vec<(Arc<str>, Value)>, object: &Object) {
    let properties = object.properties();
    let plain = properties.iter().filter(|property| property.is_listed());
    all.extend(plain.map(|property| (Arc::clone(&property.name), property.value.clone())));
}

/// The names of the properties that values of a type have by nature.
fn listed(value: &Value) -> &'static [&'static str] {
    match value {
        Value::String(_) => &["Length"],
        Value::Array(_) | Value::Bytes(_) => &["Length", "Count"],
        Value::List(_) => &["Count"],
        Value::Hashtable(_) => &["Count", "Keys", "Values"],
        Value::DateTime(_) => clock::DATE_PROPERTIES,
        Value::TimeSpan(_) => clock::SPAN_PROPERTIES,
        Value::Guid(_) => &["Guid"],
        Value::Uri(_) => scalar::URI_PROPERTIES,
        Value::Version(_) => scalar::VERSION_PROPERTIES,
        Value::Type(_) => scalar::TYPE_PROPERTIES,
        Value::Error(_) => record::ERROR_PROPERTIES,
        Value::Enum(_) => &["value__"],
        _ => &[],
    }
}

/// A property of the value itself, its elements left alone.
fn own_property(target: &Value, name: &str, setting: &Setting) -> Outcome<Option<Value>> {
    if let Value::Object(object) = target {
        if let Some(found) = object.property(name) {
            return Ok(Some(found));
        }
        if let Some(found) = object.native().and_then(|native| native.property(name, setting)) {
            return Ok(Some(found));
        }
        if let (true, Some(reference)) = (name.eq_ignore_ascii_case("Value"), Reference::of(target)) {
            return Ok(Some(reference.value()));
        }
        if let Some(base) = object.base() {
            return own_property(base, name, setting);
        }
    }
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    if is("PSObject") && !target.is_null() {
        return member_set(target, setting).map(Some);
    }
    if is("PSTypeNames") && !target.is_null() {
        return Ok(Some(type_names(target)));
    }
    let count = |count: usize| Some(Value::Int(i32::try_from(count).unwrap_or(i32::MAX)));
    Ok(match target {
        Value::String(text) if is("Length") => count(crate::text::Units::length(text)),
        Value::Array(_) | Value::Bytes(_) if is("Length") || is("Count") || is("LongLength") => {
            count(target.element_count().unwrap_or(0))
        }
        Value::Array(_) | Value::Bytes(_) if is("Rank") => Some(Value::Int(1)),
        Value::Array(_) | Value::Bytes(_) if is("IsFixedSize") => Some(Value::Bool(true)),
        Value::Array(_) | Value::List(_) if is("IsReadOnly") || is("IsFixedSize") => Some(Value::Bool(false)),
        Value::List(list) if is("Count") => count(list.len()),
        Value::Hashtable(table) => match table.named(name) {
            Some(found) => Some(found),
            None if is("Count") => count(table.len()),
            None if is("Keys") => Some(Value::array(table.keys())),
            None if is("Values") => Some(Value::array(table.values())),
            None => None,
        },
        Value::DateTime(date) => clock::date_property(*date, name),
        Value::TimeSpan(span) => clock::span_property(*span, name),
        Value::Error(record) => record::error_property(record, name),
        Value::Object(_) | Value::Null => None,
        other => scalar::property(other, name),
    })
}

/// `.PSObject`: a look at the properties as objects with Name and Value.
fn member_set(target: &Value, setting: &Setting) -> Outcome {
    let mut members = Vec::new();
    for (name, value) in properties(target, setting)? {
        let kind = value.type_of().unwrap_or(Type::Object).full_name().into_owned();
        members.push(Value::Object(Object::of_type(
            record::names(&[
                "System.Management.Automation.PSNoteProperty",
                "System.Management.Automation.PSPropertyInfo",
            ]),
            vec![
                Property::read_only("MemberType", Value::text("NoteProperty")),
                Property::read_only("IsSettable", Value::Bool(true)),
                Property::read_only("Value", value),
                Property::read_only("TypeNameOfValue", Value::from(kind)),
                Property::read_only("Name", Value::String(name)),
            ],
        )));
    }
    let base = target.bare().clone();
    Ok(Value::Object(Object::of_type(
        record::names(&["System.Management.Automation.PSObject"]),
        vec![
            Property::read_only("Properties", Value::array(members)),
            Property::read_only("BaseObject", base),
            Property::read_only("TypeNames", type_names(target)),
        ],
    )))
}

fn type_names(target: &Value) -> Value {
    match target {
        Value::Object(object) => {
            Value::array(object.type_names().iter().map(|name| Value::String(Arc::clone(name))).collect())
        }
        other => Value::array(vec![Value::from(other.type_name())]),
    }
}
