# The members of texts, and numbers of a log.
$text = '  Response Group, Contoso  '
$text.Trim().ToUpper()
$text.TrimStart().Length
$text.Replace('Group', 'Groups').Trim()
$text.Trim().Substring(9, 5)
$text.IndexOf('Contoso'), $text.LastIndexOf('o')
$text.Contains('group'), $text.ToLower().Contains('group')
'a,b,,c'.Split(',').Count
'a,b,,c'.Split(',', [StringSplitOptions]::RemoveEmptyEntries).Count
'path\to\file'.Split('\')[-1]
'abc'.StartsWith('ab'), 'abc'.EndsWith('C')
'abc'.ToCharArray() -join '.'
'abc'[1], 'abc'[-1]
'abc'.Insert(1, '--').Remove(0, 1)
[string]::Format('{0}/{1}', 1, 2)
'b' -lt 'c', 'B' -ceq 'b'
'contoso' -like 'con*' -and 'contoso' -notlike '*x*'
'[x]' -like '`[x`]'
'a1', 'b2', 'c3' -like '[ab]?'
'one', 'two' | ForEach-Object Length
'one', 'two' | ForEach-Object { $_.Substring(0, 1).ToUpper() + $_.Substring(1) }
'one', 'two' | ForEach-Object -MemberName ToUpper
-join ('a', 'b', 'c')
-split ' a  b c '
'x' * 3 + 'y'
'{0}' -f ('a', 'b' -join '+')
'tel:' + '+14255550100'.TrimStart('+')
"$([char]0x263A)".Length
'abc'.CompareTo('abd')
'Straße'.Length
('a' + 1 + 2), (1 + 2 + 'a' -as [string])
'10', '9', '100' | Sort-Object
'10', '9', '100' | Sort-Object { [int]$_ }
$reversed = 'level'.ToCharArray(); [array]::Reverse($reversed); -join $reversed
@('x', $null, '') | Where-Object { [string]::IsNullOrEmpty($_) } | Measure-Object | ForEach-Object { $_.Count }
