//! Commands and pipelines that are wrong.

use super::wrong;

#[test]
fn pipelines_with_holes() {
    let texts = ["a |", "| a", "a | | b", "a ||", "a | ; b", "(a | )"];
    insta::assert_snapshot!(wrong(&texts), @r#"
    a |
        Line 1, column 4: an element of the pipeline is empty (EmptyPipeElement) ...
            Write a command on both sides of |, or remove it.
    | a
        Line 1, column 1: an element of the pipeline is empty (EmptyPipeElement)
            Write a command on both sides of |, or remove it.
    a | | b
        Line 1, column 4: an element of the pipeline is empty (EmptyPipeElement)
            Write a command on both sides of |, or remove it.
    a ||
        Line 1, column 3: `||` is not part of Windows PowerShell 5.1 (InvalidEndOfLine)
            Use if (-not $?) { ... } after the first command.
    a | ; b
        Line 1, column 4: an element of the pipeline is empty (EmptyPipeElement)
            Write a command on both sides of |, or remove it.
    (a | )
        Line 1, column 5: an element of the pipeline is empty (EmptyPipeElement)
            Write a command on both sides of |, or remove it.
    "#);
}

#[test]
fn commands() {
    let texts = [
        "Get-X ,a",
        "Get-X a,",
        "Get-X a,,b",
        "Get-X -A:",
        "Get-X -A:,1",
        "&",
        "& ; 1",
        ".",
        "a >",
        "a > | b",
        "a < b",
        "a 1>&2",
        "a 1>&1",
        "a > b > c",
        "a 2>&1 2>c",
        "Get-X --% a",
        "$y = @x",
        "@x",
        "1 + @x",
        "Get-X @a, @b",
    ];
    insta::assert_snapshot!(wrong(&texts), @r#"
    Get-X ,a
        Line 1, column 7: an argument is missing before the comma (MissingArgument)
            Remove the comma, or write what is missing before it.
    Get-X a,
        Line 1, column 8: a value is missing after `,` (ExpectedValueExpression) ...
            Write a value after it: a number, a variable, a text in quotes, or a command in parentheses.
    Get-X a,,b
        Line 1, column 8: a value is missing after `,` (ExpectedValueExpression)
            Write a value after it: a number, a variable, a text in quotes, or a command in parentheses.
    Get-X -A:
        Line 1, column 7: the value is missing after `-A:` (ParameterRequiresArgument)
            Write the value, or remove the colon.
    Get-X -A:,1
        Line 1, column 7: the value is missing after `-A:` (ParameterRequiresArgument)
            Write the value, or remove the colon.
    &
        Line 1, column 2: the command is missing after `&` (MissingExpression)
            Write the name of a command, a path or a script block behind it.
    & ; 1
        Line 1, column 2: the command is missing after `&` (MissingExpression)
            Write the name of a command, a path or a script block behind it.
    .
        Line 1, column 2: the command is missing after `.` (MissingExpression)
            Write the name of a command, a path or a script block behind it.
    a >
        Line 1, column 3: the file is missing after `>` (MissingFileSpecification)
            Write a path behind it, or $null to throw the output away.
    a > | b
        Line 1, column 3: the file is missing after `>` (MissingFileSpecification)
            Write a path behind it, or $null to throw the output away.
    a < b
        Line 1, column 3: the redirection `<` does not exist (RedirectionNotSupported)
            Streams go to a file with >, 2> and so on, and into the output with 2>&1; a file is read by Get-Content.
    a 1>&2
        Line 1, column 3: the redirection `1>&2` does not exist (RedirectionNotSupported)
            Streams go to a file with >, 2> and so on, and into the output with 2>&1; a file is read by Get-Content.
    a 1>&1
        Line 1, column 3: the redirection `1>&1` does not exist (RedirectionNotSupported)
            Streams go to a file with >, 2> and so on, and into the output with 2>&1; a file is read by Get-Content.
    a > b > c
        Line 1, column 7: the output stream is redirected already (StreamAlreadyRedirected)
            Keep one of the two.
    a 2>&1 2>c
        Line 1, column 8: the error stream is redirected already (StreamAlreadyRedirected)
            Keep one of the two.
    Get-X --% a
        Line 1, column 7: `--%` is not supported (NotSupported)
            Quote the arguments.
    $y = @x
        Line 1, column 6: `@x` gives a command its parameters and has no value elsewhere (SplattingNotPermitted)
            Write $x.
    @x
        Line 1, column 1: `@x` gives a command its parameters and has no value elsewhere (SplattingNotPermitted)
            Write $x.
    1 + @x
        Line 1, column 5: `@x` gives a command its parameters and has no value elsewhere (SplattingNotPermitted)
            Write $x.
    Get-X @a, @b
        Line 1, column 7: `@a` gives a command its parameters and has no value elsewhere (SplattingNotPermitted)
            Write $a.
        Line 1, column 11: `@b` gives a command its parameters and has no value elsewhere (SplattingNotPermitted)
            Write $b.
    "#);
}

#[test]
fn syntax_of_later_versions_is_named() {
    let texts = ["a && b", "if ($a && $b) { 1 }", "a || b", "a &", "$x ? 1 : 2", "$x ?? 1"];
    insta::assert_snapshot!(wrong(&texts), @r#"
    a && b
        Line 1, column 3: `&&` is not part of Windows PowerShell 5.1 (InvalidEndOfLine)
            Use if ($?) { ... } after the first command.
    if ($a && $b) { 1 }
        Line 1, column 8: `&&` is not part of Windows PowerShell 5.1 (InvalidEndOfLine)
            Use if ($?) { ... } after the first command.
    a || b
        Line 1, column 3: `||` is not part of Windows PowerShell 5.1 (InvalidEndOfLine)
            Use if (-not $?) { ... } after the first command.
    a &
        Line 1, column 3: `&` is not part of Windows PowerShell 5.1 (AmpersandNotAllowed)
            Commands run one after the other; remove it.
    $x ? 1 : 2
        Line 1, column 4: `?` is not part of Windows PowerShell 5.1 (UnexpectedToken)
            Use if (...) { ... } else { ... }.
    $x ?? 1
        Line 1, column 4: `??` is not part of Windows PowerShell 5.1 (UnexpectedToken)
            Use if (...) { ... } else { ... }.
    "#);
}
