//! `-eq -ne -lt -le -gt -ge`.

use std::cmp::Ordering;

use crate::convert::{Num, cast, display, refusal, to_text};
use crate::setting::Setting;
use crate::syntax::operator::BinaryKind;
use crate::text::{self, Case};
use crate::value::{Category, Fault, Outcome, Type, Value};

/// A comparison. A collection on the left gives those of its elements for which it holds.
pub(super) fn compare(
    kind: BinaryKind,
    case: Case,
    left: &Value,
    right: &Value,
    setting: &Setting,
) -> Outcome {
    let Some(elements) = left.elements() else {
        return Ok(Value::Bool(holds(kind, case, left, right, setting)?));
    };
    let mut kept = Vec::new();
    for element in elements {
        // An element that is a collection is compared as it is, not looked into.
        if holds(kind, case, &element, right, setting)? {
            kept.push(element);
        }
    }
    Ok(Value::array(kept))
}

fn holds(kind: BinaryKind, case: Case, left: &Value, right: &Value, setting: &Setting) -> Outcome<bool> {
    match kind {
        BinaryKind::Eq => equals(left, right, case, setting),
        BinaryKind::Ne => Ok(!equals(left, right, case, setting)?),
        _ => {
            let order = order(left, right, case, setting)?;
            Ok(match kind {
                BinaryKind::Lt => order == Some(Ordering::Less),
                BinaryKind::Le => matches!(order, Some(Ordering::Less | Ordering::Equal)),
                BinaryKind::Gt => order == Some(Ordering::Greater),
                _ => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
            })
        }
    }
}

/// Whether `left -eq right`: the right is converted to the type of the left, and is another value where that
/// fails.
pub fn equals(left: &Value, right: &Value, case: Case, setting: &Setting) -> Outcome<bool> {
    let (left, right) = (left.bare(), right.bare());
    match (left, right) {
        (Value::Null, _) | (_, Value::Null) => Ok(left.is_null() && right.is_null()),
        (Value::String(a), Value::String(b)) => Ok(text::equal(a, b, case)),
        (Value::String(a), _) => Ok(text::equal(a, &to_text(right, setting)?, case)),
        (Value::Int(a), Value::Int(b)) => Ok(a == b),
        (Value::Char(a), Value::Char(_) | Value::String(_)) => {
            Ok(text::equal(&a.to_string(), &to_text(right, setting)?, case))
        }
        (Value::Byte(_) | Value::Int(_) | Value::Long(_) | Value::Double(_), _) => {
            let other = match right {
                Value::String(_) => Num::scan(right, &Type::Int).ok(),
                other => Num::of(other),
            };
            let this = Num::of(left).expect("the arm holds numbers alone");
            Ok(other.and_then(|other| number_order(this, other)) == Some(Ordering::Equal))
        }
        (Value::Object(object), Value::String(b)) => {
            // An object that stands for a text, such as an identity, is compared by it.
            Ok(object.stands_for().is_some_and(|own| text::equal(own, b, case)))
        }
        (Value::Object(_), Value::Object(_)) => {
            Ok(left.same_object(right)
                || (stands_for(left).is_some() && stands_for(left) == stands_for(right)))
        }
        (Value::Type(a), Value::Type(b)) => Ok(a == b),
        _ if left.same_object(right) => Ok(true),
        _ => {
            let Some(own) = left.type_of() else { return Ok(false) };
            let Ok(converted) = cast(right, &own, setting) else { return Ok(false) };
            Ok(same_scalar(left, converted.bare()))
        }
    }
}

