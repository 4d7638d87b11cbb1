//! Statements and declarations that are wrong.

use super::wrong;

#[test]
fn keywords_without_what_must_follow() {
    let texts = [
        "if",
        "if $a { 1 }",
        "if ($a)",
        "if ($a) 1",
        "if ($a) { 1 } else",
        "if ($a) { 1 } else 2",
        "if ($a) { } elseif",
        "if () { }",
        "else { 1 }",
        "elseif ($x) { }",
        "while { }",
        "while ($x)",
        "do { 1 }",
        "do { 1 } foo",
        "for",
        "for { }",
        "foreach",
        "foreach ($i) { }",
        "foreach (1 in 2) { }",
        "foreach ($i of $x) { }",
        "foreach ($i in ) { }",
        "foreach ($i in $x) 1",
        "try { 1 }",
        "try",
        "catch { }",
        "finally { }",
        "try { } catch 1",
        "try { } catch { } catch { }",
        "function f($a) { param($b) }",
        "until ($x)",
        "function",
        "function { }",
        "function f",
        "function f($a",
        "function f(1) { }",
        "function f($a,) { }",
        "function f($a $b) { }",
        "function f($a, $A) { }",
        "param($a, )",
        "param([string])",
    ];
    insta::assert_snapshot!(wrong(&texts), @r#"
    if
        Line 1, column 3: `(...)` is missing after `if` (MissingOpenParenthesisInIfStatement) ...
            Write if (condition) { ... }.
    if $a { 1 }
        Line 1, column 3: `(...)` is missing after `if` (MissingOpenParenthesisInIfStatement)
            Write if (condition) { ... }.
    if ($a)
        Line 1, column 8: `{ ... }` is missing after `if` (MissingStatementBlock) ...
            Write if (condition) { ... }.
    if ($a) 1
        Line 1, column 8: `{ ... }` is missing after `if` (MissingStatementBlock)
            Write if (condition) { ... }.
    if ($a) { 1 } else
        Line 1, column 19: `{ ... }` is missing after `else` (MissingStatementBlockAfterElse) ...
            Write else { ... }.
    if ($a) { 1 } else 2
        Line 1, column 19: `{ ... }` is missing after `else` (MissingStatementBlockAfterElse)
            Write else { ... }.
    if ($a) { } elseif
        Line 1, column 19: `(...)` is missing after `elseif` (MissingOpenParenthesisInIfStatement) ...
            Write elseif (condition) { ... }.
    if () { }
        Line 1, column 5: the parentheses are empty; an expression or a command is missing (ExpectedExpression)
            Write what has a value between them, or @() for an empty array.
    else { 1 }
        Line 1, column 1: `else` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    elseif ($x) { }
        Line 1, column 1: `elseif` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    while { }
        Line 1, column 6: `(...)` is missing after `while` (MissingOpenParenthesisAfterKeyword)
            Write while (condition) { ... }.
    while ($x)
        Line 1, column 11: `{ ... }` is missing after `while` (MissingLoopStatement) ...
            Write while (condition) { ... }.
    do { 1 }
        Line 1, column 9: `while (...)` is missing after `do` (MissingWhileOrUntilInDoWhile) ...
            Write do { ... } while (condition), or until (condition).
    do { 1 } foo
        Line 1, column 9: `while (...)` is missing after `do` (MissingWhileOrUntilInDoWhile)
            Write do { ... } while (condition), or until (condition).
    for
        Line 1, column 4: `(...)` is missing after `for` (MissingOpenParenthesisAfterKeyword) ...
            Write for ($i = 0; $i -lt 10; $i++) { ... }.
    for { }
        Line 1, column 4: `(...)` is missing after `for` (MissingOpenParenthesisAfterKeyword)
            Write for ($i = 0; $i -lt 10; $i++) { ... }.
    foreach
        Line 1, column 8: `(...)` is missing after `foreach` (MissingOpenParenthesisAfterKeyword) ...
            Write foreach ($item in $list) { ... }.
    foreach ($i) { }
        Line 1, column 12: `in` is missing after `foreach` (MissingInInForeach)
            Write foreach ($item in $list) { ... }.
    foreach (1 in 2) { }
        Line 1, column 10: `$item` is missing after `foreach` (MissingVariableNameAfterForeach)
            Write foreach ($item in $list) { ... }.
    foreach ($i of $x) { }
        Line 1, column 12: `in` is missing after `foreach` (MissingInInForeach)
            Write foreach ($item in $list) { ... }.
    foreach ($i in ) { }
        Line 1, column 15: `$list` is missing after `foreach` (MissingForeachExpression)
            Write foreach ($item in $list) { ... }.
    foreach ($i in $x) 1
        Line 1, column 19: `{ ... }` is missing after `foreach` (MissingForeachStatement)
            Write foreach ($item in $list) { ... }.
    try { 1 }
        Line 1, column 10: `try` needs a `catch` or a `finally` (MissingCatchOrFinally) ...
            Write catch { ... } or finally { ... } behind it.
    try
        Line 1, column 4: `{ ... }` is missing after `try` (MissingTryStatementBlock) ...
            Write try { ... }.
    catch { }
        Line 1, column 1: `catch` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    finally { }
        Line 1, column 1: `finally` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    try { } catch 1
        Line 1, column 14: `{ ... }` is missing after `catch` (MissingCatchHandlerBlock)
            Write catch { ... }.
    try { } catch { } catch { }
        Line 1, column 19: this `catch` is never reached: the one before it catches every error (EmptyCatchNotLast)
            Move the catch without a type to the end.
    function f($a) { param($b) }
        Line 1, column 24: the parameters are declared already, behind the name of the function (OnlyOneParameterListAllowed)
            Declare all parameters in one place.
    until ($x)
        Line 1, column 1: `until` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    function
        Line 1, column 9: `Name` is missing after `function` (MissingNameAfterKeyword) ...
            Write function Name { ... }.
    function { }
        Line 1, column 9: `Name` is missing after `function` (MissingNameAfterKeyword)
            Write function Name { ... }.
    function f
        Line 1, column 11: `{ ... }` is missing after `function` (MissingFunctionBody) ...
            Write function Name { ... }.
    function f($a
        Line 1, column 11: `(` is not closed: `)` is missing before the end (MissingEndParenthesisInExpression) ...
            Write ) where it ends.
    function f(1) { }
        Line 1, column 12: a parameter is missing here: `$name`, with its type before it (InvalidFunctionParameter)
            Write $name, remove the comma, or close the parentheses.
    function f($a,) { }
        Line 1, column 15: a parameter is missing here: `$name`, with its type before it (InvalidFunctionParameter)
            Write $name, remove the comma, or close the parentheses.
    function f($a $b) { }
        Line 1, column 15: `$b` cannot stand here (UnexpectedToken)
            Remove it, quote it, or begin a new line or write ; before it.
    function f($a, $A) { }
        Line 1, column 16: the parameter `$A` is declared already (DuplicateFormalParameter)
            Rename one of the two.
    param($a, )
        Line 1, column 10: a parameter is missing here: `$name`, with its type before it (InvalidFunctionParameter)
            Write $name, remove the comma, or close the parentheses.
    param([string])
        Line 1, column 15: a parameter is missing here: `$name`, with its type before it (InvalidFunctionParameter)
            Write $name, remove the comma, or close the parentheses.
    "#);
}

#[test]
fn switches() {
    let texts = [
        "switch",
        "switch ($x)",
        "switch ($x) { 1 }",
        "switch -foo ($x) { }",
        "switch ($x) { default { 1 } default { 2 } }",
        "switch { }",
        "switch -file { }",
    ];
    insta::assert_snapshot!(wrong(&texts), @r#"
    switch
        Line 1, column 7: `(...)` is missing after `switch` (MissingOpenParenthesisAfterKeyword) ...
            Write switch (value) { pattern { ... } }.
    switch ($x)
        Line 1, column 12: `{ ... }` is missing after `switch` (MissingCurlyBraceInSwitchStatement) ...
            Write switch (value) { pattern { ... } }.
    switch ($x) { 1 }
        Line 1, column 16: `{ ... }` is missing after `switch` (MissingCurlyBraceInSwitchStatement)
            Write switch (value) { pattern { ... } }.
    switch -foo ($x) { }
        Line 1, column 8: `switch` has no option `-foo` (InvalidSwitchFlag)
            It has -Regex, -Wildcard, -Exact, -CaseSensitive and -File.
    switch ($x) { default { 1 } default { 2 } }
        Line 1, column 29: `switch` has a `default` already (MultipleSwitchDefaultClauses)
            Keep one of the two.
    switch { }
        Line 1, column 7: `(...)` is missing after `switch` (MissingOpenParenthesisAfterKeyword)
            Write switch (value) { pattern { ... } }.
    switch -file { }
        Line 1, column 17: `{ ... }` is missing after `switch` (MissingCurlyBraceInSwitchStatement) ...
            Write switch (value) { pattern { ... } }.
    "#);
}

#[test]
fn named_blocks() {
    let texts = ["begin { 1 } 2", "begin 1", "begin { } begin { }", "process { } Get-X", "{ end { } 1 }"];
    insta::assert_snapshot!(wrong(&texts), @r#"
    begin { 1 } 2
        Line 1, column 13: statements cannot stand beside `begin`, `process` and `end` (UnexpectedTokenInNamedBlockList)
            Move them into end { ... }.
    begin 1
        Line 1, column 6: `{ ... }` is missing after `begin` (MissingNamedStatementBlock)
            Write begin { ... }.
    begin { } begin { }
        Line 1, column 11: the block has a `begin` already (DuplicateScriptCommandClause)
            Keep one of the two.
    process { } Get-X
        Line 1, column 13: statements cannot stand beside `begin`, `process` and `end` (UnexpectedTokenInNamedBlockList)
            Move them into end { ... }.
    { end { } 1 }
        Line 1, column 11: statements cannot stand beside `begin`, `process` and `end` (UnexpectedTokenInNamedBlockList)
            Move them into end { ... }.
    "#);
}

#[test]
fn attributes() {
    let texts = [
        "[Foo(a = )]$x",
        "[Foo(a = 1, a = 2)]$x",
        "[Foo(1]$x",
        "[Foo()",
        "function f([Foo()]) { }",
        "[int, mscorlib]$x",
        "[string]param($a)",
    ];
    insta::assert_snapshot!(wrong(&texts), @r#"
    [Foo(a = )]$x
        Line 1, column 9: a value is missing after `=` (ExpectedValueExpression)
            Write a value after it: a number, a variable, a text in quotes, or a command in parentheses.
    [Foo(a = 1, a = 2)]$x
        Line 1, column 13: the argument `a` is given twice (DuplicateNamedArgument)
            Remove one of the two.
    [Foo(1]$x
        Line 1, column 5: `(` is not closed: `)` is missing before `]` in line 1, column 7 (MissingEndParenthesisInExpression)
            Write ) where it ends.
    [Foo()
        Line 1, column 1: `[` is not closed: `]` is missing before the end (MissingEndSquareBracket) ...
            Write ] where it ends.
    function f([Foo()]) { }
        Line 1, column 19: a parameter is missing here: `$name`, with its type before it (InvalidFunctionParameter)
            Write $name, remove the comma, or close the parentheses.
    [int, mscorlib]$x
        Line 1, column 5: the assembly in the name of a type is not supported (NotSupported)
            Write the name of the type alone.
    [string]param($a)
        Line 1, column 1: the attribute `string` must stand before a parameter, a variable or `param` (UnexpectedAttribute)
            Remove it, or write what it belongs to behind it.
    "#);
}

#[test]
fn unsupported_syntax_is_named() {
    let texts = [
        "class A {\n  [int]$x\n  A() { $this.x = 1 }\n}\n1",
        "class A\n{\n}",
        "enum E { a; b }",
        "[Flags()]\nenum E { a }",
        "using namespace System",
        "using module A",
        "workflow w { 1 }",
        "configuration c { 1 }",
        "parallel { 1 }",
        "sequence { 1 }",
        "dynamicparam { 1 }",
        "function f { dynamicparam { 1 } end { 2 } }",
        "foreach -parallel ($x in $y) { 1 }",
        "$using:x",
        "a --% b",
        "from x",
        "define y",
        "var z",
    ];
    insta::assert_snapshot!(wrong(&texts), @r#"
    class A {
      [int]$x
      A() { $this.x = 1 }
    }
    1
        Line 1, column 1: `class` is not supported (NotSupported)
            Use [PSCustomObject]@{ ... } and functions.
    class A
    {
    }
        Line 1, column 1: `class` is not supported (NotSupported)
            Use [PSCustomObject]@{ ... } and functions.
    enum E { a; b }
        Line 1, column 1: `enum` is not supported (NotSupported)
            Use [ValidateSet(...)] on a parameter, or a hashtable.
    [Flags()]
    enum E { a }
        Line 2, column 1: `enum` is not supported (NotSupported)
            Use [ValidateSet(...)] on a parameter, or a hashtable.
    using namespace System
        Line 1, column 1: `using` is not supported (NotSupported)
            Write type names in full, and load modules with Import-Module.
    using module A
        Line 1, column 1: `using` is not supported (NotSupported)
            Write type names in full, and load modules with Import-Module.
    workflow w { 1 }
        Line 1, column 1: `workflow` is not supported (NotSupported)
            Use function.
    configuration c { 1 }
        Line 1, column 1: `configuration` is not supported (NotSupported)
            Use function.
    parallel { 1 }
        Line 1, column 1: `parallel` is not supported (NotSupported)
            Statements run one after the other; leave it out.
    sequence { 1 }
        Line 1, column 1: `sequence` is not supported (NotSupported)
            Statements run one after the other; leave it out.
    dynamicparam { 1 }
        Line 1, column 1: `dynamicparam` is not supported (NotSupported)
            Declare all parameters in param(...).
    function f { dynamicparam { 1 } end { 2 } }
        Line 1, column 14: `dynamicparam` is not supported (NotSupported)
            Declare all parameters in param(...).
    foreach -parallel ($x in $y) { 1 }
        Line 1, column 9: an option of `foreach` is not supported (NotSupported)
            Statements run one after the other; leave it out.
    $using:x
        Line 1, column 1: `$using:` is not supported (NotSupported)
            Scripts run in one place; write the variable without using:.
    a --% b
        Line 1, column 3: `--%` is not supported (NotSupported)
            Quote the arguments.
    from x
        Line 1, column 1: the word `from` is reserved and cannot begin a statement (ReservedKeywordNotAllowed)
            Call a command of that name with & 'name'.
    define y
        Line 1, column 1: the word `define` is reserved and cannot begin a statement (ReservedKeywordNotAllowed)
            Call a command of that name with & 'name'.
    var z
        Line 1, column 1: the word `var` is reserved and cannot begin a statement (ReservedKeywordNotAllowed)
            Call a command of that name with & 'name'.
    "#);
}

#[test]
fn assignments() {
    let texts = [
        "1 = 2",
        "'a' = 1",
        "(Get-X) = 1",
        "$x, 1 = 2",
        "$x + 1 = 2",
        "$x++ = 1",
        "$a, $b += 1",
        "1++",
        "++(Get-X)",
        "--1",
        "[ordered]$x",
        "[ordered]@(1)",
    ];
    insta::assert_snapshot!(wrong(&texts), @r#"
    1 = 2
        Line 1, column 1: this cannot be assigned to (InvalidLeftHandSide)
            Assign to a variable, a property or an index.
    'a' = 1
        Line 1, column 1: this cannot be assigned to (InvalidLeftHandSide)
            Assign to a variable, a property or an index.
    (Get-X) = 1
        Line 1, column 1: this cannot be assigned to (InvalidLeftHandSide)
            Assign to a variable, a property or an index.
    $x, 1 = 2
        Line 1, column 1: this cannot be assigned to (InvalidLeftHandSide)
            Assign to a variable, a property or an index.
    $x + 1 = 2
        Line 1, column 1: this cannot be assigned to (InvalidLeftHandSide)
            Assign to a variable, a property or an index.
    $x++ = 1
        Line 1, column 1: this cannot be assigned to (InvalidLeftHandSide)
            Assign to a variable, a property or an index.
    $a, $b += 1
        Line 1, column 1: this cannot be assigned to (InvalidLeftHandSide)
            Assign to a variable, a property or an index.
    1++
        Line 1, column 1: `++` changes a variable, a property or an index, and this is none (OperatorRequiresVariableOrProperty)
            Assign the value to a variable first.
    ++(Get-X)
        Line 1, column 3: `++` changes a variable, a property or an index, and this is none (OperatorRequiresVariableOrProperty)
            Assign the value to a variable first.
    --1
        Line 1, column 3: `--` changes a variable, a property or an index, and this is none (OperatorRequiresVariableOrProperty)
            Assign the value to a variable first.
    [ordered]$x
        Line 1, column 1: `[ordered]` can only stand before a hashtable `@{ ... }` (OrderedAttributeOnlyOnHashLiteralNode)
            Write the hashtable directly behind it.
    [ordered]@(1)
        Line 1, column 1: `[ordered]` can only stand before a hashtable `@{ ... }` (OrderedAttributeOnlyOnHashLiteralNode)
            Write the hashtable directly behind it.
    "#);
}
