# try, catch, finally, throw and the error record.
$ErrorActionPreference = 'Continue'
$log = New-Object System.Collections.ArrayList

function Test-Number($Text) {
    try {
        $value = [int]$Text
        if ($value -lt 0) { throw [System.ArgumentOutOfRangeException] 'Text' }
        "read $value"
    }
    catch [System.ArgumentOutOfRangeException] {
        "negative: $Text"
    }
    catch [System.Management.Automation.PSInvalidCastException], [System.FormatException] {
        "no number: $Text"
    }
    finally {
        [void]$log.Add($Text)
    }
}

'1', '-1', 'x' | ForEach-Object { Test-Number $_ }
"looked at: $($log -join ', ')"

try {
    try { throw 'inner' }
    catch { throw "outer after $($_.Exception.Message)" }
    finally { 'inner finally' }
}
catch {
    $_.Exception.Message
    $_.FullyQualifiedErrorId
    $_.CategoryInfo.Category
}

Write-Error 'this is recorded' -ErrorAction SilentlyContinue -ErrorVariable problem
"recorded: $($problem[0])"
$before = $Error.Count
Get-Item 'C:\none.txt' -ErrorAction SilentlyContinue
"one more: $($Error.Count - $before)"

$ok = $?
if (-not $ok) { 'the last command failed' }
function Get-Early {
    foreach ($i in 1..5) {
        try { if ($i -eq 3) { return "left at $i" } }
        finally { if ($i -eq 3) { $script:cleaned = $true } }
    }
    'never'
}
Get-Early
"cleaned: $cleaned"

