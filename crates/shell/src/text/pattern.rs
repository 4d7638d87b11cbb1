//! Compiled regular expressions: matching, replacing, splitting.

use fancy_regex::{CompileError, Error, Regex, RegexBuilder};

use super::regex_syntax::{Translated, translate};
use crate::value::limits::{BACKTRACK_MAX, ELEMENTS_MAX, PATTERN_BYTES_MAX, check_text};
use crate::value::{Category, Fault, Outcome};

/// How an expression is meant. The bits are those of RegexOptions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct PatternOptions(u32);

impl PatternOptions {
    /// As `-cmatch` and `[regex]` read it.
    pub const CASE_MATTERS: Self = Self(0);
    /// As `-match` reads it.
    pub const CASE_IGNORED: Self = Self(1);

    /// The options of a RegexOptions number.
    pub fn from_number(number: i64) -> Self {
        Self(u32::try_from(number & 0x3ff).unwrap_or(0))
    }

    fn letters(self) -> String {
        let letters = [(1, 'i'), (2, 'm'), (16, 's'), (32, 'x')];
        letters.iter().filter(|(bit, _)| self.0 & bit != 0).map(|(_, letter)| *letter).collect()
    }
}

/// A regular expression in .NET's syntax. A match takes a bounded number of steps.
#[derive(Debug)]
pub struct Pattern {
    source: String,
    engine: Regex,
    groups: Vec<(usize, Option<String>)>,
}

/// A match: the groups by number, the whole first; a group that took no part has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Byte ranges in .NET's numbering.
    pub groups: Vec<Option<(usize, usize)>>,
}

impl Found {
    /// Where the match starts.
    pub fn start(&self) -> usize {
        self.groups[0].map_or(0, |(start, _)| start)
    }

    /// Where it ends.
    pub fn end(&self) -> usize {
        self.groups[0].map_or(0, |(_, end)| end)
    }
}

impl Pattern {
    /// Compiles an expression.
    pub fn compile(source: &str, options: PatternOptions) -> Outcome<Self> {
        let letters = options.letters();
        let Translated { source: translated, groups } = translate(source, letters.contains('m'));
        let prefix = if letters.is_empty() { String::new() } else { format!("(?{letters})") };
        let engine = RegexBuilder::new(&(prefix + &translated))
            .backtrack_limit(BACKTRACK_MAX)
            .delegate_size_limit(PATTERN_BYTES_MAX)
            .build()
            .map_err(|error| {
                let reason = reason(&error);
                let known = REASONS.iter().find(|(engine, _)| reason.starts_with(engine));
                let reason = known.map_or(reason.as_str(), |(_, reason)| reason);
                Fault::exception(format!("parsing \"{source}\" - {reason}."), "System.ArgumentException")
            })?;
        Ok(Self { source: source.to_owned(), engine, groups })
    }

    /// The expression as it was written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The name of a group by its number: a name given, or the number itself.
    pub fn group_name(&self, number: usize) -> String {
        let named =
            number.checked_sub(1).and_then(|at| self.groups.get(at)).and_then(|(_, name)| name.clone());
        named.unwrap_or_else(|| number.to_string())
    }

    /// Whether a group has a name of its own.
    pub fn is_named(&self, number: usize) -> bool {
        number.checked_sub(1).and_then(|at| self.groups.get(at)).is_some_and(|(_, name)| name.is_some())
    }

    /// The first match at or after byte `from`.
    pub fn find(&self, text: &str, from: usize) -> Outcome<Option<Found>> {
        let captures = self.engine.captures_from_pos(text, from).map_err(|_| self.too_long())?;
        Ok(captures.map(|captures| {
            let range = |position: usize| captures.get(position).map(|group| (group.start(), group.end()));
            let mut groups = vec![range(0)];
            groups.extend(self.groups.iter().map(|(position, _)| range(*position)));
            Found { groups }
        }))
    }

    /// Whether there is a match anywhere.
    pub fn is_match(&self, text: &str) -> Outcome<bool> {
        self.engine.is_match(text).map_err(|_| self.too_long())
    }

    /// At most `most` matches from the left, none over another.
    pub fn find_all(&self, text: &str, most: usize) -> Outcome<Vec<Found>> {
        let mut all = Vec::new();
        let mut from = 0;
        while all.len() < most.min(ELEMENTS_MAX) && from <= text.len() {
            let Some(found) = self.find(text, from)? else { break };
            let (start, end) = (found.start(), found.end());
            // Behind an empty match the search goes on one character later.
            from = if end > start { end } else { end + text[end..].chars().next().map_or(1, char::len_utf8) };
            all.push(found);
        }
        Ok(all)
    }

    /// Replaces at most `most` matches by `replacement`, in which `$1`, `${name}`, `$&`, `$$`, `` $` ``, `$'`,
    /// `$+` and `$_` have their meaning.
    pub fn replace(&self, text: &str, replacement: &str, most: usize) -> Outcome<String> {
        let mut result = String::new();
        let mut from = 0;
        for found in self.find_all(text, most)? {
            result.push_str(&text[from..found.start()]);
            self.expand(&mut result, text, &found, replacement);
            from = found.end();
            check_text(result.len())?;
        }
        result.push_str(&text[from..]);
        check_text(result.len())?;
        Ok(result)
    }

