//! Commands, their arguments, pipelines and redirections.

use crate::shown;

#[test]
fn arguments_are_words_values_and_parameters() {
    let texts = [
        "Get-X",
        "Get-X a b",
        "Get-X -A",
        "Get-X -A b -C",
        "Get-X -A:b",
        "Get-X -A: b",
        "Get-X -A:$false",
        "Get-X a, b,c",
        "Get-X $x, $y",
        "Get-X (1)",
        "Get-X (1 + 2) { $_ } @{ a = 1 } @(1)",
        "Get-X $x.Name",
        "Get-X $x.f(1)",
        "Get-X $x[0]",
        "Get-X $x [0]",
        "Get-X -- -A",
        "Get-X -- -A --",
        "Get-X a,\nb",
        "Get-X -A $null -B $true",
        "Get-X $x.",
        "Get-X [int]5",
        r#"Get-X a -B "c d" -E 'f'"#,
        "Get-X (Get-Y).Name",
        r#"get-x -Filter {a -eq "b"}"#,
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    Get-X
        (cmd Get-X)
    Get-X a b
        (cmd Get-X a b)
    Get-X -A
        (cmd Get-X -A)
    Get-X -A b -C
        (cmd Get-X -A b -C)
    Get-X -A:b
        (cmd Get-X -A:b)
    Get-X -A: b
        (cmd Get-X -A:b)
    Get-X -A:$false
        (cmd Get-X -A:$false)
    Get-X a, b,c
        (cmd Get-X (list a b c))
    Get-X $x, $y
        (cmd Get-X (list $x $y))
    Get-X (1)
        (cmd Get-X (paren 1))
    Get-X (1 + 2) { $_ } @{ a = 1 } @(1)
        (cmd Get-X (paren (+ 1 2)) (block $_) (hash (a 1)) (@ 1))
    Get-X $x.Name
        (cmd Get-X (. $x Name))
    Get-X $x.f(1)
        (cmd Get-X (call. $x f 1))
    Get-X $x[0]
        (cmd Get-X (index $x 0))
    Get-X $x [0]
        (cmd Get-X $x [0])
    Get-X -- -A
        (cmd Get-X -- -A)
    Get-X -- -A --
        (cmd Get-X -- -A --)
    Get-X a,
    b
        (cmd Get-X (list a b))
    Get-X -A $null -B $true
        (cmd Get-X -A $null -B $true)
    Get-X $x.
        (cmd Get-X $x .)
    Get-X [int]5
        (cmd Get-X [int]5)
    Get-X a -B "c d" -E 'f'
        (cmd Get-X a -B "c d" -E 'f')
    Get-X (Get-Y).Name
        (cmd Get-X (. (paren (cmd Get-Y)) Name))
    get-x -Filter {a -eq "b"}
        (cmd get-x -Filter (block (cmd a -eq "b")))
    "#);
}

#[test]
fn words_reach_to_the_next_blank() {
    let texts = [
        "Get-X a.b",
        "Get-X a:b",
        "Get-X a=b",
        "Get-X a#b",
        "Get-X a[0]",
        "Get-X a@b.example.com",
        "Get-X sip:ken@litwareinc.com",
        r"Get-X C:\Temp\a.txt",
        r"Get-X ..\x .\y ~ / \\server\share",
        "Get-X *.txt ?.txt",
        "Get-X 12/25/2010",
        "Get-X 8:00",
        "Get-X 1..5",
        "Get-X -5 +5",
        "Get-X 5 1kb 1.5 007",
        "Get-X 1.contoso.com 7zip",
        "Get-X == != !x",
        "Get-X a>b",
        "Get-X if else in",
        "Get-X % * + / =",
        "Get-X :a ::b",
        "Get-X a-b -c-d",
        "Get-X a` b",
        "Get-X <a b>",
        "Get-X -_ -?",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    Get-X a.b
        (cmd Get-X a.b)
    Get-X a:b
        (cmd Get-X a:b)
    Get-X a=b
        (cmd Get-X a=b)
    Get-X a#b
        (cmd Get-X a#b)
    Get-X a[0]
        (cmd Get-X a[0])
    Get-X a@b.example.com
        (cmd Get-X a@b.example.com)
    Get-X sip:ken@litwareinc.com
        (cmd Get-X sip:ken@litwareinc.com)
    Get-X C:\Temp\a.txt
        (cmd Get-X C:\\Temp\\a.txt)
    Get-X ..\x .\y ~ / \\server\share
        (cmd Get-X ..\\x .\\y ~ / \\\\server\\share)
    Get-X *.txt ?.txt
        (cmd Get-X *.txt ?.txt)
    Get-X 12/25/2010
        (cmd Get-X 12/25/2010)
    Get-X 8:00
        (cmd Get-X 8:00)
    Get-X 1..5
        (cmd Get-X 1..5)
    Get-X -5 +5
        (cmd Get-X -5 +5)
    Get-X 5 1kb 1.5 007
        (cmd Get-X 5 1024 1.5 7)
    Get-X 1.contoso.com 7zip
        (cmd Get-X 1.contoso.com 7zip)
    Get-X == != !x
        (cmd Get-X == != !x)
    Get-X a>b
        (cmd Get-X a>b)
    Get-X if else in
        (cmd Get-X if else in)
    Get-X % * + / =
        (cmd Get-X % * + / =)
    Get-X :a ::b
        (cmd Get-X :a ::b)
    Get-X a-b -c-d
        (cmd Get-X a-b -c-d)
    Get-X a` b
        (cmd Get-X a b)
    Get-X <a b>
        (cmd Get-X b>)
        ! Line 1, column 7: the redirection `<` does not exist
    Get-X -_ -?
        (cmd Get-X -_ -?)
    "#);
}

#[test]
fn words_expand_variables_and_quotes() {
    let texts = [
        "Get-X $x/y",
        "Get-X a$x",
        "Get-X $x$y",
        "Get-X a$(1)b",
        r#"Get-X a"b c"d"#,
        "Get-X a'b c'd",
        r#"Get-X "a"b"#,
        "Get-X $x-y",
        "Get-X $x:y",
        r"Get-X $env:TEMP\a",
        "Get-X a.$x.b",
        r#"Get-X -x"y""#,
        "Get-X $",
        "Get-X $+",
        r#"Get-X a"$x""#,
        r#"Get-X $x"b""#,
        "Get-X a`$x",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    Get-X $x/y
        (cmd Get-X (word $x "/y"))
    Get-X a$x
        (cmd Get-X (word "a" $x))
    Get-X $x$y
        (cmd Get-X (word $x $y))
    Get-X a$(1)b
        (cmd Get-X (word "a" ($ 1) "b"))
    Get-X a"b c"d
        (cmd Get-X ab cd)
    Get-X a'b c'd
        (cmd Get-X ab cd)
    Get-X "a"b
        (cmd Get-X "a" b)
    Get-X $x-y
        (cmd Get-X (word $x "-y"))
    Get-X $x:y
        (cmd Get-X $x:y)
    Get-X $env:TEMP\a
        (cmd Get-X (word $env:TEMP "\\a"))
    Get-X a.$x.b
        (cmd Get-X (word "a." $x ".b"))
    Get-X -x"y"
        (cmd Get-X -xy)
    Get-X $
        (cmd Get-X $)
    Get-X $+
        (cmd Get-X $+)
    Get-X a"$x"
        (cmd Get-X (word "a" $x))
    Get-X $x"b"
        (cmd Get-X (word $x "b"))
    Get-X a`$x
        (cmd Get-X a$x)
    "#);
}

#[test]
fn parentheses_may_be_glued_to_a_parameter() {
    let texts = [
        r#"Set-CsRgsAgentGroup -AgentsByUri("sip:a@litwareinc.com","sip:b@litwareinc.com")"#,
        "New-X -List($a, $b)",
        "New-X -A{ 1 }",
        "foo -bar.baz",
        "foo a(1)b",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    Set-CsRgsAgentGroup -AgentsByUri("sip:a@litwareinc.com","sip:b@litwareinc.com")
        (cmd Set-CsRgsAgentGroup -AgentsByUri (paren (list "sip:a@litwareinc.com" "sip:b@litwareinc.com")))
    New-X -List($a, $b)
        (cmd New-X -List (paren (list $a $b)))
    New-X -A{ 1 }
        (cmd New-X -A (block 1))
    foo -bar.baz
        (cmd foo -bar .baz)
    foo a(1)b
        (cmd foo a (paren 1) b)
    "#);
}

#[test]
fn splatting() {
    let texts = ["Get-X @args", "Get-X @parameters -B", "Get-X @p1 @p2"];
    insta::assert_snapshot!(shown(&texts), @r#"
    Get-X @args
        (cmd Get-X @args)
    Get-X @parameters -B
        (cmd Get-X @parameters -B)
    Get-X @p1 @p2
        (cmd Get-X @p1 @p2)
    "#);
}

#[test]
fn pipelines() {
    let texts = [
        "a | b",
        "a | b | c",
        "1..3 | % { $_ }",
        "$x | ? { $_ -gt 1 }",
        "a |\n b |\n # comment\n c",
        "1|% {$_}|?{$_}",
        "a | foreach { 1 }",
        "(a | b).c",
        r#"gci | select Name, @{Name="L";Expression={$_.Length}} | ft -auto"#,
        "? Name -eq 5",
        r#"a | ? Name -like "b*""#,
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    a | b
        (pipe (cmd a) (cmd b))
    a | b | c
        (pipe (cmd a) (cmd b) (cmd c))
    1..3 | % { $_ }
        (pipe (.. 1 3) (cmd % (block $_)))
    $x | ? { $_ -gt 1 }
        (pipe $x (cmd ? (block (-gt $_ 1))))
    a |
     b |
     # comment
     c
        (pipe (cmd a) (cmd b) (cmd c))
    1|% {$_}|?{$_}
        (pipe 1 (cmd % (block $_)) (cmd ? (block $_)))
    a | foreach { 1 }
        (pipe (cmd a) (cmd foreach (block 1)))
    (a | b).c
        (. (paren (pipe (cmd a) (cmd b))) c)
    gci | select Name, @{Name="L";Expression={$_.Length}} | ft -auto
        (pipe (cmd gci) (cmd select (list Name (hash (Name "L") (Expression (block (. $_ Length)))))) (cmd ft -auto))
    ? Name -eq 5
        (cmd ? Name -eq 5)
    a | ? Name -like "b*"
        (pipe (cmd a) (cmd ? Name -like "b*"))
    "#);
}

#[test]
fn redirections() {
    let texts = [
        "a > b.txt",
        "a >> b.txt",
        "a 2> $null",
        "a 2>> e.txt",
        "a 2>&1",
        "a *> all.txt",
        "a *>&1",
        "a 3>&1 4>&1 5>&1 6>&1",
        r#"a > "x y" 2>&1"#,
        "1 > x.txt",
        "1..3>x.txt",
        "$x 2>&1",
        "$x >> (Join-Path a b)",
        "a > x b",
        "a 2>$null | b",
        "(a 2>&1)",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    a > b.txt
        (cmd a (1> b.txt))
    a >> b.txt
        (cmd a (1>> b.txt))
    a 2> $null
        (cmd a (2> $null))
    a 2>> e.txt
        (cmd a (2>> e.txt))
    a 2>&1
        (cmd a (2>&1))
    a *> all.txt
        (cmd a (*> all.txt))
    a *>&1
        (cmd a (*>&1))
    a 3>&1 4>&1 5>&1 6>&1
        (cmd a (3>&1) (4>&1) (5>&1) (6>&1))
    a > "x y" 2>&1
        (cmd a (1> "x y") (2>&1))
    1 > x.txt
        (redirect 1 (1> x.txt))
    1..3>x.txt
        (redirect (.. 1 3) (1> x.txt))
    $x 2>&1
        (redirect $x (2>&1))
    $x >> (Join-Path a b)
        (redirect $x (1>> (paren (cmd Join-Path a b))))
    a > x b
        (cmd a b (1> x))
    a 2>$null | b
        (pipe (cmd a (2> $null)) (cmd b))
    (a 2>&1)
        (paren (cmd a (2>&1)))
    "#);
}

#[test]
fn calls() {
    let texts = [
        "& a",
        r#"& "a b" c"#,
        "& $cmd -X 1",
        "& { 1 } 2",
        "&{1}",
        ". ./a.ps1",
        r". .\a.ps1 -X",
        ". $x",
        ". { 1 }",
        "& (Get-Command x)",
        "& $x.y",
        r".\a.ps1 b",
        "./a",
        "& a$x",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    & a
        (cmd& a)
    & "a b" c
        (cmd& "a b" c)
    & $cmd -X 1
        (cmd& $cmd -X 1)
    & { 1 } 2
        (cmd& (block 1) 2)
    &{1}
        (cmd& (block 1))
    . ./a.ps1
        (cmd. ./a.ps1)
    . .\a.ps1 -X
        (cmd. .\\a.ps1 -X)
    . $x
        (cmd. $x)
    . { 1 }
        (cmd. (block 1))
    & (Get-Command x)
        (cmd& (paren (cmd Get-Command x)))
    & $x.y
        (cmd& (. $x y))
    .\a.ps1 b
        (cmd .\\a.ps1 b)
    ./a
        (cmd ./a)
    & a$x
        (cmd& (word "a" $x))
    "#);
}

#[test]
fn odd_names_are_commands() {
    let texts = [
        "-HolidayList($x, $y, $z)",
        "?",
        "%",
        "7zip a",
        "!x",
        "~",
        "a-b",
        "Get-CsRGSHourOfBusiness",
        "global:f 1",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    -HolidayList($x, $y, $z)
        (cmd -HolidayList (paren (list $x $y $z)))
    ?
        (cmd ?)
    %
        (cmd %)
    7zip a
        (cmd 7zip a)
    !x
        (cmd !x)
    ~
        (cmd ~)
    a-b
        (cmd a-b)
    Get-CsRGSHourOfBusiness
        (cmd Get-CsRGSHourOfBusiness)
    global:f 1
        (cmd global:f 1)
    "#);
}

#[test]
fn lines_end_and_continue() {
    let texts = [
        "a; b",
        "a\nb",
        "a\r\nb",
        "a;;b;",
        "a `\n-X 1",
        "a`\n-X 1",
        "a `\r\n  b",
        "  ",
        "",
        "# comment",
        "a # comment\nb",
        "a <# x\ny #> b",
        "<# .SYNOPSIS\nHelp. #>\na",
        ";",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    a; b
        (cmd a)
        (cmd b)
    a
    b
        (cmd a)
        (cmd b)
    a
    b
        (cmd a)
        (cmd b)
    a;;b;
        (cmd a)
        (cmd b)
    a `
    -X 1
        (cmd a -X 1)
    a`
    -X 1
        (cmd a -X 1)
    a `
      b
        (cmd a b)
      

    # comment
    a # comment
    b
        (cmd a)
        (cmd b)
    a <# x
    y #> b
        (cmd a b)
    <# .SYNOPSIS
    Help. #>
    a
        (cmd a)
    ;
    "#);
}

#[test]
fn typographic_quotes_and_dashes_count() {
    let texts = ["Get-X –Name a —Owner b", "Get-X “a $x”", "Get-X ‘a’", "$a –eq 1", "1 – 2", "Get-X „a“"];
    insta::assert_snapshot!(shown(&texts), @r#"
    Get-X –Name a —Owner b
        (cmd Get-X -Name a -Owner b)
    Get-X “a $x”
        (cmd Get-X (text "a " $x))
    Get-X ‘a’
        (cmd Get-X 'a')
    $a –eq 1
        (-eq $a 1)
    1 – 2
        (- 1 2)
    Get-X „a“
        (cmd Get-X "a")
    "#);
}
