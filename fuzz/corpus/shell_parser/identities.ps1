Get-Y -Owner "service:ApplicationServer"a.contoso.com" -Parent service: ApplicationServer:<b c> –Name "d"
