# A workflow with a question in two levels, as the deployment pages describe it.
$parent = "service:ApplicationServer:pool1.contoso.com"
$sales = Get-CsRgsQueue -Identity $parent -Name "Sales"
$help = Get-CsRgsQueue -Identity $parent -Name "Help Desk"

$welcome = New-CsRgsPrompt -TextToSpeechPrompt "Welcome to Contoso.
Please choose."
$toSales = New-CsRgsCallAction -Action TransferToQueue -QueueID $sales.Identity
$toHelp = New-CsRgsCallAction -Action TransferToQueue -QueueID $help.Identity
$end = New-CsRgsCallAction -Action Terminate `
    -Prompt (New-CsRgsPrompt -TextToSpeechPrompt 'Good bye.')

$answers = @()
$answers += New-CsRgsAnswer -Action $toSales -DtmfResponse 1 -VoiceResponseList "Sales","Orders" -Name Sales
$answers += New-CsRgsAnswer -Action $toHelp -DtmfResponse 2 -Name "Help"
$question = New-CsRgsQuestion -Prompt $welcome -AnswerList $answers -NoAnswerPrompt $null -Name 'Level 1'

$action = New-CsRgsCallAction -Action TransferToQuestion -Question $question
$existing = Get-CsRgsWorkflow $parent | ?{ $_.Name -eq 'Contoso' }
if ($existing -ne $null) {
    $existing.DefaultAction = $action
    $existing.NonBusinessHoursAction = $end
    $existing.Active = $true
    $existing | Set-CsRgsWorkflow
} else {
    New-CsRgsWorkflow -Parent $parent -Name 'Contoso' -Description "Level 1 only" `
        -PrimaryUri sip:contoso@contoso.com -LineUri tel:+14255550100 -DisplayNumber "+1 (425) 555-0100" `
        -Active $true -DefaultAction $action -NonBusinessHoursAction $end -EnabledForFederation:$false -Anonymous $true
}

$file = 'C:\Media\hold.wav'
$bytes = [System.IO.File]::ReadAllBytes($file)
$audio = Import-CsRgsAudioFile -Identity $parent -FileName (Split-Path $file -Leaf) -Content $bytes
Get-CsRgsWorkflow -Identity $parent |
    % { $_.CustomMusicOnHoldFile = $audio; $_ } |
    Set-CsRgsWorkflow
