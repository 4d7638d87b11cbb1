//! What is wrong, where, and what to do about it.

use shell::syntax::{is_incomplete, parse};

mod commands;
mod statements;
mod values;

/// Each text with its errors: line and column, message, id, hint; `...` where more text could put it right.
fn wrong(texts: &[&str]) -> String {
    texts.iter().map(|text| wrong_one(text)).collect()
}

fn wrong_one(text: &str) -> String {
    let errors = parse(text).errors;
    assert!(!errors.is_empty(), "nothing is wrong with {text}");
    let shown = errors.iter().map(|error| {
        let more = if error.incomplete { " ..." } else { "" };
        format!("    {error} ({}){more}\n        {}\n", error.id(), error.hint())
    });
    std::iter::once(format!("{text}\n")).chain(shown).collect()
}

#[test]
fn a_text_is_incomplete_if_only_its_end_is_missing() {
    for text in [
        "(1",
        "if ($a) {",
        "Get-X |",
        "'a",
        "@\"\na",
        "$x =",
        "Get-X a `",
        "function f {\n  Get-X",
        "Get-X a,",
    ] {
        assert!(is_incomplete(&parse(text).errors), "{text}");
    }
    for text in ["", "Get-X", ")", "1 2", "1 2; if (", "a && b", "Get-X -A:", "Get-X (1 ]", "workflow w {"] {
        assert!(!is_incomplete(&parse(text).errors), "{text}");
    }
}

