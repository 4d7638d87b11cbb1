//! Text in quotes, and here-strings.

use crate::shown;

#[test]
fn single_quotes_are_literal() {
    let texts = ["'a'", "''", "'it''s'", "'$x $(1) `n'", "'a\nb'", r#"'"'"#];
    insta::assert_snapshot!(shown(&texts), @r#"
    'a'
        'a'
    ''
        ''
    'it''s'
        'it's'
    '$x $(1) `n'
        '$x $(1) `n'
    'a
    b'
        'a\nb'
    '"'
        '"'
    "#);
}

#[test]
fn double_quotes_expand() {
    let texts = [
        r#""a""#,
        r#""""#,
        r#""$x""#,
        r#""a $x b""#,
        r#""$x$y""#,
        r#""$x.Name""#,
        r#""$x[0]""#,
        r#""$(1 + 2)""#,
        r#""$($x.Name) and $($y)""#,
        r#""${x}y""#,
        r#""${a b}""#,
        r#""$env:TEMP\x""#,
        r#""$global:x""#,
        r#""$_""#,
        r#""$?""#,
        r#""$$""#,
        r#""a""b""#,
        r#""a`"b""#,
        "\"a\nb\"",
        r#""$(Get-X | Select-Object -First 1)""#,
        r#""$(if ($x) { 'a' } else { "b" })""#,
        r#""$("a $("b $x")")""#,
        r#""$($h["a"])""#,
        r#""$(""a"")""#,
        r#""$()""#,
        r#""'""#,
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    "a"
        "a"
    ""
        ""
    "$x"
        (text $x)
    "a $x b"
        (text "a " $x " b")
    "$x$y"
        (text $x $y)
    "$x.Name"
        (text $x ".Name")
    "$x[0]"
        (text $x "[0]")
    "$(1 + 2)"
        (text ($ (+ 1 2)))
    "$($x.Name) and $($y)"
        (text ($ (. $x Name)) " and " ($ $y))
    "${x}y"
        (text $x "y")
    "${a b}"
        (text $a b)
    "$env:TEMP\x"
        (text $env:TEMP "\\x")
    "$global:x"
        (text $global:x)
    "$_"
        (text $_)
    "$?"
        (text $?)
    "$$"
        (text $$)
    "a""b"
        "a"b"
    "a`"b"
        "a"b"
    "a
    b"
        "a\nb"
    "$(Get-X | Select-Object -First 1)"
        (text ($ (pipe (cmd Get-X) (cmd Select-Object -First 1))))
    "$(if ($x) { 'a' } else { "b" })"
        (text ($ (if $x (do 'a') (else "b"))))
    "$("a $("b $x")")"
        (text ($ (text "a " ($ (text "b " $x)))))
    "$($h["a"])"
        (text ($ (index $h "a")))
    "$(""a"")"
        (text ($ "a"))
    "$()"
        (text ($))
    "'"
        "'"
    "#);
}

#[test]
fn what_expands_to_nothing_is_text() {
    let texts = [
        r#""$""#,
        r#""a $ b""#,
        r#""5$""#,
        r#""$ x""#,
        r#""$+""#,
        r#""$(1)$""#,
        r#""a@b""#,
        r#""%x%""#,
        r#""{0}""#,
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    "$"
        "$"
    "a $ b"
        "a $ b"
    "5$"
        "5$"
    "$ x"
        "$ x"
    "$+"
        "$+"
    "$(1)$"
        (text ($ 1) "$")
    "a@b"
        "a@b"
    "%x%"
        "%x%"
    "{0}"
        "{0}"
    "#);
}

#[test]
fn backticks_escape() {
    let texts = [
        r#""`0`a`b`f`n`r`t`v""#,
        r#""`$x""#,
        r#""``""#,
        r#""`q""#,
        "\"a`\nb\"",
        "'`n'",
        "Get-X a`,b",
        r#""`e`u""#,
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    "`0`a`b`f`n`r`t`v"
        "\0\u{7}\u{8}\u{c}\n\r\t\u{b}"
    "`$x"
        "$x"
    "``"
        "`"
    "`q"
        "q"
    "a`
    b"
        "a\nb"
    '`n'
        '`n'
    Get-X a`,b
        (cmd Get-X a,b)
    "`e`u"
        "eu"
    "#);
}

#[test]
fn here_strings() {
    let texts = [
        "@\"\na\n\"@",
        "@'\na $x\n'@",
        "@\"\na $x\n  b $($y.z)\n\"@",
        "@\"\n\"@",
        "@'\n'@",
        "@\"\n\na\n\n\"@",
        "@\"  \r\na\r\nb\r\n\"@",
        "@\"\na \"quoted\" 'b'\n\"@",
        "@\"\n`$x `t\n\"@",
        "Get-X @\"\na\n\"@ -B",
        "@\"\na\"@\n\"@",
        "$x = @'\n  indented\n'@.Trim()",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    @"
    a
    "@
        @"a"@
    @'
    a $x
    '@
        @'a $x'@
    @"
    a $x
      b $($y.z)
    "@
        (text "a " $x "\n  b " ($ (. $y z)))
    @"
    "@
        @""@
    @'
    '@
        @''@
    @"

    a

    "@
        @"\na\n"@
    @"  
    a
    b
    "@
        @"a\r\nb"@
    @"
    a "quoted" 'b'
    "@
        @"a "quoted" 'b'"@
    @"
    `$x `t
    "@
        @"$x \t"@
    Get-X @"
    a
    "@ -B
        (cmd Get-X @"a"@ -B)
    @"
    a"@
    "@
        @"a"@"@
    $x = @'
      indented
    '@.Trim()
        (= $x (call. @'  indented'@ Trim))
    "#);
}
