# Hashtables and arrays as parameters.
function Show-Call {
    param(
        [string]$Name,
        [int]$Count = 1,
        [switch]$Loud,
        [Parameter(ValueFromRemainingArguments)]$Rest
    )
    $text = "$Name x$Count"
    if ($Loud) { $text = $text.ToUpper() }
    if ($Rest) { $text += ' + ' + ($Rest -join '/') }
    $text
}

$named = @{ Name = 'queue'; Count = 2 }
Show-Call @named
Show-Call @named -Loud
$positional = 'group', 5
Show-Call @positional
Show-Call @positional -Loud:$false rest1 rest2
$all = @{
    Name  = 'workflow'
    Count = 3
    Loud  = $true
}
Show-Call @all

function Invoke-Through { Show-Call @args }
Invoke-Through -Name 'through' -Count 7
Invoke-Through 'by position' 8

function Invoke-Bound {
    param([string]$Name, [int]$Count)
    $PSBoundParameters.Remove('Count') | Out-Null
    Show-Call @PSBoundParameters
}
Invoke-Bound -Name 'bound' -Count 9

$where = @{ FilterScript = { $_ -gt 2 } }
1..4 | Where-Object @where
$newPool = @{
    Parent      = 'service:ApplicationServer:pool1.contoso.com'
    Name        = 'Help Desk'
    AgentsByUri = 'sip:anna@contoso.com', 'sip:ben@contoso.com'
}
$newPool.Keys | Sort-Object | ForEach-Object { '{0,-12}= {1}' -f $_, "$($newPool[$_])" }
