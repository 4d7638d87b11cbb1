# Variables, scopes, drives of variables and script blocks as values.
$level = 'script'
$global:shared = 'everywhere'

function Get-Level {
    "sees $level"
    $level = 'function'
    "has $level"
    $script:changed = $true
}
Get-Level
"still $level, changed: $changed"

function Set-Outer { Set-Variable -Name level -Value 'set from inside' -Scope 1 }
Set-Outer
$level

& { $level = 'block'; $private:secret = 1; "in a block: $level" }
. { $level = 'dotted' }
"after the dot: $level"

$add = { param($a, $b = 10) $a + $b }
& $add 1
& $add 1 2
$add.Invoke(5, 6)
$counter = { $script:n++; $script:n }
$null = & $counter
& $counter

$x = $y = 5
$x, $y = $y, ($x + 1)
"$x $y"
$a, $b, $rest = 1, 2, 3, 4
"$rest"
[int]$typed = '12'
$typed += 1
$typed.GetType().Name
${name with blanks} = 'braces'
"${name with blanks}"
$env:RGS_POOL = 'pool1.contoso.com'
"$env:RGS_POOL / ${env:RGS_POOL}"
Remove-Item Env:RGS_POOL -ErrorAction SilentlyContinue
Test-Path variable:level
(Get-Variable level).Value
$null -eq $undefined
"$($MyInvocation.MyCommand.Name)|$($PSVersionTable.PSVersion.Major)"
function script:Get-Inner { 'inner ' + $args.Count + ' ' + $args[0] }
Get-Inner a b c
$function = ${function:Get-Inner}
& $function only
$block = [scriptblock]::Create('1 + 1')
& $block
