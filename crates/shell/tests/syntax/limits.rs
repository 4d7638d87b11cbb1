//! No text exhausts the stack, the memory or the time.

use std::fmt::Write;

use shell::syntax::{ERRORS_MAX, NESTING_MAX, SOURCE_BYTES_MAX, TokenClass, parse, walk};

/// What stands in a thread of a test is less than what a program has: 2 MiB.
const ENDLESS: &[&str] = &[
    "(",
    "{",
    "$(",
    "@(",
    "@{a=",
    "@{1 ",
    "\"$(",
    "$a[",
    "$a.b(",
    "!",
    "- ",
    "[int]",
    "1+",
    "[a",
    "if(1){",
    "1 $a[1 ",
    "function f{",
    "$a=",
    "[A(",
    "[A({",
    ",",
    "a|",
    "a ",
    "a;",
    "$a ",
    "\"",
    "`",
    "$",
    "@",
    "[",
    "<#",
    "}",
    ")",
    "{(}",
    "({)",
    "elseif(1){}",
    "if(1){}\n\n",
    "9",
    "${",
    "switch(1){",
    "switch(1){1",
    "try{",
    "a$(",
    "a\"",
    "a >",
    ":a ",
    "return ",
    "& ",
    ". ",
    "service: ",
    "1 2\n",
    "class a{",
    "foreach($a in ",
    "param(",
    "function f($a=",
    "f(1 ",
    "f \"",
    "1 ? ",
    "$a:b:",
    "\"$(\"",
    "do{",
    "-not ",
    "$a.b.c[0]",
    "@\"\n",
    "@'\n",
    "'",
    "\u{201c}$(",
    "1..",
    "&{",
    "begin{",
    "process{",
    "a,",
    "-a:",
    "catch{",
    "\\",
    "\u{0}",
    "1kb ",
    "{}{",
    "[a[",
    "f -a:(",
    "if(",
    "while(",
    "for(",
    "$x?",
    "a&",
    "a&&",
    "%{",
    "@{a={",
    "$($($x ",
    "throw ",
    "exit(",
];

#[test]
fn no_repetition_overflows_the_stack() {
    for beginning in ["", "1", "$a", "f ", "\"", "@{", "[a"] {
        for piece in ENDLESS {
            let parsed = parse(&format!("{beginning}{}", piece.repeat(3000)));
            walk::walk(walk::Node::ScriptBlock(&parsed.script), &mut |_| ());
            assert!(!parsed.dump().contains('\r'));
        }
    }
}

#[test]
fn what_is_nested_too_deeply_is_refused_with_its_place() {
    let text = format!("{}1{}", "(".repeat(1000), ")".repeat(1000));
    insta::assert_snapshot!(parse(&text).errors[0], @"Line 1, column 65: the script is nested too deeply here, or a chain of operators is too long");
    let text = format!("1{}", " + 1".repeat(1000));
    insta::assert_snapshot!(parse(&text).errors[0], @"Line 1, column 1600: the script is nested too deeply here, or a chain of operators is too long");
    let text = format!("$a{}", ".b".repeat(1000));
    insta::assert_snapshot!(parse(&text).errors[0], @"Line 1, column 799: the script is nested too deeply here, or a chain of operators is too long");
}

#[test]
fn what_people_nest_is_not_too_deep() {
    let nested = NESTING_MAX / 3;
    for (open, close) in
        [("(", ")"), ("{", "}"), ("$(", ")"), ("@{ a = ", " }"), ("if (1) {", "}"), ("\"$(", ")\"")]
    {
        let text = format!("{}1{}", open.repeat(nested), close.repeat(nested));
        assert_eq!(parse(&text).errors, [], "{open}");
    }
    assert_eq!(parse(&format!("'a'{}", " + 'b'".repeat(300))).errors, []);
}

#[test]
fn long_lists_are_not_deep() {
    for text in [
        format!("1{}", ", 1".repeat(20_000)),
        format!("a{}", " | b".repeat(20_000)),
        format!("a{}", " $x.y".repeat(20_000)),
        format!("$x.a{}", ", $x.a".repeat(20_000)),
        format!("if (1) {{ }}{}", " elseif (1) { }".repeat(20_000)),
        format!(
            "@{{ {} }}",
            (0..20_000).fold(String::new(), |mut text, key| {
                write!(text, "a{key} = $x[1].b; ").unwrap();
                text
            })
        ),
        "Get-X -Name a\n".repeat(20_000),
    ] {
        assert_eq!(parse(&text).errors, [], "{}", &text[..20]);
    }
}

#[test]
fn a_text_that_is_too_long_is_not_read() {
    let parsed = parse(&"#".repeat(SOURCE_BYTES_MAX + 1));
    insta::assert_snapshot!(parsed.errors[0], @"Line 1, column 1: the script has 4194305 bytes, and 4194304 are the most that is read");
    assert_eq!(parsed.tokens.len(), 1);
    assert_eq!(parsed.tokens[0].class, TokenClass::Unknown);
    assert_eq!(parse(&"#".repeat(SOURCE_BYTES_MAX)).errors, []);
}

#[test]
fn not_every_error_of_a_hopeless_text_is_listed() {
    assert_eq!(parse(&"1 2\n".repeat(1000)).errors.len(), ERRORS_MAX);
}
