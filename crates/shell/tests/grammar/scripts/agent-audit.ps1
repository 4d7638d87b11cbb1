# Who is in which agent group, and who is in none.
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [string]$Pool = $(if ($env:RGS_POOL) { $env:RGS_POOL } else { 'pool1.contoso.com' }),

    [ValidateSet('Table', 'Csv', 'Json')]
    [string]$Format = 'Table'
)

$service = "service:ApplicationServer:$Pool"
$groups = Get-CsRgsAgentGroup -Identity $service -ErrorAction Stop
$membership = @{}

foreach ($group in $groups) {
    foreach ($agent in $group.AgentsByUri) {
        $key = "$agent".ToLower()
        if (-not $membership.ContainsKey($key)) {
            $membership[$key] = New-Object System.Collections.Generic.List[string]
        }
        $membership[$key].Add($group.Name)
    }
}

$rows = foreach ($key in $membership.Keys) {
    New-Object PSObject -Property @{
        Agent  = $key -replace '^sip:'
        Groups = ($membership[$key] | Sort-Object) -join ', '
        Count  = $membership[$key].Count
    }
}
$rows = $rows | Sort-Object -Property @{ Expression = 'Count'; Descending = $true }, Agent

$empty = $groups | Where-Object { $_.AgentsByUri.Count -eq 0 -and -not $_.DistributionGroupAddress }
if ($empty) {
    Write-Warning "$(@($empty).Count) group(s) without agents: $(($empty | Select-Object -ExpandProperty Name) -join ', ')"
}

switch ($Format) {
    'Csv'   { $rows | Export-Csv -Path ".\agents-$($Pool.Split('.')[0]).csv" -NoTypeInformation }
    'Json'  { $rows | ConvertTo-Json -Depth 3 | Set-Content '.\agents.json' }
    default { $rows | Format-Table -Property Agent, Count, Groups -AutoSize -Wrap }
}

$byDomain = $rows | Group-Object -Property { ($_.Agent -split '@')[1] }
$byDomain | Select-Object Name, Count, @{ Name = 'Share'; Expression = { '{0:P0}' -f ($_.Count / @($rows).Count) } }
