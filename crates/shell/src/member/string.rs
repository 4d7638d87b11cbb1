//! Methods of strings.

use std::sync::Arc;

use crate::text::{Case, Units, equal};
use crate::value::limits::check_text;
use crate::value::{Array, Outcome, Type, Value};

use super::Reply;
use super::arguments::{Arguments, out_of_range};

pub(super) fn call(text: &Arc<str>, arguments: &Arguments<'_>) -> Outcome<Reply> {
    let plain = |text: String| Ok(Reply::Value(Value::from(text)));
    match (arguments.lower(), arguments.count()) {
        ("toupper" | "toupperinvariant", 0 | 1) => plain(text.to_uppercase()),
        ("tolower" | "tolowerinvariant", 0 | 1) => plain(text.to_lowercase()),
        ("trim", _) => plain(trimmed(text, arguments, true, true)?),
        ("trimstart", _) => plain(trimmed(text, arguments, true, false)?),
        ("trimend", _) => plain(trimmed(text, arguments, false, true)?),
        ("substring", 1 | 2) => plain(substring(text, arguments)?),
        ("insert", 2) => plain(insert(text, arguments)?),
        ("remove", 1 | 2) => plain(remove(text, arguments)?),
        ("padleft", 1 | 2) => plain(padded(text, arguments, true)?),
        ("padright", 1 | 2) => plain(padded(text, arguments, false)?),
        ("replace", 2) => plain(replaced(text, arguments)?),
        ("split", _) => Ok(Reply::Value(split(text, arguments)?)),
        ("tochararray", 0) => {
            Ok(Reply::Value(Value::Array(Array::typed(Type::Char, text.chars().map(Value::Char).collect()))))
        }
        ("chars" | "get_chars", 1) => {
            let at = arguments.size(0, "index")?;
            Units::new(text)
                .at(at)
                .map(|sign| Reply::Value(Value::Char(sign)))
                .ok_or_else(|| out_of_range("index"))
        }
        ("clone", 0) => Ok(Reply::Value(Value::String(Arc::clone(text)))),
        ("tostring", 0 | 1) => Ok(Reply::Value(Value::String(Arc::clone(text)))),
        ("normalize", 0) => {
            use unicode_normalization::UnicodeNormalization;
            plain(text.nfc().collect())
        }
        (
            "startswith" | "endswith" | "contains" | "equals" | "indexof" | "lastindexof" | "indexofany",
            1..,
        ) => search(text, arguments),
        (
            "substring" | "insert" | "remove" | "padleft" | "padright" | "replace" | "startswith"
            | "endswith" | "contains" | "indexof" | "lastindexof" | "tochararray",
            _,
        ) => Ok(Reply::NoOverload),
        _ => Ok(Reply::NoMethod),
    }
}

/// The methods that ask for a text within the text.
fn search(text: &str, arguments: &Arguments<'_>) -> Outcome<Reply> {
    let reply = |value: Value| Ok(Reply::Value(value));
    let wanted = arguments.text(0)?;
    match (arguments.lower(), arguments.count()) {
        ("startswith", 1..=3) => {
            let head = text.get(..wanted.len());
            reply(Value::Bool(head.map_or(Ok(false), |head| same(head, &wanted, arguments))?))
        }
        ("endswith", 1..=3) => {
            let tail = text.len().checked_sub(wanted.len()).and_then(|start| text.get(start..));
            reply(Value::Bool(tail.map_or(Ok(false), |tail| same(tail, &wanted, arguments))?))
        }
        ("contains", 1) => reply(Value::Bool(text.contains(&*wanted))),
        ("equals", 1) => reply(Value::Bool(arguments.at(0).as_str() == Some(text))),
        ("equals", 2) => reply(Value::Bool(same(text, &wanted, arguments)?)),
        ("indexof", 1..=3) => reply(position(text, &wanted, arguments, false)?),
        ("lastindexof", 1..=3) => reply(position(text, &wanted, arguments, true)?),
        ("indexofany", 1) => {
            let found = text.find(|sign| wanted.replace(' ', "").contains(sign));
            reply(index_value(found.map(|byte| Units::position(text, byte))))
        }
        _ => Ok(Reply::NoOverload),
    }
}

