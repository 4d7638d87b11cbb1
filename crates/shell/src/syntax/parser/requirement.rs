//! `#requires -Version 5.1 -Modules A, B`: comments that say what a script needs.

use crate::syntax::{Token, TokenClass, characters::is_dash, source::Span, tree::Requirement};

const WORD: &str = "#requires";

/// What the comments of a text require, in their order.
pub(super) fn requirements(text: &str, tokens: &[Token]) -> Vec<Requirement> {
    let comments = tokens.iter().filter(|token| token.class == TokenClass::Comment);
    comments.flat_map(|token| in_comment(text, token.span)).collect()
}

fn in_comment(text: &str, span: Span) -> Vec<Requirement> {
    let comment = &text[span.start as usize..span.end as usize];
    let is_one = comment.get(..WORD.len()).is_some_and(|word| word.eq_ignore_ascii_case(WORD));
    let rest = if is_one { &comment[WORD.len()..] } else { "" };
    if !rest.starts_with(char::is_whitespace) {
        return Vec::new();
    }
    let mut found: Vec<(&str, Vec<&str>)> = Vec::new();
    for word in rest.split_whitespace() {
        match (word.strip_prefix(is_dash), found.last_mut()) {
            (Some(name), _) => found.push((name, Vec::new())),
            (None, Some((_, values))) => values.push(word),
            (None, None) => {}
        }
    }
    let requirement = |(name, values): (&str, Vec<&str>)| {
        // `-Version:5.1` is one word.
        let (name, glued) = name.split_once(':').unwrap_or((name, ""));
        let value = [&[glued], &values[..]].concat().join(" ");
        Requirement { span, name: name.into(), value: value.trim().into() }
    };
    found.into_iter().map(requirement).collect()
}
