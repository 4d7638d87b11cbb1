while ($true) { $i++ }
