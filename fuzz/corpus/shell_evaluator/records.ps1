function f { [CmdletBinding()] param($n) try { $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new([System.Exception]'x', 'Id', 'InvalidData', $n)) } finally { $PSCmdlet.WriteError($Error[0]) } }
try { f 1 } catch { $PSCmdlet.ThrowTerminatingError($_) }
1..3 | ForEach-Object { f $_ }
New-Object System.Management.Automation.ErrorRecord 1, 2, 99, $null
trap { f $_; continue } f 2; throw $Error
