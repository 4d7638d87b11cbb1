$x = 1; & { $x = 2; & { $script:x = 3; $global:x++; Set-Variable x 5 -Scope 1; $private:x = 6 }; $x }; $x; . { $y = 1 }; $y; Remove-Variable x, y
