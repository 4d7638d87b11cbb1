# Hours of business from a small table in the script.
$pool = 'service:ApplicationServer:pool1.contoso.com'
$plan = [ordered]@{
    Monday    = '08:00-12:00', '13:00-17:30'
    Tuesday   = '08:00-12:00', '13:00-17:30'
    Wednesday = '08:00-12:00', '13:00-17:30'
    Thursday  = '08:00-12:00', '13:00-19:00'
    Friday    = , '08:00-14:00'
}

$parameters = @{ Parent = $pool; Name = 'Office hours' }
foreach ($entry in $plan.GetEnumerator()) {
    $number = 0
    foreach ($range in $entry.Value) {
        $number++
        $open, $close = $range -split '-'
        if ([timespan]$open -ge [timespan]$close) { throw "$($entry.Key): $range is no range." }
        $time = New-CsRgsTimeRange -Name "$($entry.Key) $number" -OpenTime $open -CloseTime $close
        $parameters["$($entry.Key)Hours$number"] = $time
    }
}

try {
    $hours = New-CsRgsHoursOfBusiness @parameters -ErrorAction Stop
    Write-Host "Made $($hours.Name) with $($parameters.Count - 2) ranges." -ForegroundColor Green
}
catch {
    Write-Host $_.Exception.Message -ForegroundColor Red
    exit 1
}

$workflows = Get-CsRgsWorkflow -Identity $pool | Where-Object { $_.BusinessHoursID -eq $null }
foreach ($workflow in $workflows) {
    $workflow.BusinessHoursID = $hours.Identity
    $workflow.TimeZone = 'Romance Standard Time'
    Set-CsRgsWorkflow -Instance $workflow -Confirm:$false -WhatIf:($env:DRY_RUN -eq '1')
}

Get-CsRgsHoursOfBusiness -Identity $pool |
    Where-Object { $_.MondayTimeRange1.OpenTime -le '07:30:00' -or $_.SundayTimeRange1 } |
    Select-Object Name, @{ n = 'Opens'; e = { $_.MondayTimeRange1.OpenTime.ToString('hh\:mm') } } |
    Format-Table -HideTableHeaders
