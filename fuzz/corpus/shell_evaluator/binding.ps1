function f { [CmdletBinding(SupportsShouldProcess)] param([Parameter(Mandatory, ValueFromPipeline)][int]$a, [ValidateSet('x', 'y')]$b) process { $a } }
$p = @{ a = 1; b = 'z' }; f @p
$l = '-a', 1, '-b:', 'x'; f @l
f -a x; f -a 1 -a 2; f 1 2 3; f -zz; f -a
1, 'b', $null | f -b x
f 1 -b `
  x -WhatIf
