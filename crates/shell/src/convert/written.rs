//! Values as text: as a cast and a string with `$x` in it write them, and as ToString does.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::setting::Setting;
use crate::text::{general, invariant_date, usual_date};
use crate::value::limits::check_text;
use crate::value::{CUSTOM_OBJECT, Object, Outcome, Type, Value};

/// The value as a cast to string writes it, in no culture: elements are joined by `$OFS`, a custom object shows
/// its properties.
pub fn to_text(value: &Value, setting: &Setting) -> Outcome<Arc<str>> {
    let bare = value.bare();
    if let Value::String(text) = bare {
        return Ok(Arc::clone(text));
    }
    if let Some(elements) = bare.elements() {
        return joined(&elements, &setting.separator()).map(Arc::from);
    }
    if let Value::Object(object) = bare
        && object.stands_for().is_none()
        && object.is_custom()
    {
        return properties(object).map(Arc::from);
    }
    Ok(Arc::from(single(bare)))
}

/// The value as its method ToString writes it, in en-US.
pub fn display(value: &Value) -> String {
    match value.bare() {
        Value::DateTime(date) => usual_date(*date),
        other => single(other),
    }
}

/// Elements as text with `separator` between them; a collection inside shows its type.
pub(crate) fn joined(elements: &[Value], separator: &str) -> Outcome<String> {
    let mut text = String::new();
    for (at, element) in elements.iter().enumerate() {
        if at > 0 {
            text.push_str(separator);
        }
        push_single(&mut text, element.bare());
        check_text(text.len())?;
    }
    Ok(text)
}

/// What a message shows of a value.
pub(crate) fn brief(value: &Value) -> String {
    let text = match value.bare() {
        Value::Object(object) if object.stands_for().is_none() && object.is_custom() => {
            properties(object).unwrap_or_default()
        }
        Value::DateTime(date) => usual_date(*date),
        other => single(other),
    };
    if text.len() <= BRIEF_MAX {
        return text;
    }
    text.chars().take(BRIEF_MAX).chain("...".chars()).collect()
}

/// Characters of a value that a message repeats.
const BRIEF_MAX: usize = 4096;

fn properties(object: &Object) -> Outcome<String> {
    let mut text = String::from("@{");
    let mut first = true;
    for property in object.properties().iter().filter(|property| property.is_listed()) {
        if !first {
            text.push_str("; ");
        }
        first = false;
        text.push_str(&property.name);
        text.push('=');
        push_single(&mut text, property.value.bare());
        check_text(text.len())?;
    }
    text.push('}');
    Ok(text)
}

fn single(value: &Value) -> String {
    let mut text = String::new();
    push_single(&mut text, value);
    text
}

/// Appends a value that is looked at from outside: a collection is its type, a custom object is nothing.
fn push_single(text: &mut String, value: &Value) {
    let written = match value {
        Value::Null => Ok(()),
        Value::Bool(true) => text.write_str("True"),
        Value::Bool(false) => text.write_str("False"),
        Value::Byte(value) => write!(text, "{value}"),
        Value::Int(value) => write!(text, "{value}"),
        Value::Long(value) => write!(text, "{value}"),
        Value::Double(value) => text.write_str(&general(*value)),
        Value::Char(value) => text.write_char(*value),
        Value::String(value) => text.write_str(value),
        Value::DateTime(value) => text.write_str(&invariant_date(*value)),
        Value::TimeSpan(value) => write!(text, "{value}"),
        Value::Guid(value) => write!(text, "{value}"),
        Value::Uri(value) => write!(text, "{value}"),
        Value::Version(value) => write!(text, "{value}"),
        Value::Regex(value) => text.write_str(value.source()),
        Value::Enum(value) => text.write_str(&value.name()),
        Value::Type(value) => text.write_str(&type_text(value)),
        Value::ScriptBlock(value) => text.write_str(value.text()),
        Value::Error(record) => text.write_str(&record.fault.message),
        Value::Object(object) => match (object.stands_for(), &*object.class_name()) {
            (Some(own), _) => text.write_str(own),
            (None, CUSTOM_OBJECT) => Ok(()),
            (None, name) => match object.summary() {
                Some(summary) => text.write_str(&summary),
                None => text.write_str(name),
            },
        },
        Value::Array(_) | Value::List(_) | Value::Bytes(_) | Value::Hashtable(_) => {
            text.write_str(&value.type_name())
        }
    };
    written.expect("a string takes all text");
}

/// A type by its short name where there is one.
fn type_text(value: &Type) -> String {
    let short = match value {
        Type::Bool => "bool",
        Type::Byte => "byte",
        Type::Int => "int",
        Type::Long => "long",
        Type::Double => "double",
        Type::Char => "char",
        Type::String => "string",
        Type::DateTime => "datetime",
        Type::TimeSpan => "timespan",
        Type::Guid => "guid",
        Type::Uri => "uri",
        Type::Version => "version",
        Type::Regex => "regex",
        Type::Hashtable => "hashtable",
        Type::PsObject => "psobject",
        Type::ScriptBlock => "scriptblock",
        Type::Switch => "switch",
        other => return other.full_name().into_owned(),
    };
    short.to_owned()
}
