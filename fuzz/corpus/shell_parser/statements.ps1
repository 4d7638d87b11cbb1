:l foreach ($i in 1..3) { if ($i -eq 2) { continue l } elseif ($i) { break } else { } }
for ($i = 0; $i -lt 3; $i++) { do { } until ($true) }
while ($x) { switch -Regex -CaseSensitive ($y) { '^a' { 1 } { $_ } { 2 } default { exit 1 } } }
try { throw 'x' } catch [System.IO.IOException], [int] { } catch { return , 1 } finally { }
