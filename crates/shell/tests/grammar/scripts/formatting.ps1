# -f, ToString and the date formats.
$when = [datetime]'2013-12-20 14:05:09'
$span = New-TimeSpan -Hours 26 -Minutes 3
'{0}' -f 12.5
'{0:N2} {0:F0} {0:P1} {0:E2}' -f 0.12345
'{0:D6}|{0,8}|{0,-8}|{0:X4}|{0:x}' -f 255
'{0:#,##0.00} {1:000} {2:0.##}' -f 1234567.891, 7, 2.5
'{{0}} {0}' -f 'braces'
'{1} {0} {1}' -f 'a', 'b'
'{0:yyyy-MM-dd} {0:HH:mm:ss} {0:dddd}' -f $when
'{0:d} | {0:t} | {0:g}' -f $when
$when.ToString('dd/MM/yy')
$when.ToShortDateString()
Get-Date $when -Format 'MMMM yyyy'
'{0:hh\:mm}' -f $span
'{0} days, {1} hours' -f $span.Days, $span.Hours
$span.TotalMinutes
$span.ToString()
(1234.5).ToString('C')
(0.5).ToString('P0')
[string]::Format('{0}-{1}', 'left', 'right')
[math]::Round(2.5), [math]::Round(3.5), [math]::Round(2.345, 2)
[math]::Floor(-1.5), [math]::Ceiling(1.2), [math]::Truncate(-1.7)
'x'.PadLeft(5, '.') + '|' + 'y'.PadRight(4) + '|'
'-' * 20
$rows = @(
    [PSCustomObject]@{ Name = 'Sales'; Calls = 12; Share = 0.25 }
    [PSCustomObject]@{ Name = 'Support'; Calls = 1036; Share = 0.755 }
)
foreach ($row in $rows) {
    '{0,-10}{1,8:N0}{2,8:P0}' -f $row.Name, $row.Calls, $row.Share
}
$rows | Format-Table Name, @{ n = 'Calls'; e = { $_.Calls }; f = 'N0' }, @{ l = 'Share'; e = { '{0:P0}' -f $_.Share }; a = 'right' } -AutoSize
$rows[0] | Format-List *
