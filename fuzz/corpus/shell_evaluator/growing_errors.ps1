while ($true) { Write-Error ('x' * 10000) }