#[test]
fn brackets_and_quotes_that_are_not_closed() {
    let texts = [
        "(1",
        "Get-X (1 + 2",
        "$x[1",
        "$x.f(1, 2",
        "@(1, 2",
        "$(1",
        "@{ a = 1",
        "if ($a) { 1",
        "{ 1",
        "function f { ",
        r#""abc"#,
        "'abc",
        r#"Get-X "a b"#,
        "@\"\nabc",
        "@'\nabc",
        r#"@""#,
        r#""a $(1 ""#,
        "<# abc",
        "${abc",
        "[int",
        "[Parameter(Mandatory",
        "foreach ($i in 1..3 { }",
        "if ($x -eq 1 { 2 }",
        "(Get-X { 1 )",
    ];
    insta::assert_snapshot!(wrong(&texts), @r#"
    (1
        Line 1, column 1: `(` is not closed: `)` is missing before the end (MissingEndParenthesisInExpression) ...
            Write ) where it ends.
    Get-X (1 + 2
        Line 1, column 7: `(` is not closed: `)` is missing before the end (MissingEndParenthesisInExpression) ...
            Write ) where it ends.
    $x[1
        Line 1, column 3: `[` is not closed: `]` is missing before the end (MissingEndSquareBracket) ...
            Write ] where it ends.
    $x.f(1, 2
        Line 1, column 5: `(` is not closed: `)` is missing before the end (MissingEndParenthesisInExpression) ...
            Write ) where it ends.
    @(1, 2
        Line 1, column 1: `@(` is not closed: `)` is missing before the end (MissingEndParenthesisInSubexpression) ...
            Write ) where it ends.
    $(1
        Line 1, column 1: `$(` is not closed: `)` is missing before the end (MissingEndParenthesisInSubexpression) ...
            Write ) where it ends.
    @{ a = 1
        Line 1, column 1: `@{` is not closed: `}` is missing before the end (MissingEndCurlyBrace) ...
            Write } where it ends.
    if ($a) { 1
        Line 1, column 9: `{` is not closed: `}` is missing before the end (MissingEndCurlyBrace) ...
            Write } where it ends.
    { 1
        Line 1, column 1: `{` is not closed: `}` is missing before the end (MissingEndCurlyBrace) ...
            Write } where it ends.
    function f { 
        Line 1, column 12: `{` is not closed: `}` is missing before the end (MissingEndCurlyBrace) ...
            Write } where it ends.
    "abc
        Line 1, column 1: the text that begins here is not closed: " is missing (TerminatorExpectedAtEndOfString) ...
            Close it with ", or double the quote where it belongs to the text.
    'abc
        Line 1, column 1: the text that begins here is not closed: ' is missing (TerminatorExpectedAtEndOfString) ...
            Close it with ', or double the quote where it belongs to the text.
    Get-X "a b
        Line 1, column 7: the text that begins here is not closed: " is missing (TerminatorExpectedAtEndOfString) ...
            Close it with ", or double the quote where it belongs to the text.
    @"
    abc
        Line 1, column 1: the text that begins here is not closed: "@ is missing (TerminatorExpectedAtEndOfString) ...
            Close it with "@, or double the quote where it belongs to the text.
    @'
    abc
        Line 1, column 1: the text that begins here is not closed: '@ is missing (TerminatorExpectedAtEndOfString) ...
            Close it with '@, or double the quote where it belongs to the text.
    @"
        Line 1, column 1: the text that begins here is not closed: "@ is missing (TerminatorExpectedAtEndOfString) ...
            Close it with "@, or double the quote where it belongs to the text.
    "a $(1 "
        Line 1, column 4: `$(` is not closed: `)` is missing before the end (MissingEndParenthesisInSubexpression) ...
            Write ) where it ends.
        Line 1, column 8: `"` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    <# abc
        Line 1, column 1: the comment that begins here is not closed: #> is missing (MissingTerminatorMultiLineComment) ...
            Write what closes it.
    ${abc
        Line 1, column 1: the name of the variable that begins here is not closed: } is missing (IncompleteDollarVariableReference) ...
            Close the name with }.
    [int
        Line 1, column 1: `[` is not closed: `]` is missing before the end (MissingEndSquareBracket) ...
            Write ] where it ends.
    [Parameter(Mandatory
        Line 1, column 11: `(` is not closed: `)` is missing before the end (MissingEndParenthesisInExpression) ...
            Write ) where it ends.
    foreach ($i in 1..3 { }
        Line 1, column 9: `(` is not closed: `)` is missing before `{` in line 1, column 21 (MissingEndParenthesisInExpression)
            Write ) where it ends.
    if ($x -eq 1 { 2 }
        Line 1, column 4: `(` is not closed: `)` is missing before `{` in line 1, column 14 (MissingEndParenthesisInExpression)
            Write ) where it ends.
    (Get-X { 1 )
        Line 1, column 8: `{` is not closed: `}` is missing before the end (MissingEndCurlyBrace) ...
            Write } where it ends.
        Line 1, column 12: `)` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    "#);
}

#[test]
fn brackets_that_close_nothing() {
    let texts = [")", "}", "Get-X )", "1 }", "a\n}\nb\n)", "$x]", "(1]", "{ ) }", "@{ ) }"];
    insta::assert_snapshot!(wrong(&texts), @r#"
    )
        Line 1, column 1: `)` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    }
        Line 1, column 1: `}` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    Get-X )
        Line 1, column 7: `)` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    1 }
        Line 1, column 3: `}` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    a
    }
    b
    )
        Line 2, column 1: `}` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
        Line 4, column 1: `)` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    $x]
        Line 1, column 3: `]` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    (1]
        Line 1, column 1: `(` is not closed: `)` is missing before the end (MissingEndParenthesisInExpression) ...
            Write ) where it ends.
        Line 1, column 3: `]` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    { ) }
        Line 1, column 3: `)` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    @{ ) }
        Line 1, column 1: `@{` is not closed: `}` is missing before `)` in line 1, column 4 (MissingEndCurlyBrace)
            Write } where it ends.
        Line 1, column 6: `}` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    "#);
}

