# Night mode: queues overflow to the duty phone. Keeps the old values in a file and puts them back.
param([ValidateSet('On', 'Off')] [string]$Mode = 'On', [string]$Duty = 'sip:+14255550199@contoso.com')

$state = Join-Path -Path $env:TEMP -ChildPath 'night-mode.json'
$queues = Get-CsRgsQueue | Where { $_.Name -like 'Night*' -or $_.Description -match '\bnight\b' }

if ($Mode -eq 'On')
{
    if (Test-Path $state)
    {
        Write-Warning 'Night mode is on already.'
        return
    }
    $saved = @()
    foreach ($queue in $queues)
    {
        $saved += @{
            Name      = $queue.Name
            Threshold = $queue.OverflowThreshold
            Action    = [string]$queue.OverflowAction.Action
        }
        $queue.OverflowThreshold = 0
        $queue.OverflowCandidate = "NewestCall"
        $queue.OverflowAction = New-CsRgsCallAction -Action TransferToPSTN -Uri $Duty
        Set-CsRgsQueue -Instance $queue
    }
    ConvertTo-Json -InputObject @($saved) | Out-File $state -Encoding ascii
}
elseif ($Mode -eq 'Off')
{
    $saved = Get-Content $state | Out-String | ConvertFrom-Json
    foreach ($entry in $saved)
    {
        $queue = $queues | Where-Object Name -EQ $entry.Name | Select -First 1
        if (-Not $queue) { Continue }
        $queue.OverflowThreshold = $entry.Threshold
        If ($entry.Action -eq 'Terminate') { $queue.OverflowAction = New-CsRgsCallAction -Action Terminate }
        ElseIf ($entry.Action) { $queue.OverflowAction = New-CsRgsCallAction -Action $entry.Action }
        Else { $queue.OverflowAction = $null }
        $queue | Set-CsRgsQueue
    }
    Remove-Item -Path $state -Force
}
"Night mode is now $($Mode.ToLower()) for $(@($queues).Count) queue$(if (@($queues).Count -ne 1) { 's' })."
