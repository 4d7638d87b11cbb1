# Arrays, lists, ranges, unrolling and operators on lists.
$none = @()
$one = @('single')
$many = 1..5
$none.Count, $one.Count, $many.Length
, 7 | ForEach-Object { $_.GetType().Name }
$nested = , (1, 2)
$nested.Count
$nested[0].Count
$many[0], $many[-1], $many[1..2], $many[-2..-1]
$many[10] -eq $null
$many + 6, 7
$many += 8
$many.Count
$many -contains 8
8 -in $many
$many -gt 3
$many -ne 2 -join ','
('a', 'b', 'A' -eq 'a').Count
'x', 'y' -join ''
('a b', 'c d').Split(' ')
(1, 2, 3) * 2
$list = New-Object System.Collections.ArrayList
$null = $list.Add('x')
[void]$list.AddRange((1, 2))
$list.Insert(0, 'first')
$list.Contains('x')
$list.IndexOf(2)
$typed = New-Object 'System.Collections.Generic.List[string]'
$typed.Add('a')
$typed.Add(12)
$typed[1].GetType().Name
$typed.Remove('a') | Out-Null
$typed.Count
[int[]]$numbers = '1', '2', '3'
($numbers | Measure-Object -Sum).Sum
$matrix = @((1, 2), (3, 4))
$matrix[1][0]
$objects = 'a', 'bb', 'ccc' | ForEach-Object { [PSCustomObject]@{ Name = $_; Size = $_.Length } }
$objects.Name
$objects.Size -join '+'
($objects | Where-Object { $_.Size -ge 2 }).Name
@($objects | Where-Object Size -eq 1).Count
$objects | Select-Object -Property Name -Last 1
$objects | Sort-Object Size -Descending | Select-Object -ExpandProperty Name
1, 2, 2, 3, 1 | Select-Object -Unique
@(1..3 | Where-Object { $_ -gt 5 }).Count
$pair = 1, 2
$first, $second = $pair
$first - $second
[array]::Reverse($numbers)
"$numbers"
if (@()) { 'true' } else { 'an empty array is false' }
if (@(0)) { 'true' } else { 'an array of 0 is false' }
$hash = @{}; $hash[1] = 'x'; $hash.Count
