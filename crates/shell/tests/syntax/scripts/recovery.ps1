# A recovery with the slips of the keyboard that paper carries.
Export-CsRgsConfiguration -Source "service:ApplicationServer:first.contoso.com" -FileName "C:\First.zip"
Import-CsRgsConfiguration -Destination "service:ApplicationServer:second.contoso.com" -FileName "C:\First.zip" –ReplaceExistingSettings
Get-CsRgsWorkflow -Identity "service:ApplicationServer:second.contoso.com" -Owner "service:ApplicationServer:first.contoso.com"
Get-CsRgsQueue -Identity "service:ApplicationServer:second.contoso.com" -Owner "service:ApplicationServer"first.contoso.com"
Get-CsRgsAgentGroup -Identity "service:ApplicationServer:second.contoso.com" -Owner "service:ApplicationServer"first.contoso.com
Get-CsRgsWorkflow -Identity "service:ApplicationServer:second.contoso.com" -ShowAll
Export-CsRgsConfiguration -Source ApplicationServer:second.contoso.com -Owner ApplicationServer:first.contoso.com -FileName "C:\Second.zip"
Import-CsRgsConfiguration -Destination "service:ApplicationServer:first.contoso.com" -OverwriteOwner -FileName "C:\Second.zip"
Get-CsRgsWorkflow -Identity "service:ApplicationServer: first.contoso.com" -ShowAll
Get-CsRgsQueue -Identity service:ApplicationServer: first.contoso.com -ShowAll
Get-CsRgsQueue -Identity "service:ApplicationServer:<a pool FQDN>" -Owner "service:ApplicationServer"<other pool FQDN>
Export-CsRgsConfiguration -Source ApplicationServer:<a pool FQDN> -FileName "<a path>"
Export-CsRgsConfiguration -Source "service:ApplicationServer:second.contoso.com" -Owner "service:ApplicationServer:first.contoso.com" -FileName "C:\Second.zip" -RemoveExportedConfiguration
