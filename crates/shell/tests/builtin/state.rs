//! The session: its commands, variables and modules, its clock and its terminal.

use super::world::{check_all, print, print_with};

/// What a script prints to a terminal of 120 columns.
fn wide(script: &str) -> String {
    print_with(script, |host| host.columns.set(120))
}

#[test]
fn dates_are_read_changed_and_written() {
    check_all(&[
        ("Get-Date -Format 'yyyy-MM-dd HH:mm'", "2013-12-20 11:00"),
        ("(Get-Date).Kind", "Local"),
        ("(Get-Date 2013-12-25 -Hour 9 -Minute 30).ToString('s')", "2013-12-25T09:30:00"),
        ("(Get-Date -Year 2014 -Month 1 -Day 2).Day", "2"),
        (
            "Get-Date -Day 31 -Month 2",
            "! There is no 2013-02-31: the month has fewer days. [ArgumentOutOfRangeException,Microsoft.PowerShell.Commands.GetDateCommand]",
        ),
        ("Get-Date '2013-12-25' -Format FileDate", "20131225"),
        ("Get-Date -Format FileDateTimeUniversal", "20131220T1000000000Z"),
        (
            "Get-Date '2013-12-25 14:05:09' -UFormat '%Y/%m/%d %H:%M:%S %A %p %j %u%%'",
            "2013/12/25 14:05:09 Wednesday PM 359 3%",
        ),
        ("Get-Date '2013-12-25' -UFormat %s", "1387929600"),
        ("'2013-12-25' | Get-Date -Format dddd", "Wednesday"),
        (
            "Get-Date -Month 13",
            "! Cannot validate argument on parameter 'Month'. The 13 argument is greater than the maximum allowed range of 12. Supply an argument that is less than or equal to 12 and then try the command again. [ParameterArgumentValidationError,Microsoft.PowerShell.Commands.GetDateCommand]",
        ),
        ("((Get-Date) - (Get-Date).AddHours(-1)).TotalMinutes", "60"),
    ]);
    insta::assert_snapshot!(print("Get-Date; Get-Date -DisplayHint Date; Get-Date -DisplayHint Time"), @r"

    Friday, December 20, 2013 11:00:00 AM
    Friday, December 20, 2013
    11:00:00 AM
    ");
}

#[test]
fn lengths_of_time_are_made_waited_and_measured() {
    check_all(&[
        ("New-TimeSpan -Hours 1 -Minutes 30", "01:30:00"),
        ("(New-TimeSpan '2013-12-20' '2013-12-21').Days", "1"),
        ("(New-TimeSpan -End '2013-12-20 12:00').TotalMinutes", "60"),
        ("$a = Get-Date; Start-Sleep 90; ((Get-Date) - $a).TotalSeconds", "90"),
        ("$a = Get-Date; sleep -Milliseconds 1500; ((Get-Date) - $a).TotalSeconds", "1.5"),
        ("(Measure-Command { Start-Sleep 3; 'thrown away' }).TotalSeconds", "3"),
        ("(1, 2 | Measure-Command { Start-Sleep $_ }).TotalSeconds", "3"),
        (
            "Start-Sleep -1",
            "! Cannot validate argument on parameter 'Seconds'. The -1 argument is less than the minimum allowed range of 0. Supply an argument that is greater than or equal to 0 and then try the command again. [ParameterArgumentValidationError,Microsoft.PowerShell.Commands.StartSleepCommand]",
        ),
    ]);
}

#[test]
fn variables_are_got_by_name_and_scope() {
    check_all(&[
        ("$a = 5; (Get-Variable a).Value", "5"),
        ("$a = 5; Get-Variable a -ValueOnly", "5"),
        ("$queue1 = 1; $queue2 = 2; (Get-Variable queue* | % Name) -join ','", "queue1,queue2"),
        (
            "Get-Variable nothing",
            "! Cannot find a variable with the name 'nothing'. [VariableNotFound,Microsoft.PowerShell.Commands.GetVariableCommand]",
        ),
        ("(Get-Variable noth* | measure).Count", "0"),
        (
            "$x = 1; function f { $x = 2; Get-Variable x -ValueOnly; Get-Variable x -Scope 1 -ValueOnly; Get-Variable x -Scope Global -ValueOnly }; f",
            "2 | 1 | 1",
        ),
        (
            "Get-Variable x -Scope 99",
            "! The scope number '99' exceeds the number of active scopes. [ArgumentOutOfRange,Microsoft.PowerShell.Commands.GetVariableCommand]",
        ),
        ("(Get-Variable PSVersionTable).Name; (Get-Variable true).Value", "PSVersionTable | True"),
        ("$aa=1; $ab=2; (gv a? -Exclude ab).Name", "aa"),
    ]);
}

#[test]
fn variables_are_set_made_cleared_and_removed() {
    check_all(&[
        ("Set-Variable b 6; $b", "6"),
        ("1..3 | Set-Variable b; $b.Count", "3"),
        ("Set-Variable -Name a, b -Value 7; $a + $b", "14"),
        ("function f { Set-Variable g 1 -Scope Global; sv l 2 }; f; $g; $null -eq $l", "1 | True"),
        (
            "Set-Variable d 1 -Option ReadOnly; $d = 2; $d",
            "1\n! Cannot overwrite variable d because it is read-only or constant. [VariableNotWritable]",
        ),
        ("Set-Variable d 1 -Option ReadOnly; Set-Variable d 2 -Force; $d", "2"),
        (
            "Set-Variable d 1 -Option Constant; Set-Variable d 2 -Force; $d",
            "1\n! Cannot overwrite variable d because it is read-only or constant. [VariableNotWritable,Microsoft.PowerShell.Commands.SetVariableCommand]",
        ),
        ("Set-Variable p 1 -Option Private; function f { $null -eq $p }; f; $p", "True | 1"),
        (
            "New-Variable c 7; $c; New-Variable c 8; $c",
            "7 | 7\n! A variable with name 'c' already exists. [VariableAlreadyExists,Microsoft.PowerShell.Commands.NewVariableCommand]",
        ),
        ("New-Variable c 7; New-Variable c 8 -Force; $c", "8"),
        ("(Set-Variable d 1 -Option ReadOnly -PassThru).Options", "ReadOnly"),
        ("$a = 1; Remove-Variable a; $null -eq $a", "True"),
        ("$q1 = 1; $q2 = 2; rv q*; (gv q* | measure).Count", "0"),
        (
            "Remove-Variable nothing",
            "! Cannot find a variable with the name 'nothing'. [VariableNotFound,Microsoft.PowerShell.Commands.RemoveVariableCommand]",
        ),
        (
            "sv c 1 -Option Constant; rv c -Force",
            "! Cannot remove variable c because it is constant or read-only. If the variable is read-only, try the operation again specifying the Force option. [VariableNotRemovable,Microsoft.PowerShell.Commands.RemoveVariableCommand]",
        ),
        ("$a = 1; Clear-Variable a; $null -eq $a; (gv a).Name", "True | a"),
        ("[int]$n = 5; Set-Variable n '7'; $n + 1", "8"),
        ("Set-Variable e 1 -WhatIf; $null -eq $e", "True"),
    ]);
}

#[test]
fn short_names_are_shown_and_given() {
    check_all(&[
        ("(Get-Alias select).Definition", "Select-Object"),
        ("(Get-Alias ?).Definition", "Where-Object"),
        ("(gal -Definition Sort-Object).Name", "sort"),
        (
            "gal nothing",
            "! This command cannot find a matching alias because an alias with the name 'nothing' does not exist. [ItemNotFoundException,Microsoft.PowerShell.Commands.GetAliasCommand]",
        ),
        ("Set-Alias now Get-Date; now -Format yyyy", "2013"),
        (
            "New-Alias now Get-Date; New-Alias now Get-Random; (gal now).Definition",
            "Get-Date\n! The alias is not allowed, because an alias with the name 'now' already exists. [AliasAlreadyExists,Microsoft.PowerShell.Commands.NewAliasCommand]",
        ),
        ("function f { Set-Alias q Get-Date -Scope Global }; f; (gal q).Definition", "Get-Date"),
    ]);
    insta::assert_snapshot!(wide("Get-Alias gm, %"), @r"

    CommandType     Name                                               Version    Source                                   |
    -----------     ----                                               -------    ------                                   |
    Alias           gm -> Get-Member                                                                                       |
    Alias           % -> ForEach-Object                                                                                    |
    ");
}

#[test]
fn commands_are_found_by_name_kind_and_parts() {
    check_all(&[
        ("(Get-Command Where-Object).Name", "Where-Object"),
        ("(Get-Command ?).Definition", "Where-Object"),
        ("(Get-Command ConvertTo-Csv).Source", "Microsoft.PowerShell.Utility"),
        (
            "(Get-Command No-Such -ErrorAction SilentlyContinue) -eq $null",
            "True\n! The term 'No-Such' is not recognized as the name of a cmdlet, function, script file, or operable program. Check the spelling of the name, or if a path was included, verify that the path is correct and try again. [CommandNotFoundException,Microsoft.PowerShell.Commands.GetCommandCommand]",
        ),
        ("function f { }; (Get-Command f).CommandType.ToString()", "Function"),
        ("(Get-Command -Verb Sort, Group | % Name) -join ','", "Group-Object,Sort-Object"),
        ("(Get-Command *-TimeSpan).Noun", "TimeSpan"),
        ("(Get-Command -Noun Alias -TotalCount 2 | % Name) -join ','", "Get-Alias,New-Alias"),
        ("(gcm so*, gro* -CommandType Cmdlet | % Name) -join ','", "Sort-Object,Group-Object"),
        (
            "(gcm Sort-Object).Parameters.ContainsKey('Unique'); (gcm Sort-Object).Source",
            "True | Microsoft.PowerShell.Utility",
        ),
        ("(gcm -Module Microsoft.PowerShell.Core Where*).Name", "Where-Object"),
        ("(Get-Command No* | measure).Count", "0"),
        (
            "function Sort-Object { 'mine' }; (gcm Sort-Object -All | % CommandType) -join ','",
            "Function,Cmdlet",
        ),
        ("& (Get-Command Get-Date) -Format yyyy", "2013"),
        (
            "function f { [CmdletBinding()] param([Parameter(Mandatory)][string]$Name, [int]$Count, [switch]$All) }; (gcm f -Syntax).Trim()",
            "f [-Name] <string> [[-Count] <int>] [-All] [<CommonParameters>]",
        ),
    ]);
    insta::assert_snapshot!(wide("Get-Command sort, Get-Date; Get-Command Select-Object, Read-Host -Syntax"), @r"

    CommandType     Name                                               Version    Source                                   |
    -----------     ----                                               -------    ------                                   |
    Alias           sort -> Sort-Object                                                                                    |
    Cmdlet          Get-Date                                           3.1.0.0    Microsoft.PowerShell.Utility             |

    Select-Object [[-Property] <object[]>] [-InputObject <psobject>] [-ExcludeProperty <string[]>] [-ExpandProperty <string>] [-Unique] [-Last <int>] [-First <int>] [-Skip <int>] [-Wait] [<CommonParameters>]

    Select-Object [[-Property] <object[]>] -SkipLast <int> [-InputObject <psobject>] [-ExcludeProperty <string[]>] [-ExpandProperty <string>] [-Unique] [-Skip <int>] [<CommonParameters>]

    Select-Object -Index <int[]> [-InputObject <psobject>] [-Unique] [-Wait] [<CommonParameters>]


    Read-Host [[-Prompt] <object>] [-AsSecureString] [<CommonParameters>]
    ");
}

#[test]
fn modules_are_here_or_imported_from_files() {
    check_all(&[
        ("Import-Module Lync; ipmo SkypeForBusiness -Force; 'on'", "on"),
        (
            "Import-Module ActiveDirectory",
            "! The specified module 'ActiveDirectory' was not loaded because no valid module file was found in any module directory. Lync, SkypeForBusiness and the modules of PowerShell itself are built in; a file is imported by its path, such as .\\tools.psm1. [Modules_ModuleNotFound,Microsoft.PowerShell.Commands.ImportModuleCommand]",
        ),
        ("(Get-Module Lync).Name; (gmo Nothing | measure).Count", "Lync | 0"),
        ("if (-not (Get-Module -Name SkypeForBusiness)) { 'missing' }", ""),
        (
            "[IO.File]::WriteAllText('C:\\tools.psm1', 'function Get-Pool { \"pool01\" }; Export-ModuleMember -Function *'); Import-Module C:\\tools.psm1; Get-Pool; (Get-Module tools).Name; Remove-Module tools; (Get-Module tools | measure).Count",
            "pool01 | tools | 0",
        ),
        (
            "Remove-Module Nothing",
            "! No modules were removed. Verify that the specification of modules to remove is correct and those modules exist in the runspace: 'Nothing'. [Modules_NoModulesRemoved,Microsoft.PowerShell.Commands.RemoveModuleCommand]",
        ),
    ]);
}

#[test]
fn text_and_blocks_are_run() {
    check_all(&[
        ("iex '1 + 1'", "2"),
        ("Invoke-Expression '$x = 5'; $x", "5"),
        (
            "iex '1 +'",
            "! A value is missing after `+`.\nWrite a value after it: a number, a variable, a text in quotes, or a command in parentheses. [ExpectedValueExpression,Microsoft.PowerShell.Commands.InvokeExpressionCommand]",
        ),
        ("3 | % { iex '$_ * 2' }", "6"),
        ("Invoke-Command { param($a, $b) \"$a-$b\" } -ArgumentList 1, 2", "1-2"),
        ("1, 2 | Invoke-Command { $input | % { $_ + 1 } }", "2 | 3"),
        ("$y = 1; Invoke-Command { $y = 2 }; $y; Invoke-Command { $y = 3 } -NoNewScope; $y", "1 | 3"),
        (
            "icm -ComputerName pool01 { 1 }",
            "! -ComputerName is not supported: this shell runs nothing on other machines. Cmdlets of Response Group reach the pool that they name; leave -ComputerName out. [NotSupported,Microsoft.PowerShell.Commands.InvokeCommandCommand]",
        ),
    ]);
}

#[test]
fn strictness_goes_by_version() {
    check_all(&[
        (
            "Set-StrictMode -Version 1.0; $o = 'x'; $null -eq $o.Missing; $nothing",
            "True\n! The variable '$nothing' cannot be retrieved because it has not been set. [VariableIsUndefined]",
        ),
        (
            "Set-StrictMode -Version Latest; 'x'.Missing",
            "! The property 'Missing' cannot be found on this object. Verify that the property exists. [PropertyNotFoundStrict]",
        ),
        ("Set-StrictMode -Version 2; Set-StrictMode -Off; $null -eq $nothing", "True"),
        ("Set-ExecutionPolicy RemoteSigned -Scope Process -Force; Get-ExecutionPolicy", "Unrestricted"),
    ]);
}

#[test]
fn the_terminal_is_asked_and_described() {
    check_all(&[
        (
            "Read-Host 'Which pool'",
            "! Read-Host cannot ask for \"Which pool\": There is no terminal to ask. Give the value as a parameter. [NoUserInput,Microsoft.PowerShell.Commands.ReadHostCommand]",
        ),
        (
            "(Get-Culture).Name; (Get-UICulture).DisplayName; (Get-Host).Name",
            "en-US | English (United States) | Switchback shell",
        ),
    ]);
    let asked = |script| print_with(script, |host| host.typed.borrow_mut().push("pool01".to_owned()));
    assert_eq!(asked("$p = Read-Host 'Which pool'; \"[$p]\""), "[pool01]\n");
    assert_eq!(
        asked("$s = Read-Host -AsSecureString; \"$s $($s.Length)\""),
        "System.Security.SecureString 6\n"
    );
    assert_eq!(asked("Clear-Host"), "[Information] \u{1b}[H\u{1b}[2J\u{1b}[3J");
    assert_eq!(print("cls"), "");
}

#[test]
fn lines_that_nothing_limits_are_no_longer_than_what_they_show() {
    let wide = |script: &str| print_with(script, |host| host.columns.set(4096));
    insta::assert_snapshot!(wide("@{ Name = 'Help Desk'; Waiting = 3 }"), @r#"
    Name                           Value    |
    ----                           -----    |
    Name                           Help Desk
    Waiting                        3        |
    "#);
    insta::assert_snapshot!(wide("Get-Alias gcm, where; Get-Date -Year 2014 | Select-Object Year"), @r#"
    CommandType     Name                                               Version    Source
    -----------     ----                                               -------    ------
    Alias           gcm -> Get-Command                                                  |
    Alias           where -> Where-Object                                               |

    Year : 2014
    "#);
}