    /// The pieces between the matches and the groups of the matches, at most `most` pieces.
    pub fn split(&self, text: &str, most: usize) -> Outcome<Vec<String>> {
        let mut pieces = Vec::new();
        let mut from = 0;
        for found in self.find_all(text, most.saturating_sub(1))? {
            pieces.push(text[from..found.start()].to_owned());
            let groups = found.groups[1..].iter().flatten();
            pieces.extend(groups.map(|(start, end)| text[*start..*end].to_owned()));
            from = found.end();
        }
        pieces.push(text[from..].to_owned());
        Ok(pieces)
    }

    fn expand(&self, result: &mut String, text: &str, found: &Found, replacement: &str) {
        let mut rest = replacement;
        while let Some(at) = rest.find('$') {
            result.push_str(&rest[..at]);
            rest = &rest[at..];
            match self.reference(text, found, &rest[1..]) {
                Some((value, taken)) => {
                    result.push_str(value);
                    rest = &rest[1 + taken..];
                }
                None => {
                    result.push('$');
                    rest = &rest[1..];
                }
            }
        }
        result.push_str(rest);
    }

    /// What a `$` refers to by the text behind it, and how much of that text it takes.
    fn reference<'t>(&self, text: &'t str, found: &Found, behind: &'t str) -> Option<(&'t str, usize)> {
        let group =
            |number: usize| found.groups.get(number)?.map_or(Some(""), |(start, end)| text.get(start..end));
        match behind.as_bytes().first()? {
            b'$' => Some(("$", 1)),
            b'&' => Some((group(0)?, 1)),
            b'`' => Some((&text[..found.start()], 1)),
            b'\'' => Some((&text[found.end()..], 1)),
            b'_' => Some((text, 1)),
            b'+' => Some((group(found.groups.len() - 1)?, 1)),
            b'{' => {
                let name = behind[1..].split_once('}')?.0;
                Some((group(self.group_number(name)?)?, name.len() + 2))
            }
            digit if digit.is_ascii_digit() => {
                let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
                // The longest number that is a group counts.
                (1..=digits).rev().find_map(|taken| Some((group(behind[..taken].parse().ok()?)?, taken)))
            }
            _ => None,
        }
    }

    fn group_number(&self, name: &str) -> Option<usize> {
        let named = self.groups.iter().position(|(_, known)| known.as_deref() == Some(name));
        named.map(|at| at + 1).or_else(|| name.parse().ok().filter(|number| *number <= self.groups.len()))
    }

    fn too_long(&self) -> Box<Fault> {
        Fault::new(
            format!(
                "The regular expression \"{}\" takes too many steps on this text. Make it more precise.",
                self.source
            ),
            "LimitExceeded",
            Category::LimitsExceeded,
        )
        .with_exception("System.Text.RegularExpressions.RegexMatchTimeoutException")
    }
}

/// What the engine says is wrong, without its positions, which count in the translated expression.
/// What the engine says, and what .NET says instead.
const REASONS: &[(&str, &str)] = &[
    ("Invalid character class", "Unterminated [] set"),
    ("Opening parenthesis without closing", "Not enough )'s"),
    ("General parsing error: end of string not reached", "Too many )'s"),
    ("Target of repeat operator is invalid", "Quantifier {x,y} following nothing"),
    ("Backslash without following character", "Illegal \\ at end of pattern"),
    ("Could not parse group name", "Unrecognized grouping construct"),
    ("Unknown group flag", "Unrecognized grouping construct"),
    ("invalid character class range", "[x-y] range in reverse order"),
    ("Invalid back reference", "Reference to undefined group"),
    ("Invalid hex escape", "Insufficient hexadecimal digits"),
    ("invalid Unicode character class", "Unknown property"),
];

fn reason(error: &Error) -> String {
    if let Error::CompileError(inner) = error
        && let CompileError::InnerError(engine) = &**inner
        && let Some(syntax) = engine.syntax_error()
    {
        let text = syntax.to_string();
        let line = text.lines().next_back().unwrap_or_default().trim();
        return line.strip_prefix("error: ").unwrap_or(line).to_owned();
    }
    let text = error.to_string();
    let behind = text.split_once(": ").map_or(text.as_str(), |(_, reason)| reason);
    behind.trim_end_matches('.').to_owned()
}

/// The expression that matches `text` and nothing else, as `[regex]::Escape` writes it.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            '\u{c}' => escaped.push_str("\\f"),
            '\\' | '*' | '+' | '?' | '|' | '{' | '[' | '(' | ')' | '^' | '$' | '.' | '#' | ' ' => {
                escaped.push('\\');
                escaped.push(sign);
            }
            other => escaped.push(other),
        }
    }
    escaped
}

/// The text that [`escape`] was given.
pub fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut signs = text.chars();
    while let Some(sign) = signs.next() {
        match (sign, if sign == '\\' { signs.next() } else { None }) {
            ('\\', Some('n')) => plain.push('\n'),
            ('\\', Some('r')) => plain.push('\r'),
            ('\\', Some('t')) => plain.push('\t'),
            ('\\', Some('f')) => plain.push('\u{c}'),
            ('\\', Some(escaped)) => plain.push(escaped),
            (other, _) => plain.push(other),
        }
    }
    plain
}
