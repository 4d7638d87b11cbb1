# Regular expressions as administrators use them.
$lines = @(
    '2013-12-20 10:00:01 INFO  call 17 from sip:anna@contoso.com',
    '2013-12-20 10:00:05 WARN  call 17 waited 45 s',
    '2013-12-20 10:01:00 ERROR call 18 lost'
)
$pattern = '^(?<date>\d{4}-\d\d-\d\d) (?<time>[\d:]+) (?<level>\w+)\s+call (?<id>\d+)'

$calls = foreach ($line in $lines) {
    if ($line -match $pattern) {
        [PSCustomObject]@{
            At    = [datetime]"$($Matches.date) $($Matches.time)"
            Level = $Matches['level']
            Id    = [int]$Matches.id
        }
    }
}
$calls | Where-Object Level -ne 'INFO' | ForEach-Object { "$($_.Id) $($_.Level)" }

'tel:+1 (425) 555-0100' -replace '[^\d+]', ''
'Doe, Jane' -replace '^(\w+),\s*(\w+)$', '$2 $1'
'aAbB' -creplace '[A-Z]', '.'
'one1two22three' -split '\d+'
'a,b;c' -split '[,;]', 2
'abc' -cmatch 'B'
$lines -match 'call 17' | Measure-Object | Select-Object -ExpandProperty Count
($lines -notmatch 'INFO').Count
[regex]::Matches('a1b22', '\d+') | ForEach-Object { $_.Value }
[regex]::Escape('a.b*c')
$r = [regex]'(?i)sip:([a-z]+)@'
$m = $r.Match($lines[0])
if ($m.Success) { $m.Groups[1].Value; $m.Index }
[regex]::Replace('x-y-z', '-', '+')
[regex]::Split('a  b c', '\s+').Length
'anna@contoso.com' -match '^[^@]+' | Out-Null
$Matches[0]
$null = 'zzz' -match 'y'
$Matches[0]
'C:\Media\hold.wav' -replace '\\', '/'
