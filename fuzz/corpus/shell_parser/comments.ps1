#requires -Version 5.1
<# .SYNOPSIS
 a #> b <# c #> d # e
﻿ f“g”’h’ –i
