$o = [pscustomobject]@{ a = 1, 2; b = @{ c = $null } }; $o | Add-Member self $o
$o | ConvertTo-Json -Depth 100; '[{"a":[[[]]]},1e999,"\ud800"]' | ConvertFrom-Json
$o, 1, 'x' | ConvertTo-Csv -Delimiter ';' | ConvertFrom-Csv -Delimiter ';' -Header a, a
$o | Export-Clixml x.xml; Import-Clixml x.xml; Set-Content x.xml '<Objs><Obj RefId="0"><Ref RefId="0"/></Obj></Objs>'; Import-Clixml x.xml