#[test]
fn things_in_wrong_places() {
    let texts = [
        "1 2",
        "$x $y",
        "$AG-Support.Identity",
        "$a -foo $b",
        "'a' 'b'",
        "(1) 2",
        "Get-X | 1",
        "1 | 2",
        "()",
        "(1; 2)",
        "a @",
        "@",
        "@ x",
        "1 ]",
        "$x = 1 2",
        "(Get-X))",
        "= 5",
        "> a",
        "$x : y",
    ];
    insta::assert_snapshot!(wrong(&texts), @r#"
    1 2
        Line 1, column 3: `2` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    $x $y
        Line 1, column 4: `$y` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    $AG-Support.Identity
        Line 1, column 4: there is no operator `-Support` (UnexpectedToken)
            Check its spelling; a command with parameters needs parentheses around it to be part of an expression.
    $a -foo $b
        Line 1, column 4: there is no operator `-foo` (UnexpectedToken)
            Check its spelling; a command with parameters needs parentheses around it to be part of an expression.
    'a' 'b'
        Line 1, column 5: `'b'` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    (1) 2
        Line 1, column 5: `2` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    Get-X | 1
        Line 1, column 9: only the first element of a pipeline can be an expression (ExpressionsMustBeFirstInPipeline)
            Put it first, or use ForEach-Object { ... } to compute something for each object.
    1 | 2
        Line 1, column 5: only the first element of a pipeline can be an expression (ExpressionsMustBeFirstInPipeline)
            Put it first, or use ForEach-Object { ... } to compute something for each object.
    ()
        Line 1, column 2: the parentheses are empty; an expression or a command is missing (ExpectedExpression)
            Write what has a value between them, or @() for an empty array.
    (1; 2)
        Line 1, column 3: `;` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    a @
        Line 1, column 3: `@` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    @
        Line 1, column 1: `@` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    @ x
        Line 1, column 1: `@` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    1 ]
        Line 1, column 3: `]` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    $x = 1 2
        Line 1, column 8: `2` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    (Get-X))
        Line 1, column 8: `)` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    = 5
        Line 1, column 1: `=` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    > a
        Line 1, column 1: `>` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    $x : y
        Line 1, column 4: `:` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    "#);
}

#[test]
fn several_mistakes_are_all_found() {
    let texts = [
        "1 +\n)\nif { }\n'ok'\n@{ a }",
        "$x = (1 2\n$y = 3 4\nGet-X -A: ; Get-Y ,",
        "workflow w { }\nclass A { }\n1 +",
    ];
    insta::assert_snapshot!(wrong(&texts), @r#"
    1 +
    )
    if { }
    'ok'
    @{ a }
        Line 1, column 4: a value is missing after `+` (ExpectedValueExpression)
            Write a value after it: a number, a variable, a text in quotes, or a command in parentheses.
        Line 3, column 3: `(...)` is missing after `if` (MissingOpenParenthesisInIfStatement)
            Write if (condition) { ... }.
        Line 5, column 5: `=` is missing after a key of the hashtable (MissingEqualsInHashLiteral)
            Write each entry as key = value; quote a key that is not a plain word.
    $x = (1 2
    $y = 3 4
    Get-X -A: ; Get-Y ,
        Line 1, column 6: `(` is not closed: `)` is missing before `$y` in line 2, column 1 (MissingEndParenthesisInExpression)
            Write ) where it ends.
        Line 1, column 9: `2` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
        Line 2, column 8: `4` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
        Line 3, column 7: the value is missing after `-A:` (ParameterRequiresArgument)
            Write the value, or remove the colon.
        Line 3, column 19: an argument is missing before the comma (MissingArgument)
            Remove the comma, or write what is missing before it.
    workflow w { }
    class A { }
    1 +
        Line 1, column 1: `workflow` is not supported (NotSupported)
            Use function.
        Line 2, column 1: `class` is not supported (NotSupported)
            Use [PSCustomObject]@{ ... } and functions.
        Line 3, column 4: a value is missing after `+` (ExpectedValueExpression) ...
            Write a value after it: a number, a variable, a text in quotes, or a command in parentheses.
    "#);
}
