//! Help that is written as a comment in or before a function, or at the beginning or the end of a script.

use super::topic::Sample;
use crate::syntax::tree::Parameter;
use crate::syntax::{Source, Span};

/// The sections of a comment.
#[derive(Default)]
pub(super) struct Help {
    sections: Vec<Section>,
}

/// `.KEYWORD argument`, and the text below it.
struct Section {
    keyword: String,
    argument: String,
    text: String,
}

/// The help of a function: the comment at the beginning of its body, at the end of it, or before it.
pub(super) fn of_function(source: &Source, name: &str, body: Span) -> Help {
    let inner = source.slice(body).trim().trim_start_matches('{').trim_end_matches('}').trim();
    let before = before_function(source.slice(Span { start: 0, end: body.start }), name);
    let mut candidates = first_comments(inner);
    candidates.extend(last_comment(inner));
    candidates.extend(last_comment(before));
    first_help(candidates)
}

/// The help of a script: the comment that it begins or ends with.
pub(super) fn of_script(text: &str) -> Help {
    let mut candidates = first_comments(text);
    candidates.extend(last_comment(text.trim_end()));
    first_help(candidates)
}

fn first_help(candidates: Vec<String>) -> Help {
    candidates.iter().map(|text| Help::read(text)).find(|help| !help.sections.is_empty()).unwrap_or_default()
}

impl Help {
    fn read(comment: &str) -> Self {
        let mut sections: Vec<(&str, &str, Vec<&str>)> = Vec::new();
        for line in comment.lines() {
            match keyword(line) {
                Some((keyword, argument)) => sections.push((keyword, argument, Vec::new())),
                None => sections.iter_mut().next_back().into_iter().for_each(|(.., lines)| lines.push(line)),
            }
        }
        let section = |(keyword, argument, lines): (&str, &str, Vec<&str>)| Section {
            keyword: keyword.to_ascii_uppercase(),
            argument: argument.to_owned(),
            text: moved_left(&lines),
        };
        Self { sections: sections.into_iter().map(section).collect() }
    }

    /// The same, and parameters without a section have the comment that stands before them.
    pub(super) fn with_parameters(mut self, source: &Source, parameters: &[Parameter]) -> Self {
        for parameter in parameters {
            let name = &parameter.variable.name;
            let before = source.slice(Span { start: 0, end: parameter.span.start });
            if self.parameter(name).is_empty()
                && let Some(comment) = last_comment(before.trim_end())
            {
                let text = moved_left(&comment.lines().map(str::trim).collect::<Vec<_>>());
                let keyword = "PARAMETER".to_owned();
                self.sections.push(Section { keyword, argument: name.to_string(), text });
            }
        }
        self
    }

    fn all<'a>(&'a self, keyword: &'a str) -> impl Iterator<Item = &'a Section> {
        self.sections.iter().filter(move |section| section.keyword == keyword)
    }

    /// The text of the first section with this keyword.
    pub(super) fn section(&self, keyword: &str) -> String {
        self.all(keyword).next().map_or_else(String::new, |section| section.text.clone())
    }

    /// What is said of a parameter.
    pub(super) fn parameter(&self, name: &str) -> String {
        let found = self.all("PARAMETER").find(|section| section.argument.eq_ignore_ascii_case(name));
        found.map_or_else(String::new, |section| section.text.clone())
    }

    /// The examples: the first line is what is typed.
    pub(super) fn examples(&self) -> Vec<Sample> {
        let sample = |section: &Section| {
            let (code, about) = section.text.split_once('\n').unwrap_or((&section.text, ""));
            Sample { code: code.trim().to_owned(), about: about.trim().to_owned() }
        };
        self.all("EXAMPLE").map(sample).collect()
    }

    /// What to read next.
    pub(super) fn links(&self) -> Vec<String> {
        self.all("LINK").map(|section| section.text.clone()).filter(|text| !text.is_empty()).collect()
    }
}

fn keyword(line: &str) -> Option<(&str, &str)> {
    let rest = line.trim().strip_prefix('.')?;
    let (word, argument) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let is_known = KEYWORDS.iter().any(|known| known.eq_ignore_ascii_case(word));
    is_known.then_some((word, argument.trim()))
}

/// Lines as a text, without the blanks that all of them begin with and without the empty lines around them.
fn moved_left(lines: &[&str]) -> String {
    let blanks = |line: &str| line.len() - line.trim_start().len();
    let common = lines.iter().filter(|line| !line.trim().is_empty()).map(|line| blanks(line)).min();
    let moved = |line: &&str| line.get(common.unwrap_or(0)..).unwrap_or("").trim_end().to_owned();
    lines.iter().map(moved).collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned()
}

/// What stands before the word that begins a function of this name.
fn before_function<'a>(text: &'a str, name: &str) -> &'a str {
    let lower = text.to_ascii_lowercase();
    let name = name.to_ascii_lowercase();
    for (at, _) in lower.rmatch_indices(&name) {
        // A scope may stand before the name.
        let head = lower[..at].trim_end_matches(|sign: char| sign.is_alphanumeric() || sign == ':');
        let head = head.trim_end();
        for word in ["function", "filter"] {
            if let Some(before) = head.strip_suffix(word) {
                return text[..before.len()].trim_end();
            }
        }
    }
    ""
}

/// The comments that a text begins with, without their signs: each block, and lines together.
fn first_comments(text: &str) -> Vec<String> {
    let mut comments = Vec::new();
    let mut rest = text.trim_start();
    loop {
        if let Some(inner) = rest.strip_prefix("<#") {
            let (comment, after) = inner.split_once("#>").unwrap_or((inner, ""));
            comments.push(comment.to_owned());
            rest = after.trim_start();
        } else if rest.starts_with('#') {
            let lines = rest.lines().map(str::trim).take_while(|line| line.starts_with('#'));
            let lines: Vec<&str> = lines.map(without_sign).collect();
            rest = rest.splitn(lines.len() + 1, '\n').nth(lines.len()).unwrap_or("").trim_start();
            comments.push(lines.join("\n"));
        } else {
            return comments;
        }
    }
}

/// The comment that a text ends with, without its signs.
fn last_comment(text: &str) -> Option<String> {
    if let Some(rest) = text.strip_suffix("#>") {
        let start = rest.rfind("<#")?;
        return Some(rest[start + 2..].to_owned());
    }
    let lines = text.lines().rev().map(str::trim).take_while(|line| line.starts_with('#'));
    let mut lines: Vec<&str> = lines.map(without_sign).collect();
    lines.reverse();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn without_sign(line: &str) -> &str {
    line.trim_start_matches('#')
}

const KEYWORDS: &[&str] = &[
    "SYNOPSIS",
    "DESCRIPTION",
    "PARAMETER",
    "EXAMPLE",
    "INPUTS",
    "OUTPUTS",
    "NOTES",
    "LINK",
    "COMPONENT",
    "ROLE",
    "FUNCTIONALITY",
    "FORWARDHELPTARGETNAME",
    "FORWARDHELPCATEGORY",
    "REMOTEHELPRUNSPACE",
    "EXTERNALHELP",
];
