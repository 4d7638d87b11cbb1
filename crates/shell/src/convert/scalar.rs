//! Conversions to single values that are no numbers.

use std::rc::Rc;

use uuid::Uuid;

use crate::setting::Setting;
use crate::text::{Case, Pattern, PatternOptions, Wildcard, parse_date, parse_span};
use crate::value::{DateTime, EnumType, EnumValue, Kind, Outcome, TimeSpan, Type, Uri, Value, Version};

use super::refusal::{because, impossible, null, too_large};
use super::{Num, number};

const PARSE_FAILED: &str = "InvalidCastParseTargetInvocation";

pub(super) fn to_char(value: &Value) -> Outcome {
    match value.bare() {
        Value::Null => Ok(Value::Char('\0')),
        Value::String(text) => {
            let mut signs = text.chars();
            match (signs.next(), signs.next()) {
                (Some(sign), None) => Ok(Value::Char(sign)),
                _ => Err(because(
                    value,
                    &Type::Char,
                    "InvalidCastIConvertible",
                    "String must be exactly one character long.",
                )),
            }
        }
        Value::Bool(_) | Value::Double(_) | Value::DateTime(_) => {
            let from = value.type_of().map_or_else(String::new, |of| of.name().into_owned());
            let reason = format!("Invalid cast from '{from}' to 'Char'.");
            Err(because(value, &Type::Char, "InvalidCastIConvertible", reason))
        }
        _ => {
            let code = number::integer_of(value, &Type::Char)?;
            let code = u16::try_from(code).map_err(|_| too_large(value, &Type::Char))?;
            Ok(Value::Char(char::from_u32(u32::from(code)).unwrap_or(char::REPLACEMENT_CHARACTER)))
        }
    }
}

/// A date from text as en-US or ISO writes it, or from ticks. A moment with an offset is shown in local time.
pub(super) fn to_date(value: &Value, setting: &Setting) -> Outcome {
    let ticks = match value.bare() {
        Value::String(text) => {
            let reading = parse_date(text, setting.local_now())
                .map_err(|problem| because(value, &Type::DateTime, PARSE_FAILED, problem))?;
            let date = reading.date;
            return Ok(Value::DateTime(if date.kind() == Kind::Utc { setting.to_local(date) } else { date }));
        }
        Value::Int(ticks) => i64::from(*ticks),
        Value::Long(ticks) => *ticks,
        _ => return Err(impossible(value, &Type::DateTime)),
    };
    let date = DateTime::from_ticks(ticks, Kind::Unspecified);
    date.map(Value::DateTime).ok_or_else(|| too_large(value, &Type::DateTime))
}

pub(super) fn to_span(value: &Value) -> Outcome {
    match value.bare() {
        Value::String(text) => parse_span(text)
            .map(Value::TimeSpan)
            .map_err(|problem| because(value, &Type::TimeSpan, PARSE_FAILED, problem)),
        Value::Int(ticks) => Ok(Value::TimeSpan(TimeSpan::from_ticks(i64::from(*ticks)))),
        Value::Long(ticks) => Ok(Value::TimeSpan(TimeSpan::from_ticks(*ticks))),
        _ => Err(impossible(value, &Type::TimeSpan)),
    }
}

pub(super) fn to_guid(value: &Value) -> Outcome {
    match value.bare() {
        Value::String(text) => parse_guid(text).map(Value::Guid).ok_or_else(|| {
            because(
                value,
                &Type::Guid,
                PARSE_FAILED,
                "Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx).",
            )
        }),
        // A byte[] is in the order of the fields in memory.
        Value::Bytes(bytes) => match <[u8; 16]>::try_from(bytes.borrow().as_slice()) {
            Ok(bytes) => Ok(Value::Guid(Uuid::from_bytes_le(bytes))),
            Err(_) => Err(impossible(value, &Type::Guid)),
        },
        _ => Err(impossible(value, &Type::Guid)),
    }
}

/// A GUID with dashes or without, in braces or parentheses.
fn parse_guid(text: &str) -> Option<Uuid> {
    let text = text.trim();
    let braced = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let body = braced.or_else(|| text.strip_prefix('(')?.strip_suffix(')')).unwrap_or(text);
    let dashes = [8, 13, 18, 23];
    let with_dashes = body.len() == 36 && dashes.iter().all(|at| body.as_bytes()[*at] == b'-');
    (with_dashes || body.len() == 32).then(|| Uuid::try_parse(body).ok()).flatten()
}

pub(super) fn to_uri(value: &Value) -> Outcome {
    match value.bare() {
        Value::String(text) => Ok(Value::Uri(Rc::new(Uri::parse(text)))),
        _ => Err(impossible(value, &Type::Uri)),
    }
}

pub(super) fn to_version(value: &Value) -> Outcome {
    let Value::String(text) = value.bare() else { return Err(impossible(value, &Type::Version)) };
    let refuse = |reason: &str| because(value, &Type::Version, PARSE_FAILED, reason);
    let parts: Vec<&str> = text.split('.').collect();
    if !(2..=4).contains(&parts.len()) {
        return Err(refuse("Version string portion was too short or too long."));
    }
    let read = |part: &&str| part.trim().parse::<i32>();
    let numbers = parts.iter().map(read).collect::<Result<Vec<_>, _>>();
    let numbers = numbers.map_err(|_| refuse("Input string was not in a correct format."))?;
    let version = Version::new(&numbers)
        .ok_or_else(|| refuse("Version's parameters must be greater than or equal to zero."))?;
    Ok(Value::Version(Rc::new(version)))
}

