& { while ($true) { 1 } } | ForEach-Object { $_ } | Where-Object { $false }
