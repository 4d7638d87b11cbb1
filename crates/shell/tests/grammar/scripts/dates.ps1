# Dates and spans in reports about opening hours.
$day = [datetime]'2013-12-20'
$day.AddDays(11).Year
$day.AddHours(1.5).ToString('HH:mm')
($day - [datetime]'2013-12-01').Days
$day.DayOfWeek
$day.DayOfYear, $day.Month
(Get-Date $day).Date -eq $day
Get-Date -Year 2014 -Month 1 -Day 6 -Hour 8 -Minute 30 -Second 0 -Format s
[datetime]::DaysInMonth(2012, 2)
[datetime]::IsLeapYear(2013)
[datetime]::Parse('12/25/2013 18:00').Hour
[datetime]::ParseExact('25.12.2013', 'dd.MM.yyyy', $null).Month
$span = New-TimeSpan -Start $day -End $day.AddMinutes(90)
$span.TotalHours
$span -gt [timespan]::FromHours(1)
[timespan]::Parse('10:00').TotalMinutes
'{0:dd}.{0:MM}.' -f $day
$workdays = 0..13 | ForEach-Object { $day.AddDays($_) } |
    Where-Object { $_.DayOfWeek -notin 'Saturday', 'Sunday' }
$workdays.Count
$easter = & {
    param([int]$Year)
    $a = $Year % 19; $b = [math]::Floor($Year / 100); $c = $Year % 100
    $d = [math]::Floor($b / 4); $e = $b % 4; $f = [math]::Floor(($b + 8) / 25)
    $g = [math]::Floor(($b - $f + 1) / 3)
    $h = (19 * $a + $b - $d - $g + 15) % 30
    $i = [math]::Floor($c / 4); $k = $c % 4
    $l = (32 + 2 * $e + 2 * $i - $h - $k) % 7
    $m = [math]::Floor(($a + 11 * $h + 22 * $l) / 451)
    $month = [math]::Floor(($h + $l - 7 * $m + 114) / 31)
    Get-Date -Year $Year -Month $month -Day ((($h + $l - 7 * $m + 114) % 31) + 1) -Hour 0 -Minute 0 -Second 0
} 2014
$easter.ToString('d MMMM yyyy')
$holidays = @{ 'New Year' = '2014-01-01'; 'Labour Day' = '2014-05-01' }
$next = $holidays.GetEnumerator() | Sort-Object { [datetime]$_.Value } | Select-Object -First 1
"$($next.Name) on a $(([datetime]$next.Value).DayOfWeek)"
[datetime]::MinValue.Year
(Get-Date).GetType().FullName
