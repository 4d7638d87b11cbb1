$h = @{}; $h.self = $h; $h; $h | ConvertTo-Json; $a = @(0); $a[0] = $a; "$a"; $a | Format-List; $a -eq $a; $l = [System.Collections.ArrayList]@(); [void]$l.Add($l); "$l"
