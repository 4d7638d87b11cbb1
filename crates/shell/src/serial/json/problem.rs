//! What is wrong with JSON, in the words of JavaScriptSerializer, and where.

use crate::text::Units;
use crate::value::{Category, Fault};

/// What is wrong.
#[derive(Debug, thiserror::Error)]
pub(super) enum Problem {
    #[error("Invalid JSON primitive: {}.", cut(.0))]
    Primitive(String),
    #[error("Invalid array passed in, ',' expected.")]
    ArrayComma,
    #[error("Invalid array passed in, extra trailing ','.")]
    ArrayExtraComma,
    #[error("Invalid array passed in, ']' expected.")]
    ArrayEnd,
    #[error("Invalid object passed in, member name expected.")]
    MemberName,
    #[error("Invalid object passed in, ':' or '}}' expected.")]
    Object,
    #[error("Unterminated string passed in.")]
    Unterminated,
    #[error("Unrecognized escape sequence.")]
    Escape,
    #[error("RecursionLimit exceeded.")]
    Nesting,
    #[error("The date {} is outside the calendar.", cut(.0))]
    Date(String),
}

/// The fault of ConvertFrom-Json for a problem found before `at`, a byte of `text`.
///
/// 5.1 gives the place as a number of characters, followed by the text; the text is cut to what stands around the
/// place, and a text of several lines gets line and column as well.
pub(super) fn fault(problem: &Problem, text: &str, at: usize) -> Box<Fault> {
    let mut message = problem.to_string();
    let before = &text[..at];
    if !matches!(problem, Problem::Primitive(_) | Problem::Date(_)) {
        message.push_str(&format!(" ({}): {}", Units::length(before), around(text, at)));
    }
    if text.contains('\n') {
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or(before).chars().count() + 1;
        message.push_str(&format!(" At line {line}, column {column}."));
    }
    Fault::new(message, EXCEPTION, Category::NotSpecified).with_exception(EXCEPTION)
}

const EXCEPTION: &str = "System.ArgumentException";

/// A short text whole, of a long one what stands around `at`.
fn around(text: &str, at: usize) -> String {
    if text.len() <= SHOWN_MAX {
        return text.to_owned();
    }
    let start = text[..at].char_indices().rev().nth(SHOWN_BEFORE).map_or(0, |(place, _)| place);
    let head = if start > 0 { "..." } else { "" };
    let shown: String = text[start..].chars().take(SHOWN_MAX / 2).collect();
    let tail = if start + shown.len() < text.len() { "..." } else { "" };
    format!("{head}{shown}{tail}")
}

fn cut(text: &str) -> String {
    if text.chars().count() <= SHOWN_MAX / 2 {
        return text.to_owned();
    }
    text.chars().take(SHOWN_MAX / 2).chain("...".chars()).collect()
}

/// How much of a text a message repeats, in bytes or signs.
const SHOWN_MAX: usize = 200;
const SHOWN_BEFORE: usize = 60;
