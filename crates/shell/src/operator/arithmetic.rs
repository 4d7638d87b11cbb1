//! `+ - * / %`.

use crate::convert::{Num, cast, to_int, to_text};
use crate::setting::Setting;
use crate::value::limits::{check_elements, check_text};
use crate::value::{Category, Fault, Hashtable, Outcome, TimeSpan, Type, Value};

/// `left + right`: numbers add, text and collections grow, tables merge, dates move.
pub(super) fn add(left: &Value, right: &Value, setting: &Setting) -> Outcome {
    let (left, right) = (left.bare(), right.bare());
    if let Some(count) = left.element_count() {
        check_elements(count + right.element_count().unwrap_or(1))?;
        let mut all = left.elements().unwrap_or_default();
        all.extend(right.unroll());
        return Ok(Value::array(all));
    }
    match left {
        Value::Null => Ok(right.clone()),
        Value::String(text) => concatenate(text, right, setting),
        Value::Char(sign) => concatenate(&sign.to_string(), right, setting),
        Value::Hashtable(table) => merge(table, right),
        Value::DateTime(date) => {
            let Value::TimeSpan(span) = cast(right, &Type::TimeSpan, setting)? else {
                return Err(undefined(left, "op_Addition"));
            };
            date.checked_add(span).map(Value::DateTime).ok_or_else(outside_calendar)
        }
        Value::TimeSpan(span) => {
            let other = span_operand(right, setting)?;
            span.checked_add(other).map(Value::TimeSpan).ok_or_else(span_too_long)
        }
        _ => {
            numeric(left, right, "op_Addition", |a, b| Ok(integers_or(a, b, i64::checked_add, |a, b| a + b)))
        }
    }
}

/// `left - right`.
pub(super) fn subtract(left: &Value, right: &Value, setting: &Setting) -> Outcome {
    let (left, right) = (left.bare(), right.bare());
    match (left, right) {
        (Value::DateTime(date), Value::DateTime(other)) => Ok(Value::TimeSpan(date.since(*other))),
        (Value::DateTime(date), Value::TimeSpan(span)) => {
            date.checked_sub(*span).map(Value::DateTime).ok_or_else(outside_calendar)
        }
        (Value::DateTime(date), Value::String(text)) => {
            // Text is a date here where it reads as one, and a span otherwise.
            match cast(right, &Type::TimeSpan, setting) {
                Ok(Value::TimeSpan(span)) if text.contains(':') && !text.contains('/') => {
                    date.checked_sub(span).map(Value::DateTime).ok_or_else(outside_calendar)
                }
                _ => match cast(right, &Type::DateTime, setting)? {
                    Value::DateTime(other) => Ok(Value::TimeSpan(date.since(other))),
                    _ => Err(undefined(left, "op_Subtraction")),
                },
            }
        }
        (Value::TimeSpan(span), _) => {
            let other = span_operand(right, setting)?;
            span.checked_sub(other).map(Value::TimeSpan).ok_or_else(span_too_long)
        }
        _ => numeric(left, right, "op_Subtraction", |a, b| {
            Ok(integers_or(a, b, i64::checked_sub, |a, b| a - b))
        }),
    }
}

/// `left * right`: numbers multiply, text and arrays repeat.
pub(super) fn multiply(left: &Value, right: &Value) -> Outcome {
    let (left, right) = (left.bare(), right.bare());
    if let Some(elements) = left.elements() {
        let times = repetitions(right)?;
        check_elements(elements.len().saturating_mul(times))?;
        let all = std::iter::repeat_n(elements, times).flatten().collect();
        return Ok(Value::array(all));
    }
    match left {
        Value::Null => Ok(Value::Null),
        Value::String(text) => {
            let times = repetitions(right)?;
            check_text(text.len().saturating_mul(times))?;
            Ok(Value::from(text.repeat(times)))
        }
        _ => {
            numeric(left, right, "op_Multiply", |a, b| Ok(integers_or(a, b, i64::checked_mul, |a, b| a * b)))
        }
    }
}

/// `left / right`: an integer where it divides evenly, a double otherwise.
pub(super) fn divide(left: &Value, right: &Value) -> Outcome {
    numeric(left.bare(), right.bare(), "op_Division", |a, b| match integers(a, b) {
        Some((_, 0)) => Err(divided_by_zero()),
        Some((a, b)) if a.checked_rem(b) == Some(0) && a.checked_div(b).is_some() => {
            Ok(fitted(a / b, is_long(left.bare(), right.bare())))
        }
        _ => Ok(Value::Double(a.as_double() / b.as_double())),
    })
}

/// `left % right`, with the sign of the left.
pub(super) fn remainder(left: &Value, right: &Value) -> Outcome {
    numeric(left.bare(), right.bare(), "op_Modulus", |a, b| match integers(a, b) {
        Some((_, 0)) => Err(divided_by_zero()),
        Some((a, b)) => Ok(fitted(a.wrapping_rem(b), is_long(left.bare(), right.bare()))),
        None => Ok(Value::Double(a.as_double() % b.as_double())),
    })
}

