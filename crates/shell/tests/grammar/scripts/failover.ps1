# The outage as a script: import at the backup, check, go back.
param(
    [Parameter(Mandatory = $true)][string]$Primary,
    [Parameter(Mandatory = $true)][string]$Backup,
    [string]$File = "C:\Backup\$($Primary.Split('.')[0]).zip",
    [ValidateSet('Failover', 'Failback')][string]$Direction = 'Failover',
    [switch]$Force
)

$from = "service:ApplicationServer:$Primary"
$to = "service:ApplicationServer:$Backup"

function Compare-Groups([string]$Identity, [string]$Owner, [hashtable]$Expected) {
    $kinds = 'Workflow', 'Queue', 'AgentGroup', 'HoursOfBusiness', 'HolidaySet'
    foreach ($kind in $kinds) {
        $found = @(& "Get-CsRgs$kind" -Identity $Identity -Owner $Owner)
        $missing = $Expected[$kind] | Where-Object { $found.Name -notcontains $_ }
        [PSCustomObject]@{
            Kind    = $kind
            Found   = $found.Count
            Missing = if ($missing) { $missing -join ', ' } else { '' }
            Good    = -not $missing
        }
    }
}

if (!(Test-Path $File)) { throw [System.IO.FileNotFoundException] "There is no export at $File." }
$age = (Get-Date) - (Get-Item $File).LastWriteTime
if ($age.TotalHours -gt 24 -and !$Force) {
    Write-Error ("The export is {0:N0} hours old. Use -Force to import it all the same." -f $age.TotalHours)
    exit 2
}

switch ($Direction) {
    'Failover' {
        Import-CsRgsConfiguration -Destination $to -FileName $File
        $result = Compare-Groups -Identity $to -Owner $from -Expected @{ Workflow = 'Sales'; Queue = 'Sales', 'Help' }
    }
    'Failback' {
        $updated = $File -replace '\.zip$', '-updated.zip'
        Export-CsRgsConfiguration -Source $to -Owner $from -FileName $updated
        Import-CsRgsConfiguration -Destination $from -OverwriteOwner -FileName $updated
        Export-CsRgsConfiguration -Source $to -Owner $from -FileName $updated -RemoveExportedConfiguration -Force
        $result = Get-CsRgsWorkflow -Identity $from -ShowAll
    }
}
$result | Format-Table -AutoSize
if ($result | Where-Object { $_.Good -eq $false }) { exit 1 }
