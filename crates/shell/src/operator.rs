//! What the operators do to values. The left operand decides, as everywhere in PowerShell.
//!
//! [`apply`] serves every operator between two operands but `-and` and `-or`, which the evaluator shortens; for
//! `-match` it calls [`match_text`] itself, to keep the captures as `$Matches`. When adding an operator: a
//! variant in `syntax`, an arm here, rows in `tests/values/rows`.

mod arithmetic;
mod bitwise;
mod comparison;
mod formatting;
mod joining;
mod matching;
mod membership;
mod range;
mod unary;

pub use comparison::{equals, order};
pub use formatting::{format_text, format_value};
pub use joining::{join, split, split_blanks, split_where};
pub use matching::match_text;
pub use range::{range, range_bounds};
pub use unary::{decrement, increment, unary};

use crate::convert::{cast_or_null, to_bool};
use crate::setting::Setting;
use crate::syntax::operator::{BinaryKind, BinaryOperator};
use crate::text::Case;
use crate::value::{Category, Fault, Outcome, Type, Value};

/// The result of `left operator right`.
pub fn apply(operator: BinaryOperator, left: &Value, right: &Value, setting: &Setting) -> Outcome {
    let case = if operator.case_sensitive { Case::Matters } else { Case::Ignored };
    match operator.kind {
        BinaryKind::And => Ok(Value::Bool(to_bool(left) && to_bool(right))),
        BinaryKind::Or => Ok(Value::Bool(to_bool(left) || to_bool(right))),
        BinaryKind::Xor => Ok(Value::Bool(to_bool(left) != to_bool(right))),
        BinaryKind::Add => arithmetic::add(left, right, setting),
        BinaryKind::Subtract => arithmetic::subtract(left, right, setting),
        BinaryKind::Multiply => arithmetic::multiply(left, right),
        BinaryKind::Divide => arithmetic::divide(left, right),
        BinaryKind::Remainder => arithmetic::remainder(left, right),
        BinaryKind::BitAnd
        | BinaryKind::BitOr
        | BinaryKind::BitXor
        | BinaryKind::ShiftLeft
        | BinaryKind::ShiftRight => bitwise::apply(operator.kind, left, right),
        BinaryKind::Eq
        | BinaryKind::Ne
        | BinaryKind::Lt
        | BinaryKind::Le
        | BinaryKind::Gt
        | BinaryKind::Ge => comparison::compare(operator.kind, case, left, right, setting),
        BinaryKind::Like => matching::like(left, right, case, true, setting),
        BinaryKind::NotLike => matching::like(left, right, case, false, setting),
        BinaryKind::Match => match_text(left, right, case, true, setting).map(|(value, _)| value),
        BinaryKind::NotMatch => match_text(left, right, case, false, setting).map(|(value, _)| value),
        BinaryKind::Replace => matching::replace(left, right, case, setting),
        BinaryKind::Contains => Ok(Value::Bool(membership::contains(left, right, case, setting)?)),
        BinaryKind::NotContains => Ok(Value::Bool(!membership::contains(left, right, case, setting)?)),
        BinaryKind::In => Ok(Value::Bool(membership::contains(right, left, case, setting)?)),
        BinaryKind::NotIn => Ok(Value::Bool(!membership::contains(right, left, case, setting)?)),
        BinaryKind::Split => split(left, right, case, setting),
        BinaryKind::Join => join(left, right, setting),
        BinaryKind::Is => Ok(Value::Bool(type_operand(right, "-is")?.accepts(left))),
        BinaryKind::IsNot => Ok(Value::Bool(!type_operand(right, "-is")?.accepts(left))),
        BinaryKind::As => Ok(cast_or_null(left, &type_operand(right, "-as")?, setting)),
        BinaryKind::Format => format_text(left, right, setting),
        BinaryKind::Range => range(left, right),
    }
}

/// The type that `-is` and `-as` are given, as a type or by name.
fn type_operand(value: &Value, operator: &str) -> Outcome<Type> {
    match value.bare() {
        Value::Type(found) => Ok(found.clone()),
        Value::String(name) => Type::resolve(name).ok_or_else(|| {
            Fault::new(format!("Unable to find type [{name}]."), "TypeNotFound", Category::InvalidOperation)
        }),
        _ => Err(Fault::new(
            format!("The right operand of '{operator}' must be a type."),
            format!("{}OperatorRequiresType", if operator == "-is" { "Is" } else { "As" }),
            Category::InvalidOperation,
        )),
    }
}