/// The order of two values, the right converted to the type of the left; none where a NaN is in it.
pub fn order(left: &Value, right: &Value, case: Case, setting: &Setting) -> Outcome<Option<Ordering>> {
    let (left, right) = (left.bare(), right.bare());
    match (left, right) {
        (Value::Null, Value::Null) => Ok(Some(Ordering::Equal)),
        // A number below zero comes before nothing, everything else after it.
        (Value::Null, other) => Ok(Some(if is_negative(other) { Ordering::Greater } else { Ordering::Less })),
        (other, Value::Null) => Ok(Some(if is_negative(other) { Ordering::Less } else { Ordering::Greater })),
        (Value::String(a), Value::String(b)) => Ok(Some(text::compare(a, b, case))),
        (Value::String(a), _) => Ok(Some(text::compare(a, &to_text(right, setting)?, case))),
        (Value::Byte(_) | Value::Int(_) | Value::Long(_) | Value::Double(_), _) => {
            let this = Num::of(left).expect("the arm holds numbers alone");
            let like = left.type_of().unwrap_or(Type::Int);
            let other = match right {
                Value::String(_) => {
                    Num::scan(right, &like).map_err(|fault| incomparable_because(left, right, &fault))?
                }
                Value::Char(sign) => Num::Int(u32::from(*sign).cast_signed()),
                other => Num::of(other)
                    .ok_or_else(|| incomparable_because(left, right, &refusal::impossible(right, &like)))?,
            };
            Ok(number_order(this, other))
        }
        (Value::Object(_), _) if stands_for(left).is_some() => {
            scalar_order(left, right, case).ok_or_else(|| not_comparable(left)).map(Some)
        }
        _ => {
            let own = left.type_of().unwrap_or(Type::Object);
            let converted =
                cast(right, &own, setting).map_err(|fault| incomparable_because(left, right, &fault))?;
            scalar_order(left, converted.bare(), case).ok_or_else(|| not_comparable(left)).map(Some)
        }
    }
}

fn number_order(a: Num, b: Num) -> Option<Ordering> {
    let whole = |number: Num| match number {
        Num::Int(value) => Some(i64::from(value)),
        Num::Long(value) => Some(value),
        Num::Double(_) => None,
    };
    match (whole(a), whole(b)) {
        (Some(a), Some(b)) => Some(a.cmp(&b)),
        _ => a.as_double().partial_cmp(&b.as_double()),
    }
}

fn is_negative(value: &Value) -> bool {
    match value {
        Value::Int(value) => *value < 0,
        Value::Long(value) => *value < 0,
        Value::Double(value) => *value < 0.0,
        _ => false,
    }
}

/// Whether two values of one type are the same; objects are by identity alone.
fn same_scalar(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Guid(a), Value::Guid(b)) => a == b,
        (Value::Uri(a), Value::Uri(b)) => a == b,
        (Value::Enum(a), Value::Enum(b)) => a == b,
        (Value::Type(a), Value::Type(b)) => a == b,
        _ => a.same_object(b) || scalar_order(a, b, Case::Matters) == Some(Ordering::Equal),
    }
}

/// The order of two values of one type, where the type has one.
fn scalar_order(a: &Value, b: &Value, case: Case) -> Option<Ordering> {
    match (a, b) {
        (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
        (Value::Char(a), Value::Char(b)) => Some(a.cmp(b)),
        (Value::DateTime(a), Value::DateTime(b)) => Some(a.cmp(b)),
        (Value::TimeSpan(a), Value::TimeSpan(b)) => Some(a.cmp(b)),
        (Value::Guid(a), Value::Guid(b)) => Some(a.cmp(b)),
        (Value::Version(a), Value::Version(b)) => Some(a.cmp(b)),
        (Value::Enum(a), Value::Enum(b)) => Some(a.number.cmp(&b.number)),
        (Value::Object(_), _) => Some(text::compare(&stands_for(a)?, &stands_for(b)?, case)),
        _ => None,
    }
}

fn stands_for(value: &Value) -> Option<String> {
    match value {
        Value::Object(object) => object.stands_for().map(ToString::to_string),
        Value::String(text) => Some(text.to_string()),
        _ => None,
    }
}

fn not_comparable(left: &Value) -> Box<Fault> {
    Fault::new(
        format!("Cannot compare \"{}\" because it is not IComparable.", display(left)),
        "NotIcomparable",
        Category::InvalidOperation,
    )
}

fn incomparable_because(left: &Value, right: &Value, reason: &Fault) -> Box<Fault> {
    Fault::new(
        format!("Could not compare \"{}\" to \"{}\". Error: \"{reason}\"", display(left), display(right)),
        "ComparisonFailure",
        Category::InvalidOperation,
    )
}
