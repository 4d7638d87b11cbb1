# Casts, -as, -is and what the left operand decides.
[int]'42' + 1
[int]3.5, [int]4.5, [int]'0x1F'
[string]12 + 1
'3' + 4
3 + '4'
'5' * 3
[double]'1.5' * 2
[bool]'false', [bool]0, [bool]'', [bool]@(1)
[char]65, [int][char]'a'
[datetime]'2013-12-20' -lt [datetime]'2014-01-01'
([datetime]'12/20/2013').DayOfWeek
[timespan]'1:30' + [timespan]'0:45'
([timespan]'1.02:03:04').TotalHours
[version]'1.10' -gt [version]'1.9'
'1.10' -gt '1.9'
[guid]'792e5b37-4505-47ef-b7d2-8711bb7affa8'
([guid]::NewGuid()).ToString().Length
([uri]'https://pool1.contoso.com:8443/path?x=1').Host
[regex]'^a' -is [regex]
'12' -as [int]
$null -eq ('x' -as [int])
'abc' -is [string]
12 -isnot [string]
[string[]](1, 2)
[int[]]('1', '2') -join '+'
10 -eq '10'
'10' -eq 10
'0x10' -eq 16
1 -eq $true
'True' -eq $true
$null -eq 0
@(1, $null, 2) -eq $null | Measure-Object | ForEach-Object Count
7 / 2
[math]::Floor(7 / 2)
7 % 3, -7 % 3
2147483647 + 1
1kb + 1mb
0xFF -band 0x0F
1 -shl 4
-bnot 0
[System.DayOfWeek]1
[DayOfWeek]'Friday' -eq 5
[int][DayOfWeek]::Monday
[System.ConsoleColor]'red'
[Environment]::NewLine.Length
[string]::IsNullOrEmpty('')
[string]::Join('/', ('a', 'b'))
[convert]::ToInt32('ff', 16)
