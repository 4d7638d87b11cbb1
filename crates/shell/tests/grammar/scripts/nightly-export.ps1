<#
.SYNOPSIS
    Exports the response groups of every pool, keeps fourteen days and mails nobody.
.DESCRIPTION
    Runs as a scheduled task. The exit code is the number of pools that failed.
#>
#requires -Version 3
param(
    [string[]]$Pools = @('pool1.contoso.com', 'pool2.contoso.com'),
    [string]$Folder = 'C:\Backup\ResponseGroups',
    [int]$KeepDays = 14
)

Import-Module Lync -ErrorAction SilentlyContinue
$ErrorActionPreference = 'Stop'
$stamp = Get-Date -Format 'yyyyMMdd-HHmm'
$log = Join-Path $Folder "export-$stamp.log"
$failed = 0

function Write-Log([string]$Text, [string]$Level = 'INFO') {
    $line = '{0:s} {1,-5} {2}' -f (Get-Date), $Level, $Text
    Add-Content -Path $log -Value $line
    if ($Level -eq 'ERROR') { Write-Warning $Text }
}

if (-not (Test-Path $Folder)) {
    New-Item -Path $Folder -ItemType Directory | Out-Null
}

foreach ($pool in $Pools) {
    $short = $pool.Split('.')[0]
    $file = Join-Path $Folder "$short-$stamp.zip"
    try {
        Export-CsRgsConfiguration -Source "service:ApplicationServer:$pool" -FileName $file
        $size = (Get-Item $file).Length
        if ($size -lt 1KB) { throw "The export of $pool has only $size bytes." }
        Write-Log "$pool exported: $([math]::Round($size / 1KB, 1)) KB"
    }
    catch {
        $failed++
        Write-Log "$pool not exported: $($_.Exception.Message)" 'ERROR'
    }
}

$limit = (Get-Date).AddDays(-$KeepDays)
Get-ChildItem $Folder -Filter *.zip |
    Where-Object { $_.LastWriteTime -lt $limit } |
    ForEach-Object {
        Write-Log "Removing $($_.Name)"
        Remove-Item $_.FullName
    }

exit $failed
