//! `[type]value` and `-as`.

use std::rc::Rc;

use crate::session::REFERENCE;
use crate::setting::Setting;
use crate::value::{CUSTOM_OBJECT, Object, Outcome, Property, Type, Value};

use super::{collection, number, refusal, scalar, to_bool, to_text};

/// The value as a value of type `to`, or the error that PowerShell gives.
pub fn cast(value: &Value, to: &Type, setting: &Setting) -> Outcome {
    // What already is of the type keeps the properties that were added to it.
    if to.accepts(value) && !matches!(to, Type::Named(_)) {
        return Ok(value.clone());
    }
    if let Type::Named(name) = to
        && !to.accepts(value)
        && let Some(converter) = setting.converter(name)
    {
        return converter(value, setting);
    }
    match to {
        Type::Object => Ok(value.clone()),
        Type::Void => Ok(Value::Null),
        Type::Bool | Type::Switch => Ok(Value::Bool(to_bool(value))),
        Type::String => Ok(Value::String(to_text(value, setting)?)),
        Type::Int => Ok(Value::Int(number::to_int(value)?)),
        Type::Long => Ok(Value::Long(number::to_long(value)?)),
        Type::Byte => {
            let whole = number::integer_of(value, to)?;
            Ok(Value::Byte(u8::try_from(whole).map_err(|_| refusal::too_large(value, to))?))
        }
        Type::Integer(range) => {
            let whole = number::integer_of(value, to)?;
            if !(range.least..=range.most).contains(&whole) {
                return Err(refusal::too_large(value, to));
            }
            Ok(i32::try_from(whole).map_or(Value::Long(whole), Value::Int))
        }
        Type::Double => Ok(Value::Double(number::to_double(value)?)),
        Type::Real(name) => {
            let exact = number::to_double(value)?;
            Ok(Value::Double(if *name == "System.Single" { f64::from(exact as f32) } else { exact }))
        }
        Type::Char => scalar::to_char(value),
        Type::Enum(of) => scalar::to_enum(value, of),
        Type::Array(element) => collection::to_array(value, element, setting),
        Type::List(kind, element) => collection::to_list(value, *kind, element, setting),
        _ if value.is_null() => {
            if to.is_reference() {
                Ok(Value::Null)
            } else {
                Err(refusal::null(to))
            }
        }
        Type::DateTime => scalar::to_date(value, setting),
        Type::TimeSpan => scalar::to_span(value),
        Type::Guid => scalar::to_guid(value),
        Type::Uri => scalar::to_uri(value),
        Type::Version => scalar::to_version(value),
        Type::Regex => scalar::to_regex(value),
        Type::Type => scalar::to_type(value),
        Type::Hashtable | Type::Ordered => collection::to_table(value, to),
        Type::PsObject => custom_object(value),
        Type::ScriptBlock | Type::ErrorRecord => Err(refusal::impossible(value, to)),
        Type::Named(name) => named(value, name, to, setting),
    }
}

/// `-as`: the cast, or Null where it fails.
pub fn cast_or_null(value: &Value, to: &Type, setting: &Setting) -> Value {
    cast(value, to, setting).unwrap_or_default()
}

/// `[pscustomobject]@{...}`: a table becomes an object, anything else stays what it is. The entry PSTypeName
/// names the type.
fn custom_object(value: &Value) -> Outcome {
    let Value::Hashtable(table) = value.bare() else { return Ok(value.clone()) };
    crate::value::limits::check_properties(table.len())?;
    let object = Object::custom();
    for (key, value) in table.entries() {
        let name = super::display(&key);
        if name.eq_ignore_ascii_case("PSTypeName") {
            object.rename_type(&super::display(&value));
        } else {
            object.add(Property::new(name.as_str(), value));
        }
    }
    Ok(Value::Object(object))
}

/// A type that is known by name only. An exception is made of its message.
fn named(value: &Value, name: &str, to: &Type, setting: &Setting) -> Outcome {
    if name == CUSTOM_OBJECT || to.accepts(value) {
        return Ok(value.clone());
    }
    if name == REFERENCE {
        let names = Rc::from([REFERENCE.into(), "System.Object".into()]);
        return Ok(Value::Object(Object::of_type(names, vec![Property::new("Value", value.clone())])));
    }
    if crate::member::is_constructed(name) {
        return crate::member::construct(to, std::slice::from_ref(value), setting);
    }
    match value.as_str() {
        Some(message) if name.ends_with("Exception") => Ok(Value::Object(exception(name, message))),
        _ => Err(refusal::impossible(value, to)),
    }
}

/// An exception object with a message, as `[System.Exception]"..."` and New-Object make it.
pub(crate) fn exception(name: &str, message: &str) -> Object {
    let names: Vec<std::sync::Arc<str>> =
        crate::value::exception_chain(name).into_iter().map(std::sync::Arc::from).collect();
    let properties = vec![
        Property::read_only("Message", Value::text(message)),
        Property::read_only("InnerException", Value::Null),
    ];
    Object::with_text(Rc::from(names), properties, &format!("{name}: {message}"))
}
