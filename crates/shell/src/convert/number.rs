//! Conversions to numbers.

use crate::text::{IntegerProblem, parse_double, parse_integer, scan_number};
use crate::value::{Fault, Outcome, Type, Value};

use super::refusal;

/// A number that arithmetic works on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Num {
    /// 32 bits.
    Int(i32),
    /// 64 bits.
    Long(i64),
    /// Floating.
    Double(f64),
}

impl Num {
    /// The number in a value that is one; Null counts as 0, Bool as 0 or 1, an enumeration by its number.
    pub fn of(value: &Value) -> Option<Self> {
        Some(match value.bare() {
            Value::Null => Self::Int(0),
            Value::Bool(value) => Self::Int(i32::from(*value)),
            Value::Byte(value) => Self::Int(i32::from(*value)),
            Value::Int(value) => Self::Int(*value),
            Value::Long(value) => Self::Long(*value),
            Value::Double(value) => Self::Double(*value),
            Value::Enum(value) => i32::try_from(value.number).map_or(Self::Long(value.number), Self::Int),
            _ => return None,
        })
    }

    /// The number in a text, as the language writes numbers; `like` is the type that the message names.
    pub fn scan(value: &Value, like: &Type) -> Outcome<Self> {
        let text = value.as_str().unwrap_or_default();
        if text.trim().is_empty() {
            return Ok(Self::Int(0));
        }
        match (scan_number(text).as_ref().and_then(Self::of), like) {
            (Some(number), _) => Ok(number),
            // What the language does not write, a cast may still read: `1,000`.
            (None, Type::Double) => Ok(Self::Double(to_double(value)?)),
            (None, Type::Long) => Ok(Self::Long(to_long(value)?)),
            (None, _) => Ok(Self::Int(to_int(value)?)),
        }
    }

    /// As a double.
    pub fn as_double(self) -> f64 {
        match self {
            Self::Int(value) => f64::from(value),
            Self::Long(value) => value as f64,
            Self::Double(value) => value,
        }
    }

    /// As a value.
    pub fn value(self) -> Value {
        match self {
            Self::Int(value) => Value::Int(value),
            Self::Long(value) => Value::Long(value),
            Self::Double(value) => Value::Double(value),
        }
    }
}

/// `[int]`.
pub fn to_int(value: &Value) -> Outcome<i32> {
    let number = integer_of(value, &Type::Int)?;
    i32::try_from(number).map_err(|_| refusal::too_large(value, &Type::Int))
}

/// `[long]`.
pub fn to_long(value: &Value) -> Outcome<i64> {
    integer_of(value, &Type::Long)
}

/// `[double]`; `to` in messages is System.Double.
pub fn to_double(value: &Value) -> Outcome<f64> {
    match value.bare() {
        Value::String(text) if text.is_empty() => Ok(0.0),
        Value::String(text) => {
            let hexadecimal = || parse_integer(text).ok().map(|number| number as f64);
            let number = parse_double(text).or_else(hexadecimal);
            number.ok_or_else(|| refusal::no_number(value, &Type::Double))
        }
        Value::Char(_) => Err(invalid(value, &Type::Double)),
        other => match Num::of(other) {
            Some(number) => Ok(number.as_double()),
            None => Err(unconvertible(value, &Type::Double)),
        },
    }
}

/// The integer that `value` means for the type `to`, whose range the caller checks. Halves go to the even side.
pub(crate) fn integer_of(value: &Value, to: &Type) -> Outcome<i64> {
    match value.bare() {
        Value::Char(sign) => Ok(i64::from(u32::from(*sign))),
        Value::Double(number) => round(*number).ok_or_else(|| refusal::too_large(value, to)),
        Value::String(text) => of_text(text, value, to),
        other => match Num::of(other) {
            Some(Num::Int(number)) => Ok(i64::from(number)),
            Some(Num::Long(number)) => Ok(number),
            Some(Num::Double(_)) | None => Err(unconvertible(value, to)),
        },
    }
}

fn of_text(text: &str, value: &Value, to: &Type) -> Outcome<i64> {
    if text.is_empty() {
        return Ok(0);
    }
    match parse_integer(text) {
        Ok(number) => Ok(number),
        Err(IntegerProblem::Size) => Err(refusal::too_large(value, to)),
        // Text such as `2.5` and `1,000` goes by way of a double.
        Err(IntegerProblem::Syntax) => {
            parse_double(text).and_then(round).ok_or_else(|| refusal::no_number(value, to))
        }
    }
}

fn round(number: f64) -> Option<i64> {
    let rounded = number.round_ties_even();
    (-LONG_END..LONG_END).contains(&rounded).then_some(rounded as i64)
}

/// A value that converts to no number: a date says so itself, the rest by the general message.
fn unconvertible(value: &Value, to: &Type) -> Box<Fault> {
    if matches!(value.bare(), Value::DateTime(_)) {
        invalid(value, to)
    } else {
        refusal::impossible(value, to)
    }
}

fn invalid(value: &Value, to: &Type) -> Box<Fault> {
    let from = value.type_of().map_or_else(String::new, |of| of.name().into_owned());
    refusal::because(
        value,
        to,
        "InvalidCastIConvertible",
        format_args!("Invalid cast from '{from}' to '{}'.", to.name()),
    )
}

/// The first double above every Long, 2^63.
const LONG_END: f64 = 9_223_372_036_854_775_808.0;
