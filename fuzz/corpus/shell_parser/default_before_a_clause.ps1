switch ($x) { default { 1 } 2 { 3 } default1 { 4 } }
