//! `[math]`, and the least and greatest values of the number types.

use crate::convert::Num;
use crate::operator::order;
use crate::text::Case;
use crate::value::{Fault, Outcome, Type, Value};

use super::Reply;
use super::arguments::Arguments;

/// A named value of a number type.
pub(super) fn limit(of: &Type, name: &str) -> Option<Value> {
    Some(match (of, name) {
        (Type::Int, "maxvalue") => Value::Int(i32::MAX),
        (Type::Int, "minvalue") => Value::Int(i32::MIN),
        (Type::Long, "maxvalue") => Value::Long(i64::MAX),
        (Type::Long, "minvalue") => Value::Long(i64::MIN),
        (Type::Byte, "maxvalue") => Value::Byte(u8::MAX),
        (Type::Byte, "minvalue") => Value::Byte(u8::MIN),
        (Type::Integer(range), "maxvalue") => whole(range.most),
        (Type::Integer(range), "minvalue") => whole(range.least),
        (Type::Real("System.Single"), "maxvalue") => Value::Double(f64::from(f32::MAX)),
        (Type::Real("System.Single"), "minvalue") => Value::Double(f64::from(f32::MIN)),
        (Type::Double, "maxvalue") => Value::Double(f64::MAX),
        (Type::Double, "minvalue") => Value::Double(f64::MIN),
        (Type::Double, "epsilon") => Value::Double(5e-324),
        (_, "nan") => Value::Double(f64::NAN),
        (_, "positiveinfinity") => Value::Double(f64::INFINITY),
        (_, "negativeinfinity") => Value::Double(f64::NEG_INFINITY),
        _ => return None,
    })
}

fn whole(number: i64) -> Value {
    i32::try_from(number).map_or(Value::Long(number), Value::Int)
}

pub(super) fn call(arguments: &Arguments<'_>) -> Outcome<Reply> {
    let value = match (arguments.lower(), arguments.count()) {
        ("abs", 1) => absolute(arguments)?,
        ("sign", 1) => {
            let number = arguments.double(0)?;
            Value::Int(if number > 0.0 { 1 } else { -i32::from(number < 0.0) })
        }
        ("max" | "min", 2) => extreme(arguments)?,
        ("round", 1..=3) => round(arguments)?,
        ("pow", 2) => Value::Double(arguments.double(0)?.powf(arguments.double(1)?)),
        ("atan2", 2) => Value::Double(arguments.double(0)?.atan2(arguments.double(1)?)),
        ("log", 2) => Value::Double(arguments.double(0)?.log(arguments.double(1)?)),
        ("divrem" | "bigmul" | "ieeeremainder", _) => return Ok(Reply::NoMethod),
        (name, 1) => match of_one(name, arguments.double(0)?) {
            Some(result) => Value::Double(result),
            None => return Ok(Reply::NoMethod),
        },
        (
            "abs" | "sign" | "max" | "min" | "round" | "pow" | "log" | "floor" | "ceiling" | "sqrt"
            | "truncate",
            _,
        ) => {
            return Ok(Reply::NoOverload);
        }
        _ => return Ok(Reply::NoMethod),
    };
    Ok(Reply::Value(value))
}

fn of_one(name: &str, number: f64) -> Option<f64> {
    Some(match name {
        "floor" => number.floor(),
        "ceiling" => number.ceil(),
        "truncate" => number.trunc(),
        "sqrt" => number.sqrt(),
        "exp" => number.exp(),
        "log" => number.ln(),
        "log10" => number.log10(),
        "sin" => number.sin(),
        "cos" => number.cos(),
        "tan" => number.tan(),
        "asin" => number.asin(),
        "acos" => number.acos(),
        "atan" => number.atan(),
        "sinh" => number.sinh(),
        "cosh" => number.cosh(),
        "tanh" => number.tanh(),
        _ => return None,
    })
}

fn absolute(arguments: &Arguments<'_>) -> Outcome {
    let overflow = || {
        Fault::exception(
            "Negating the minimum value of a twos complement number is invalid.",
            "System.OverflowException",
        )
    };
    Ok(match Num::of(arguments.at(0)) {
        Some(Num::Int(number)) => Value::Int(number.checked_abs().ok_or_else(overflow)?),
        Some(Num::Long(number)) => Value::Long(number.checked_abs().ok_or_else(overflow)?),
        _ => Value::Double(arguments.double(0)?.abs()),
    })
}

/// The greater or lesser of two numbers, in the wider of their types.
fn extreme(arguments: &Arguments<'_>) -> Outcome {
    let number = |place: usize| match Num::of(arguments.at(place)) {
        Some(number) => Ok(number),
        None => arguments.double(place).map(Num::Double),
    };
    let (a, b) = (number(0)?, number(1)?);
    let (a, b) = match (a, b) {
        (Num::Double(_), _) | (_, Num::Double(_)) => (Num::Double(a.as_double()), Num::Double(b.as_double())),
        (Num::Long(_), Num::Int(short)) => (a, Num::Long(i64::from(short))),
        (Num::Int(short), Num::Long(_)) => (Num::Long(i64::from(short)), b),
        same => same,
    };
    let (a, b) = (a.value(), b.value());
    let order = order(&a, &b, Case::Matters, arguments.setting())?;
    let first =
        order.is_some_and(|order| if arguments.lower() == "max" { order.is_ge() } else { order.is_le() });
    Ok(if first { a } else { b })
}

/// Round: halves to the even side unless told otherwise.
fn round(arguments: &Arguments<'_>) -> Outcome {
    let number = arguments.double(0)?;
    let (mut digits, mut away) = (0, false);
    for place in 1..arguments.count() {
        match arguments.at(place).bare() {
            Value::Int(count) if place == 1 => digits = *count,
            _ => away = arguments.enumeration(place, "System.MidpointRounding")? == 1,
        }
    }
    if !(0..=15).contains(&digits) {
        return Err(Fault::exception(
            "Rounding digits must be between 0 and 15, inclusive.\nParameter name: digits",
            "System.ArgumentOutOfRangeException",
        ));
    }
    let factor = 10_f64.powi(digits);
    let scaled = number * factor;
    // Beyond this there are no digits behind the point, and the product may not be finite.
    if !scaled.is_finite() || scaled.abs() >= 1e16 {
        return Ok(Value::Double(number));
    }
    let rounded = if away { scaled.round() } else { scaled.round_ties_even() };
    Ok(Value::Double(rounded / factor))
}
