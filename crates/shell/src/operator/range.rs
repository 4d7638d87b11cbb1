//! `a..b`.

use crate::convert::to_int;
use crate::value::limits::RANGE_MAX;
use crate::value::{Category, Fault, Outcome, Value};

/// The integers from `left` to `right`, downwards where that is the way.
pub fn range(left: &Value, right: &Value) -> Outcome {
    let (from, to) = range_bounds(left, right)?;
    let numbers = if from <= to {
        (from..=to).map(Value::Int).collect()
    } else {
        (to..=from).rev().map(Value::Int).collect()
    };
    Ok(Value::array(numbers))
}

/// The ends of a range, checked for its size. An evaluator may walk a range without making it.
pub fn range_bounds(left: &Value, right: &Value) -> Outcome<(i32, i32)> {
    let (from, to) = (to_int(left)?, to_int(right)?);
    let count = (i64::from(from) - i64::from(to)).abs() + 1;
    if count > RANGE_MAX {
        return Err(Fault::new(
            format!(
                "The range {from}..{to} has {count} numbers; this shell allows {RANGE_MAX}. Use a for loop."
            ),
            "LimitExceeded",
            Category::LimitsExceeded,
        ));
    }
    Ok((from, to))
}
