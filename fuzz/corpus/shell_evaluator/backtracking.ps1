('a' * 40) -match '^(a+)+$'; ('a' * 40 + 'b') -match '^(a+)+$'; 'x' * 50 -replace '(x+x+)+y', ''
