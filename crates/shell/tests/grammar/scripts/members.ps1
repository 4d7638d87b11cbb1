# Members by name, by variable, of types, and enumeration over lists.
$list = 'alpha', 'beta'
$list.Length
$list.ToUpper()
$list[0].Length
$method = 'ToUpper'
'x'.$method()
$member = 'Length'
$list | ForEach-Object { $_.$member }
'text'."Length"
[string]::Empty.Length
[math]::Max(3, [math]::Abs(-7))
[math]::PI.ToString('F2')
[int]::MaxValue
[System.Math]::Pow(2, 10)
[guid]::Empty.Guid
[Environment]::MachineName.Length -gt 0
[System.IO.Path]::Combine('C:\', 'a', 'b.txt')
(Get-Date).Date.Hour
(1..3).Count
(1..3)[1]
@{ a = 1 }.a
(@{ a = 1 }).Keys
$deep = @{ rows = @(@{ id = 1; tags = 'x', 'y' }, @{ id = 2; tags = @() }) }
$deep.rows[0].tags[-1]
$deep.rows.id
$deep.rows[1].tags.Count
$deep.rows | ForEach-Object { $_.id } | Measure-Object -Sum | Select-Object -ExpandProperty Sum
(Get-Item 'C:\notes.txt').Name.Split('.')[0].ToUpper().Substring(0, 3)
'a.b.c'.Split('.')[0, 2]
"$($list[0].Substring(0, 1))$($list[1].Substring(0, 1))"
[int]('4' + '2') / 2
!$list.Contains('gamma')
-not ($list -contains 'alpha') -or $true
($null).Length
$null.Property -eq $null
$x = [PSCustomObject]@{ Inner = [PSCustomObject]@{ Value = 1 } }
$x.Inner.Value++
$x.Inner.Value += 3
$x.Inner.Value
$x | Get-Member -MemberType Properties | Select-Object -ExpandProperty Name
$array = 1, 2, 3
$array[1] *= 5
$array[$array.Count - 1]--
"$array"
[void]($array -ne $null)
$typed = [System.Collections.ArrayList]@(3, 1, 2)
$typed.Sort()
"$typed"
$t = [int]
$t.Name
$t::Parse('12') + 1
