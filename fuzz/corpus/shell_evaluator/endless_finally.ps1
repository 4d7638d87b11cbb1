try { while ($true) { } } finally { while ($true) { $n++ } }
