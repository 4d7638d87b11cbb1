//! A file as the rules see it: Rust taken apart into code, comments and literals.

use std::path::Path;

/// A file. `code` and `prose` have the lines of the text, with spaces for what they leave out.
pub(super) struct Source<'a> {
    pub(super) path: &'a Path,
    pub(super) text: &'a str,
    /// Without comments and the insides of literals; empty if the file is not Rust.
    pub(super) code: String,
    /// Without the insides of literals.
    pub(super) prose: String,
    /// How many lines stand before the tests that end the file. None in a file of tests.
    pub(super) product_lines: usize,
}

impl<'a> Source<'a> {
    pub(super) fn new(path: &'a Path, text: &'a str) -> Self {
        let (code, prose) = match is_rust(path) {
            true => take_apart(text),
            false => (String::new(), text.to_owned()),
        };
        let product_lines = if is_of_tests(path) { 0 } else { product_lines(&code) };
        Self { path, text, code, prose, product_lines }
    }

    pub(super) fn is_rust(&self) -> bool {
        is_rust(self.path)
    }

    pub(super) fn is_of_tests(&self) -> bool {
        is_of_tests(self.path)
    }

    /// The lines of code that are built into the product, with their numbers.
    pub(super) fn product(&self) -> impl Iterator<Item = (usize, &str)> {
        numbered(&self.code).take(self.product_lines)
    }

    /// The lines of code that are built for tests only, with their numbers.
    pub(super) fn tests(&self) -> impl Iterator<Item = (usize, &str)> {
        numbered(&self.code).skip(self.product_lines)
    }
}

/// Lines with their numbers, counted from one.
pub(super) fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(index, line)| (index + 1, line))
}

/// Whether a line has a word: no letter, digit or underscore goes on before or after it.
pub(super) fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let starts = !word.starts_with(goes_on) || !before.is_some_and(goes_on);
        starts && (!word.ends_with(goes_on) || !after.is_some_and(goes_on))
    })
}

/// Whether a character goes on in a word of Rust.
pub(super) fn goes_on(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

fn is_rust(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs")
}

fn is_of_tests(path: &Path) -> bool {
    path.iter().any(|part| part == "tests" || part == "tests.rs")
}

/// The lines before a `#[cfg(test)] mod tests { .. }` that ends the file, or all of them.
fn product_lines(code: &str) -> usize {
    let lines: Vec<_> = code.lines().collect();
    let opens = |at: &usize| {
        let mut after = lines[at + 1..].iter().map(|line| line.trim_end());
        lines[*at].trim_end() == "#[cfg(test)]"
            && after.find(|line| !line.starts_with("#[")) == Some("mod tests {")
    };
    let Some(at) = (0..lines.len()).rev().find(opens) else {
        return lines.len();
    };
    let mut after = lines[at..].iter().map(|line| line.trim_end()).skip_while(|line| *line != "}").skip(1);
    if after.all(str::is_empty) { at } else { lines.len() }
}

/// What a piece of Rust is, as far as the rules care.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    Code,
    Comment,
    Literal,
}

/// The code alone, and the code with its comments.
fn take_apart(text: &str) -> (String, String) {
    let (mut code, mut prose) = (String::with_capacity(text.len()), String::with_capacity(text.len()));
    let (mut rest, mut in_word) = (text, false);
    while let Some(first) = rest.chars().next() {
        let (piece, length) = next_piece(rest, first, in_word);
        let (taken, left) = rest.split_at(length);
        append(&mut code, taken, piece == Piece::Code);
        append(&mut prose, taken, piece != Piece::Literal);
        in_word = piece == Piece::Code && goes_on(first);
        rest = left;
    }
    (code, prose)
}

fn append(to: &mut String, text: &str, visible: bool) {
    to.extend(text.chars().map(|character| if visible || character == '\n' { character } else { ' ' }));
}

/// What begins here, and how many bytes it has.
fn next_piece(rest: &str, first: char, in_word: bool) -> (Piece, usize) {
    let one = (Piece::Code, first.len_utf8());
    match first {
        '/' if rest.starts_with("//") => (Piece::Comment, rest.find('\n').unwrap_or(rest.len())),
        '/' if rest.starts_with("/*") => (Piece::Comment, block_comment(rest)),
        '"' => (Piece::Literal, string(rest)),
        'r' | 'b' | 'c' if !in_word => raw_string(rest).map_or(one, |length| (Piece::Literal, length)),
        '\'' => character(rest).map_or(one, |length| (Piece::Literal, length)),
        _ => one,
    }
}

