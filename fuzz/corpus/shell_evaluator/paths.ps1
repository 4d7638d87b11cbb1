Set-Location ..\..\C:\; New-Item a\b\..\c -Force; Get-ChildItem -Recurse -Filter *[; Get-Content C:\notes.txt -Tail 1 -Encoding Byte
Join-Path $null, 'a' '..'; Split-Path '' -Leaf; Test-Path 'C:\[a-'; Remove-Item * -Recurse; Resolve-Path *; Rename-Item C:\notes.txt C:\x\y
