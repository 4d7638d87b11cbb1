while ($true) { 'x' * 10000 }