fn block_comment(rest: &str) -> usize {
    let (mut at, mut depth) = (0, 0);
    while at < rest.len() {
        let here = &rest.as_bytes()[at..];
        if here.starts_with(b"/*") {
            (at, depth) = (at + 2, depth + 1);
        } else if here.starts_with(b"*/") {
            (at, depth) = (at + 2, depth - 1);
        } else {
            at += 1;
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

fn string(rest: &str) -> usize {
    let mut escaped = false;
    let end = rest.bytes().skip(1).position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.map_or(rest.len(), |end| end + 2)
}

fn raw_string(rest: &str) -> Option<usize> {
    let marks = rest.trim_start_matches(['b', 'c']).strip_prefix('r')?;
    let hashes = marks.len() - marks.trim_start_matches('#').len();
    let inside = marks[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", &marks[..hashes]);
    let length = inside.find(&end).map_or(inside.len(), |at| at + end.len());
    Some(rest.len() - inside.len() + length)
}

/// A literal in single quotes; nothing where a lifetime begins.
fn character(rest: &str) -> Option<usize> {
    let inside = &rest[1..];
    if let Some(escape) = inside.strip_prefix('\\') {
        let escaped = escape.chars().next()?.len_utf8();
        return Some(2 + escaped + escape[escaped..].find('\'')? + 1);
    }
    let length = inside.chars().next()?.len_utf8();
    inside[length..].starts_with('\'').then_some(length + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, code: &str, prose: &str) {
        let (found_code, found_prose) = take_apart(text);
        assert_eq!((found_code.as_str(), found_prose.as_str()), (code, prose));
    }

    #[test]
    fn comments_are_prose_and_not_code() {
        check("a // b\nc", "a     \nc", "a // b\nc");
        check("a /* b /* c */\n */ d", "a             \n    d", "a /* b /* c */\n */ d");
    }

    #[test]
    fn literals_are_neither() {
        check(r#"f("a // \" b", c)"#, "f(           , c)", "f(           , c)");
        check("f(r#\"a \" b\"#, c)", "f(          , c)", "f(          , c)");
        check(
            r"['a', '\'', '\u{1F}', b'\\']",
            "[   ,     ,         , b    ]",
            "[   ,     ,         , b    ]",
        );
    }

    #[test]
    fn lifetimes_and_raw_names_are_code() {
        for text in ["fn f<'a, 'b>(a: &'a str) -> &'static str", "r#type + number", "for x in brr {}"] {
            check(text, text, text);
        }
    }

    #[test]
    fn tests_at_the_end_are_not_of_the_product() {
        let text =
            "fn a() {}\n\n#[cfg(test)]\n#[expect(x)]\nmod tests {\n    const A: &str = \"\n}\n\";\n}\n";
        let source = Source::new(Path::new("crates/stdx/src/a.rs"), text);
        assert_eq!(source.product_lines, 2);
        assert_eq!(source.tests().next(), Some((3, "#[cfg(test)]")));
    }

    #[test]
    fn tests_in_the_middle_count_as_product() {
        for text in
            ["#[cfg(test)]\nmod tests {\n}\nfn a() {\n}\n", "#[cfg(test)]\nmod tests;\n\nfn a() {\n}\n"]
        {
            assert_eq!(Source::new(Path::new("a.rs"), text).product_lines, 5);
        }
    }

    #[test]
    fn a_file_of_tests_has_no_product() {
        assert_eq!(Source::new(Path::new("crates/store/tests/kill.rs"), "fn a() {}\n").product_lines, 0);
        assert_eq!(Source::new(Path::new("crates/store/src/log/tests.rs"), "fn a() {}\n").product_lines, 0);
    }

    #[test]
    fn words_end_where_names_end() {
        assert!(has_word("use rand::Rng;", "rand"));
        assert!(!has_word("let operand = random();", "rand"));
        assert!(has_word("a(std::fs::read())", "std::fs"));
        assert!(!has_word("std::fsync()", "std::fs"));
    }
}
