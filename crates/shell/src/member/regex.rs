//! Methods of regular expressions, of an instance and of the class.

use std::rc::Rc;

use crate::text::{Found, Pattern, PatternOptions, Units, escape, unescape};
use crate::value::{Hashtable, Object, Outcome, Property, Value};

use super::arguments::Arguments;
use super::{Reply, record};

const OPTIONS: &str = "System.Text.RegularExpressions.RegexOptions";

pub(super) fn call(pattern: &Rc<Pattern>, arguments: &Arguments<'_>) -> Outcome<Reply> {
    let with_text = matches!(arguments.lower(), "ismatch" | "match" | "matches" | "split" | "replace");
    if with_text && arguments.count() > 0 {
        return apply(pattern, arguments, 1);
    }
    Ok(if with_text { Reply::NoOverload } else { Reply::NoMethod })
}

/// The static methods: the text, the pattern, what the method needs, options.
pub(super) fn call_static(arguments: &Arguments<'_>) -> Outcome<Reply> {
    match (arguments.lower(), arguments.count()) {
        ("escape", 1) => Ok(Reply::Value(Value::from(escape(&arguments.text(0)?)))),
        ("unescape", 1) => Ok(Reply::Value(Value::from(unescape(&arguments.text(0)?)))),
        ("ismatch" | "match" | "matches" | "split", 2 | 3) => apply_static(arguments, 2),
        ("replace", 3 | 4) => apply_static(arguments, 3),
        ("escape" | "unescape" | "ismatch" | "match" | "matches" | "split" | "replace", _) => {
            Ok(Reply::NoOverload)
        }
        _ => Ok(Reply::NoMethod),
    }
}

fn apply_static(arguments: &Arguments<'_>, options_place: usize) -> Outcome<Reply> {
    let options = if arguments.count() > options_place {
        PatternOptions::from_number(arguments.enumeration(options_place, OPTIONS)?)
    } else {
        PatternOptions::CASE_MATTERS
    };
    let pattern = arguments.setting().pattern(&arguments.text(1)?, options)?;
    apply(&pattern, arguments, 2)
}

/// Applies a pattern to the first argument; `next` is the place of what follows the text and the pattern.
fn apply(pattern: &Pattern, arguments: &Arguments<'_>, next: usize) -> Outcome<Reply> {
    let text = arguments.text(0)?;
    let value = match arguments.lower() {
        "ismatch" => Value::Bool(pattern.is_match(&text)?),
        "match" => match_value(pattern, pattern.find(&text, 0)?.as_ref(), &text),
        "matches" => {
            let all = pattern.find_all(&text, usize::MAX)?;
            Value::array(all.iter().map(|found| match_value(pattern, Some(found), &text)).collect())
        }
        "split" => Value::array(pattern.split(&text, usize::MAX)?.into_iter().map(Value::from).collect()),
        _ if arguments.count() <= next => return Ok(Reply::NoOverload),
        _ => {
            if let Value::ScriptBlock(_) = arguments.at(next).bare() {
                return Ok(Reply::NoOverload);
            }
            Value::from(pattern.replace(&text, &arguments.text(next)?, usize::MAX)?)
        }
    };
    Ok(Reply::Value(value))
}

/// A Match: Success, Value, Index, Length, and Groups by number and name.
pub(crate) fn match_value(pattern: &Pattern, found: Option<&Found>, text: &str) -> Value {
    let groups = Hashtable::ordered();
    let Some(found) = found else {
        return Value::Object(capture(
            "System.Text.RegularExpressions.Match",
            None,
            text,
            vec![Property::read_only("Groups", Value::Hashtable(groups))],
        ));
    };
    for (number, range) in found.groups.iter().enumerate() {
        let name = pattern.group_name(number);
        let group = capture(
            "System.Text.RegularExpressions.Group",
            *range,
            text,
            vec![Property::read_only("Name", Value::text(&name))],
        );
        groups.set(Value::from(name), Value::Object(group));
    }
    Value::Object(capture(
        "System.Text.RegularExpressions.Match",
        found.groups[0],
        text,
        vec![Property::read_only("Groups", Value::Hashtable(groups))],
    ))
}

fn capture(
    type_name: &'static str,
    range: Option<(usize, usize)>,
    text: &str,
    more: Vec<Property>,
) -> Object {
    let (start, end) = range.unwrap_or_default();
    let value = &text[start..end];
    let number = |count: usize| Value::Int(i32::try_from(count).unwrap_or(i32::MAX));
    let mut properties = vec![
        Property::read_only("Success", Value::Bool(range.is_some())),
        Property::read_only("Index", number(Units::position(text, start))),
        Property::read_only("Length", number(Units::length(value))),
        Property::read_only("Value", Value::text(value)),
    ];
    properties.extend(more);
    Object::with_text(record::names(&[type_name, "System.Object"]), properties, value)
}
