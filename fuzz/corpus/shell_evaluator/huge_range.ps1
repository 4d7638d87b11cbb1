(1..1000000)[-1]; 1..1000000 | Select-Object -First 2; -1..-1000000 | Measure-Object
