1 + 2 * -3 -band 4 -eq $a -and !$b -or "$c" -like "x*" -xor (1..5 -contains 3)
"{0:N2} {1}" -f 1.5, (Get-Date)
$a, $b = $b, ++$a; $x[0].y["z"]--
