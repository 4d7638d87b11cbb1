//! The formatting and output cmdlets, run in a session.

use insta::assert_snapshot;

use crate::session::{print, print_and_keep};

const QUEUES: &str = "$queues = [pscustomobject]@{ Name = 'Help Desk'; Waiting = 3; Pool = 'one' },
    [pscustomobject]@{ Name = 'Sales'; Waiting = 12; Pool = 'one' },
    [pscustomobject]@{ Name = 'Spares'; Waiting = 0; Pool = 'two' };\n";

fn with_queues(script: &str) -> String {
    print(&format!("{QUEUES}{script}"))
}

#[test]
fn tables_have_calculated_columns() {
    assert_snapshot!(with_queues("$queues | Format-Table Name, @{ Label = 'Twice'; Expression = { $_.Waiting * 2 } }, @{ n = 'W'; e = 'Waiting'; f = '{0:000}'; w = 6; a = 'center' }"), @r"
    [

    Name      Twice  W |
    ----      -----  - |
    Help Desk     6 003
    Sales        24 012
    Spares        0 000


    ]
    ");
    assert_snapshot!(with_queues("$queues | ft { $_.Name.Length }, Nothing -AutoSize"), @r"
    [

     $_.Name.Length  Nothing
    ---------------- -------
                   9        |
                   5        |
                   6        |


    ]
    ");
}

#[test]
fn a_cell_whose_block_fails_is_empty() {
    assert_snapshot!(with_queues("$queues | ft Name, @{ n = 'Bad'; e = { 1 / 0 } }, @{ n = 'Worse'; e = { throw 'no' } }"), @r"
    [

    Name      Bad Worse
    ----      --- -----
    Help Desk          |
    Sales              |
    Spares             |


    ]
    ");
}

#[test]
fn wrong_properties_end_the_command() {
    assert_snapshot!(with_queues("$queues | ft @{ Colour = 'red' }; 'after'"), @r"
    [
    Error> Format-Table : The Colour key is not valid.
    Error> At line:4 char:11
    Error> + $queues | ft @{ Colour = 'red' }; 'after'
    Error> +           ~~~~~~~~~~~~~~~~~~~~~~
    Error>     + CategoryInfo          : InvalidArgument: (:) [Format- |
    Error>    Table], NotSupportedException
    Error>     + FullyQualifiedErrorId : DictionaryKeyIllegal,Microsof |
    Error>    t.PowerShell.Commands.FormatTableCommand
    Error>  |
    after
    ]
    ");
    assert_snapshot!(with_queues("$queues | fw -AutoSize -Column 2"), @r"
    [
    Error> Format-Wide : Cmdlet parameters AutoSize and Column are |
    Error> mutually exclusive.
    Error> At line:4 char:11
    Error> + $queues | fw -AutoSize -Column 2
    Error> +           ~~~~~~~~~~~~~~~~~~~~~~
    Error>     + CategoryInfo          : InvalidArgument: (:) [Format- |
    Error>    Wide], InvalidDataException
    Error>     + FullyQualifiedErrorId : FormatCannotSpecifyAutosizeAn |
    Error>    dColumns,Microsoft.PowerShell.Commands.FormatWideComman  |
    Error>   d
    Error>  |
    ]
    ");
}

#[test]
fn groups_lists_and_wide_lists() {
    assert_snapshot!(with_queues("$queues | ft Name -GroupBy Pool -HideTableHeaders"), @r"
    [


       Pool: one

    Help Desk
    Sales    |


       Pool: two

    Spares


    ]
    ");
    assert_snapshot!(with_queues("$queues | fl Name, W* -GroupBy @{ n = 'Size'; e = { $_.Waiting -gt 5 } }"), @r"
    [


       Size: False


    Name    : Help Desk
    Waiting : 3



       Size: True


    Name    : Sales
    Waiting : 12



       Size: False


    Name    : Spares
    Waiting : 0



    ]
    ");
    assert_snapshot!(with_queues("$queues | fw -Column 3; $queues | Format-Wide Pool"), @r"
    [


    Help Desk            Sales               Spares             |




    one                            one                          |
    two                                                         |


    ]
    ");
    assert_snapshot!(with_queues("$queues[0] | Format-Custom"), @r"
    [


    Name    : Help Desk
    Waiting : 3
    Pool    : one



    ]
    ");
}

#[test]
fn what_is_formatted_prints_at_the_end_of_its_way() {
    assert_snapshot!(with_queues("$kept = $queues | ft Name; 'before'; $kept; 'after'"), @r"
    [
    before

    Name     |
    ----     |
    Help Desk
    Sales    |
    Spares   |


    after
    ]
    ");
    assert_snapshot!(with_queues("($queues | ft Name).Count; ($queues | fl Name)[0].GetType().FullName"), @r"
    [
    7
    Microsoft.PowerShell.Commands.Internal.Format.FormatStartData
    ]
    ");
    assert_snapshot!(with_queues("$kept = $queues | ft Name; $kept[1]; 'after'"), @r#"
    [
    Error> The object of type "Microsoft.PowerShell.Commands.Internal.F
    Error> ormat.GroupStartData" is not valid or not in the correct |
    Error> sequence. This is likely caused by a user-specified |
    Error> "format-*" command which is conflicting with the default |
    Error> formatting.
    Error> At line:4 char:28
    Error> + $kept = $queues | ft Name; $kept[1]; 'after'
    Error> +                            ~~~~~~~~
    Error>     + CategoryInfo          : InvalidData: (:) [], InvalidO |
    Error>    perationException
    Error>     + FullyQualifiedErrorId : ConsoleLineOutputOutOfSequenc |
    Error>    ePacket
    Error>  |
    after
    ]
    "#);
}

#[test]
fn out_string_keeps_what_prints() {
    assert_snapshot!(with_queues("($queues | Out-String) -replace \"`r`n\", '/'"), @r"
    [
    /Name      Waiting Pool/----      ------- ----/Help Desk       3 one /Sales          12 one /Spares          0 two ///
    ]
    ");
    assert_snapshot!(with_queues("$queues | ft Name | Out-String -Stream | ForEach-Object { \"<$_>\" }"), @r"
    [
    <>
    <Name     >
    <----     >
    <Help Desk>
    <Sales    >
    <Spares   >
    <>
    <>
    ]
    ");
    assert_snapshot!(with_queues("$queues | fl Name, Pool | Out-String -Width 10 -Stream"), @r"
    [


    Name : Hel
           p D
           esk
    Pool : one

    Name : Sal
           es
    Pool : one

    Name : Spa
           res
    Pool : two



    ]
    ");
    assert_snapshot!(with_queues("'a', 'b' | Out-String | ForEach-Object { $_.Length }"), @r"
    [
    6
    ]
    ");
}

#[test]
fn out_file_writes_what_prints() {
    let file = ["C:/queues.txt"];
    assert_snapshot!(print_and_keep(&format!("{QUEUES}$queues | ft Name | Out-File C:\\queues.txt"), &file), @r#"
    [
    C:/queues.txt: "\u{feff}\r\nName     \r\n----     \r\nHelp Desk\r\nSales    \r\nSpares   \r\n\r\n\r\n"
    ]
    "#);
    assert_snapshot!(print_and_keep("'one' | Out-File C:\\queues.txt; 'two', 'three' | Out-File C:\\queues.txt -Append", &file), @r#"
    [
    C:/queues.txt: "\u{feff}one\r\ntwo\r\nthree\r\n"
    ]
    "#);
    assert_snapshot!(print_and_keep("'é' | Out-File C:\\queues.txt ascii -NoNewline", &file), @r#"
    [
    C:/queues.txt: "?"
    ]
    "#);
    assert_snapshot!(print_and_keep("'one' | Out-File C:\\queues.txt unicode; 'two' | Out-File C:\\queues.txt -Append", &file), @r#"
    [
    C:/queues.txt: "��o\0n\0e\0\r\0\n\0t\0w\0o\0\r\0\n\0"
    ]
    "#);
}

#[test]
fn out_file_refuses_what_it_cannot_do() {
    let file = ["C:/queues.txt"];
    assert_snapshot!(print_and_keep("'one' | Out-File C:\\queues.txt; 'two' | Out-File C:\\queues.txt -NoClobber", &file), @r#"
    [
    Error> Out-File : The file 'C:\queues.txt' already exists.
    Error> At line:1 char:41
    Error> + ... ' | Out-File C:\queues.txt; 'two' | Out-File |
    Error> C:\queues.txt -NoClobber
    Error> +                                         |
    Error> ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
    Error>     + CategoryInfo          : ResourceExists: (C:\queues.tx |
    Error>    t:String) [Out-File], IOException
    Error>     + FullyQualifiedErrorId : NoClobber,Microsoft.PowerShel |
    Error>    l.Commands.OutFileCommand
    Error>  |
    C:/queues.txt: "\u{feff}one\r\n"
    ]
    "#);
    assert_snapshot!(print_and_keep("'one' | Out-File C:\\queues.txt -WhatIf", &file), @r#"
    [
    Information> What if: Performing the operation "Output to File" on target "C:\queues.txt".
    C:/queues.txt: none
    ]
    "#);
    assert_snapshot!(print_and_keep("'one' | Out-File C:\\queues.txt -Encoding Klingon", &file), @r#"
    [
    Error> Out-File : Cannot validate argument on parameter |
    Error> 'Encoding'. The argument "Klingon" does not belong to the |
    Error> set "Unknown,String,Unicode,BigEndianUnicode,UTF8,UTF7,UTF32
    Error> ,ASCII,Default,OEM" specified by the ValidateSet attribute. |
    Error> Supply an argument that is in the set and then try the |
    Error> command again.
    Error> At line:1 char:42
    Error> + 'one' | Out-File C:\queues.txt -Encoding Klingon
    Error> +                                          ~~~~~~~
    Error>     + CategoryInfo          : InvalidData: (:) [Out-File],  |
    Error>    ParameterBindingValidationException
    Error>     + FullyQualifiedErrorId : ParameterArgumentValidationEr |
    Error>    ror,Microsoft.PowerShell.Commands.OutFileCommand
    Error>  |
    C:/queues.txt: none
    ]
    "#);
    assert_snapshot!(print_and_keep(&format!("{QUEUES}$queues > C:\\queues.txt"), &file), @r#"
    [
    C:/queues.txt: "\u{feff}\r\nName      Waiting Pool\r\n----      ------- ----\r\nHelp Desk       3 one \r\nSales          12 one \r\nSpares          0 two \r\n\r\n\r\n"
    ]
    "#);
}

#[test]
fn out_file_keeps_what_came_before_an_error() {
    assert_snapshot!(print_and_keep("& { 'one'; throw 'no' } | Out-File C:\\queues.txt", &["C:/queues.txt"]), @r#"
    [
    Error> no
    Error> At line:1 char:12
    Error> + & { 'one'; throw 'no' } | Out-File C:\queues.txt
    Error> +            ~~~~~~~~~~
    Error>     + CategoryInfo          : OperationStopped: (no:String) |
    Error>     [], RuntimeException
    Error>     + FullyQualifiedErrorId : no
    Error>  |
    C:/queues.txt: "\u{feff}one\r\n"
    ]
    "#);
}

#[test]
fn out_host_and_out_null() {
    assert_snapshot!(with_queues("$none = $queues | Out-Host; $null -eq $none; $queues | Out-Null; 1 | Out-Default"), @r"
    [

    Name      Waiting Pool
    ----      ------- ----
    Help Desk       3 one |
    Sales          12 one |
    Spares          0 two |


    True
    1
    ]
    ");
}

#[test]
fn the_limit_of_elements_is_a_variable() {
    assert_snapshot!(print("$o = [pscustomobject]@{ A = 1..6 }; $o | fl; $FormatEnumerationLimit = -1; $o | fl; $FormatEnumerationLimit = 2; $o | fl"), @r"
    [


    A : {1, 2, 3, 4...}





    A : {1, 2, 3, 4, 5, 6}





    A : {1, 2...}



    ]
    ");
}
