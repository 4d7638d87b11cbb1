Set-Variable -Name v -Value 1 -Option ReadOnly -Scope 1; $v = 2; Get-Variable v* -Scope 99
New-Alias ll lm; New-Alias lm ll; ll; Get-Alias l*
Invoke-Expression 'Invoke-Expression $MyInvocation.Line'
Get-Date -Format '{0:o}' -Year 9999; (Get-Date).AddDays(1e9); New-TimeSpan -Days 10675199
Get-Help *; Get-Help f -Full; Get-Command -Noun *; Import-Module .\none.psm1
Set-StrictMode -Version Latest; $none.Length; (1, 2)[9]
