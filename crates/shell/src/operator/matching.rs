//! `-like`, `-match`, `-replace` and their opposites.

use std::rc::Rc;

use crate::convert::to_text;
use crate::setting::Setting;
use crate::text::{Case, Found, Pattern, PatternOptions, Wildcard};
use crate::value::{Category, Fault, Hashtable, Outcome, Value};

/// `-like`, or `-notlike` where `wanted` is false. A collection on the left is filtered.
pub(super) fn like(left: &Value, right: &Value, case: Case, wanted: bool, setting: &Setting) -> Outcome {
    let pattern = Wildcard::new(&to_text(right, setting)?, case)?;
    filter(left, setting, |text| Ok(pattern.matches(text) == wanted))
}

/// `-match`, or `-notmatch` where `wanted` is false, and the captures that become `$Matches` where a single
/// text matched. A collection on the left is filtered and gives no captures.
pub fn match_text(
    left: &Value,
    right: &Value,
    case: Case,
    wanted: bool,
    setting: &Setting,
) -> Outcome<(Value, Option<Hashtable>)> {
    let pattern = pattern_of(right, case, setting)?;
    if left.is_collection() {
        let kept = filter(left, setting, |text| Ok(pattern.is_match(text)? == wanted))?;
        return Ok((kept, None));
    }
    let text = to_text(left, setting)?;
    let found = pattern.find(&text, 0)?;
    let captures = found.as_ref().map(|found| captures(&pattern, found, &text));
    Ok((Value::Bool(found.is_some() == wanted), captures))
}

/// `-replace pattern` and `-replace pattern, replacement`, for each element of a collection.
pub(super) fn replace(left: &Value, right: &Value, case: Case, setting: &Setting) -> Outcome {
    let operands = right.unroll();
    let (pattern, replacement) = match operands.as_slice() {
        [] => (&Value::Null, &Value::Null),
        [pattern] => (pattern, &Value::Null),
        [pattern, replacement] => (pattern, replacement),
        more => {
            return Err(Fault::new(
                format!("The -replace operator allows only two elements to follow it, not {}.", more.len()),
                "BadReplaceArgument",
                Category::InvalidOperation,
            ));
        }
    };
    let pattern = pattern_of(pattern, case, setting)?;
    let replacement = to_text(replacement, setting)?;
    let replaced = |value: &Value| -> Outcome {
        let text = to_text(value, setting)?;
        Ok(Value::from(pattern.replace(&text, &replacement, usize::MAX)?))
    };
    match left.elements() {
        Some(elements) => Ok(Value::array(elements.iter().map(replaced).collect::<Outcome<Vec<_>>>()?)),
        None => replaced(left),
    }
}

/// The pattern that an operand means; a Regex keeps its own options.
pub(super) fn pattern_of(value: &Value, case: Case, setting: &Setting) -> Outcome<Rc<Pattern>> {
    if let Value::Regex(pattern) = value.bare() {
        return Ok(Rc::clone(pattern));
    }
    let options = match case {
        Case::Ignored => PatternOptions::CASE_IGNORED,
        Case::Matters => PatternOptions::CASE_MATTERS,
    };
    setting.pattern(&to_text(value, setting)?, options)
}

/// `$Matches`: the groups that took part, by number or name.
fn captures(pattern: &Pattern, found: &Found, text: &str) -> Hashtable {
    let table = Hashtable::new();
    for (number, range) in found.groups.iter().enumerate() {
        let Some((start, end)) = range else { continue };
        let key = if pattern.is_named(number) {
            Value::from(pattern.group_name(number))
        } else {
            Value::Int(i32::try_from(number).unwrap_or(i32::MAX))
        };
        table.set(key, Value::text(&text[*start..*end]));
    }
    table
}

fn filter(left: &Value, setting: &Setting, holds: impl Fn(&str) -> Outcome<bool>) -> Outcome {
    let Some(elements) = left.elements() else {
        return Ok(Value::Bool(holds(&to_text(left, setting)?)?));
    };
    let mut kept = Vec::new();
    for element in elements {
        if holds(&to_text(&element, setting)?)? {
            kept.push(element);
        }
    }
    Ok(Value::array(kept))
}