/// Whether two texts are the same by the comparison that the second argument names; by their signs without one.
fn same(a: &str, b: &str, arguments: &Arguments<'_>) -> Outcome<bool> {
    let case = if arguments.count() > 1 { comparison(arguments, 1)? } else { Case::Matters };
    Ok(a == b || (case == Case::Ignored && equal(a, b, case)))
}

/// Whether case counts for the StringComparison, or the flag to ignore it, at `place`.
fn comparison(arguments: &Arguments<'_>, place: usize) -> Outcome<Case> {
    let ignored = match arguments.at(place).bare() {
        Value::Bool(ignored) => *ignored,
        // The odd ones of StringComparison end in IgnoreCase.
        _ => arguments.enumeration(place, "System.StringComparison")? % 2 == 1,
    };
    Ok(if ignored { Case::Ignored } else { Case::Matters })
}

/// IndexOf and LastIndexOf: with a start to look from, or a comparison.
fn position(text: &str, wanted: &str, arguments: &Arguments<'_>, last: bool) -> Outcome {
    let mut case = Case::Matters;
    let mut start = 0;
    for place in 1..arguments.count() {
        match arguments.at(place).bare() {
            Value::Int(_) | Value::Long(_) | Value::Byte(_) => {
                if place == 1 {
                    start = arguments.size(place, "startIndex")?;
                }
            }
            _ => case = comparison(arguments, place)?,
        }
    }
    let (text, wanted) = match case {
        Case::Matters => (text.to_owned(), wanted.to_owned()),
        Case::Ignored => (text.to_lowercase(), wanted.to_lowercase()),
    };
    let length = Units::length(&text);
    if start > length {
        return Err(out_of_range("startIndex"));
    }
    if last {
        let limit = if start == 0 { length } else { start + 1 };
        let head = Units::new(&text).slice(0, limit.min(length));
        return Ok(index_value(head.rfind(&wanted).map(|byte| Units::position(&head, byte))));
    }
    let tail = Units::new(&text).slice(start, length - start);
    Ok(index_value(tail.find(&wanted).map(|byte| start + Units::position(&tail, byte))))
}

fn index_value(found: Option<usize>) -> Value {
    Value::Int(found.and_then(|at| i32::try_from(at).ok()).unwrap_or(-1))
}

fn trimmed(text: &str, arguments: &Arguments<'_>, start: bool, end: bool) -> Outcome<String> {
    let mut signs = String::new();
    for place in 0..arguments.count() {
        for one in arguments.at(place).unroll() {
            signs.push_str(&crate::convert::to_text(&one, arguments.setting())?);
        }
    }
    let is_cut = |sign: char| if signs.is_empty() { sign.is_whitespace() } else { signs.contains(sign) };
    let text = if start { text.trim_start_matches(is_cut) } else { text };
    let text = if end { text.trim_end_matches(is_cut) } else { text };
    Ok(text.to_owned())
}

fn substring(text: &str, arguments: &Arguments<'_>) -> Outcome<String> {
    let units = Units::new(text);
    let start = arguments.size(0, "startIndex")?;
    if start > units.len() {
        return Err(out_of_range("startIndex"));
    }
    let length = if arguments.count() == 2 { arguments.size(1, "length")? } else { units.len() - start };
    if length > units.len() - start {
        return Err(out_of_range("length"));
    }
    Ok(units.slice(start, length))
}

fn insert(text: &str, arguments: &Arguments<'_>) -> Outcome<String> {
    let units = Units::new(text);
    let at = arguments.size(0, "startIndex")?;
    if at > units.len() {
        return Err(out_of_range("startIndex"));
    }
    let inserted = arguments.text(1)?;
    check_text(text.len() + inserted.len())?;
    Ok(units.slice(0, at) + &inserted + &units.slice(at, units.len() - at))
}

fn remove(text: &str, arguments: &Arguments<'_>) -> Outcome<String> {
    let units = Units::new(text);
    let start = arguments.size(0, "startIndex")?;
    let count =
        if arguments.count() == 2 { arguments.size(1, "count")? } else { units.len().saturating_sub(start) };
    if start > units.len() || count > units.len() - start || (arguments.count() == 1 && start == units.len())
    {
        return Err(out_of_range(if arguments.count() == 2 { "count" } else { "startIndex" }));
    }
    let end = start + count;
    Ok(units.slice(0, start) + &units.slice(end, units.len() - end))
}

