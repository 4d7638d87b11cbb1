# Hashtables, ordered ones and objects.
$sites = @{ North = 3; South = 5; 'Far East' = 1 }
$sites.West = 2
$sites['Center'] = 7
$sites.Remove('North')
$sites.ContainsKey('south')
$sites.Count

foreach ($key in $sites.Keys | Sort-Object) { "$key = $($sites[$key])" }
$sites.GetEnumerator() | Sort-Object Value -Descending | Select-Object -First 1 -ExpandProperty Name

$ordered = [ordered]@{ First = 1; Second = 2 }
$ordered.Third = 3
$ordered.Insert(0, 'Zeroth', 0)
$ordered.Keys -join ','
$ordered[1]

$nested = @{
    Pool = @{ Fqdn = 'pool1.contoso.com'; Ports = 443, 5061 }
    'a key' = { param($x) $x * 2 }
    1 = 'one'
}
$nested.Pool.Ports[1]
& $nested.'a key' 21
$nested[1]
$nested.Missing -eq $null

$object = [PSCustomObject]@{
    Name  = 'Sales'
    Count = 2
}
$object | Add-Member -MemberType NoteProperty -Name Site -Value 'North'
$object.Count += 5
"$($object.Name) $($object.Count) $($object.Site)"
$object.PSObject.Properties | ForEach-Object { '{0}={1}' -f $_.Name, $_.Value }

$merged = $sites + @{ Abroad = 9 }
($merged.Values | Measure-Object -Sum).Sum
$copy = $sites.Clone()
$copy.Clear()
$copy.Count, $sites.Count

$counts = @{}
'a b a c b a'.Split(' ') | ForEach-Object { $counts[$_]++ }
$counts.GetEnumerator() | Sort-Object Name | ForEach-Object { "$($_.Key): $($_.Value)" }
$property = 'Fqdn'
$nested.Pool.$property
$nested['Pool']["Ports"][-1]
