//! Numbers, variables, types, and what directly follows a value.

use crate::shown;

#[test]
fn numbers_have_the_smallest_type() {
    let texts = [
        "0",
        "42",
        "-42",
        "2147483647",
        "2147483648",
        "-2147483648",
        "- 2147483648",
        "9223372036854775808",
        "99999999999999999999999999999999",
        "1l",
        "1L",
        "1.5",
        ".5",
        "1.",
        "1e3",
        "1.5E-3",
        "1e+3",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    0
        0
    42
        42
    -42
        -42
    2147483647
        2147483647
    2147483648
        2147483648L
    -2147483648
        -2147483648
    - 2147483648
        (- 2147483648L)
    9223372036854775808
        9223372036854775808D
    99999999999999999999999999999999
        1e32
    1l
        1L
    1L
        1L
    1.5
        1.5
    .5
        0.5
    1.
        1.0
    1e3
        1000.0
    1.5E-3
        0.0015
    1e+3
        1000.0
    "#);
}

#[test]
fn numbers_have_suffixes_and_multipliers() {
    let texts = [
        "1d",
        "1.5d",
        "1e3d",
        "1e-3d",
        "79228162514264337593543950335d",
        "1kb",
        "2MB",
        "3gb",
        "4tb",
        "1pb",
        "1.5kb",
        "1lkb",
        "1dkb",
        "2.5l",
        "3.5l",
        "-1kb",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    1d
        1D
    1.5d
        15E-1D
    1e3d
        1000D
    1e-3d
        1E-3D
    79228162514264337593543950335d
        79228162514264337593543950335D
    1kb
        1024
    2MB
        2097152
    3gb
        3221225472L
    4tb
        4398046511104L
    1pb
        1125899906842624L
    1.5kb
        1536.0
    1lkb
        1024L
    1dkb
        1024D
    2.5l
        2L
    3.5l
        4L
    -1kb
        -1024
    "#);
}

#[test]
fn hexadecimal_digits_fill_the_type() {
    let texts = [
        "0x10",
        "0xFF",
        "0x7FFFFFFF",
        "0x80000000",
        "0xFFFFFFFF",
        "0x100000000",
        "0xFFFFFFFFFFFFFFFF",
        "-0x10",
        "0xFl",
        "0x10kb",
        "0XaB",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    0x10
        16
    0xFF
        255
    0x7FFFFFFF
        2147483647
    0x80000000
        -2147483648
    0xFFFFFFFF
        -1
    0x100000000
        4294967296L
    0xFFFFFFFFFFFFFFFF
        -1
    -0x10
        -16
    0xFl
        15L
    0x10kb
        16384
    0XaB
        171
    "#);
}

#[test]
fn variables_have_scopes() {
    let texts = [
        "$x",
        "$_",
        "$args",
        "$?",
        "$$",
        "$^",
        "$global:x",
        "$script:x",
        "$local:x",
        "$private:x",
        "$variable:x",
        "$env:PATH",
        "$function:prompt",
        "${a b}",
        "${env:ProgramFiles(x86)}",
        "${a`}b}",
        "$a::b",
        "$GLOBAL:x",
        "$x1_y",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    $x
        $x
    $_
        $_
    $args
        $args
    $?
        $?
    $$
        $$
    $^
        $^
    $global:x
        $global:x
    $script:x
        $script:x
    $local:x
        $local:x
    $private:x
        $private:x
    $variable:x
        $x
    $env:PATH
        $env:PATH
    $function:prompt
        $function:prompt
    ${a b}
        $a b
    ${env:ProgramFiles(x86)}
        $env:ProgramFiles(x86)
    ${a`}b}
        $a}b
    $a::b
        (:: $a b)
    $GLOBAL:x
        $global:x
    $x1_y
        $x1_y
    "#);
}

#[test]
fn members_and_calls_follow_directly() {
    let texts = [
        "$x.Name",
        "$x.a.b.c",
        "$x.Add(1)",
        "$x.Add(1, 2)",
        "$x.Clear()",
        "$x.'a b'",
        r#"$x."a $b""#,
        "$x.$name",
        "$x.($a + 1)",
        "$x.$name(1)",
        "$x.Add(\n1,\n2\n)",
        "$x.\nName",
        "$x.Where({ $_ })",
        "$x.Where{ $_ }",
        r#""a".Length"#,
        "'a,b'.Split(',')[0]",
        "(Get-X).Name",
        "$h.1",
        "{ 1 }.Invoke()",
        "@(1).Count",
        "@{a=1}.a",
        "$x.f((1, 2))",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    $x.Name
        (. $x Name)
    $x.a.b.c
        (. (. (. $x a) b) c)
    $x.Add(1)
        (call. $x Add 1)
    $x.Add(1, 2)
        (call. $x Add 1 2)
    $x.Clear()
        (call. $x Clear)
    $x.'a b'
        (. $x a b)
    $x."a $b"
        (. $x (name (text "a " $b)))
    $x.$name
        (. $x (name $name))
    $x.($a + 1)
        (. $x (name (paren (+ $a 1))))
    $x.$name(1)
        (call. $x (name $name) 1)
    $x.Add(
    1,
    2
    )
        (call. $x Add 1 2)
    $x.
    Name
        (. $x Name)
    $x.Where({ $_ })
        (call. $x Where (block $_))
    $x.Where{ $_ }
        (call. $x Where (block $_))
    "a".Length
        (. "a" Length)
    'a,b'.Split(',')[0]
        (index (call. 'a,b' Split ',') 0)
    (Get-X).Name
        (. (paren (cmd Get-X)) Name)
    $h.1
        (. $h 1)
    { 1 }.Invoke()
        (call. (block 1) Invoke)
    @(1).Count
        (. (@ 1) Count)
    @{a=1}.a
        (. (hash (a 1)) a)
    $x.f((1, 2))
        (call. $x f (paren (list 1 2)))
    "#);
}

#[test]
fn indexes() {
    let texts = [
        "$x[0]",
        "$x[-1]",
        "$x[1, 2]",
        "$x[1..3]",
        "$x['a']",
        "$x[$i + 1]",
        "$x[0][1]",
        "$x[0].Name",
        "$x.Items[0]",
        "$x[\n0\n]",
        "@(1, 2)[0]",
        "(1, 2)[0]",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    $x[0]
        (index $x 0)
    $x[-1]
        (index $x -1)
    $x[1, 2]
        (index $x (list 1 2))
    $x[1..3]
        (index $x (.. 1 3))
    $x['a']
        (index $x 'a')
    $x[$i + 1]
        (index $x (+ $i 1))
    $x[0][1]
        (index (index $x 0) 1)
    $x[0].Name
        (. (index $x 0) Name)
    $x.Items[0]
        (index (. $x Items) 0)
    $x[
    0
    ]
        (index $x 0)
    @(1, 2)[0]
        (index (@ (list 1 2)) 0)
    (1, 2)[0]
        (index (paren (list 1 2)) 0)
    "#);
}

#[test]
fn types_are_values_casts_and_have_members() {
    let texts = [
        "[int]",
        r#"[int]"5""#,
        "[int]-5",
        "[int]$x + 1",
        r#"[string][int]"5""#,
        "[int[]]$x",
        "[int[,]]$x",
        "[int]::MaxValue",
        "[math]::Round(1.5, 1)",
        r#"[System.IO.File]::ReadAllBytes("a")"#,
        "[datetime]::Now.AddDays(1)",
        "[guid]::NewGuid()",
        "[int], [string]",
        "[int] -eq [string]",
        "$x -is [int]",
        "[void]$x.Add(1)",
        "[ordered]@{ a = 1 }",
        "[PSCustomObject]@{ a = 1 }",
        "[System.Collections.Generic.List[string]]::new()",
        "[System.Collections.Generic.Dictionary[string, int]]",
        "[a[[b], [c]]]",
        "[ int ]",
        "[int] # comment\n$x",
        "[type]::$name",
        "[string] $x",
        "[a.b+c]",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    [int]
        [int]
    [int]"5"
        (cast [int] "5")
    [int]-5
        (cast [int] -5)
    [int]$x + 1
        (+ (cast [int] $x) 1)
    [string][int]"5"
        (cast [string] (cast [int] "5"))
    [int[]]$x
        (cast [int[]] $x)
    [int[,]]$x
        (cast [int[,]] $x)
    [int]::MaxValue
        (:: [int] MaxValue)
    [math]::Round(1.5, 1)
        (call:: [math] Round 1.5 1)
    [System.IO.File]::ReadAllBytes("a")
        (call:: [System.IO.File] ReadAllBytes "a")
    [datetime]::Now.AddDays(1)
        (call. (:: [datetime] Now) AddDays 1)
    [guid]::NewGuid()
        (call:: [guid] NewGuid)
    [int], [string]
        (list [int] [string])
    [int] -eq [string]
        (-eq [int] [string])
    $x -is [int]
        (-is $x [int])
    [void]$x.Add(1)
        (cast [void] (call. $x Add 1))
    [ordered]@{ a = 1 }
        (cast [ordered] (hash (a 1)))
    [PSCustomObject]@{ a = 1 }
        (cast [PSCustomObject] (hash (a 1)))
    [System.Collections.Generic.List[string]]::new()
        (call:: [System.Collections.Generic.List[string]] new)
    [System.Collections.Generic.Dictionary[string, int]]
        [System.Collections.Generic.Dictionary[string,int]]
    [a[[b], [c]]]
        [a[b,c]]
    [ int ]
        [int]
    [int] # comment
    $x
        [int]
        $x
    [type]::$name
        (:: [type] (name $name))
    [string] $x
        (cast [string] $x)
    [a.b+c]
        [a.b+c]
    "#);
}

#[test]
fn attributes_stand_before_variables() {
    let texts =
        ["[ValidateRange(1, 5)]$x = 3", "[ValidateRange(1, 5)][int]$x = 3", "[ValidateNotNull()]\n$x = 1"];
    insta::assert_snapshot!(shown(&texts), @r#"
    [ValidateRange(1, 5)]$x = 3
        (= (attributed [ValidateRange(1 5)] $x) 3)
    [ValidateRange(1, 5)][int]$x = 3
        (= (attributed [ValidateRange(1 5)] (cast [int] $x)) 3)
    [ValidateNotNull()]
    $x = 1
        (= (attributed [ValidateNotNull()] $x) 1)
    "#);
}

#[test]
fn brackets_make_arrays_hashtables_and_blocks() {
    let texts = [
        "@()",
        "@(1)",
        "@(1; 2\n3)",
        "@(Get-X)",
        "$(1; 2)",
        "$()",
        "@{}",
        "@{ a = 1; b = 2 }",
        "@{\n  a = 1\n  b = 2\n}",
        r#"@{ 'a b' = 1; 3 = 4; $k = 5; "$x" = 6; (1 + 2) = 7; -1 = 8 }"#,
        "@{ if = 1; foreach = 2 }",
        "@{ a = Get-X -Y 1 | Sort-Object }",
        "@{ a = if ($x) { 1 } else { 2 }; b = 2 }",
        "@{ a = @{ b = @{ c = 1 } } }",
        "@{ a = 1, 2 }",
        "@{ a =\n1 }",
        "{ 1 }",
        "{ param($x) $x }",
        "{ }",
        "(1)",
        "($x = 5)",
        "(Get-X | Sort-Object)",
        "(\n1\n)",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    @()
        (@)
    @(1)
        (@ 1)
    @(1; 2
    3)
        (@ 1 2 3)
    @(Get-X)
        (@ (cmd Get-X))
    $(1; 2)
        ($ 1 2)
    $()
        ($)
    @{}
        (hash)
    @{ a = 1; b = 2 }
        (hash (a 1) (b 2))
    @{
      a = 1
      b = 2
    }
        (hash (a 1) (b 2))
    @{ 'a b' = 1; 3 = 4; $k = 5; "$x" = 6; (1 + 2) = 7; -1 = 8 }
        (hash ('a b' 1) (3 4) ($k 5) ((text $x) 6) ((paren (+ 1 2)) 7) (-1 8))
    @{ if = 1; foreach = 2 }
        (hash (if 1) (foreach 2))
    @{ a = Get-X -Y 1 | Sort-Object }
        (hash (a (pipe (cmd Get-X -Y 1) (cmd Sort-Object))))
    @{ a = if ($x) { 1 } else { 2 }; b = 2 }
        (hash (a (if $x (do 1) (else 2))) (b 2))
    @{ a = @{ b = @{ c = 1 } } }
        (hash (a (hash (b (hash (c 1))))))
    @{ a = 1, 2 }
        (hash (a (list 1 2)))
    @{ a =
    1 }
        (hash (a 1))
    { 1 }
        (block 1)
    { param($x) $x }
        (block (param $x) $x)
    { }
        (block)
    (1)
        (paren 1)
    ($x = 5)
        (paren (= $x 5))
    (Get-X | Sort-Object)
        (paren (pipe (cmd Get-X) (cmd Sort-Object)))
    (
    1
    )
        (paren 1)
    "#);
}
