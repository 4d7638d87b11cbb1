//! Single values, read from every type that can stand for them.

use domain::TimeOfDay;

use super::{Mismatch, Reading};
use crate::shape::EnumerationShape;
use clixml::{Content, TimeSpan, Value};

/// The value itself, where an object only wraps a primitive one to add properties.
pub(super) fn unwrapped(value: &Value) -> &Value {
    match value {
        Value::Object(object) if object.to_string.is_none() => match &object.content {
            Content::Value(inner) => inner,
            _ => value,
        },
        _ => value,
    }
}

/// What a value says as text.
pub(super) fn text(value: &Value) -> Reading<String> {
    Ok(match value {
        Value::String(text) | Value::Uri(text) | Value::Version(text) | Value::Decimal(text) => text.clone(),
        Value::Guid(guid) => guid.hyphenated().to_string(),
        Value::Int(_, number) => number.to_string(),
        Value::Char(unit) => char::from_u32((*unit).into()).map(String::from).unwrap_or_default(),
        Value::Object(object) => {
            match (object.property("OriginalString"), &object.content, &object.to_string) {
                (Some(Value::String(text)), ..) => text.clone(),
                (_, Content::None | Content::Value(_), Some(text)) => text.clone(),
                _ => return Err(unexpected("text", value)),
            }
        }
        _ => return Err(unexpected("text", value)),
    })
}

pub(super) fn boolean(value: &Value) -> Reading<bool> {
    match value {
        Value::Bool(value) => Ok(*value),
        Value::String(text) if text.trim().eq_ignore_ascii_case("true") => Ok(true),
        Value::String(text) if text.trim().eq_ignore_ascii_case("false") => Ok(false),
        _ => Err(unexpected("true or false", value)),
    }
}

pub(super) fn integer(value: &Value) -> Reading<i64> {
    let number = match value {
        Value::Int(_, number) => i64::try_from(*number).ok(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.ok_or_else(|| unexpected("a whole number", value))
}

/// The word of an enumeration: by its text, or by its number where there is no text.
pub(super) fn word(shape: &EnumerationShape, value: &Value) -> Reading<Option<String>> {
    let number = match value {
        Value::Object(object) => match (&object.to_string, &object.content) {
            (Some(word), _) => return Ok(Some(word.clone())),
            (None, Content::Value(inner)) => integer(inner)?,
            _ => return Err(unexpected("a word", value)),
        },
        Value::Int(..) => integer(value)?,
        other => {
            let word = text(other)?;
            return Ok((!word.trim().is_empty()).then_some(word));
        }
    };
    let word = usize::try_from(number).ok().and_then(|at| shape.words.get(at));
    match word {
        Some(word) => Ok(Some((*word).to_owned())),
        None => {
            Err(Mismatch::new(format!("{number} is not the number of one of {}", shape.words.join(", "))))
        }
    }
}

pub(super) fn time_of_day(value: &Value) -> Reading<String> {
    let span = match value {
        Value::TimeSpan(span) => *span,
        Value::Object(object) => match object.property("Ticks") {
            Some(Value::Int(_, ticks)) => TimeSpan(i64::try_from(*ticks).unwrap_or(-1)),
            _ => return text(value),
        },
        _ => return text(value),
    };
    let Some(seconds) = span.whole_seconds() else {
        return Err(Mismatch::new("a time of day has whole seconds, but this one has a fraction".to_owned()));
    };
    let time = TimeOfDay::from_seconds(seconds).map_err(|error| Mismatch::new(error.to_string()))?;
    Ok(time.to_string())
}

/// A date as it was written: a holiday is local to the workflow, whatever zone the writer was in.
pub(super) fn date(value: &Value) -> Reading<String> {
    match value {
        Value::DateTime(date) => Ok(date.civil.to_string()),
        Value::String(text) => Ok(text.clone()),
        _ => Err(unexpected("a date", value)),
    }
}

fn unexpected(expected: &str, value: &Value) -> Mismatch {
    Mismatch::new(format!("expected {expected}, found {}", value.describe()))
}
