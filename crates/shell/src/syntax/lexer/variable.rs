//! Where the name of a variable ends.

use super::Mode;
use crate::syntax::characters::{begins_variable, ends_word};

/// What begins with `$` or `@`.
pub(in crate::syntax) enum Scanned {
    /// A variable of that many bytes.
    Variable(usize),
    /// A word that happens to begin so.
    Word,
}

/// Reads a variable at the beginning of a text that starts with `$` or `@`.
pub(in crate::syntax) fn variable_length(text: &str, mode: Mode) -> Scanned {
    let name = &text[1..];
    match name.chars().next() {
        Some('{') => braced(text, mode),
        Some(single @ ('$' | '?' | '^')) => {
            let length = 1 + single.len_utf8();
            unless_in_word(text, length, mode, |next| !ends_word(next))
        }
        Some(first) if begins_variable(first) => {
            let length = 1 + plain_length(name);
            let goes_on = |next: char| !ends_word(next) && !matches!(next, '.' | '[' | '=' | ':');
            unless_in_word(text, length, mode, goes_on)
        }
        _ => Scanned::Word,
    }
}

/// The bytes of a name without braces: letters, digits, `_`, `?`, and colons that are not two.
fn plain_length(name: &str) -> usize {
    let bytes = name.as_bytes();
    let belongs = |(at, character): (usize, char)| match character {
        ':' => bytes.get(at + 1) != Some(&b':'),
        other => other.is_alphanumeric() || matches!(other, '_' | '?'),
    };
    name.char_indices().find(|&each| !belongs(each)).map_or(name.len(), |(at, _)| at)
}

fn braced(text: &str, mode: Mode) -> Scanned {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(2) {
        match character {
            _ if escaped => escaped = false,
            '`' => escaped = true,
            '}' => {
                return unless_in_word(text, at + 1, mode, |next| {
                    !ends_word(next) && !matches!(next, '.' | '[')
                });
            }
            _ => {}
        }
    }
    Scanned::Variable(text.len())
}

/// In a command, a variable that something else directly follows is part of a word.
fn unless_in_word(text: &str, length: usize, mode: Mode, goes_on: impl Fn(char) -> bool) -> Scanned {
    let word = mode == Mode::Command && text[length..].starts_with(goes_on);
    if word { Scanned::Word } else { Scanned::Variable(length) }
}