/// Both operands as numbers: text is read, Null is 0.
fn numeric(left: &Value, right: &Value, method: &str, compute: impl FnOnce(Num, Num) -> Outcome) -> Outcome {
    let (a, b) = operands(left, right, method)?;
    compute(a, b)
}

/// The operands as numbers. An error names the type of the other one, as PowerShell's does.
pub(super) fn operands(left: &Value, right: &Value, method: &str) -> Outcome<(Num, Num)> {
    let like = |other: &Value| match other {
        Value::Long(_) => Type::Long,
        Value::Double(_) => Type::Double,
        _ => Type::Int,
    };
    let number = |value: &Value, other: &Value| match value {
        Value::String(_) => Num::scan(value, &like(other)),
        Value::Char(sign) => Ok(Num::Int(u32::from(*sign).cast_signed())),
        _ => Num::of(value).ok_or_else(|| undefined(left, method)),
    };
    Ok((number(left, right)?, number(right, left)?))
}

fn integers(a: Num, b: Num) -> Option<(i64, i64)> {
    let whole = |number: Num| match number {
        Num::Int(value) => Some(i64::from(value)),
        Num::Long(value) => Some(value),
        Num::Double(_) => None,
    };
    Some((whole(a)?, whole(b)?))
}

/// An integer result within the wider of both types, or a double where it does not fit.
fn integers_or(
    a: Num,
    b: Num,
    exact: impl Fn(i64, i64) -> Option<i64>,
    floating: impl Fn(f64, f64) -> f64,
) -> Value {
    let inexact = || Value::Double(floating(a.as_double(), b.as_double()));
    let Some((x, y)) = integers(a, b) else { return inexact() };
    let long = matches!(a, Num::Long(_)) || matches!(b, Num::Long(_));
    exact(x, y).map_or_else(inexact, |result| fitted(result, long))
}

/// An integer as a Long where one of the operands was one, otherwise as an Int, or a double beyond it.
fn fitted(result: i64, long: bool) -> Value {
    match i32::try_from(result) {
        _ if long => Value::Long(result),
        Ok(short) => Value::Int(short),
        Err(_) => Value::Double(result as f64),
    }
}

fn is_long(left: &Value, right: &Value) -> bool {
    let long = |value: &Value| match value {
        Value::Long(_) => true,
        Value::String(_) => matches!(Num::scan(value, &Type::Int), Ok(Num::Long(_))),
        _ => false,
    };
    long(left) || long(right)
}

fn concatenate(text: &str, right: &Value, setting: &Setting) -> Outcome {
    let right = to_text(right, setting)?;
    check_text(text.len() + right.len())?;
    let mut joined = String::with_capacity(text.len() + right.len());
    joined.push_str(text);
    joined.push_str(&right);
    Ok(Value::from(joined))
}

/// A table with the entries of both. A key of both is an error.
fn merge(left: &Hashtable, right: &Value) -> Outcome {
    let Value::Hashtable(right) = right else {
        return Err(Fault::new(
            "A hash table can only be added to another hash table.",
            "AddHashTableToNonHashTable",
            Category::InvalidOperation,
        ));
    };
    check_elements(left.len() + right.len())?;
    let merged = left.copy();
    for (key, value) in right.entries() {
        if merged.contains(&key) {
            let name = crate::convert::display(&key);
            return Err(Fault::exception(
                format!(
                    "Item has already been added. Key in dictionary: '{name}'  Key being added: '{name}'"
                ),
                "System.ArgumentException",
            ));
        }
        merged.set(key, value);
    }
    Ok(Value::Hashtable(merged))
}

fn span_operand(right: &Value, setting: &Setting) -> Outcome<TimeSpan> {
    match cast(right, &Type::TimeSpan, setting)? {
        Value::TimeSpan(span) => Ok(span),
        _ => Ok(TimeSpan::ZERO),
    }
}

fn repetitions(right: &Value) -> Outcome<usize> {
    let times = match right {
        Value::String(_) => to_int(&Num::scan(right, &Type::Int)?.value())?,
        other => to_int(other)?,
    };
    usize::try_from(times).map_err(|_| {
        Fault::exception(
            "Specified argument was out of the range of valid values.\nParameter name: times",
            "System.ArgumentOutOfRangeException",
        )
    })
}

/// An operator that the type of the left operand does not have.
pub(super) fn undefined(left: &Value, method: &str) -> Box<Fault> {
    Fault::new(
        format!(
            "Method invocation failed because [{}] does not contain a method named '{method}'.",
            left.type_name()
        ),
        "MethodNotFound",
        Category::InvalidOperation,
    )
}

fn divided_by_zero() -> Box<Fault> {
    Fault::new("Attempted to divide by zero.", "RuntimeException", Category::NotSpecified)
        .with_inner(Fault::exception("Attempted to divide by zero.", "System.DivideByZeroException"))
}

fn outside_calendar() -> Box<Fault> {
    Fault::exception(
        "The added or subtracted value results in an un-representable DateTime.",
        "System.ArgumentOutOfRangeException",
    )
}

fn span_too_long() -> Box<Fault> {
    Fault::exception("TimeSpan overflowed because the duration is too long.", "System.OverflowException")
}
