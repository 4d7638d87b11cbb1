# From CSV to objects to JSON and back.
$csv = @'
Name,Calls,Site
Sales,12,North
Support,40,South
Orders,7,North
'@
$rows = $csv | ConvertFrom-Csv
$rows.Count
$rows[1].Name
$rows | Where-Object { [int]$_.Calls -gt 10 } | Select-Object -ExpandProperty Name

$groups = $rows | Group-Object Site
foreach ($group in $groups) {
    $sum = ($group.Group | ForEach-Object { [int]$_.Calls } | Measure-Object -Sum).Sum
    '{0}: {1} rows, {2} calls' -f $group.Name, $group.Count, $sum
}

$tree = [ordered]@{
    pool   = 'pool1.contoso.com'
    active = $true
    limits = 1, 2.5, $null
    inner  = @{ deep = @{ deeper = 'x' } }
}
$json = $tree | ConvertTo-Json -Depth 4 -Compress
$json
$back = $json | ConvertFrom-Json
$back.inner.deep.deeper
$back.limits.Count
$back | Get-Member -MemberType NoteProperty | ForEach-Object { $_.Name }

$rows | Select-Object Name, @{ n = 'Calls'; e = { [int]$_.Calls } } |
    Sort-Object Calls -Descending |
    ConvertTo-Csv -NoTypeInformation
$rows | Export-Csv C:\rows.csv -NoTypeInformation -Delimiter ';'
(Import-Csv C:\rows.csv -Delimiter ';' | Measure-Object Calls -Sum).Sum
$rows | Export-Clixml C:\rows.xml
@(Import-Clixml C:\rows.xml).Count
Compare-Object -ReferenceObject 'a', 'b', 'c' -DifferenceObject 'b', 'c', 'd' |
    Sort-Object InputObject |
    ForEach-Object { "$($_.InputObject) $($_.SideIndicator)" }
'{"a":[1,2,{"b":null}]}' | ConvertFrom-Json | ForEach-Object { $_.a.Count }
