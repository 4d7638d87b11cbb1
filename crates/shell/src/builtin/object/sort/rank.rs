//! What objects are sorted by, prepared so that comparing two takes no conversion.

use std::cmp::Ordering;

use crate::convert::{Num, to_text};
use crate::operator;
use crate::setting::Setting;
use crate::text::{Case, compare, sort_key};
use crate::value::{Outcome, Value};

/// One thing that an object is sorted by.
pub(super) struct Rank {
    value: Value,
    kind: Kind,
}

enum Kind {
    /// The object has no such property.
    Absent,
    Null,
    Text(Vec<u8>),
    Whole(i64),
    Real(f64),
    Date(i64),
    /// Objects that have no order among themselves.
    Unordered,
    Other,
}

impl Rank {
    /// The rank of a value; none where the object has no such property.
    pub(super) fn of(value: Option<Value>, case: Case) -> Self {
        let kind = match value.as_ref().map(Value::bare) {
            None => Kind::Absent,
            Some(Value::Null) => Kind::Null,
            Some(Value::String(text)) => Kind::Text(sort_key(text, case)),
            Some(Value::DateTime(date)) => Kind::Date(date.ticks()),
            Some(number @ (Value::Byte(_) | Value::Int(_) | Value::Long(_) | Value::Double(_))) => {
                match Num::of(number) {
                    Some(Num::Int(whole)) => Kind::Whole(i64::from(whole)),
                    Some(Num::Long(whole)) => Kind::Whole(whole),
                    Some(Num::Double(real)) => Kind::Real(real),
                    None => Kind::Other,
                }
            }
            Some(Value::Object(object)) if object.is_custom() && object.stands_for().is_none() => {
                Kind::Unordered
            }
            Some(_) => Kind::Other,
        };
        Self { value: value.unwrap_or_default(), kind }
    }

    /// The order of two. What lacks the property comes last in either direction.
    pub(super) fn order(&self, other: &Self, descending: bool, case: Case, setting: &Setting) -> Ordering {
        let order = match (&self.kind, &other.kind) {
            (Kind::Absent, Kind::Absent) => return Ordering::Equal,
            (Kind::Absent, _) => return Ordering::Greater,
            (_, Kind::Absent) => return Ordering::Less,
            (Kind::Null, Kind::Null) | (Kind::Unordered, Kind::Unordered) => Ordering::Equal,
            (Kind::Text(a), Kind::Text(b)) => a.cmp(b),
            (Kind::Whole(a), Kind::Whole(b)) | (Kind::Date(a), Kind::Date(b)) => a.cmp(b),
            (Kind::Real(a), Kind::Real(b)) => a.partial_cmp(b).unwrap_or_else(|| b.is_nan().cmp(&a.is_nan())),
            _ => mixed(&self.value, &other.value, case, setting),
        };
        if descending { order.reverse() } else { order }
    }
}

/// The order of values of different or rarer types: by value where that works, else by their text.
fn mixed(a: &Value, b: &Value, case: Case, setting: &Setting) -> Ordering {
    if let Ok(order) = operator::order(a, b, case, setting) {
        return order.unwrap_or(Ordering::Equal);
    }
    let text = |value: &Value| -> Outcome<_> { to_text(value, setting) };
    match (text(a), text(b)) {
        (Ok(a), Ok(b)) => compare(&a, &b, case),
        _ => Ordering::Equal,
    }
}
