# Every loop, with labels, break and continue.
for ($i = 0; $i -lt 3; $i++) { "for $i" }
for ($i, $j = 0, 10; $i -lt $j; $i += 4) { "$i<$j" }
for (;;) { break }

$n = 3
while ($n -gt 0) {
    $n--
    if ($n -eq 1) { continue }
    "while $n"
}
do { $n++ } while ($n -lt 5)
do {
    $n -= 2
} until ($n -le 0)
"after do: $n"

:outer foreach ($row in 1..3) {
    foreach ($column in 1..3) {
        if ($column -eq 2 -and $row -eq 2) { continue outer }
        if ($row -eq 3) { break outer }
        "$row/$column"
    }
}

$squares = foreach ($x in 1..4) { $x * $x }
"$squares"
$even = for ($i = 0; $i -le 6; $i += 2) { $i }
$even -join '+'
1..3 | ForEach-Object { $_ * 10 } | ForEach-Object { "got $_" }
foreach ($x in @()) { 'never' }
foreach ($x in $null) { 'never either' }
foreach ($letter in 'abc'.ToCharArray()) { [int]$letter }
foreach ($pair in @(1, 2), @(3, 4)) { $pair[0] + $pair[1] }
$waiting = New-Object System.Collections.ArrayList
1..3 | ForEach-Object { [void]$waiting.Add($_) }
while ($waiting.Count) { $waiting[0]; $waiting.RemoveAt(0) }
$factorial = 1
2..5 | % { $factorial *= $_ }
$factorial
$x = 10
while ($true) { if (($x /= 2) -lt 1) { break } }
$x
foreach ($file in Get-ChildItem 'C:\Media') { $file.Name }
