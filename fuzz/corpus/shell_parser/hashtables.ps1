@{ a = 1; 'b c' = @{ d = , 2 }
  $e = if ($f) { 3 } else { 4 }; 5 = { param($g) $g }
}
[PSCustomObject][ordered]@{ h = [int[]]@(1, 2); i = [x.y[z]]::j(1).k }
