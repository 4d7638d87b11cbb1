//! Select-Object.

use super::world::{check_all, print};

const QUEUES: &str = "$queues = [pscustomobject]@{Name='Help Desk';Waiting=3;Agents='ann','bob'},[pscustomobject]@{Name='Sales';Waiting=7;Agents=@()};";

fn with_queues(rows: &[(&str, &str)]) {
    let scripts: Vec<(String, &str)> =
        rows.iter().map(|(script, expected)| (format!("{QUEUES} {script}"), *expected)).collect();
    let rows: Vec<(&str, &str)> =
        scripts.iter().map(|(script, expected)| (script.as_str(), *expected)).collect();
    check_all(&rows);
}

#[test]
fn properties_are_selected_by_name_wildcard_block_and_table() {
    with_queues(&[
        ("$queues | Select-Object Name", "@{Name=Help Desk} | @{Name=Sales}"),
        ("$queues | select name, WAITING -First 1", "@{Name=Help Desk; Waiting=3}"),
        ("$queues | select * -ExcludeProperty Agents -First 1", "@{Name=Help Desk; Waiting=3}"),
        ("$queues | select -Property N*, W* -Last 1", "@{Name=Sales; Waiting=7}"),
        ("$queues | select Missing -First 1", "@{Missing=}"),
        ("$queues | select Miss* -First 1", "@{}"),
        ("$queues | select @{Name='Double';Expression={$_.Waiting*2}} -First 1", "@{Double=6}"),
        ("$queues | select @{n='N';e='Name'}, @{l='W';e={$_.Waiting}} -First 1", "@{N=Help Desk; W=3}"),
        ("$queues | select { $_.Name.Length } -First 1", "@{ $_.Name.Length =9}"),
        ("$queues | select @{n='Bad';e={1/0}}, Name -First 1", "@{Bad=; Name=Help Desk}"),
        ("$queues | select @{n='Many';e={1..3}} -First 1 | % { $_.Many.Count }", "3"),
        ("'Help Desk' | select Length", "@{Length=9}"),
        (
            "$queues | select Name, Name -First 1",
            "@{Name=Help Desk}\n! The property cannot be processed because the property \"Name\" already exists. [AlreadyExistingUserSpecifiedPropertyNoExpand,Microsoft.PowerShell.Commands.SelectObjectCommand]",
        ),
        (
            "$queues | select @{Colour='red'} -First 1",
            "! The Colour key is not valid. [DictionaryKeyIllegal,Microsoft.PowerShell.Commands.SelectObjectCommand]",
        ),
        (
            "$queues | select @{n='x'} -First 1",
            "! A mandatory entry for expression is missing. [DictionaryKeyMandatoryEntry,Microsoft.PowerShell.Commands.SelectObjectCommand]",
        ),
        (
            "$queues | select @{n='x';e={$_.Name};n2=1} | Out-Null; 'after'",
            "after\n! The n2 key is not valid. [DictionaryKeyIllegal,Microsoft.PowerShell.Commands.SelectObjectCommand]",
        ),
        ("$d = $queues | select Name; $d[0].Name = 'New'; $queues[0].Name", "Help Desk"),
        ("$null | select Name", ""),
        ("(Select-Object -InputObject $queues -Property Count).Count", "2"),
        ("$e = [pscustomobject]@{a=1} | select a, b; $e.b = 5; \"$e\"", "@{a=1; b=5}"),
        (
            "($queues | select Name).GetType().Name; ($queues[0] | select Name).PSTypeNames[0]",
            "Object[] | Selected.System.Management.Automation.PSCustomObject",
        ),
    ]);
}

