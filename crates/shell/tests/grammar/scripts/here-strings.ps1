# Texts: quotes, here-strings, escapes and expansion.
$name = 'Contoso'
$items = @{ Queue = 'Help Desk'; Count = 3 }
$list = 1..3

$plain = @'
$name is not expanded, "quotes" and 'quotes' stay,
   blanks at the start too.
'@

$letter = @"
Dear $name,
there are $($items.Count) entries and $($items['Count']) calls in "$($items.Queue)".
List: $list, first: $($list[0]), `$name costs `$5.
Date: $((Get-Date -Year 2013 -Month 12 -Day 20).ToString('yyyy-MM-dd'))
"@

$plain
$letter

"Tab`tand newline`nand a backtick `` and a quote `" or """
'It''s ' + "it's"
"${name}s and $name's and $name.Length and $($name.Length)"
"$name[0] $env:USERNAME $($true) $null end"
"{0} has {1:D4}" -f $name, 42
"nested: $(if ($list.Count -gt 2) { "more than two of $name" } else { 'few' })"
"a long line that is " +
    'continued ' +
    "on three"

$html = @"
<table>
$(foreach ($row in $list) { "<tr><td>$row</td></tr>`n" })
</table>
"@
$html.Split("`n").Count
($letter -split "`r?`n")[0]
