//! Operators and their precedence.

use crate::shown;

#[test]
fn arithmetic_binds_as_documented() {
    let texts = [
        "1 + 2 * 3 - 4 / 5 % 6",
        "(1 + 2) * 3",
        "1..3 + 4",
        "2 * 1..3",
        "'{0}' -f 1 + 2",
        "-2 * 3",
        "$n-1",
        "$n - 1",
        "$x.Count-1",
        "1 + -1",
        "1 - -1",
        "+$x",
        "- 1",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    1 + 2 * 3 - 4 / 5 % 6
        (- (+ 1 (* 2 3)) (% (/ 4 5) 6))
    (1 + 2) * 3
        (* (paren (+ 1 2)) 3)
    1..3 + 4
        (+ (.. 1 3) 4)
    2 * 1..3
        (* 2 (.. 1 3))
    '{0}' -f 1 + 2
        (+ (-f '{0}' 1) 2)
    -2 * 3
        (* -2 3)
    $n-1
        (- $n 1)
    $n - 1
        (- $n 1)
    $x.Count-1
        (- (. $x Count) 1)
    1 + -1
        (+ 1 -1)
    1 - -1
        (- 1 -1)
    +$x
        (+ $x)
    - 1
        (- 1)
    "#);
}

#[test]
fn a_comma_binds_tighter_than_operators_but_not_than_unary_ones() {
    let texts = [
        "1, 2 + 3, 4",
        "-not 1, 2",
        "1, 2, 3",
        ",1",
        ",,1",
        ",(1, 2)",
        "1,\n2",
        "-split 'a b', 'c d'",
        "'{0} {1}' -f 1, 2",
        "$x -split ',', 2",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    1, 2 + 3, 4
        (+ (list 1 2) (list 3 4))
    -not 1, 2
        (list (-not 1) 2)
    1, 2, 3
        (list 1 2 3)
    ,1
        (list 1)
    ,,1
        (list (list 1))
    ,(1, 2)
        (list (paren (list 1 2)))
    1,
    2
        (list 1 2)
    -split 'a b', 'c d'
        (list (-split 'a b') 'c d')
    '{0} {1}' -f 1, 2
        (-f '{0} {1}' (list 1 2))
    $x -split ',', 2
        (-split $x (list ',' 2))
    "#);
}

#[test]
fn comparisons_have_one_precedence_and_go_left() {
    let texts = [
        "$a -eq $b -ne $c",
        "'a' -ceq 'b' -ieq 'c'",
        "$x -like 'a*' -and $y -notlike 'b*'",
        "$x -match 'a' -or $x -cnotmatch 'b'",
        "$x -contains 1 -notcontains 2",
        "1 -in $x",
        "1 -notin $x",
        "$x -replace 'a', 'b' -creplace 'c'",
        "$x -is [int] -and $y -isnot [string]",
        "$x -as [datetime]",
        "$x -join ', '",
        "$x -csplit 'a' -isplit 'b'",
        "1 -shl 2 -shr 1",
        "$x -gt 1 -xor $x -lt 2",
        "$x -ge 1 -or $x -le 2",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    $a -eq $b -ne $c
        (-ne (-eq $a $b) $c)
    'a' -ceq 'b' -ieq 'c'
        (-eq (-ceq 'a' 'b') 'c')
    $x -like 'a*' -and $y -notlike 'b*'
        (-and (-like $x 'a*') (-notlike $y 'b*'))
    $x -match 'a' -or $x -cnotmatch 'b'
        (-or (-match $x 'a') (-cnotmatch $x 'b'))
    $x -contains 1 -notcontains 2
        (-notcontains (-contains $x 1) 2)
    1 -in $x
        (-in 1 $x)
    1 -notin $x
        (-notin 1 $x)
    $x -replace 'a', 'b' -creplace 'c'
        (-creplace (-replace $x (list 'a' 'b')) 'c')
    $x -is [int] -and $y -isnot [string]
        (-and (-is $x [int]) (-isnot $y [string]))
    $x -as [datetime]
        (-as $x [datetime])
    $x -join ', '
        (-join $x ', ')
    $x -csplit 'a' -isplit 'b'
        (-split (-csplit $x 'a') 'b')
    1 -shl 2 -shr 1
        (-shr (-shl 1 2) 1)
    $x -gt 1 -xor $x -lt 2
        (-xor (-gt $x 1) (-lt $x 2))
    $x -ge 1 -or $x -le 2
        (-or (-ge $x 1) (-le $x 2))
    "#);
}

#[test]
fn logic_binds_loosest_then_bits_then_comparisons() {
    let texts = [
        "1 -eq 2 -band 3 -or 4",
        "$a -and $b -or $c -xor $d",
        "1 -bor 2 -bxor 3",
        "$a -eq 1 -and -not $b -eq 2",
        "-bnot 5 -band 3",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    1 -eq 2 -band 3 -or 4
        (-or (-band (-eq 1 2) 3) 4)
    $a -and $b -or $c -xor $d
        (-xor (-or (-and $a $b) $c) $d)
    1 -bor 2 -bxor 3
        (-bxor (-bor 1 2) 3)
    $a -eq 1 -and -not $b -eq 2
        (-and (-eq $a 1) (-eq (-not $b) 2))
    -bnot 5 -band 3
        (-band (-bnot 5) 3)
    "#);
}

#[test]
fn operators_stand_before_and_behind() {
    let texts = [
        "!$x",
        "-not $x",
        "!!$x",
        "- $x",
        "$i++",
        "$i--",
        "++$i",
        "--$i",
        "-join $x",
        "-split $x",
        "-csplit $x",
        "!(Test-Path a)",
        "-not(1)",
        "$i ++",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    !$x
        (-not $x)
    -not $x
        (-not $x)
    !!$x
        (-not (-not $x))
    - $x
        (- $x)
    $i++
        (post++ $i)
    $i--
        (post-- $i)
    ++$i
        (++ $i)
    --$i
        (-- $i)
    -join $x
        (-join $x)
    -split $x
        (-split $x)
    -csplit $x
        (-csplit $x)
    !(Test-Path a)
        (-not (paren (cmd Test-Path a)))
    -not(1)
        (-not (paren 1))
    $i ++
        (post++ $i)
    "#);
}

#[test]
fn operators_need_no_blanks() {
    let texts = ["$x-eq1", "$x -eq1", "1-eq 1", "1+1", "$a*$b", "$x=-1", "'a'-eq'b'"];
    insta::assert_snapshot!(shown(&texts), @r#"
    $x-eq1
        (-eq $x 1)
    $x -eq1
        (-eq $x 1)
    1-eq 1
        (-eq 1 1)
    1+1
        (+ 1 1)
    $a*$b
        (* $a $b)
    $x=-1
        (= $x -1)
    'a'-eq'b'
        (-eq 'a' 'b')
    "#);
}

#[test]
fn an_operator_continues_the_line() {
    let texts = ["1 +\n2", "$a -and\n# why\n$b", "-not\n$x", "1 |\nfoo"];
    insta::assert_snapshot!(shown(&texts), @r#"
    1 +
    2
        (+ 1 2)
    $a -and
    # why
    $b
        (-and $a $b)
    -not
    $x
        (-not $x)
    1 |
    foo
        (pipe 1 (cmd foo))
    "#);
}
