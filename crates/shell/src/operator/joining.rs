//! `-split` and `-join`.

use crate::convert::{joined, to_int, to_text};
use crate::setting::Setting;
use crate::text::{Case, PatternOptions, escape};
use crate::value::limits::check_elements;
use crate::value::{Category, Fault, Outcome, Value};

/// `left -join right`; without an operand on the left, `-join left` is `join(left, Null)`.
pub fn join(left: &Value, right: &Value, setting: &Setting) -> Outcome {
    let separator = to_text(right, setting)?;
    match left.elements() {
        Some(elements) => Ok(Value::from(joined(&elements, &separator)?)),
        None => Ok(Value::String(to_text(left, setting)?)),
    }
}

/// `-split text`: the words between blanks.
pub fn split_blanks(value: &Value, setting: &Setting) -> Outcome {
    let mut words = Vec::new();
    for one in value.unroll() {
        words.extend(to_text(&one, setting)?.split_whitespace().map(Value::text));
    }
    check_elements(words.len())?;
    Ok(Value::array(words))
}

/// `left -split pattern[, most[, options]]`, each element of a collection split in turn. For a script block as
/// pattern the evaluator calls [`split_where`].
pub fn split(left: &Value, right: &Value, case: Case, setting: &Setting) -> Outcome {
    let operands = right.unroll();
    if let Some(Value::ScriptBlock(_)) = operands.first().map(Value::bare) {
        return Err(Fault::new(
            "A script block as separator is run by the evaluator alone.",
            "NotImplemented",
            Category::NotImplemented,
        ));
    }
    let pattern = operands.first().map_or(Ok(std::sync::Arc::from("")), |one| to_text(one, setting))?;
    let most = operands.get(1).map_or(Ok(0), to_int)?;
    let most = usize::try_from(most).ok().filter(|most| *most > 0).unwrap_or(usize::MAX);
    let (options, simple) = split_options(operands.get(2), case, setting)?;
    let source = if simple { escape(&pattern) } else { pattern.to_string() };
    let compiled = setting.pattern(&source, options)?;
    let mut pieces = Vec::new();
    for one in left.unroll() {
        let text = to_text(&one, setting)?;
        pieces.extend(compiled.split(&text, most)?.into_iter().map(Value::from));
        check_elements(pieces.len())?;
    }
    Ok(Value::array(pieces))
}

/// `-split { ... }`: the evaluator asks the block about each character; where it holds, the text is cut.
pub fn split_where(
    left: &Value,
    most: usize,
    is_separator: &mut dyn FnMut(char) -> Outcome<bool>,
    setting: &Setting,
) -> Outcome {
    let mut pieces = Vec::new();
    for one in left.unroll() {
        let text = to_text(&one, setting)?;
        let first = pieces.len();
        let mut start = 0;
        for (at, sign) in text.char_indices() {
            if pieces.len() - first + 1 < most && is_separator(sign)? {
                pieces.push(Value::text(&text[start..at]));
                start = at + sign.len_utf8();
            }
        }
        pieces.push(Value::text(&text[start..]));
        check_elements(pieces.len())?;
    }
    Ok(Value::array(pieces))
}

/// The options of `-split` by name, separated by commas.
fn split_options(value: Option<&Value>, case: Case, setting: &Setting) -> Outcome<(PatternOptions, bool)> {
    let mut bits = i64::from(case == Case::Ignored);
    let mut simple = false;
    let names = value.map_or(Ok(std::sync::Arc::from("")), |value| to_text(value, setting))?;
    for name in names.split([',', ' ']).filter(|name| !name.is_empty()) {
        match name.to_ascii_lowercase().as_str() {
            "simplematch" => simple = true,
            "ignorecase" => bits |= 1,
            "multiline" => bits |= 2,
            "explicitcapture" => bits |= 4,
            "singleline" => bits |= 16,
            "ignorepatternwhitespace" => bits |= 32,
            "regexmatch" | "cultureinvariant" | "0" | "none" => {}
            _ => {
                return Err(Fault::new(
                    format!(
                        "Cannot convert value \"{name}\" to type \"System.Management.Automation.SplitOptions\". Error: \"Unable to match the identifier name {name} to a valid enumerator name.\""
                    ),
                    "SubstringDisambiguationEnumParseThrewAnException",
                    Category::InvalidArgument,
                ));
            }
        }
    }
    Ok((PatternOptions::from_number(bits), simple))
}
