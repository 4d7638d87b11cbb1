# switch in all its forms.
function Get-Kind($Value) {
    switch ($Value) {
        1 { 'one' }
        2 { 'two'; break }
        { $_ -is [int] -and $_ -gt 100 } { 'large' }
        'three' { 'word' }
        $null { 'nothing' }
        default { 'other' }
    }
}

foreach ($value in 1, 2, 'three', 250, $null, 'x') { Get-Kind $value }

switch -Wildcard ('sales@contoso.com', 'help@fabrikam.com') {
    '*@contoso.com' { "ours: $_" }
    'sales*' { 'sales'; continue }
    default { "foreign: $_" }
}

switch -Regex ('tel:+14255550100;ext=12', 'sip:anna@contoso.com', '???') {
    '^tel:\+(?<number>\d+)(;ext=(?<ext>\d+))?$' {
        "number $($Matches['number']), extension $($Matches.ext)"
        break
    }
    '^sip:([^@]+)@(.+)$' { "user $($Matches[1]) at $($Matches[2])" }
    default { 'unknown' }
}

switch -CaseSensitive ('ABC') {
    'abc' { 'lower' }
    'ABC' { 'upper' }
}

switch -Exact ("b") { a { 1 } b { 2 } c { 3 } }

$days = switch (1..7) {
    { $_ -in 6, 7 } { 'weekend'; continue }
    default { "day $_" }
}
$days.Count

:lines switch -File 'C:\notes.txt' {
    one { 'first' }
    default { break lines }
}

$i = 0
switch (3) { 3 { $i++ } 3 { $i += 10 } }
"clauses: $i"
