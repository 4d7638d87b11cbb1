# Functions that take part in a pipeline.
function ConvertTo-SipUri {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory = $true, ValueFromPipeline = $true, ValueFromPipelineByPropertyName = $true)]
        [Alias('Mail', 'UserPrincipalName')]
        [ValidatePattern('^[^@\s]+@[^@\s]+$')]
        [string[]]$Address,

        [ValidateSet('sip', 'sips')]
        [string]$Scheme = 'sip'
    )

    begin {
        $seen = @{}
        $count = 0
        Write-Verbose 'Reading addresses.'
    }

    process {
        foreach ($one in $Address) {
            $key = $one.Trim().ToLowerInvariant()
            if ($seen.ContainsKey($key)) { continue }
            $seen[$key] = $true
            $count++
            '{0}:{1}' -f $Scheme, $key
        }
    }

    end { Write-Verbose "$count addresses." }
}

function Select-Odd {
    begin { $odd = $false }
    process {
        $odd = -not $odd
        if ($odd) { $_ }
    }
}

filter Add-Prefix([string]$Prefix = '> ') { "$Prefix$_" }

function Get-Total {
    $total = 0
    foreach ($item in $input) { $total += $item }
    return $total
}

function Join-Words([Parameter(ValueFromRemainingArguments = $true)][string[]]$Words, [string]$With = '-') {
    $Words -join $With
}

'anna@contoso.com', ' ben@contoso.com', 'ANNA@contoso.com' | ForEach-Object { $_.Trim() } | ConvertTo-SipUri
ConvertTo-SipUri -Address 'carla@contoso.com', 'dora@contoso.com' -Scheme sips
[PSCustomObject]@{ Mail = 'emil@contoso.com'; Department = 'Sales' } | ConvertTo-SipUri
1..7 | Select-Odd | Add-Prefix
'a', 'b' | Add-Prefix -Prefix '* '
1..10 | Get-Total
Join-Words one two three -With '+'
