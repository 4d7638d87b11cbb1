//! Get-Help.

use super::world::{check_all, print, print_with};

const FUNCTION: &str = "function Get-Waiting {
<#
.SYNOPSIS
Counts who waits.
.DESCRIPTION
Counts the callers that wait in a queue.
.PARAMETER Queue
The queue.
.EXAMPLE
Get-Waiting 'Help Desk'
How many wait for the help desk.
.NOTES
    Callers:
      those who wait
.LINK
Get-CsRgsQueue
#>
[CmdletBinding(SupportsShouldProcess)]
param([Parameter(Mandatory, ValueFromPipeline)][Alias('q')][string]$Queue, [ValidateSet('Low', 'High')]$Priority,
[switch]$Quiet) 1 }
";

#[test]
fn help_of_a_cmdlet_comes_from_its_declaration() {
    insta::assert_snapshot!(print("Get-Help Get-Unique"), @r#"
    NAME
        Get-Unique

    SYNOPSIS
        Leaves out objects that are the same as the one before.

    SYNTAX
        Get-Unique [-InputObject <psobject>] [-AsString] [<CommonParameters>]

        Get-Unique [-InputObject <psobject>] [-OnType] [<CommonParameters>]

    DESCRIPTION
        The input should be sorted: only neighbours are compared, and case counts.

    ALIASES
        gu

    REMARKS
        To see the examples, type: "Get-Help Get-Unique -Examples".
        For more information, type: "Get-Help Get-Unique -Detailed".
        For technical information, type: "Get-Help Get-Unique -Full".
    "#);
    insta::assert_snapshot!(print("Get-Help Get-Unique -Examples"), @r#"
    NAME
        Get-Unique

    SYNOPSIS
        Leaves out objects that are the same as the one before.

        -------------------------- EXAMPLE 1 --------------------------

        'Sales', 'Help Desk', 'Sales' | Sort-Object | Get-Unique

        Names each queue once.
    "#);
}

#[test]
fn full_help_says_how_parameters_are_bound() {
    insta::assert_snapshot!(print("Get-Help Start-Sleep -Full"), @r#"
    NAME
        Start-Sleep

    SYNOPSIS
        Waits.

    SYNTAX
        Start-Sleep [-Seconds] <double> [<CommonParameters>]

        Start-Sleep -Milliseconds <int> [<CommonParameters>]

    DESCRIPTION
        Ctrl-C ends the wait.

    ALIASES
        sleep

    PARAMETERS
        -Seconds <double>
            How many seconds.

            Required?                    true
            Position?                    1
            Accept pipeline input?       true (ByValue, ByPropertyName)
            Accepted values              0 to 2147483

        -Milliseconds <int>
            How many milliseconds.

            Required?                    true
            Position?                    named
            Accept pipeline input?       true (ByPropertyName)
            Accepted values              0 or more
            Aliases                      ms

        <CommonParameters>
            This command has the common parameters: Verbose, Debug, ErrorAction,
            ErrorVariable, WarningAction, WarningVariable, InformationAction,
            InformationVariable, OutVariable, OutBuffer and PipelineVariable.

    INPUTS
        A number of seconds.

    OUTPUTS
        Nothing.

        -------------------------- EXAMPLE 1 --------------------------

        Start-Sleep -Seconds 5

        Waits five seconds.
    "#);
}

#[test]
fn help_of_single_parameters_is_given() {
    insta::assert_snapshot!(print("help Select-Object -Parameter First, Exp*"), @r#"
    -First <int>
        How many objects are taken from the beginning.

        Required?                    false
        Position?                    named
        Accept pipeline input?       false
        Accepted values              0 or more

    -ExpandProperty <string>
        The property whose value goes on, each element of a collection by
        itself.

        Required?                    false
        Position?                    named
        Accept pipeline input?       false
    "#);
}

#[test]
fn help_fits_the_terminal() {
    let narrow = print_with("Get-Help Get-Unique -Detailed", |host| host.columns.set(50));
    assert!(narrow.lines().all(|line| line.len() < 50), "{narrow}");
    insta::assert_snapshot!(narrow, @r#"
    NAME
        Get-Unique

    SYNOPSIS
        Leaves out objects that are the same as the
        one before.

    SYNTAX
        Get-Unique [-InputObject <psobject>]
            [-AsString] [<CommonParameters>]

        Get-Unique [-InputObject <psobject>]
            [-OnType] [<CommonParameters>]

    DESCRIPTION
        The input should be sorted: only neighbours
        are compared, and case counts.

    ALIASES
        gu

    PARAMETERS
        -InputObject <psobject>
            The object; usually it is piped in.

        -AsString
            Objects are compared as text.

        -OnType
            Of each type only the first comes.

        <CommonParameters>
            This command has the common parameters:
            Verbose, Debug, ErrorAction,
            ErrorVariable, WarningAction,
            WarningVariable, InformationAction,
            InformationVariable, OutVariable,
            OutBuffer and PipelineVariable.

        ----------------- EXAMPLE 1 -----------------

        'Sales', 'Help Desk', 'Sales' | Sort-Object |
            Get-Unique

        Names each queue once.

    REMARKS
        To see the examples, type: "Get-Help
            Get-Unique -Examples".
        For more information, type: "Get-Help
            Get-Unique -Detailed".
        For technical information, type: "Get-Help
            Get-Unique -Full".
    "#);
}

#[test]
fn help_of_a_function_is_its_comment() {
    insta::assert_snapshot!(print(&format!("{FUNCTION} Get-Help Get-Waiting -Full")), @r#"
    NAME
        Get-Waiting

    SYNOPSIS
        Counts who waits.

    SYNTAX
        Get-Waiting [-Queue] <string> [[-Priority] <Object>] [-Quiet] [-WhatIf]
            [-Confirm] [<CommonParameters>]

    DESCRIPTION
        Counts the callers that wait in a queue.

    PARAMETERS
        -Queue <string>
            The queue.

            Required?                    true
            Position?                    1
            Accept pipeline input?       true (ByValue)
            Aliases                      q

        -Priority <Object>
            Required?                    false
            Position?                    2
            Accept pipeline input?       false
            Accepted values              Low, High

        -Quiet
            Required?                    false
            Position?                    named
            Accept pipeline input?       false

        -WhatIf
            Says what would happen, and changes nothing.

            Required?                    false
            Position?                    named
            Accept pipeline input?       false
            Aliases                      wi

        -Confirm
            Asks before anything is changed.

            Required?                    false
            Position?                    named
            Accept pipeline input?       false
            Aliases                      cf

        <CommonParameters>
            This command has the common parameters: Verbose, Debug, ErrorAction,
            ErrorVariable, WarningAction, WarningVariable, InformationAction,
            InformationVariable, OutVariable, OutBuffer and PipelineVariable.

    NOTES
        Callers:
          those who wait

        -------------------------- EXAMPLE 1 --------------------------

        Get-Waiting 'Help Desk'

        How many wait for the help desk.

    RELATED LINKS
        Get-CsRgsQueue
    "#);
}

#[test]
fn help_needs_no_comment() {
    insta::assert_snapshot!(print("function Hello ($Name, [int[]]$Times) { }; Get-Help Hello"), @r#"
    NAME
        Hello

    SYNTAX
        Hello [[-Name] <Object>] [[-Times] <int[]>]

    REMARKS
        For more information, type: "Get-Help Hello -Detailed".
        For technical information, type: "Get-Help Hello -Full".
    "#);
}

#[test]
fn comments_stand_before_or_in_what_they_are_about() {
    check_all(&[
        ("# .SYNOPSIS\n# Says hello.\nfunction Hello { }\n(Get-Help Hello).Synopsis", "Says hello."),
        ("function Hello {\n# What it has.\n\n<# No help. #>\n<#\n.Synopsis\n Yes.\n#> }\n(Get-Help Hello).Synopsis", "Yes."),
        ("function Hello { 1\n# .SYNOPSIS\n# At the end.\n}\n(Get-Help Hello).Synopsis", "At the end."),
        ("<#\n.SYNOPSIS\nOf the filter.\n#>\nfilter global:Test-function { }\n(Get-Help Test-function).Synopsis", "Of the filter."),
        (
            "function f {\nparam(\n  # The pool.\n  [string] $Pool, # not this\n\n  <# How many. #>\n  [int] $Count, $Other\n) }
             (Get-Help f -Parameter *).description.Text",
            "The pool. | How many.",
        ),
        ("# .SYNOPSIS\n# Of one.\nfunction One { }\nfunction Two { }\n(Get-Help Two).Synopsis -eq ''", "True"),
        (
            "[IO.File]::WriteAllText('C:\\x.ps1', \"#requires -version 5`n<#`n.SYNOPSIS`nMoves agents.`n#>`nparam(`$From)`n1\")
             $help = Get-Help C:\\x.ps1; $help.Synopsis; $help.Category; $help.syntax.syntaxItem",
            "Moves agents. | ExternalScript | C:\\x.ps1 [[-From] <Object>]",
        ),
    ]);
}

#[test]
fn scripts_read_help_as_objects() {
    let with_function = |script: &str| format!("{FUNCTION} $h = Get-Help Get-Waiting; {script}");
    let parameters =
        with_function("$h.parameters.parameter | % { $_.name + ' ' + $_.required + ' ' + $_.pipelineInput }");
    let example = with_function("$h.examples.example[0].code; $h.examples.example[0].remarks.Text");
    check_all(&[
        (
            "$h = Get-Help Get-Date; $h.Name; $h.Category; $h.ModuleName; $h.description.Text.Length -gt 10",
            "Get-Date | Cmdlet | Microsoft.PowerShell.Utility | True",
        ),
        (
            &parameters,
            "Queue true true (ByValue) | Priority false false | Quiet false false | WhatIf false false | Confirm false false",
        ),
        (&example, "Get-Waiting 'Help Desk' | How many wait for the help desk."),
        ("(Get-Help Get-Date -Full).PSTypeNames[0]", "MamlCommandHelpInfo#FullView"),
        ("(Get-Help Get-Date -Parameter Format).name", "Format"),
        ("Get-Command Get-Date, Get-Unique | Get-Help | % Name", "Get-Date | Get-Unique"),
    ]);
}

#[test]
fn a_question_mark_asks_for_help_whatever_else_is_given() {
    check_all(&[
        ("(Get-Date -?).Name", "Get-Date"),
        ("(select -First x -?).Name", "Select-Object"),
        ("function f { throw 'ran' }; (f 1 2 -?).Name", "f"),
    ]);
}

#[test]
fn help_is_found_by_word_wildcard_and_short_name() {
    insta::assert_snapshot!(print("Get-Help *-Variable"), @r#"
    Name                              Category       Synopsis                      |
    ----                              --------       --------                      |
    Clear-Variable                    Cmdlet         Sets variables to $null.      |
    Get-Variable                      Cmdlet         Shows variables with their    |
                                                     values.                       |
    New-Variable                      Cmdlet         Makes a variable.             |
    Remove-Variable                   Cmdlet         Removes variables.            |
    Set-Variable                      Cmdlet         Sets a variable, and makes it |
                                                     where it is not there.        |
    "#);
    insta::assert_snapshot!(print("Get-Help"), @r#"
    TOPIC
        The shell speaks the language of Windows PowerShell 5.1. Scripts that were
        written for that run here; commands and types that are not there are
        reported before a script begins.

    HELP
        Get-Help NAME            What a command does and how it is called.
        Get-Help NAME -Examples  How it is used.
        Get-Help WORD            The commands whose name or purpose has the word.
        Get-Command *NOUN*       The commands for something.
        OBJECT | Get-Member      Which properties an object has.
    "#);
    insta::assert_snapshot!(print("Get-Help Get-Aliass"), @r#"
    [Error] Get-Help : Get-Help could not find Get-Aliass in a help file in this session. |
    Did you mean Get-Alias? Get-Command lists all commands.
    At line:1 char:1
    + Get-Help Get-Aliass
    + ~~~~~~~~~~~~~~~~~~~
        + CategoryInfo          : ResourceUnavailable: (:) [Get-Help], HelpNotFoun |
       dException
        + FullyQualifiedErrorId : HelpNotFound,Microsoft.PowerShell.Commands.GetHe |
       lpCommand
     |
    "#);
    check_all(&[
        ("(Get-Help select).Name", "Select-Object"),
        ("(help aliases -ErrorAction Ignore).Name", ""),
        ("(man random).Name", "Get-Random"),
        ("function Get-Own { }; Get-Help *-Own* -Category Function | % Name", "Get-Own"),
        ("@(Get-Help Nothing-*).Count", "0"),
        (
            "Get-Help Nothing-Here",
            "! Get-Help could not find Nothing-Here in a help file in this session. Get-Command lists all commands. [HelpNotFound,Microsoft.PowerShell.Commands.GetHelpCommand]",
        ),
        (
            "Get-Help Get-Date -Parameter Nothing",
            "! No parameter matches criteria Nothing. [NoParameterMatchesCriteria,Microsoft.PowerShell.Commands.GetHelpCommand]",
        ),
    ]);
}

#[test]
fn a_page_is_a_page_after_a_table_too() {
    let printed = print_with("Get-Help *-Host; Get-Culture -?", |host| host.columns.set(4096));
    insta::assert_snapshot!(printed, @r#"
    Name                              Category       Synopsis                                                                     |
    ----                              --------       --------                                                                     |
    Clear-Host                        Cmdlet         Clears the terminal.                                                         |
    Get-Host                          Cmdlet         Shows what runs the shell.                                                   |
    Out-Host                          Cmdlet         Prints objects on the terminal, whatever becomes of the output of the script.
    Read-Host                         Cmdlet         Asks the user for a line.                                                    |
    Write-Host                        Cmdlet         Prints text on the terminal.                                                 |

    NAME
        Get-Culture

    SYNOPSIS
        Shows in which culture numbers and dates are written.

    SYNTAX
        Get-Culture [<CommonParameters>]

    DESCRIPTION
        It is always en-US, so that scripts do the same everywhere.

    REMARKS
        To see the examples, type: "Get-Help Get-Culture -Examples".
        For more information, type: "Get-Help Get-Culture -Detailed".
        For technical information, type: "Get-Help Get-Culture -Full".
    "#);
}