#[test]
fn expanding_yields_the_values_and_carries_properties_along() {
    with_queues(&[
        ("$queues | select -ExpandProperty Name", "Help Desk | Sales"),
        ("$queues | select -Expand Agents", "ann | bob"),
        (
            "$queues | Select-Object Name -ExpandProperty Agents | % { \"$_ of $($_.Name)\" }",
            "ann of Help Desk | bob of Help Desk",
        ),
        ("($queues | Select-Object Name -ExpandProperty Agents)[0].Length", "3"),
        (
            "$queues | select -ExpandProperty Missing",
            "! Property \"Missing\" cannot be found. [ExpandPropertyNotFound,Microsoft.PowerShell.Commands.SelectObjectCommand]\n! Property \"Missing\" cannot be found. [ExpandPropertyNotFound,Microsoft.PowerShell.Commands.SelectObjectCommand]",
        ),
        (
            "$sets = [pscustomobject]@{Identity='service:1/x';HolidayList=@([pscustomobject]@{Name='Christmas'},[pscustomobject]@{Name='New Year'})}; $sets | Select-Object Identity -ExpandProperty HolidayList",
            "@{Name=Christmas; Identity=service:1/x} | @{Name=New Year; Identity=service:1/x}",
        ),
        (
            "$sets = [pscustomobject]@{Identity='x';List=@([pscustomobject]@{Name='Christmas'})}; $sets | Select Identity -Expand List | Out-Null; \"$($sets.List[0])\"",
            "@{Name=Christmas}",
        ),
        (
            "[pscustomobject]@{Name='a';Sub=[pscustomobject]@{Name='b'}} | select Name -ExpandProperty Sub",
            "@{Name=b}\n! The property cannot be processed because the property \"Name\" already exists. [AlreadyExistingUserSpecifiedPropertyExpand,Microsoft.PowerShell.Commands.SelectObjectCommand]",
        ),
        ("[pscustomobject]@{a=$null} | select -ExpandProperty a | measure | % Count", "0"),
    ]);
}

#[test]
fn objects_are_selected_by_their_place() {
    check_all(&[
        ("(1..10 | select -First 3) -join ','", "1,2,3"),
        ("(1..10 | select -Last 3) -join ','", "8,9,10"),
        ("(1..10 | select -Skip 7) -join ','", "8,9,10"),
        ("(1..10 | select -Skip 2 -First 3) -join ','", "3,4,5"),
        ("(1..10 | select -First 2 -Last 2) -join ','", "1,2,9,10"),
        ("(1..10 | select -Last 3 -Skip 1) -join ','", "7,8,9"),
        ("(1..10 | select -First 2 -Last 2 -Skip 1) -join ','", "2,3,9,10"),
        ("(1..10 | select -SkipLast 7) -join ','", "1,2,3"),
        ("(1..3 | select -First 0 | measure).Count", "0"),
        ("(1..3 | select -Last 5) -join ','", "1,2,3"),
        ("(1..10 | select -Index 0, 4, 2) -join ','", "1,3,5"),
        ("(1..3 | select -Index 1, 9) -join ','", "2"),
        (
            "1..3 | select -First -1",
            "! Cannot validate argument on parameter 'First'. The -1 argument is less than the minimum allowed range of 0. Supply an argument that is greater than or equal to 0 and then try the command again. [ParameterArgumentValidationError,Microsoft.PowerShell.Commands.SelectObjectCommand]",
        ),
        ("$seen = @(); 1..10 | % { $seen += $_; $_ } | select -First 2 | Out-Null; $seen -join ','", "1,2"),
        (
            "$seen = @(); 1..4 | % { $seen += $_; $_ } | select -First 2 -Wait | Out-Null; $seen -join ','",
            "1,2,3,4",
        ),
        ("$seen = @(); 1..10 | % { $seen += $_; $_ } | select -Index 1 | Out-Null; $seen -join ','", "1,2"),
        ("1..5 | select -First 3 | select -Last 1", "3"),
        ("function f { 1; 2; throw 'too far' }; f | select -First 2", "1 | 2"),
    ]);
}

#[test]
fn unique_objects_come_once_at_the_end() {
    check_all(&[
        ("('a','b','a','A' | select -Unique) -join ','", "a,b,A"),
        ("(1, 2, 1, '1' | select -Unique) -join ','", "1,2"),
        ("[pscustomobject]@{a=1;b=1},[pscustomobject]@{a=1;b=2} | select a -Unique", "@{a=1}"),
        (
            "[pscustomobject]@{a=1;b=1},[pscustomobject]@{a=1;b=2} | select a, b -Unique",
            "@{a=1; b=1} | @{a=1; b=2}",
        ),
        ("[pscustomobject]@{a='x'},[pscustomobject]@{a='x'} | select -ExpandProperty a -Unique", "x"),
    ]);
}

#[test]
fn what_is_selected_prints_as_a_table_of_its_own() {
    insta::assert_snapshot!(print(&format!("{QUEUES} $queues | select Name, @{{n='Open';e={{$_.Waiting -lt 5}}}}")), @r"

    Name       Open
    ----       ----
    Help Desk  True
    Sales     False


    ");
}
