function Get-It {
  [CmdletBinding(SupportsShouldProcess)] param([Parameter(Mandatory = $true, Position = 0)][ValidateSet('a', "b")][string[]]$A = @('x'), [switch]$B)
  begin { $n = 0 } process { $n++; $_ } end { return $n }
}
filter f($x) { $_ + $x }
