//! Statements, functions and their parameters.

use crate::shown;

#[test]
fn branches() {
    let texts = [
        "if ($a) { 1 }",
        "if ($a) { 1 } else { 2 }",
        "if ($a) { 1 } elseif ($b) { 2 } elseif ($c) { 3 } else { 4 }",
        "if ($a)\n{\n1\n}\n# why\nelse\n{\n2\n}",
        "if (Get-X | Select-Object -First 1) { 1 }",
        "if ($x = Get-X) { 1 }",
        "if(1){}",
        "if ($a) { } 2",
        "IF ($a) { } ELSE { }",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    if ($a) { 1 }
        (if $a (do 1))
    if ($a) { 1 } else { 2 }
        (if $a (do 1) (else 2))
    if ($a) { 1 } elseif ($b) { 2 } elseif ($c) { 3 } else { 4 }
        (if $a (do 1) $b (do 2) $c (do 3) (else 4))
    if ($a)
    {
    1
    }
    # why
    else
    {
    2
    }
        (if $a (do 1) (else 2))
    if (Get-X | Select-Object -First 1) { 1 }
        (if (pipe (cmd Get-X) (cmd Select-Object -First 1)) (do 1))
    if ($x = Get-X) { 1 }
        (if (= $x (cmd Get-X)) (do 1))
    if(1){}
        (if 1 (do))
    if ($a) { } 2
        (if $a (do))
        2
    IF ($a) { } ELSE { }
        (if $a (do) (else))
    "#);
}

#[test]
fn loops() {
    let texts = [
        "while ($true) { 1 }",
        "do { 1 } while ($x)",
        "do { 1 }\nuntil ($x)",
        "for ($i = 0; $i -lt 3; $i++) { $i }",
        "for (;;) { break }",
        "for ($i = 0\n$i -lt 3\n$i++) { }",
        "for (; $x; ) { }",
        "foreach ($i in 1..3) { $i }",
        "foreach ($i in Get-X | Sort-Object) { $i }",
        "foreach($q in $x.Queues){ $q.Name }",
        "foreach ($i in $x)\n{\n}",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    while ($true) { 1 }
        (while $true (do 1))
    do { 1 } while ($x)
        (do-while (do 1) $x)
    do { 1 }
    until ($x)
        (do-until (do 1) $x)
    for ($i = 0; $i -lt 3; $i++) { $i }
        (for (= $i 0) (-lt $i 3) (post++ $i) (do $i))
    for (;;) { break }
        (for - - - (do (break)))
    for ($i = 0
    $i -lt 3
    $i++) { }
        (for (= $i 0) (-lt $i 3) (post++ $i) (do))
    for (; $x; ) { }
        (for - $x - (do))
    foreach ($i in 1..3) { $i }
        (foreach $i (.. 1 3) (do $i))
    foreach ($i in Get-X | Sort-Object) { $i }
        (foreach $i (pipe (cmd Get-X) (cmd Sort-Object)) (do $i))
    foreach($q in $x.Queues){ $q.Name }
        (foreach $q (. $x Queues) (do (. $q Name)))
    foreach ($i in $x)
    {
    }
        (foreach $i $x (do))
    "#);
}

#[test]
fn labels() {
    let texts = [
        ":outer foreach ($i in $x) { break outer }",
        ":a while ($x) { continue a }",
        ":s switch ($x) { 1 { break s } }",
        ":l\nfor (;;) { }",
        "break $x",
        "break",
        "continue;",
        ":foo bar",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    :outer foreach ($i in $x) { break outer }
        (:outer (foreach $i $x (do (break outer))))
    :a while ($x) { continue a }
        (:a (while $x (do (continue a))))
    :s switch ($x) { 1 { break s } }
        (:s (switch $x (case 1 (break s))))
    :l
    for (;;) { }
        (:l (for - - - (do)))
    break $x
        (break $x)
    break
        (break)
    continue;
        (continue)
    :foo bar
        (cmd :foo bar)
    "#);
}

#[test]
fn switches() {
    let texts = [
        "switch ($x) { 1 { 2 } }",
        "switch -regex ($x) { '^a' { 1 } default { 2 } }",
        "switch -wildcard -casesensitive ($x) { a* { 1 } }",
        r#"switch -exact ($x) { "a" { 1 } 'b' { 2 } c { 3 } { $_ -gt 1 } { 4 } (1 + 1) { 5 } }"#,
        "switch -file a.txt { a { 1 } }",
        "switch ($x) {\n  1 { 2 }\n  2 { 3 };\n}",
        "switch($x){1{2}2{3}}",
        "switch ($x) { }",
        "$y = switch ($x) { 1 { 2 } }",
        "switch -w ($x) { a { } }",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    switch ($x) { 1 { 2 } }
        (switch $x (case 1 2))
    switch -regex ($x) { '^a' { 1 } default { 2 } }
        (switch -regex $x (case '^a' 1) (default 2))
    switch -wildcard -casesensitive ($x) { a* { 1 } }
        (switch -wildcard -casesensitive $x (case a* 1))
    switch -exact ($x) { "a" { 1 } 'b' { 2 } c { 3 } { $_ -gt 1 } { 4 } (1 + 1) { 5 } }
        (switch $x (case "a" 1) (case 'b' 2) (case c 3) (case (block (-gt $_ 1)) 4) (case (paren (+ 1 1)) 5))
    switch -file a.txt { a { 1 } }
        (switch -file a.txt (case a 1))
    switch ($x) {
      1 { 2 }
      2 { 3 };
    }
        (switch $x (case 1 2) (case 2 3))
    switch($x){1{2}2{3}}
        (switch $x (case 1 2) (case 2 3))
    switch ($x) { }
        (switch $x)
    $y = switch ($x) { 1 { 2 } }
        (= $y (switch $x (case 1 2)))
    switch -w ($x) { a { } }
        (switch -wildcard $x (case a))
    "#);
}

#[test]
fn functions() {
    let texts = [
        "function f { 1 }",
        "function f($a, [int]$b = 5) { $a }",
        "function Get-X ( $a )\n{\n}",
        "function f { param($a) $a }",
        "function f { begin { 1 } process { 2 } end { 3 } }",
        "filter g { $_ }",
        "filter g { process { $_ } }",
        "function global:f { }",
        "function f([switch]$Force) { }",
        "function f { function g { } }",
        "function f() { return }",
        "function a.b-c { }",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    function f { 1 }
        (function f 1)
    function f($a, [int]$b = 5) { $a }
        (function f (param $a ([int] $b 5)) $a)
    function Get-X ( $a )
    {
    }
        (function Get-X (param $a))
    function f { param($a) $a }
        (function f (param $a) $a)
    function f { begin { 1 } process { 2 } end { 3 } }
        (function f (begin 1) (process 2) (end 3))
    filter g { $_ }
        (filter g (process $_))
    filter g { process { $_ } }
        (filter g (process $_))
    function global:f { }
        (function global:f)
    function f([switch]$Force) { }
        (function f (param ([switch] $Force)))
    function f { function g { } }
        (function f (function g))
    function f() { return }
        (function f (return))
    function a.b-c { }
        (function a.b-c)
    "#);
}

#[test]
fn parameters_have_attributes_types_and_defaults() {
    let texts = [
        "param($a, $b)",
        "param([Parameter(Mandatory = $true, Position = 0)][string]$Name)",
        r#"param([Parameter(Mandatory)] [ValidateSet("a", "b")] [string[]] $Names = @("a"))"#,
        "param(\n  # The name.\n  [string]\n  $a = \"x\",\n\n  [switch]$b\n)",
        "[CmdletBinding(SupportsShouldProcess = $true)]\nparam()\n1",
        "[CmdletBinding()]param([ValidateScript({ $_ -gt 1 })]$x)",
        "param($a = (1, 2), $b = 1 + 2)",
        r#"param([Alias("a", "b")]$x)"#,
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    param($a, $b)
        (param $a $b)
    param([Parameter(Mandatory = $true, Position = 0)][string]$Name)
        (param ([Parameter(Mandatory=$true Position=0)] [string] $Name))
    param([Parameter(Mandatory)] [ValidateSet("a", "b")] [string[]] $Names = @("a"))
        (param ([Parameter(Mandatory)] [ValidateSet("a" "b")] [string[]] $Names (@ "a")))
    param(
      # The name.
      [string]
      $a = "x",

      [switch]$b
    )
        (param ([string] $a "x") ([switch] $b))
    [CmdletBinding(SupportsShouldProcess = $true)]
    param()
    1
        [CmdletBinding(SupportsShouldProcess=$true)]
        1
    [CmdletBinding()]param([ValidateScript({ $_ -gt 1 })]$x)
        [CmdletBinding()]
        (param ([ValidateScript((block (-gt $_ 1)))] $x))
    param($a = (1, 2), $b = 1 + 2)
        (param ($a (paren (list 1 2))) ($b (+ 1 2)))
    param([Alias("a", "b")]$x)
        (param ([Alias("a" "b")] $x))
    "#);
}

#[test]
fn brackets_before_the_first_statement_need_no_param() {
    let texts = [
        "[int]$x = 5\n$x",
        "[int]\n[string]$x",
        "[math]::Pi",
        "[ValidateNotNull()]$x = 1",
        "{ [int]$x = 1 }",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    [int]$x = 5
    $x
        (= (cast [int] $x) 5)
        $x
    [int]
    [string]$x
        [int]
        (cast [string] $x)
    [math]::Pi
        (:: [math] Pi)
    [ValidateNotNull()]$x = 1
        (= (attributed [ValidateNotNull()] $x) 1)
    { [int]$x = 1 }
        (block (= (cast [int] $x) 1))
    "#);
}

#[test]
fn assignments() {
    let texts = [
        "$x = 1",
        "$x += 1; $x -= 1; $x *= 2; $x /= 2; $x %= 2",
        "$a = $b = 1",
        "$a, $b = 1, 2",
        r#"$x.Name = "a""#,
        "$x[0] = 1",
        "$x.a[1].b = 2",
        r#"[int]$x = "5""#,
        "[string[]]$x = Get-X",
        "$x = Get-X | Sort-Object",
        "$x =\n1",
        "$x = if ($a) { 1 } else { 2 }",
        "$x = foreach ($i in 1..3) { $i }",
        "$x = try { 1 } catch { 2 }",
        "$x = switch ($a) { 1 { 2 } }",
        r#"$env:A = "b""#,
        "$x = { 1 }",
        "$null = Get-X",
        "$x = $y.z",
        "$global:x = 1",
        "[Type]::Name = 1",
        "($x) = 1",
        "($a, $b) = 1, 2",
        "$x.Item(1) = 2",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    $x = 1
        (= $x 1)
    $x += 1; $x -= 1; $x *= 2; $x /= 2; $x %= 2
        (+= $x 1)
        (-= $x 1)
        (*= $x 2)
        (/= $x 2)
        (%= $x 2)
    $a = $b = 1
        (= $a (= $b 1))
    $a, $b = 1, 2
        (= (list $a $b) (list 1 2))
    $x.Name = "a"
        (= (. $x Name) "a")
    $x[0] = 1
        (= (index $x 0) 1)
    $x.a[1].b = 2
        (= (. (index (. $x a) 1) b) 2)
    [int]$x = "5"
        (= (cast [int] $x) "5")
    [string[]]$x = Get-X
        (= (cast [string[]] $x) (cmd Get-X))
    $x = Get-X | Sort-Object
        (= $x (pipe (cmd Get-X) (cmd Sort-Object)))
    $x =
    1
        (= $x 1)
    $x = if ($a) { 1 } else { 2 }
        (= $x (if $a (do 1) (else 2)))
    $x = foreach ($i in 1..3) { $i }
        (= $x (foreach $i (.. 1 3) (do $i)))
    $x = try { 1 } catch { 2 }
        (= $x (try (do 1) (catch 2)))
    $x = switch ($a) { 1 { 2 } }
        (= $x (switch $a (case 1 2)))
    $env:A = "b"
        (= $env:A "b")
    $x = { 1 }
        (= $x (block 1))
    $null = Get-X
        (= $null (cmd Get-X))
    $x = $y.z
        (= $x (. $y z))
    $global:x = 1
        (= $global:x 1)
    [Type]::Name = 1
        (= (:: [Type] Name) 1)
    ($x) = 1
        (= (paren $x) 1)
    ($a, $b) = 1, 2
        (= (paren (list $a $b)) (list 1 2))
    $x.Item(1) = 2
        (= (call. $x Item 1) 2)
    "#);
}

#[test]
fn errors_are_tried_and_thrown() {
    let texts = [
        "try { 1 } catch { 2 }",
        "try { 1 } finally { 2 }",
        "try { 1 }\ncatch [System.IO.IOException], [Foo] { 2 }\ncatch { 3 }\nfinally { 4 }",
        "try{}catch{}",
        "throw",
        r#"throw "a""#,
        r#"throw [Exception]::new("a")"#,
        r#"throw New-Object Foo "x""#,
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    try { 1 } catch { 2 }
        (try (do 1) (catch 2))
    try { 1 } finally { 2 }
        (try (do 1) (finally 2))
    try { 1 }
    catch [System.IO.IOException], [Foo] { 2 }
    catch { 3 }
    finally { 4 }
        (try (do 1) (catch [System.IO.IOException] [Foo] 2) (catch 3) (finally 4))
    try{}catch{}
        (try (do) (catch))
    throw
        (throw)
    throw "a"
        (throw "a")
    throw [Exception]::new("a")
        (throw (call:: [Exception] new "a"))
    throw New-Object Foo "x"
        (throw (cmd New-Object Foo "x"))
    "#);
}

#[test]
fn results() {
    let texts = [
        "return",
        "return 1",
        "return 1, 2",
        "return Get-X | Sort-Object",
        "return ,$x",
        "return\n1",
        "exit",
        "exit 3",
        "exit $code",
        "{ return }",
        "return $x = 1",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    return
        (return)
    return 1
        (return 1)
    return 1, 2
        (return (list 1 2))
    return Get-X | Sort-Object
        (return (pipe (cmd Get-X) (cmd Sort-Object)))
    return ,$x
        (return (list $x))
    return
    1
        (return)
        1
    exit
        (exit)
    exit 3
        (exit 3)
    exit $code
        (exit $code)
    { return }
        (block (return))
    return $x = 1
        (return (= $x 1))
    "#);
}

#[test]
fn named_blocks() {
    let texts = [
        "begin { 1 } process { 2 } end { 3 }",
        "process { $_ }",
        "% { begin { 1 } process { 2 } }",
        "{ begin { } end { } }",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    begin { 1 } process { 2 } end { 3 }
        (begin 1)
        (process 2)
        (end 3)
    process { $_ }
        (process $_)
    % { begin { 1 } process { 2 } }
        (cmd % (block (begin 1) (process 2)))
    { begin { } end { } }
        (block (begin) (end))
    "#);
}

#[test]
fn keywords_are_words_elsewhere() {
    let texts =
        ["Get-X if", "$x.if", "@{ if = 1 }", "a | foreach { 1 }", "& if", "Get-Process process", "1 | end"];
    insta::assert_snapshot!(shown(&texts), @r#"
    Get-X if
        (cmd Get-X if)
    $x.if
        (. $x if)
    @{ if = 1 }
        (hash (if 1))
    a | foreach { 1 }
        (pipe (cmd a) (cmd foreach (block 1)))
    & if
        (cmd& if)
    Get-Process process
        (cmd Get-Process process)
    1 | end
        (pipe 1 (cmd end))
    "#);
}

#[test]
fn requirements_are_read() {
    let texts = [
        "#requires -Version 5.1\n1",
        "#Requires -Modules A, B -RunAsAdministrator",
        "# requires -Version 3",
        "#requiresx -Version 3",
        "#requires -Version:3.0",
        "1\n  #requires -Version 4",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    #requires -Version 5.1
    1
        (requires Version 5.1)
        1
    #Requires -Modules A, B -RunAsAdministrator
        (requires Modules A, B)
        (requires RunAsAdministrator)
    # requires -Version 3
    #requiresx -Version 3
    #requires -Version:3.0
        (requires Version 3.0)
    1
      #requires -Version 4
        (requires Version 4)
        1
    "#);
}
