//! Write-Host, Write-Error and their siblings, run in a session.

use insta::assert_snapshot;

use crate::session::print;

#[test]
fn messages_come_behind_the_rows_before_them() {
    assert_snapshot!(print("$queues = 1..3 | ForEach-Object { [pscustomobject]@{ Waiting = $_ } }; $queues[0]; Write-Host 'between'; $queues[1]; Write-Warning 'careful'; $queues[2]"), @r"
    [

    Waiting
    -------
          1
    Information> between
          2
    Warning> WARNING: careful
          3


    ]
    ");
}

#[test]
fn write_host_joins_what_it_is_given() {
    assert_snapshot!(print("Write-Host one 2 $true; Write-Host 'a', 'b' -Separator '-'; Write-Host; Write-Host $null; Write-Host 'x' -NoNewline; Write-Host 'y'"), @r"
    [
    Information> one 2 True
    Information> a-b
    Information> |
    Information> |
    Information> x
    Information> y
    ]
    ");
    assert_snapshot!(print("Write-Host @{ a = 1 } ([pscustomobject]@{ b = 2 }) @(1, @(2, 3)) ([datetime]'2013-12-20'); 'p', 'q' | Write-Host -ForegroundColor Green -BackgroundColor black"), @r"
    [
    Information> System.Collections.DictionaryEntry @{b=2} 1 2 3 12/20/2013 12:00:00 AM
    Information> p
    Information> q
    ]
    ");
    assert_snapshot!(print("$kept = Write-Host 'kept' 6>&1; \"<$kept>\"; Write-Host 'gone' 6>$null"), @r"
    [
    <kept>
    ]
    ");
}

#[test]
fn write_output_yields() {
    assert_snapshot!(print("Write-Output 1 2 3; (Write-Output 1, 2).Count; (Write-Output 1, 2 -NoEnumerate).GetType().Name; 5 | echo; (Write-Output $null) -eq $null"), @r"
    [
    1
    2
    3
    2
    Object[]
    5
    True
    ]
    ");
}

#[test]
fn messages_follow_their_preferences() {
    assert_snapshot!(print("Write-Warning 'one'; $WarningPreference = 'SilentlyContinue'; Write-Warning 'two'; 'three' | Write-Warning -WarningAction Continue"), @r"
    [
    Warning> WARNING: one
    Warning> WARNING: three
    ]
    ");
    assert_snapshot!(print("Write-Verbose 'one'; Write-Verbose 'two' -Verbose; Write-Debug 'three'; $DebugPreference = 'Continue'; Write-Debug 'four'"), @r"
    [
    Verbose> VERBOSE: two
    Debug> DEBUG: four
    ]
    ");
    assert_snapshot!(print("Write-Information 'one'; Write-Information 'two' -InformationAction Continue; $InformationPreference = 'Continue'; Write-Information 3"), @r"
    [
    Information> two
    Information> 3
    ]
    ");
}

#[test]
fn write_error_reports_and_goes_on() {
    assert_snapshot!(print("Write-Error 'The Help Desk has no agents.'; 'after'"), @r"
    [
    Error> Write-Error : The Help Desk has no agents.
    Error>     + CategoryInfo          : NotSpecified: (:) [Write-Erro |
    Error>    r], WriteErrorException
    Error>     + FullyQualifiedErrorId : Microsoft.PowerShell.Commands |
    Error>    .WriteErrorException
    Error>  |
    after
    ]
    ");
    assert_snapshot!(print("function Test-Group { Write-Error 'No agents.' -ErrorId NoAgents -Category InvalidData -TargetObject 'Help Desk' -CategoryActivity 'Checking' -CategoryReason Empty -CategoryTargetName Desk -CategoryTargetType Group }; Test-Group; $?; $Error[0].FullyQualifiedErrorId; $Error[0].CategoryInfo.Activity"), @r"
    [
    Error> Test-Group : No agents.
    Error> At line:1 char:23
    Error> + ... est-Group { Write-Error 'No agents.' -ErrorId |
    Error> NoAgents -Category Inva ...
    Error> +                 |
    Error> ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
    Error>     + CategoryInfo          : InvalidData: (Desk:Group) [Ch |
    Error>    ecking], Empty
    Error>     + FullyQualifiedErrorId : NoAgents,Test-Group
    Error>  |
    False
    NoAgents,Test-Group
    Checking
    ]
    ");
}

#[test]
fn write_error_takes_exceptions_and_records() {
    assert_snapshot!(print("try { 1 / 0 } catch { Write-Error -Exception $_.Exception -Message 'No calls.'; Write-Error -ErrorRecord $_ }"), @r"
    [
    Error> Write-Error : No calls.
    Error>     + CategoryInfo          : NotSpecified: (:) [Write-Erro |
    Error>    r], RuntimeException
    Error>     + FullyQualifiedErrorId : System.Management.Automation. |
    Error>    RuntimeException
    Error>  |
    Error> Write-Error : Attempted to divide by zero.
    Error> At line:1 char:7
    Error> + try { 1 / 0 } catch { Write-Error -Exception $_.Exception |
    Error> -Message 'N ...
    Error> +       ~~~~~
    Error>     + CategoryInfo          : NotSpecified: (:) [Write-Erro |
    Error>    r], RuntimeException
    Error>     + FullyQualifiedErrorId : RuntimeException
    Error>  |
    ]
    ");
    assert_snapshot!(print("try { Write-Error 'no' -ErrorAction Stop } catch { \"caught $_\" }; Write-Error 'quiet' -ea 0; $Error.Count; Write-Error"), @r#"
    [
    caught no
    2
    Error> Write-Error : Cannot process command because of one or more |
    Error> missing mandatory parameters: Message.
    Error> At line:1 char:108
    Error> + ... { "caught $_" }; Write-Error 'quiet' -ea 0; |
    Error> $Error.Count; Write-Error
    Error> +                                                           |
    Error>     ~~~~~~~~~~~
    Error>     + CategoryInfo          : InvalidArgument: (:) [Write-E |
    Error>    rror], ParameterBindingException
    Error>     + FullyQualifiedErrorId : MissingMandatoryParameter,Mic |
    Error>    rosoft.PowerShell.Commands.WriteErrorCommand
    Error>  |
    ]
    "#);
}
