# A table of all queues with calculated columns, and a CSV of the same.
$pools = 'pool1.contoso.com', 'pool2.contoso.com'
$columns = @(
    'Name',
    @{ Name = 'Pool'; Expression = { ($_.Identity -split ':')[2] -replace '/.*$' } },
    @{ Label = 'Groups'; Expression = { ($_.AgentGroupIDList | Measure-Object).Count }; Alignment = 'Right' },
    @{ n = 'Timeout'; e = { if ($_.TimeoutThreshold) { '{0:N0} s' -f $_.TimeoutThreshold } else { '-' } } },
    @{ n = 'Overflow'; e = { $_.OverflowThreshold } }
)

$queues = $pools | ForEach-Object { Get-CsRgsQueue -Identity "service:ApplicationServer:$_" -ErrorAction SilentlyContinue }
if ($null -eq $queues) {
    Write-Host 'No queue was found.' -ForegroundColor Yellow
    return
}

$queues | Sort-Object Name | Format-Table $columns -AutoSize
$queues |
    Sort-Object -Property @{ Expression = 'TimeoutThreshold'; Descending = $true }, @{ Expression = { $_.Name } } |
    Select-Object $columns |
    Export-Csv -Path "$env:TEMP\queues.csv" -NoTypeInformation -Encoding UTF8

$sum = $queues | Measure-Object -Property TimeoutThreshold -Sum -Average -Maximum
"Queues: {0}; average timeout {1:F1} s, longest {2} s" -f $sum.Count, $sum.Average, $sum.Maximum

$queues | Group-Object { $_.TimeoutAction.Action } -NoElement | Sort-Object Count -Descending |
    Select-Object -First 3 |
    ForEach-Object -Begin { $n = 0 } -Process {
        $n += 1
        "$n. $($_.Name) ($($_.Count))"
    } -End { "$n kinds of action." }
