#requires -Version 5.1
<#
.SYNOPSIS
    Every kind of command that administrators type for response groups.
#>

Get-CsRgsAgentGroup
Get-CsRgsAgentGroup -Identity service:ApplicationServer:pool1.contoso.com -Name "Sales"
Get-CsRgsAgentGroup -Identity service:ApplicationServer:pool1.contoso.com | Where-Object {$_.RoutingMethod -eq "Serial"}
Get-CsRgsAgentGroup -Identity service:ApplicationServer:pool1.contoso.com | Remove-CsRgsAgentGroup
Get-CsRgsAgentGroup -Identity service:ApplicationServer:pool1.contoso.com | Where-Object {$_.RoutingMethod -ne "Serial"} | Remove-CsRgsAgentGroup
New-CsRgsAgentGroup -Parent service: ApplicationServer:pool1.contoso.com -Name "Sales Group" -AgentsByUri "sip:anna@contoso.com","sip:ben@contoso.com"
New-CsRgsAgentGroup -Parent "service:ApplicationServer:pool1.contoso.com" -Name "Support" -AgentsByUri("sip:anna@contoso.com", "sip:ben@contoso.com") ;

$group = Get-CsRgsAgentGroup -Identity service:ApplicationServer:pool1.contoso.com -Name "Sales"
$group.RoutingMethod = "RoundRobin"
$group.AgentsByUri.Add("sip:carla@contoso.com")
$group.AgentsByUri.Remove("sip:ben@contoso.com")
$group.DistributionGroupAddress = $Null
Set-CsRgsAgentGroup -Instance $group

Get-CsRgsConfiguration -Identity "service:ApplicationServer:pool1.contoso.com"
(Get-CsRgsConfiguration -Identity "service:ApplicationServer:pool1.contoso.com").DisableCallContext
Set-CsRgsConfiguration -Identity "service:ApplicationServer:pool1.contoso.com" -AgentRingbackGracePeriod 45

Get-CsRgsHolidaySet -Identity "service:ApplicationServer:pool1.contoso.com" -Name "2025 Holidays"| Select-Object -ExpandProperty HolidayList
Get-CsRgsHolidaySet -Identity "service:ApplicationServer:pool1.contoso.com" | Select-Object Identity -ExpandProperty HolidayList | Where-Object {$_.Name -eq "New Year"} | ForEach-Object {Get-CsRgsHolidaySet -Identity $_.Identity}
Get-CsRgsHolidaySet -Identity "service:ApplicationServer:pool1.contoso.com" | Where-Object {$_.HolidayList.Count -lt 3} | Remove-CsRgsHolidaySet
$newYear = New-CsRgsHoliday -StartDate "1/1/2026 12:00 AM" -EndDate "1/2/2026 12:00 AM" -Name "New Year"
$set = Get-CsRgsHolidaySet -Identity "service:ApplicationServer:pool1.contoso.com" -Name "2026 Holidays"
$set.HolidayList.Add($newYear)
$set.HolidayList.Clear()
Set-CsRgsHolidaySet -Instance $set
New-CsRgsHolidaySet -Parent "service:ApplicationServer:pool1.contoso.com" -Name "Both" -HolidayList($newYear, $newYear)

Get-CsRgsHoursOfBusiness -Identity "service:ApplicationServer:pool1.contoso.com" | Where-Object {$_.MondayTimeRange1.OpenTime -le "07:30:00"}
Get-CsRgsHoursOfBusiness -Identity "service:ApplicationServer:pool1.contoso.com" | Where-Object {$_.SundayTimeRange1 -ne $Null -or $_.SundayTimeRange2 -ne $Null} | Remove-CsRgsHoursOfBusiness -Force
$weekday = New-CsRgsTimeRange -Name "Weekdays" -OpenTime "7:30" -CloseTime "17:00"
New-CsRgsHoursOfBusiness -Parent "service:ApplicationServer:pool1.contoso.com" -Name "Office" -MondayHours1 $weekday -TuesdayHours1 $weekday

Get-CsRgsQueue -Identity service:ApplicationServer:pool1.contoso.com | Where-Object {$_.OverflowCandidate -eq "OldestCall"}
$wait = New-CsRgsPrompt -TextToSpeechPrompt "One moment, please.
We connect you."
$queue = (Get-CsRgsQueue -Identity service:ApplicationServer:pool1.contoso.com -Name "Sales").Identity
$transfer = New-CsRgsCallAction -Prompt $wait -Action TransferToQueue -QueueID $queue
$outside = New-CsRgsCallAction -Prompt $wait -Action TransferToPSTN -Uri "sip:+14255550100@contoso.com"
$one = New-CsRgsAnswer -Action $transfer -DtmfResponse 1 -VoiceResponseList Sales -Name "Sales"
$two = New-CsRgsAnswer -Action $outside -DtmfResponse 2 -VoiceResponseList "Outside","Mobile" -Name "Outside"
$question = New-CsRgsQuestion -Prompt $wait -AnswerList $one, $two
$twice = New-CsRgsQuestion -Prompt $wait -AnswerList $one $one, $two
-HolidayList($newYear)

$music = Import-CsRgsAudioFile -Identity "service:ApplicationServer:pool1.contoso.com" -FileName "Music.wav" -Content ([System.IO.File]::ReadAllBytes('C:\Media\Music.wav'))
$music = [System.IO.File]::ReadAllBytes('C:\Media\Music.wav') | Import-CsRgsAudioFile -Identity Service:ApplicationServer:pool1.contoso.com -FileName "Music.wav"
$music = Import-CsRgsAudioFile -Identity "service:ApplicationServer:pool1.contoso.com" -FileName "Music.wav" -Content (Get-Content C:\Media\Music.wav -Encoding byte -ReadCount 0)
Get-CsRgsWorkflow service:ApplicationServer:pool1.contoso.com | Where-Object {$_.CustomMusicOnHoldFile -eq $Null}
$workflow = Get-CsRgsWorkflow -Identity "service:ApplicationServer:pool1.contoso.com" -Name "Sales"
$workflow.CustomMusicOnHoldFile = $music
Set-CsRgsWorkflow $workflow
New-CsRgsWorkflow -Parent ("service:" + (Get-CsService | ?{$_.Applications -like "*RGS*"}).ServiceId) -Name "Sales" -PrimaryUri "sip:sales@contoso.com" -Active $true -DefaultAction $transfer;

Move-CsRgsConfiguration -Source pool1.contoso.com -Destination pool2.contoso.com
Invoke-CsRgsStoreReplicateData -PoolFqdn "pool1.contoso.com"
Get-CsUser -Filter {RegistrarPool -eq "pool1.contoso.com"} | Move-CsUser -Target pool2.contoso.com
Get-CsAdminRole | Where-Object {$_.Cmdlets -match "New-CsRgsQueue"}
