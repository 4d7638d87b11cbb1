# Output to files and from stream to stream.
$folder = 'C:\Reports'
$file = "$folder\list.txt"
1..3 > $file
4, 5 >> $file
'six' | Out-File -FilePath $file -Append
Get-Content $file | ForEach-Object { $_.Trim() }

function Get-Mixed {
    'output'
    Write-Error 'error'
    Write-Warning 'warning'
    Write-Verbose 'verbose' -Verbose
}

Get-Mixed 2>$null
$all = Get-Mixed 2>&1 3>&1
$all.Count
Get-Mixed *> "$folder\all.txt"
Get-Mixed 2>> "$folder\errors.txt" 3> $null | Out-Null
$errors = Get-Mixed 2>&1 | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }
"$($errors.Count) error: $errors"
(Get-Content "$folder\all.txt" -Raw).Length -gt 0
& { 'in'; 'a block' } > "$folder\block.txt"
if (Test-Path "$folder\block.txt") { 'written' }
Set-Content -Path $file -Value 'one', 'two' -Encoding UTF8
(Get-Content $file)[1]
(Get-Content $file -TotalCount 1)
[System.IO.File]::ReadAllText($file).Contains('two')
[System.IO.File]::WriteAllText("$folder\net.txt", "line`r`n")
[void](New-Item -ItemType File -Path "$folder\empty.txt" -Force)
(Get-ChildItem $folder | Measure-Object).Count
Get-ChildItem $folder -Filter *.txt | Sort-Object Name -Descending | Select-Object -First 1 -ExpandProperty Name
Split-Path $file -Leaf
Split-Path $file
Join-Path $folder 'sub' | Join-Path -ChildPath 'x.txt'
[System.IO.Path]::GetExtension($file)
[IO.Path]::GetFileNameWithoutExtension($file)
Remove-Item "$folder\*.txt"
Test-Path $file
