$l = New-Object System.Collections.ArrayList; while ($true) { [void]$l.Add('x' * 100000) }
