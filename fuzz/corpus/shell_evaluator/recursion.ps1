function f { f }; f
$b = { & $b }; & $b
function g($n) { g ($n + 1) }; try { g 1 } catch { g 2 }
