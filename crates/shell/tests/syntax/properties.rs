//! What holds for every text.

use proptest::{collection::vec, prelude::*, sample::select};
use shell::syntax::parse;

#[path = "../../../../fuzz/src/shell_parser.rs"]
mod harness;

use harness::check;

/// Pieces of scripts; what they make together is seldom right.
const PIECES: &[&str] = &[
    " ",
    "\n",
    "\r\n",
    ";",
    "`",
    "#",
    "<#",
    "#>",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "@(",
    "@{",
    "$(",
    "'",
    "\"",
    "@\"\n",
    "\n\"@",
    "@'\n",
    "\n'@",
    "$x",
    "$_",
    "${a}",
    "${",
    "$env:A",
    "@x",
    "$",
    "@",
    "a",
    "Get-X",
    "-Name",
    "-A:",
    "--",
    "--%",
    "-eq",
    "-not",
    "-f",
    "-join",
    "-1",
    "1",
    "1.5",
    "0xF",
    "1kb",
    "9",
    "d",
    "l",
    "..",
    ".",
    "::",
    ":",
    ",",
    "|",
    "||",
    "&",
    "&&",
    "=",
    "+=",
    "+",
    "-",
    "*",
    "/",
    "%",
    "!",
    "++",
    ">",
    ">>",
    "2>&1",
    "*>",
    "<",
    "?",
    "if",
    "else",
    "elseif",
    "foreach",
    "in",
    "for",
    "while",
    "do",
    "until",
    "switch",
    "default",
    "function",
    "filter",
    "param",
    "begin",
    "process",
    "end",
    "try",
    "catch",
    "finally",
    "throw",
    "return",
    "break",
    "continue",
    "exit",
    "trap",
    "class",
    "using",
    "data",
    "int",
    "[int]",
    "[string]",
    "[Parameter(",
    "[ordered]",
    "service:",
    "\"service:ApplicationServer\"",
    "ApplicationServer:",
    "\u{201c}",
    "\u{2019}",
    "\u{2013}",
    "\u{e9}",
    "\u{1f600}",
    "\u{a0}",
    "\u{0}",
    "\\",
    "~",
    "^",
    "#requires -Version 5",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pieces_in_any_order_are_read(pieces in vec(select(PIECES), 0..40)) {
        check(&pieces.concat());
    }

    #[test]
    fn words_in_any_order_are_read(pieces in vec(select(PIECES), 0..40)) {
        check(&pieces.join(" "));
    }

    #[test]
    fn any_characters_are_read(text in ".{0,80}") {
        check(&text);
    }

    #[test]
    fn a_number_that_is_read_is_the_number(value in any::<i64>()) {
        let suffix = if i32::try_from(value).is_ok() { "" } else { "L" };
        prop_assert_eq!(parse(&value.to_string()).dump(), format!("{value}{suffix}\n"));
    }

    #[test]
    fn text_in_quotes_is_the_text(text in "[^\0]{0,40}") {
        let quoted = text.chars().flat_map(|each| match each {
            '\'' | '\u{2018}'..='\u{201b}' => vec![each, each],
            other => vec![other],
        });
        let parsed = parse(&format!("'{}'", quoted.collect::<String>()));
        prop_assert!(parsed.errors.is_empty());
        let escaped: String = text.chars().flat_map(|each| match each {
            '\'' | '"' => vec![each],
            other => other.escape_debug().collect(),
        }).collect();
        prop_assert_eq!(parsed.dump(), format!("'{escaped}'\n"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn scripts_with_a_hole_or_an_insertion_are_read(
        from in 0..6000_usize, length in 0..20_usize, piece in select(PIECES)
    ) {
        for script in [include_str!("scripts/tasks.ps1"), include_str!("scripts/report.ps1")] {
            let from = script.floor_char_boundary(from.min(script.len()));
            let to = script.floor_char_boundary((from + length).min(script.len()));
            check(&[&script[..from], piece, &script[to.max(from)..]].concat());
        }
    }
}

#[test]
fn odd_texts_are_read() {
    for text in [
        "",
        " ",
        "\u{feff}Get-X",
        "\u{0}",
        "a\u{0}b",
        "`",
        "a`",
        "\"`",
        "$`",
        "\r",
        "\n\r",
        "'\u{2019}",
        "@'\n'@'",
    ] {
        check(text);
    }
}
