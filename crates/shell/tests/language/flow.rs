//! Statements, pipelines and functions.

use super::world::check;

#[test]
fn pipelines_stream_and_unroll() {
    check("1..3 | ForEach-Object { $_ * 2 }", "2\n4\n6");
    check("(1..10 | Where-Object { $_ % 2 }) -join ','", "1,3,5,7,9");
    check("$x = @(); $x += 1; $x += 2; $x.Count", "2");
    check("$n = 'none' | Where-Object { $false }; $n | ForEach-Object { 'never' }; $null -eq $n", "True");
    check("@($null).Count; @().Count; (,@(1,2)).Count", "1\n0\n1");
    check("$a, $b = 1, 2, 3; \"$a|$b\"", "1|2 3");
}

#[test]
fn functions_bind_their_parameters() {
    check("function f($a, [int]$b = 5) { \"$a-$b\" }; f x; f x 7; f -b 2 -a y", "x-5\nx-7\ny-2");
    check(
        "function f { param([Parameter(ValueFromPipeline)]$x) begin { 'b' } process { $x + 1 } end { 'e' } }; 1, 2 | f",
        "b\n2\n3\ne",
    );
    check("function f { $args.Count; $input.Count }; 1, 2, 3 | f a b", "2\n3");
    check("function f { foreach ($i in 1..5) { if ($i -eq 3) { return $i }; $i } }; f", "1\n2\n3");
    check("filter double { $_ * 2 }; 1..3 | double", "2\n4\n6");
    check("$p = @{ a = 1; b = 2 }; function f($a, $b) { \"$a$b\" }; f @p; $l = 3, 4; f @l", "12\n34");
    check("& { param($x) $x * 2 } 21; $b = { 'hi' }; & $b; . { $dotted = 1 }; $dotted", "42\nhi\n1");
}

#[test]
fn loops_and_branches() {
    check("for ($i = 0; $i -lt 3; $i++) { $i }", "0\n1\n2");
    check(
        ":outer foreach ($a in 1..3) { foreach ($b in 1..3) { if ($b -eq 2) { continue outer }; \"$a$b\" } }",
        "11\n21\n31",
    );
    check("switch -Wildcard ('Help Desk') { 'Help*' { 1 } '*Desk' { 2; break } default { 3 } }", "1\n2");
    check("switch (1, 5) { { $_ -gt 3 } { \"big $_\" } 1 { 'one' } }", "one\nbig 5");
    check(
        "$i = 0; do { $i++ } until ($i -ge 3); $i; while ($i) { $i--; if ($i -eq 1) { break } }; $i",
        "3\n1",
    );
    check(
        "$r = if ($true) { 'yes' } else { 'no' }; $r; $s = foreach ($i in 1..2) { $i }; $s.Count",
        "yes\n2",
    );
}

#[test]
fn errors_are_caught_and_statements_end_alone() {
    check(
        "try { 1/0 } catch { \"caught: $_\" } finally { 'last' }",
        "caught: Attempted to divide by zero.\nlast",
    );
    check(
        "try { throw 'no' } catch [System.DivideByZeroException] { 'wrong' } catch { $_.Exception.Message }",
        "no",
    );
    check(
        "$ErrorActionPreference = 'Stop'; try { Get-Nothing } catch { $_.FullyQualifiedErrorId }",
        "CommandNotFoundException",
    );
    check("function f { throw 'deep' }; try { f } catch { $_.Exception.Message }", "deep");
    check("try { [int]'x' } catch [System.InvalidCastException] { 'cast' }", "cast");
    check("exit 3", "exit 3");
}

#[test]
fn scopes_are_dynamic() {
    check("$x = 1; function f { $x; $x = 2; $x }; f; $x", "1\n2\n1");
    check("$script:x = 1; function f { $script:x = 5 }; f; $x", "5");
    check("function f { $global:g = 7 }; f; $g", "7");
    check("[int]$n = '5'; $n + 1; $n = '7'; $n + 1", "6\n8");
    check("1..3 | ForEach-Object { $last = $_ }; $last", "3");
}
