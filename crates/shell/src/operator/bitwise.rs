//! `-band -bor -bxor -bnot -shl -shr`.

use std::rc::Rc;

use crate::convert::{Num, to_int};
use crate::syntax::operator::BinaryKind;
use crate::value::{EnumValue, Outcome, Type, Value};

use super::arithmetic::operands;

/// One of the operators on bits. Doubles are rounded first; two values of one enumeration give a third.
pub(super) fn apply(kind: BinaryKind, left: &Value, right: &Value) -> Outcome {
    let (left, right) = (left.bare(), right.bare());
    if matches!(kind, BinaryKind::ShiftLeft | BinaryKind::ShiftRight) {
        return shift(kind, left, right);
    }
    let (a, b) = operands(left, right, method(kind))?;
    let long = is_long(a) || is_long(b);
    let (a, b) = (bits(a)?, bits(b)?);
    let result = match kind {
        BinaryKind::BitAnd => a & b,
        BinaryKind::BitOr => a | b,
        _ => a ^ b,
    };
    match (left, right) {
        (Value::Enum(one), Value::Enum(other)) if one.of == other.of => {
            Ok(Value::Enum(EnumValue::new(&Rc::clone(&one.of), result)))
        }
        _ => Ok(of_width(result, long)),
    }
}

/// `-bnot`.
pub(super) fn invert(value: &Value) -> Outcome {
    let (number, _) = operands(value.bare(), &Value::Int(0), "op_OnesComplement")?;
    Ok(of_width(!bits(number)?, is_long(number)))
}

fn shift(kind: BinaryKind, left: &Value, right: &Value) -> Outcome {
    if left.is_null() {
        return Ok(Value::Int(0));
    }
    let (number, by) = operands(left, right, method(kind))?;
    let by = to_int(&by.value())?;
    let long = is_long(number);
    let by = u32::try_from(by & if long { 0x3f } else { 0x1f }).unwrap_or(0);
    let number = bits(number)?;
    Ok(match (kind, i32::try_from(number)) {
        (BinaryKind::ShiftLeft, Ok(short)) if !long => Value::Int(short.wrapping_shl(by)),
        (BinaryKind::ShiftLeft, _) => Value::Long(number.wrapping_shl(by)),
        _ => of_width(number >> by, long),
    })
}

/// Whether the number is wider than an Int.
fn is_long(number: Num) -> bool {
    match number {
        Num::Int(_) => false,
        Num::Long(_) => true,
        Num::Double(value) => i32::try_from(value as i64).is_err(),
    }
}

fn bits(number: Num) -> Outcome<i64> {
    match number {
        Num::Int(value) => Ok(i64::from(value)),
        Num::Long(value) => Ok(value),
        Num::Double(_) => crate::convert::integer_of(&number.value(), &Type::Long),
    }
}

fn of_width(bits: i64, long: bool) -> Value {
    match i32::try_from(bits) {
        Ok(short) if !long => Value::Int(short),
        _ => Value::Long(bits),
    }
}

fn method(kind: BinaryKind) -> &'static str {
    match kind {
        BinaryKind::BitAnd => "op_BitwiseAnd",
        BinaryKind::BitOr => "op_BitwiseOr",
        BinaryKind::BitXor => "op_ExclusiveOr",
        BinaryKind::ShiftLeft => "op_LeftShift",
        _ => "op_RightShift",
    }
}
