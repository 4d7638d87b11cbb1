//! Operators with one operand.

use crate::convert::{Num, to_bool};
use crate::setting::Setting;
use crate::syntax::operator::UnaryOperator;
use crate::value::{Category, Fault, Outcome, Value};

use super::arithmetic::{add, operands, subtract};
use super::{bitwise, join, split_blanks};

/// The result of `operator value`. Increments give the new value, which the evaluator stores.
pub fn unary(operator: UnaryOperator, value: &Value, setting: &Setting) -> Outcome {
    match operator {
        UnaryOperator::Not => Ok(Value::Bool(!to_bool(value))),
        UnaryOperator::BitNot => bitwise::invert(value),
        UnaryOperator::Minus => negate(value, setting),
        UnaryOperator::Plus => number(value, "op_UnaryPlus"),
        UnaryOperator::Increment => increment(value, setting),
        UnaryOperator::Decrement => decrement(value, setting),
        UnaryOperator::Split | UnaryOperator::CaseSensitiveSplit => split_blanks(value, setting),
        UnaryOperator::Join => join(value, &Value::Null, setting),
    }
}

/// `++`: one more; Null counts as 0.
pub fn increment(value: &Value, setting: &Setting) -> Outcome {
    add(&countable(value, "++")?, &Value::Int(1), setting)
}

/// `--`: one less; Null counts as 0.
pub fn decrement(value: &Value, setting: &Setting) -> Outcome {
    subtract(&countable(value, "--")?, &Value::Int(1), setting)
}

fn countable(value: &Value, operator: &str) -> Outcome {
    match value.bare() {
        Value::Null => Ok(Value::Int(0)),
        Value::Byte(_) | Value::Int(_) | Value::Long(_) | Value::Double(_) => Ok(value.bare().clone()),
        other => Err(Fault::new(
            format!(
                "The '{operator}' operator works only on numbers. The operand is a '{}'.",
                other.type_name()
            ),
            "OperatorRequiresNumber",
            Category::InvalidOperation,
        )),
    }
}

fn negate(value: &Value, setting: &Setting) -> Outcome {
    match value.bare() {
        Value::TimeSpan(span) => span.checked_neg().map(Value::TimeSpan).ok_or_else(|| {
            Fault::exception(
                "Negating the minimum value of a twos complement number is invalid.",
                "System.OverflowException",
            )
        }),
        Value::Double(number) => Ok(Value::Double(-number)),
        _ => subtract(&Value::Int(0), &number(value, "op_UnaryNegation")?, setting),
    }
}

fn number(value: &Value, method: &str) -> Outcome {
    if let Value::TimeSpan(_) = value.bare() {
        return Ok(value.bare().clone());
    }
    let (number, _): (Num, Num) = operands(value.bare(), &Value::Int(0), method)?;
    Ok(number.value())
}
