//! Lines that match, and what of them does.

use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use crate::command::Call;
use crate::convert::to_long;
use crate::flow::Flow;
use crate::member::match_value;
use crate::text::{Pattern, PatternOptions};
use crate::value::{Category, Fault, Outcome, Value};

/// What is looked for, and how.
pub(super) struct Finder {
    patterns: Vec<(Arc<str>, Sought)>,
    is_inverted: bool,
    takes_all: bool,
    ignores_case: bool,
    /// How many lines before and after a match belong to it.
    context: Option<(usize, usize)>,
}

enum Sought {
    Text(String),
    Pattern(Rc<Pattern>),
}

/// What was found in a line.
pub(super) struct Found<'a> {
    pub(super) pattern: &'a str,
    pub(super) matches: Vec<Value>,
}

impl Finder {
    /// What a call asks for.
    pub(super) fn of(call: &Call<'_>) -> Flow<Self> {
        let ignores_case = !call.switch("CaseSensitive");
        let options = if ignores_case { PatternOptions::CASE_IGNORED } else { PatternOptions::CASE_MATTERS };
        let mut patterns = Vec::new();
        for source in call.texts("Pattern")? {
            let sought = if call.switch("SimpleMatch") {
                Sought::Text(folded(&source, ignores_case))
            } else {
                let pattern = call.setting().pattern(&source, options);
                Sought::Pattern(pattern.map_err(|fault| call.fail(invalid(&source, &fault)))?)
            };
            patterns.push((source, sought));
        }
        let context = call.value("Context").map(|value| value.unroll()).unwrap_or_default();
        let context = context.iter().map(to_long).collect::<Outcome<Vec<_>>>()?;
        let count = |at: usize| context.get(at).map(|count| usize::try_from(*count).unwrap_or(0));
        Ok(Self {
            patterns,
            is_inverted: call.switch("NotMatch"),
            takes_all: call.switch("AllMatches"),
            ignores_case,
            context: count(0).map(|before| (before, count(1).unwrap_or(before))),
        })
    }

    pub(super) fn ignores_case(&self) -> bool {
        self.ignores_case
    }

    pub(super) fn has_context(&self) -> bool {
        self.context.is_some()
    }

    /// The lines before the one at `at`, and those after it.
    pub(super) fn around(&self, count: usize, at: usize) -> (Range<usize>, Range<usize>) {
        let (before, after) = self.context.unwrap_or_default();
        (at.saturating_sub(before)..at, at + 1..count.min((at + 1).saturating_add(after)))
    }

    /// What of a line is wanted; none where the line is not.
    pub(super) fn find(&self, line: &str) -> Outcome<Option<Found<'_>>> {
        for (source, sought) in &self.patterns {
            let matches = match sought {
                Sought::Text(text) => folded(line, self.ignores_case).contains(text).then(Vec::new),
                Sought::Pattern(pattern) => {
                    let found = pattern.find_all(line, if self.takes_all { usize::MAX } else { 1 })?;
                    let value = |found| match_value(pattern, Some(found), line);
                    (!found.is_empty()).then(|| found.iter().map(value).collect())
                }
            };
            if let Some(matches) = matches {
                let found = Found { pattern: source, matches };
                return Ok((!self.is_inverted).then_some(found));
            }
        }
        let first = self.patterns.first().map_or("", |(source, _)| &**source);
        Ok(self.is_inverted.then(|| Found { pattern: first, matches: Vec::new() }))
    }
}

fn folded(text: &str, ignores_case: bool) -> String {
    if ignores_case { text.to_lowercase() } else { text.to_owned() }
}

fn invalid(source: &str, fault: &Fault) -> Box<Fault> {
    Fault::new(
        format!("The string {source} is not a valid regular expression: {}", fault.message),
        "InvalidRegex",
        Category::InvalidArgument,
    )
    .with_exception("System.ArgumentException")
    .with_target(Value::text(source))
}
