//! What each stretch of a text is.

use shell::syntax::{TokenClass, parse, tokens};

/// Each token with its class, blanks left out.
fn classes(texts: &[&str]) -> String {
    texts.iter().map(|text| classes_one(text)).collect()
}

fn classes_one(text: &str) -> String {
    let shown = tokens(text).into_iter().filter(|token| token.class != TokenClass::Blank).map(|token| {
        let piece = &text[token.span.start as usize..token.span.end as usize];
        format!("    {:?} {piece:?}\n", token.class)
    });
    std::iter::once(format!("{text}\n")).chain(shown).collect()
}

#[test]
fn commands_are_coloured() {
    let texts = [
        "Get-CsRgsQueue -Identity $x.Id -Name:'a' b, 5 | % { $_ } # why",
        "& 'a b' c > $null; . ./a.ps1",
        "foo -- a -b\n",
        "foo `\n  @args",
    ];
    insta::assert_snapshot!(classes(&texts), @r##"
    Get-CsRgsQueue -Identity $x.Id -Name:'a' b, 5 | % { $_ } # why
        Command "Get-CsRgsQueue"
        Parameter "-Identity"
        Variable "$x"
        Operator "."
        Member "Id"
        Parameter "-Name:"
        Text "'a'"
        Argument "b"
        Punctuation ","
        Number "5"
        Operator "|"
        Command "%"
        Punctuation "{"
        Variable "$_"
        Punctuation "}"
        Comment "# why"
    & 'a b' c > $null; . ./a.ps1
        Operator "&"
        Text "'a b'"
        Argument "c"
        Operator ">"
        Variable "$null"
        Punctuation ";"
        Operator "."
        Command "./a.ps1"
    foo -- a -b

        Command "foo"
        Operator "--"
        Argument "a"
        Argument "-b"
        NewLine "\n"
    foo `
      @args
        Command "foo"
        Variable "@args"
    "##);
}

#[test]
fn values_are_coloured() {
    let texts = [
        r#""a $x $(Get-X "b" 1) c""#,
        "[int]$x -eq 1kb",
        "@{ Name = [Math]::Pi }",
        "$x.Add(1)",
        "@'\na\n'@",
        "a$x/b",
    ];
    insta::assert_snapshot!(classes(&texts), @r#"
    "a $x $(Get-X "b" 1) c"
        Text "\"a "
        Variable "$x"
        Text " "
        Punctuation "$("
        Command "Get-X"
        Text "\"b\""
        Number "1"
        Punctuation ")"
        Text " c\""
    [int]$x -eq 1kb
        Punctuation "["
        Type "int"
        Punctuation "]"
        Variable "$x"
        Operator "-eq"
        Number "1kb"
    @{ Name = [Math]::Pi }
        Punctuation "@{"
        Member "Name"
        Operator "="
        Punctuation "["
        Type "Math"
        Punctuation "]"
        Operator "::"
        Member "Pi"
        Punctuation "}"
    $x.Add(1)
        Variable "$x"
        Operator "."
        Member "Add"
        Punctuation "("
        Number "1"
        Punctuation ")"
    @'
    a
    '@
        Text "@'\na\n'@"
    a$x/b
        Command "a$x/b"
    "#);
}

#[test]
fn statements_are_coloured() {
    let texts = [
        ":outer foreach ($i in $x) { break outer }",
        "function f([Parameter(Mandatory)][string]$a) { return $a }",
        "if ($x) { } else { }",
        "<# a #> try { } catch [Foo] { }",
        "switch -regex ($x) { a { } default { } }",
    ];
    insta::assert_snapshot!(classes(&texts), @r#"
    :outer foreach ($i in $x) { break outer }
        Label ":outer"
        Keyword "foreach"
        Punctuation "("
        Variable "$i"
        Keyword "in"
        Variable "$x"
        Punctuation ")"
        Punctuation "{"
        Keyword "break"
        Label "outer"
        Punctuation "}"
    function f([Parameter(Mandatory)][string]$a) { return $a }
        Keyword "function"
        Command "f"
        Punctuation "("
        Punctuation "["
        Type "Parameter"
        Punctuation "("
        Member "Mandatory"
        Punctuation ")"
        Punctuation "]"
        Punctuation "["
        Type "string"
        Punctuation "]"
        Variable "$a"
        Punctuation ")"
        Punctuation "{"
        Keyword "return"
        Variable "$a"
        Punctuation "}"
    if ($x) { } else { }
        Keyword "if"
        Punctuation "("
        Variable "$x"
        Punctuation ")"
        Punctuation "{"
        Punctuation "}"
        Keyword "else"
        Punctuation "{"
        Punctuation "}"
    <# a #> try { } catch [Foo] { }
        Comment "<# a #>"
        Keyword "try"
        Punctuation "{"
        Punctuation "}"
        Keyword "catch"
        Punctuation "["
        Type "Foo"
        Punctuation "]"
        Punctuation "{"
        Punctuation "}"
    switch -regex ($x) { a { } default { } }
        Keyword "switch"
        Parameter "-regex"
        Punctuation "("
        Variable "$x"
        Punctuation ")"
        Punctuation "{"
        Argument "a"
        Punctuation "{"
        Punctuation "}"
        Keyword "default"
        Punctuation "{"
        Punctuation "}"
        Punctuation "}"
    "#);
}

#[test]
fn wrong_texts_are_coloured_too() {
    let texts = ["1 2 + $x", "Get-X \"abc", "$x = )", "class A { }", "if (", "@ x"];
    insta::assert_snapshot!(classes(&texts), @r#"
    1 2 + $x
        Number "1"
        Unknown "2"
        Unknown "+"
        Unknown "$x"
    Get-X "abc
        Command "Get-X"
        Text "\"abc"
    $x = )
        Variable "$x"
        Operator "="
        Unknown ")"
    class A { }
        Keyword "class"
        Unknown "A"
        Unknown "{"
        Unknown "}"
    if (
        Keyword "if"
        Punctuation "("
    @ x
        Unknown "@"
        Command "x"
    "#);
}

#[test]
fn places_are_lines_and_columns() {
    let source = parse("a\n  b\r\n\u{e9}\u{20ac} c\rd").script.source.clone();
    let position = |byte| {
        let position = source.position(byte);
        (position.line, position.column)
    };
    assert_eq!(position(0), (1, 1));
    assert_eq!(position(4), (2, 3));
    assert_eq!(position(7), (3, 1));
    assert_eq!(position(13), (3, 4));
    assert_eq!(position(15), (4, 1));
    assert_eq!(position(1000), (4, 2));
    assert_eq!(source.line(2), "  b");
    assert_eq!(source.line(3), "\u{e9}\u{20ac} c");
    assert_eq!(source.line(4), "d");
    assert_eq!(source.line(0), "");
    assert_eq!(source.line(5), "");
}
