# Makes one holiday set for each country in a CSV file with the columns Country, Name, Start and End.
[CmdletBinding(SupportsShouldProcess = $true)]
param(
    [Parameter(Mandatory = $true, Position = 0)]
    [ValidateScript({ Test-Path $_ })]
    [string]$Path,

    [Parameter(Mandatory)]
    [string]$Pool,

    [switch]$Replace
)

$identity = "service:ApplicationServer:$Pool"
$rows = Import-Csv -Path $Path -Delimiter ';'
$existing = @{}
Get-CsRgsHolidaySet -Identity $identity | ForEach-Object { $existing[$_.Name] = $_ }

foreach ($country in ($rows | Group-Object -Property Country | Sort-Object Name)) {
    $holidays = @(
        foreach ($row in $country.Group) {
            $start = [datetime]::ParseExact($row.Start, 'dd.MM.yyyy', $null)
            $end = if ($row.End) { [datetime]::ParseExact($row.End, 'dd.MM.yyyy', $null) } else { $start.AddDays(1) }
            if ($end -le $start) {
                Write-Warning ("{0}: '{1}' ends before it starts; left out." -f $country.Name, $row.Name)
                continue
            }
            New-CsRgsHoliday -Name $row.Name -StartDate $start -EndDate $end
        }
    )

    $name = 'Holidays {0} {1}' -f $country.Name, $holidays[0].StartDate.Year
    if ($existing.ContainsKey($name)) {
        if (!$Replace) { Write-Verbose "$name exists."; continue }
        $set = $existing[$name]
        $set.HolidayList.Clear()
        foreach ($holiday in $holidays) { $set.HolidayList.Add($holiday) }
        if ($PSCmdlet.ShouldProcess($name, 'Replace the holidays')) { Set-CsRgsHolidaySet -Instance $set }
    }
    elseif ($PSCmdlet.ShouldProcess($name, 'Make the holiday set')) {
        New-CsRgsHolidaySet -Parent $identity -Name $name -HolidayList $holidays | Out-Null
    }
    [PSCustomObject]@{ Country = $country.Name; Set = $name; Holidays = $holidays.Count }
}
