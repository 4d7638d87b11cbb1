#requires -Version 5.1
# Collects every object of every pool into one list and writes what changed since the last run.
param([string]$State = 'C:\State\inventory.xml', [string[]]$Kind = ('Queue', 'AgentGroup', 'Workflow'))

Set-StrictMode -Version Latest
$now = Get-Date
$commands = @{
    Queue      = { param($p) Get-CsRgsQueue -Identity $p }
    AgentGroup = { param($p) Get-CsRgsAgentGroup -Identity $p }
    Workflow   = { param($p) Get-CsRgsWorkflow -Identity $p }
}

$current = foreach ($service in Get-CsService -ApplicationServer | Where-Object { $_.Applications -like '*RGS*' }) {
    foreach ($one in $Kind) {
        if (-not $commands.ContainsKey($one)) { Write-Warning "Unknown kind: $one"; continue }
        & $commands[$one] $service.Identity | ForEach-Object {
            [PSCustomObject]@{
                Key      = '{0}/{1}/{2}' -f $service.PoolFqdn, $one, $_.Name
                Identity = "$($_.Identity)"
                Seen     = $now
            }
        }
    }
}

$previous = if (Test-Path $State) { Import-Clixml $State } else { @() }
$changes = Compare-Object -ReferenceObject @($previous) -DifferenceObject @($current) -Property Key
$report = foreach ($change in $changes) {
    $what = switch ($change.SideIndicator) {
        '=>' { 'new' }
        '<=' { 'gone' }
    }
    '{0,-5} {1}' -f $what, $change.Key
}

if ($report) {
    $report | Tee-Object -Variable shown | Out-File ("C:\State\changes-{0:yyyyMMdd}.txt" -f $now) -Append -Encoding utf8
    Write-Host "$($shown.Count) change(s)."
}
else { Write-Host 'Nothing has changed.' }
$current | Export-Clixml -Path $State -Depth 3
$duration = Measure-Command { $current | Group-Object { $_.Key.Split('/')[1] } | Out-Null }
Write-Verbose ('Grouped in {0:N0} ms' -f $duration.TotalMilliseconds)
