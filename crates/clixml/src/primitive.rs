//! Primitive values: their types, and the text that is read for each.

use uuid::Uuid;

use crate::text;
use crate::value::{IntKind, Value};

/// The type of a primitive value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Primitive {
    Nil,
    Bool,
    Char,
    Int(IntKind),
    Double,
    Decimal,
    Text,
    DateTime,
    TimeSpan,
    Guid,
    Uri,
    Version,
    Bytes,
}

impl Primitive {
    /// The value that `text` stands for.
    pub(crate) fn parse(self, text: &str) -> Option<Value> {
        Some(match self {
            Self::Nil => Value::Nil,
            Self::Text => Value::String(text.to_owned()),
            Self::Uri => Value::Uri(text.to_owned()),
            Self::Version => Value::Version(text.to_owned()),
            Self::Decimal => {
                text::parse_double(text)?;
                Value::Decimal(text.trim().to_owned())
            }
            Self::Bool => match text.trim() {
                "true" | "True" | "1" => Value::Bool(true),
                "false" | "False" | "0" => Value::Bool(false),
                _ => return None,
            },
            Self::Char => Value::Char(text.trim().parse().ok()?),
            Self::Int(kind) => Value::Int(kind, parse_int(kind, text)?),
            Self::Double => Value::Double(text::parse_double(text)?),
            Self::DateTime => Value::DateTime(text::parse_date_time(text)?),
            Self::TimeSpan => Value::TimeSpan(text::parse_time_span(text)?),
            Self::Guid => Value::Guid(Uuid::try_parse(text.trim()).ok()?),
            Self::Bytes => Value::Bytes(text::parse_base64(text)?),
        })
    }

    /// What [`Primitive::parse`] asks for.
    pub(crate) fn expectation(self) -> &'static str {
        match self {
            Self::Bool => "true or false",
            Self::Char => "the number of a character",
            Self::Int(_) => "an integer within the range of its type",
            Self::Double | Self::Decimal => "a number",
            Self::DateTime => "a date such as 2013-12-25T00:00:00",
            Self::TimeSpan => "a time span such as PT8H",
            Self::Guid => "a GUID",
            Self::Bytes => "bytes in base 64",
            Self::Nil | Self::Text | Self::Uri | Self::Version => "text",
        }
    }
}

fn parse_int(kind: IntKind, text: &str) -> Option<i128> {
    let (smallest, largest) = kind.range();
    text.trim().parse().ok().filter(|value| (smallest..=largest).contains(value))
}
