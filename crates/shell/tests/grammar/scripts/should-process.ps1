<#
    .SYNOPSIS
    Moves agents from one group to another.
    .EXAMPLE
    Move-RgsAgent -Agent sip:anna@contoso.com -From Sales -To Support -WhatIf
#>
function Move-RgsAgent {
    [CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'High', DefaultParameterSetName = 'ByName')]
    [OutputType([PSCustomObject])]
    param(
        [Parameter(Mandatory = $true, Position = 0, ValueFromPipeline = $true, HelpMessage = 'The SIP address')]
        [ValidateNotNullOrEmpty()]
        [ValidateLength(5, 200)]
        [string]$Agent,

        [Parameter(Mandatory = $true, ParameterSetName = 'ByName')]
        [string]$From,

        [Parameter(Mandatory = $true, ParameterSetName = 'ByName')]
        [string]$To,

        [Parameter(ParameterSetName = 'ByObject', Mandatory)]
        [ValidateCount(2, 2)]
        [object[]]$Group,

        [ValidateRange(0, 10)]
        [int]$Retries = 2,

        [AllowNull()]
        [AllowEmptyString()]
        [string]$Comment,

        [switch]$Force
    )

    begin { $moved = @() }

    process {
        if ($PSCmdlet.ParameterSetName -eq 'ByName') {
            $source = Get-CsRgsAgentGroup -Name $From
            $target = Get-CsRgsAgentGroup -Name $To
        }
        else {
            $source, $target = $Group
        }
        if ($source.AgentsByUri -notcontains $Agent) {
            Write-Error -Message "$Agent is not in $($source.Name)." -Category ObjectNotFound -TargetObject $Agent
            return
        }
        if ($Force -or $PSCmdlet.ShouldProcess($Agent, "Move from $($source.Name) to $($target.Name)")) {
            for ($try = 0; $try -le $Retries; $try++) {
                try {
                    [void]$source.AgentsByUri.Remove($Agent)
                    $target.AgentsByUri.Add($Agent)
                    Set-CsRgsAgentGroup -Instance $source -ErrorAction Stop
                    Set-CsRgsAgentGroup -Instance $target -ErrorAction Stop
                    $moved += $Agent
                    break
                }
                catch { if ($try -eq $Retries) { $PSCmdlet.ThrowTerminatingError($_) } }
            }
        }
    }

    end {
        [PSCustomObject]@{ Moved = $moved.Count; Agents = $moved -join ';' }
    }
}

Get-Content C:\agents.txt | Move-RgsAgent -From 'Sales' -To 'Support' -Confirm:$false
