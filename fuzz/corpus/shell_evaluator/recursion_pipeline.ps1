function f { $input | f }; 1..3 | f
filter g { $_ | g }; 1 | g
