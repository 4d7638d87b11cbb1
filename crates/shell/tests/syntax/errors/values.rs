//! Expressions that are wrong.

use super::wrong;

#[test]
fn operators_without_operands() {
    let texts = [
        "1 +",
        "1 + ; 2",
        "$x -eq",
        "-not",
        "!",
        "1,",
        "1, ;",
        "+",
        "$x = ",
        "$x =;",
        "$x += ",
        "1 + foo",
        "$a -and | b",
        "[ValidateNotNull()]",
        "1 -f",
        "(1 + )",
        "$x.f(1, )",
    ];
    insta::assert_snapshot!(wrong(&texts), @r#"
    1 +
        Line 1, column 4: a value is missing after `+` (ExpectedValueExpression) ...
            Write a value after it: a number, a variable, a text in quotes, or a command in parentheses.
    1 + ; 2
        Line 1, column 4: a value is missing after `+` (ExpectedValueExpression)
            Write a value after it: a number, a variable, a text in quotes, or a command in parentheses.
    $x -eq
        Line 1, column 7: a value is missing after `-eq` (ExpectedValueExpression) ...
            Write a value after it: a number, a variable, a text in quotes, or a command in parentheses.
    -not
        Line 1, column 5: a value is missing after `-not` (ExpectedValueExpression) ...
            Write a value after it: a number, a variable, a text in quotes, or a command in parentheses.
    !
        Line 1, column 2: a value is missing after `!` (ExpectedValueExpression) ...
            Write a value after it: a number, a variable, a text in quotes, or a command in parentheses.
    1,
        Line 1, column 3: a value is missing after `,` (ExpectedValueExpression) ...
            Write a value after it: a number, a variable, a text in quotes, or a command in parentheses.
    1, ;
        Line 1, column 3: a value is missing after `,` (ExpectedValueExpression)
            Write a value after it: a number, a variable, a text in quotes, or a command in parentheses.
    +
        Line 1, column 2: a value is missing after `+` (ExpectedValueExpression) ...
            Write a value after it: a number, a variable, a text in quotes, or a command in parentheses.
    $x = 
        Line 1, column 4: a value is missing after `=` (ExpectedValueExpression) ...
            Write a value after it: a number, a variable, a text in quotes, or a command in parentheses.
    $x =;
        Line 1, column 4: a value is missing after `=` (ExpectedValueExpression)
            Write a value after it: a number, a variable, a text in quotes, or a command in parentheses.
    $x += 
        Line 1, column 4: a value is missing after `+=` (ExpectedValueExpression) ...
            Write a value after it: a number, a variable, a text in quotes, or a command in parentheses.
    1 + foo
        Line 1, column 4: a value is missing after `+` (ExpectedValueExpression)
            Write a value after it: a number, a variable, a text in quotes, or a command in parentheses.
    $a -and | b
        Line 1, column 8: a value is missing after `-and` (ExpectedValueExpression)
            Write a value after it: a number, a variable, a text in quotes, or a command in parentheses.
    [ValidateNotNull()]
        Line 1, column 1: the attribute `ValidateNotNull` must stand before a parameter, a variable or `param` (UnexpectedAttribute) ...
            Remove it, or write what it belongs to behind it.
    1 -f
        Line 1, column 5: a value is missing after `-f` (ExpectedValueExpression) ...
            Write a value after it: a number, a variable, a text in quotes, or a command in parentheses.
    (1 + )
        Line 1, column 5: a value is missing after `+` (ExpectedValueExpression)
            Write a value after it: a number, a variable, a text in quotes, or a command in parentheses.
    $x.f(1, )
        Line 1, column 8: a value is missing after `,` (ExpectedValueExpression)
            Write a value after it: a number, a variable, a text in quotes, or a command in parentheses.
    "#);
}

#[test]
fn members_and_indexes_without_names() {
    let texts = ["$x.", "$x. ; 1", "$x[]", "$x::", "[int]::", "$x.[0]", "$x.(", "[]", "[ ]$x", "[0]"];
    insta::assert_snapshot!(wrong(&texts), @r#"
    $x.
        Line 1, column 4: the name of a property or method is missing after `.` (MissingPropertyName) ...
            Write the name directly behind it.
    $x. ; 1
        Line 1, column 4: the name of a property or method is missing after `.` (MissingPropertyName)
            Write the name directly behind it.
    $x[]
        Line 1, column 4: the index is missing in the brackets (MissingArrayIndexExpression)
            Write a number or a key between the brackets.
    $x::
        Line 1, column 5: the name of a property or method is missing after `::` (MissingPropertyName) ...
            Write the name directly behind it.
    [int]::
        Line 1, column 8: the name of a property or method is missing after `::` (MissingPropertyName) ...
            Write the name directly behind it.
    $x.[0]
        Line 1, column 4: the name of a property or method is missing after `.` (MissingPropertyName)
            Write the name directly behind it.
    $x.(
        Line 1, column 5: the parentheses are empty; an expression or a command is missing (ExpectedExpression) ...
            Write what has a value between them, or @() for an empty array.
    []
        Line 1, column 1: the name of a type is missing after `[` (MissingTypename)
            Write the name directly behind it, as in [string].
    [ ]$x
        Line 1, column 1: the name of a type is missing after `[` (MissingTypename)
            Write the name directly behind it, as in [string].
    [0]
        Line 1, column 1: the name of a type is missing after `[` (MissingTypename)
            Write the name directly behind it, as in [string].
    "#);
}

#[test]
fn hashtables() {
    let texts = [
        "@{ a }",
        "@{ a 1 }",
        "@{ a = }",
        "@{ a = ; b = 1 }",
        "@{ a = 1; A = 2 }",
        "@{ a b = 1 }",
        "@{ a-b = 1 }",
        "@{ = 1 }",
        "@{ a = 1 b = 2 }",
    ];
    insta::assert_snapshot!(wrong(&texts), @r#"
    @{ a }
        Line 1, column 5: `=` is missing after a key of the hashtable (MissingEqualsInHashLiteral)
            Write each entry as key = value; quote a key that is not a plain word.
    @{ a 1 }
        Line 1, column 5: `=` is missing after a key of the hashtable (MissingEqualsInHashLiteral)
            Write each entry as key = value; quote a key that is not a plain word.
    @{ a = }
        Line 1, column 6: the value is missing after `=` in the hashtable (MissingStatementInHashLiteral)
            Write a value after it; $null is one.
    @{ a = ; b = 1 }
        Line 1, column 6: the value is missing after `=` in the hashtable (MissingStatementInHashLiteral)
            Write a value after it; $null is one.
    @{ a = 1; A = 2 }
        Line 1, column 11: the key `A` stands in the hashtable already (DuplicateKeyInHashLiteral)
            Remove one of the two.
    @{ a b = 1 }
        Line 1, column 5: `=` is missing after a key of the hashtable (MissingEqualsInHashLiteral)
            Write each entry as key = value; quote a key that is not a plain word.
    @{ a-b = 1 }
        Line 1, column 5: `=` is missing after a key of the hashtable (MissingEqualsInHashLiteral)
            Write each entry as key = value; quote a key that is not a plain word.
    @{ = 1 }
        Line 1, column 4: `=` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    @{ a = 1 b = 2 }
        Line 1, column 10: `b` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    "#);
}

#[test]
fn texts_and_variables() {
    let texts = [
        r#""$x: a""#,
        r#""$env:""#,
        "${}",
        r#""${}""#,
        "$x:",
        "@\"a\n\"@",
        r#"@" a"#,
        "@\"\na\n  \"@",
        "@'\na\n '@",
        r#""$(1 +)""#,
        r#""$(Get-X | )""#,
    ];
    insta::assert_snapshot!(wrong(&texts), @r#"
    "$x: a"
        Line 1, column 2: `$x:` ends in a colon that no name follows (InvalidVariableReferenceWithDrive)
            Write ${x}: where the colon belongs to the text.
    "$env:"
        Line 1, column 2: `$env:` ends in a colon that no name follows (InvalidVariableReferenceWithDrive)
            Write ${env}: where the colon belongs to the text.
    ${}
        Line 1, column 1: `${}` names no variable (EmptyVariableReference)
            Write a name after the $, or '$' where the character is meant.
    "${}"
        Line 1, column 2: `${}` names no variable (EmptyVariableReference)
            Write a name after the $, or '$' where the character is meant.
    $x:
        Line 1, column 1: `$x:` ends in a colon that no name follows (InvalidVariableReferenceWithDrive)
            Write ${x}: where the colon belongs to the text.
    @"a
    "@
        Line 1, column 1: @" begins a here-string, and no characters may follow it on its line (UnexpectedCharactersAfterHereStringHeader)
            Begin the text on the next line.
        Line 2, column 1: the text that begins here is not closed: " is missing (TerminatorExpectedAtEndOfString) ...
            Close it with ", or double the quote where it belongs to the text.
    @" a
        Line 1, column 1: @" begins a here-string, and no characters may follow it on its line (UnexpectedCharactersAfterHereStringHeader)
            Begin the text on the next line.
    @"
    a
      "@
        Line 3, column 3: blanks stand before "@, which must begin its line to close the here-string (WhitespaceBeforeHereStringFooter)
            Remove the blanks before it.
    @'
    a
     '@
        Line 3, column 2: blanks stand before '@, which must begin its line to close the here-string (WhitespaceBeforeHereStringFooter)
            Remove the blanks before it.
    "$(1 +)"
        Line 1, column 7: a value is missing after `+` (ExpectedValueExpression)
            Write a value after it: a number, a variable, a text in quotes, or a command in parentheses.
    "$(Get-X | )"
        Line 1, column 11: an element of the pipeline is empty (EmptyPipeElement)
            Write a command on both sides of |, or remove it.
    "#);
}

#[test]
fn numbers() {
    let texts = [
        "1e400",
        "99999999999999999pb",
        "0x11111111111111111",
        "99999999999999999999l",
        "79228162514264337593543950336d",
    ];
    insta::assert_snapshot!(wrong(&texts), @r#"
    1e400
        Line 1, column 1: `1e400` is not a number that can be represented (BadNumericConstant)
            Write a smaller number, or quote it where it is meant as text.
    99999999999999999pb
        Line 1, column 1: `99999999999999999pb` is not a number that can be represented (BadNumericConstant)
            Write a smaller number, or quote it where it is meant as text.
    0x11111111111111111
        Line 1, column 1: `0x11111111111111111` is not a number that can be represented (BadNumericConstant)
            Write a smaller number, or quote it where it is meant as text.
    99999999999999999999l
        Line 1, column 1: `99999999999999999999l` is not a number that can be represented (BadNumericConstant)
            Write a smaller number, or quote it where it is meant as text.
    79228162514264337593543950336d
        Line 1, column 1: `79228162514264337593543950336d` is not a number that can be represented (BadNumericConstant)
            Write a smaller number, or quote it where it is meant as text.
    "#);
}