pub(super) fn to_regex(value: &Value) -> Outcome {
    match value.bare() {
        Value::String(text) => match Pattern::compile(text, PatternOptions::CASE_MATTERS) {
            Ok(pattern) => Ok(Value::Regex(Rc::new(pattern))),
            Err(fault) => Err(because(value, &Type::Regex, "InvalidCastFromStringToRegex", fault.message)),
        },
        _ => Err(impossible(value, &Type::Regex)),
    }
}

pub(super) fn to_type(value: &Value) -> Outcome {
    match value.as_str().and_then(Type::resolve) {
        Some(found) => Ok(Value::Type(found)),
        None => Err(impossible(value, &Type::Named(std::sync::Arc::from("System.Type")))),
    }
}

/// A value of an enumeration by name, by the beginning of a name that only one has, or by number. Values that
/// combine take several names with commas.
pub(super) fn to_enum(value: &Value, of: &Rc<EnumType>) -> Outcome {
    let to = Type::Enum(Rc::clone(of));
    let number = match value.bare() {
        Value::Null => return Err(null(&to)),
        Value::String(text) if text.trim().is_empty() => return Err(impossible(value, &to)),
        Value::String(text) => enum_of_text(text.trim(), value, of)?,
        Value::Array(_) | Value::List(_) if of.is_flags() => {
            let mut combined = 0;
            for element in value.unroll() {
                if element.is_collection() {
                    return Err(impossible(value, &to));
                }
                let Value::Enum(one) = to_enum(&element, of)? else { continue };
                combined |= one.number;
            }
            combined
        }
        Value::Byte(_) | Value::Int(_) | Value::Long(_) | Value::Enum(_) => match Num::of(value) {
            Some(_) => number::integer_of(value, &to)?,
            None => return Err(impossible(value, &to)),
        },
        _ => return Err(impossible(value, &to)),
    };
    if !of.is_defined(number) {
        return Err(undefined(value, of));
    }
    Ok(Value::Enum(EnumValue::new(of, number)))
}

fn enum_of_text(text: &str, value: &Value, of: &Rc<EnumType>) -> Outcome<i64> {
    if text.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+')
        && let Ok(number) = text.parse()
    {
        return Ok(number);
    }
    if text.contains(',') && !of.is_flags() {
        let reason = format!(
            "Cannot convert value \"{text}\" to type \"{}\" because no commas are allowed for this enumeration.",
            of.full_name()
        );
        let category = crate::value::Category::InvalidArgument;
        return Err(crate::value::Fault::new(reason, "InvalidCastEnumCommaAndNoFlags", category)
            .with_exception(super::refusal::INVALID_CAST));
    }
    let mut combined = 0;
    for name in text.split(',').map(str::trim) {
        combined |= enum_of_name(name, value, of)?;
    }
    Ok(combined)
}

fn enum_of_name(name: &str, value: &Value, of: &Rc<EnumType>) -> Outcome<i64> {
    if let Some(number) = of.number_of(name) {
        return Ok(number);
    }
    let found = if Wildcard::is_pattern(name) {
        let pattern = Wildcard::new(name, Case::Ignored)?;
        of.members().iter().filter(|(member, _)| pattern.matches(member)).collect()
    } else {
        of.with_prefix(name)
    };
    let to = Type::Enum(Rc::clone(of));
    match found.as_slice() {
        [(_, number)] => Ok(*number),
        [] => {
            let reason = format!(
                "Unable to match the identifier name {name} to a valid enumerator name. Specify one of the following enumerator names and try again:\n{}",
                names(of)
            );
            Err(because(value, &to, "SubstringDisambiguationEnumParseThrewAnException", reason))
        }
        several => {
            let listed: Vec<&str> = several.iter().map(|(member, _)| &**member).collect();
            let reason = format!(
                "The identifier name {name} cannot be processed because it is either too similar or identical to the following enumerator names: {}. Use a more specific identifier name.",
                listed.join(", ")
            );
            Err(because(value, &to, "SubstringDisambiguationEnumParseThrewAnException", reason))
        }
    }
}

fn undefined(value: &Value, of: &EnumType) -> Box<crate::value::Fault> {
    let message = format!(
        "Cannot convert value \"{}\" to type \"{}\" due to enumeration values that are not valid. Specify one of the following enumeration values and try again. The possible enumeration values are \"{}\".",
        super::display(value),
        of.full_name(),
        names(of).replace(", ", ",")
    );
    crate::value::Fault::new(message, "UndefinedIntegerToEnum", crate::value::Category::InvalidArgument)
        .with_exception(super::refusal::INVALID_CAST)
}

fn names(of: &EnumType) -> String {
    let names: Vec<&str> = of.members().iter().map(|(name, _)| &**name).collect();
    names.join(", ")
}
