//! Candidates, and how a name becomes a word of the language.

use super::{CANDIDATES_MAX, Completion};
use crate::syntax::Span;

/// Something that may stand at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What is put into the text.
    pub text: String,
    /// What is shown in a list.
    pub shown: String,
    /// What it is, in a line; empty where there is nothing to say.
    pub about: String,
    /// What kind of thing it is.
    pub kind: CandidateKind,
}

/// What a candidate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CandidateKind {
    /// A cmdlet, function, alias or script.
    Command,
    /// `-Name`.
    Parameter,
    /// A value of a parameter.
    Value,
    /// `$name`.
    Variable,
    /// A property.
    Property,
    /// A method.
    Method,
    /// A type.
    Type,
    /// An operator or keyword.
    Keyword,
    /// A file.
    File,
    /// A folder: one may want to go on into it.
    Folder,
}

impl Candidate {
    /// A candidate that is shown as it is written.
    pub fn new(text: impl Into<String>, kind: CandidateKind) -> Self {
        let text = text.into();
        Self { shown: text.clone(), text, about: String::new(), kind }
    }

    /// A value that is quoted where the language needs it.
    pub fn value(value: impl Into<String>) -> Self {
        Self::new(value, CandidateKind::Value)
    }

    /// The same, with a line about it.
    #[must_use]
    pub fn about(mut self, about: impl Into<String>) -> Self {
        self.about = about.into();
        self
    }
}

/// Candidates on their way, and the word that they must go on from.
pub(super) struct Gathering {
    /// The word without its quotes.
    typed: String,
    /// The quote that the word begins with.
    quote: Option<char>,
    span: Span,
    begins: Vec<Candidate>,
    holds: Vec<Candidate>,
}

impl Gathering {
    /// Gathers for the word that stands at `span`.
    pub(super) fn new(word: &str, span: Span) -> Self {
        let quote = word.chars().next().filter(|first| matches!(first, '\'' | '"'));
        let typed = quote.map_or(word, |_| &word[1..]);
        let typed = match quote {
            Some('\'') => typed.replace("''", "'"),
            _ => typed.to_owned(),
        };
        Self { typed, quote, span, begins: Vec::new(), holds: Vec::new() }
    }

    /// What was typed, without the quote.
    pub(super) fn typed(&self) -> &str {
        &self.typed
    }

    /// Whether nothing was found.
    pub(super) fn is_empty(&self) -> bool {
        self.begins.is_empty() && self.holds.is_empty()
    }

    /// From now on only what follows the first `bytes` of the word counts and is replaced.
    pub(super) fn skip(&mut self, bytes: usize) {
        self.typed = self.typed.get(bytes..).unwrap_or_default().to_owned();
        self.span.start += u32::try_from(bytes).unwrap_or(0);
    }

    /// Adds a name or keyword, which is written as it is.
    pub(super) fn add(&mut self, candidate: Candidate) {
        let name = candidate.shown.clone();
        self.place(&name, candidate);
    }

    /// Adds the value of an argument, quoted where it must be or where the word was.
    pub(super) fn add_value(&mut self, mut candidate: Candidate) {
        let value = candidate.text.clone();
        candidate.text = quoted(&value, self.quote);
        self.place(&value, candidate);
    }

    fn place(&mut self, name: &str, candidate: Candidate) {
        let (name, typed) = (name.to_lowercase(), self.typed.to_lowercase());
        if name.starts_with(&typed) {
            self.begins.push(candidate);
        } else if typed.chars().count() >= HOLDS_MIN && name.contains(&typed) {
            self.holds.push(candidate);
        }
    }

    /// What begins with the word; where nothing does, what holds it.
    pub(super) fn into_completion(self) -> Completion {
        let mut candidates = if self.begins.is_empty() { self.holds } else { self.begins };
        // What is typed in full stands first.
        candidates.sort_by_key(|candidate| !candidate.shown.eq_ignore_ascii_case(&self.typed));
        let mut seen = std::collections::BTreeSet::new();
        candidates.retain(|candidate| seen.insert(candidate.text.clone()));
        candidates.truncate(CANDIDATES_MAX);
        Completion { span: self.span, candidates }
    }
}

/// A value as an argument: bare where that is possible, with the quotes that the user began otherwise.
fn quoted(value: &str, quote: Option<char>) -> String {
    match quote {
        Some('"') => {
            let escaped = value.replace('`', "``").replace('"', "`\"").replace('$', "`$");
            format!("\"{escaped}\"")
        }
        None if is_bare(value) => value.to_owned(),
        _ => format!("'{}'", value.replace('\'', "''")),
    }
}

/// Whether a value can be an argument without quotes, and is a text then.
fn is_bare(value: &str) -> bool {
    let special = |sign: char| sign.is_whitespace() || sign.is_control() || "'\"`$&|;,(){}<>".contains(sign);
    let begins =
        value.starts_with(['-', '@', '#', '[']) || value.starts_with(|first: char| first.is_ascii_digit());
    !value.is_empty() && !begins && !value.contains(special)
}

/// How much must be typed before names count that merely hold it.
const HOLDS_MIN: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_quoted_where_it_must_be() {
        for (value, quote, word) in [
            ("Longest", None, "Longest"),
            ("service:ApplicationServer:a.b/c", None, "service:ApplicationServer:a.b/c"),
            ("C:\\Media\\a.wav", None, "C:\\Media\\a.wav"),
            ("Help Desk", None, "'Help Desk'"),
            ("Help Desk", Some('"'), "\"Help Desk\""),
            ("Kim's", None, "'Kim''s'"),
            ("$5 \"x\"", Some('"'), "\"`$5 `\"x`\"\""),
            ("Longest", Some('\''), "'Longest'"),
            ("12", None, "'12'"),
            ("", None, "''"),
        ] {
            assert_eq!(quoted(value, quote), word, "{value}");
        }
    }
}
