Get-X -A b, 'c', $d.e -F:$false -- -g @h { $_ } (i) 1kb *.txt C:\$j\k > l 2>&1 3> $null | ? m -eq n | % { $_ } >> o
& $p q; . ./r.ps1 -s "t" `
  u
