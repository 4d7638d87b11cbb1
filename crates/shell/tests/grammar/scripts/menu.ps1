# A menu for the service desk.
function Show-Menu {
    param([string]$Title = 'Response groups')
    Write-Host "================ $Title ================"
    Write-Host '1: List the queues.'
    Write-Host '2: Sign an agent out.'
    Write-Host 'Q: Quit.'
}

function Read-Choice([string]$Prompt, [string[]]$Allowed) {
    while ($true) {
        $answer = (Read-Host $Prompt).Trim()
        if ($Allowed -contains $answer) { return $answer }
        Write-Warning "'$answer' is none of $($Allowed -join ', ')."
    }
}

do {
    Show-Menu
    $choice = Read-Choice -Prompt 'Your choice' -Allowed '1', '2', 'Q'
    switch ($choice) {
        '1' {
            Get-CsRgsQueue | Sort-Object Name | Format-Table Name, TimeoutThreshold, OverflowThreshold -AutoSize | Out-String | Write-Host
        }
        '2' {
            $agent = Read-Host 'SIP address'
            if ($agent -notlike 'sip:*') { $agent = "sip:$agent" }
            $groups = @(Get-CsRgsAgentGroup | Where-Object { $_.AgentsByUri -contains $agent })
            if ($groups.Count -eq 0) { Write-Warning "$agent is in no group."; break }
            for ($i = 0; $i -lt $groups.Count; $i++) {
                Write-Progress -Activity "Signing $agent out" -Status $groups[$i].Name -PercentComplete (100 * ($i + 1) / $groups.Count)
                $null = $groups[$i].AgentsByUri.Remove($agent)
                Set-CsRgsAgentGroup $groups[$i]
            }
            Write-Host ("{0} removed from {1} group{2}." -f $agent, $groups.Count, $(if ($groups.Count -ne 1) { 's' }))
        }
    }
} until ($choice -eq 'Q')

$seconds = 3
while ($seconds-- -gt 0) { Start-Sleep -Seconds 1 }
exit
