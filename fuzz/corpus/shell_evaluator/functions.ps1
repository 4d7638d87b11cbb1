function f { [CmdletBinding(SupportsShouldProcess)] param([Parameter(Mandatory, ValueFromPipeline)][ValidateRange(1, 9)][int[]]$n, [ValidateSet('a', 'b')]$s = 'a', [Parameter(ValueFromRemainingArguments)]$r) begin { $c = 0 } process { $c += $n.Count; if ($PSCmdlet.ShouldProcess($n)) { $_ } } end { "$c$s$r" } }
1..3 | f -s b; f 4, 5 -WhatIf; f 99; f x; $p = @{ n = 1; s = 'a' }; f @p one two