fn padded(text: &str, arguments: &Arguments<'_>, left: bool) -> Outcome<String> {
    let width = arguments.size(0, "totalWidth")?;
    let sign = if arguments.count() == 2 { arguments.cast(1, &Type::Char)? } else { Value::Char(' ') };
    let Value::Char(sign) = sign else { return Ok(text.to_owned()) };
    let missing = width.saturating_sub(Units::length(text));
    check_text(text.len() + missing.saturating_mul(sign.len_utf8()))?;
    let padding: String = std::iter::repeat_n(sign, missing).collect();
    Ok(if left { padding + text } else { text.to_owned() + &padding })
}

pub(super) fn replaced(text: &str, arguments: &Arguments<'_>) -> Outcome<String> {
    let (old, new) = (arguments.text(0)?, arguments.text(1)?);
    if old.is_empty() {
        return Err(crate::value::Fault::exception(
            "String cannot be of zero length.\nParameter name: oldValue",
            "System.ArgumentException",
        ));
    }
    check_text(text.len() + text.matches(&*old).count().saturating_mul(new.len()))?;
    Ok(text.replace(&*old, &new))
}

/// Split: at any sign of the separators, or at whole texts where they are given as `string[]`.
fn split(text: &str, arguments: &Arguments<'_>) -> Outcome {
    let mut most = usize::MAX;
    let mut drop_empty = false;
    let mut separators: Vec<Arc<str>> = Vec::new();
    let mut whole = false;
    for place in 0..arguments.count() {
        match arguments.at(place).bare() {
            Value::Int(_) | Value::Long(_) if place > 0 => most = arguments.size(place, "count")?,
            Value::Enum(_) => drop_empty = arguments.enumeration(place, SPLIT_OPTIONS)? == 1,
            Value::String(name) if place > 0 && arguments.enumeration(place, SPLIT_OPTIONS).is_ok() => {
                drop_empty = name.len() > 4;
            }
            value => {
                whole |= is_texts(value);
                for one in value.unroll() {
                    separators.push(crate::convert::to_text(&one, arguments.setting())?);
                }
            }
        }
    }
    let pieces = if whole { split_at_texts(text, &separators) } else { split_at_signs(text, &separators) };
    let mut kept: Vec<&str> = pieces.iter().map(|(start, end)| &text[*start..*end]).collect();
    if drop_empty {
        kept.retain(|piece| !piece.is_empty());
    }
    if most == 0 {
        kept.clear();
    } else if kept.len() > most {
        // The last piece takes the rest as it is.
        let start = kept[most - 1].as_ptr() as usize - text.as_ptr() as usize;
        kept.truncate(most - 1);
        kept.push(&text[start..]);
    }
    Ok(Value::Array(Array::typed(Type::String, kept.into_iter().map(Value::text).collect())))
}

const SPLIT_OPTIONS: &str = "System.StringSplitOptions";

/// Whether separators are whole texts: a `string[]`, or an array with a text of several signs.
fn is_texts(value: &Value) -> bool {
    match value {
        Value::Array(array) if *array.element_type() == Type::String => true,
        Value::Array(array) => {
            array.borrow().iter().any(|one| one.as_str().is_some_and(|text| text.chars().count() > 1))
        }
        _ => false,
    }
}

fn split_at_signs(text: &str, separators: &[Arc<str>]) -> Vec<(usize, usize)> {
    let is_separator = |sign: char| {
        if separators.is_empty() {
            sign.is_whitespace()
        } else {
            separators.iter().any(|set| set.contains(sign))
        }
    };
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, sign) in text.char_indices().filter(|(_, sign)| is_separator(*sign)) {
        pieces.push((start, at));
        start = at + sign.len_utf8();
    }
    pieces.push((start, text.len()));
    pieces
}

fn split_at_texts(text: &str, separators: &[Arc<str>]) -> Vec<(usize, usize)> {
    let mut pieces = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < text.len() {
        let found = separators.iter().find(|one| !one.is_empty() && text[at..].starts_with(&***one));
        if let Some(separator) = found {
            pieces.push((start, at));
            at += separator.len();
            start = at;
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    pieces.push((start, text.len()));
    pieces
}
