//! Sorting, grouping, measuring, comparing and making objects.

use super::world::{check_all, print, run};

#[test]
fn sorting_is_stable_and_by_any_property() {
    check_all(&[
        ("(3, 1, 2 | sort) -join ','", "1,2,3"),
        ("(3, 1, 2 | Sort-Object -Descending) -join ','", "3,2,1"),
        ("('b', 'A', 'a', 'B' | sort) -join ','", "A,a,b,B"),
        ("('b', 'A', 'a', 'B' | sort -CaseSensitive) -join ','", "a,A,b,B"),
        ("('b', 'A', 'a' | sort -Unique) -join ','", "A,b"),
        ("(10, '9', 2.5 | sort) -join ','", "2.5,9,10"),
        ("('10', '9' | sort) -join ','", "10,9"),
        ("('10', '9' | sort { [int]$_ }) -join ','", "9,10"),
        ("('co-op', 'coop', 'CO-OP', 'coo' | sort) -join ','", "coo,coop,co-op,CO-OP"),
        (
            "([pscustomobject]@{n='a';w=2},[pscustomobject]@{n='b';w=1},[pscustomobject]@{n='c';w=2} | sort w | % n) -join ''",
            "bac",
        ),
        (
            "([pscustomobject]@{n='a';w=2},[pscustomobject]@{n='b';w=1},[pscustomobject]@{n='c';w=2} | sort w -Desc | % n) -join ''",
            "acb",
        ),
        (
            "([pscustomobject]@{n='a';w=2},[pscustomobject]@{n='b';w=1},[pscustomobject]@{n='c';w=2} | sort w, @{e='n';Descending=$true} | % n) -join ''",
            "bca",
        ),
        (
            "([pscustomobject]@{n='a'},[pscustomobject]@{n='b';w=1},[pscustomobject]@{n='c';w=$null} | sort w | % n) -join ''",
            "cba",
        ),
        (
            "([pscustomobject]@{n='a'},[pscustomobject]@{n='b';w=1},[pscustomobject]@{n='c';w=$null} | sort w -Descending | % n) -join ''",
            "bca",
        ),
        ("(1, $null, 2 | sort).Count", "2"),
        ("@{b=1;a=2}.GetEnumerator() | sort Name | % { $_.Key }", "a | b"),
        ("([datetime]'2013-12-25', [datetime]'2013-12-24' | sort)[0].Day", "24"),
        ("([version]'1.10', [version]'1.9' | sort) -join ','", "1.9,1.10"),
        ("$x = 3, 'b', 1, 'a', $true, [datetime]::Now, 2.5, [guid]::Empty; ($x | sort).Count", "8"),
        ("(@() | sort | measure).Count", "0"),
        ("(sort -InputObject 3,1) -join ','", "3,1"),
    ]);
}

#[test]
fn groups_come_in_the_order_they_are_met() {
    check_all(&[
        ("'b','a','B' | group | % { \"$($_.Name)=$($_.Count)\" }", "b=2 | a=1"),
        ("'b','a','B' | group -CaseSensitive | % { \"$($_.Name)=$($_.Count)\" }", "b=1 | a=1 | B=1"),
        ("1..5 | group { $_ % 2 } | % { \"$($_.Name): $($_.Group)\" }", "1: 1 3 5 | 0: 2 4"),
        (
            "$q=[pscustomobject]@{p='x';n=1},[pscustomobject]@{p='y';n=2},[pscustomobject]@{p='x';n=1}; $q | group p, n | % Name",
            "x, 1 | y, 2",
        ),
        (
            "$q=[pscustomobject]@{p='x'},[pscustomobject]@{z='y'}; $q | group p | % { \"[$($_.Name)]\" }",
            "[x] | []",
        ),
        ("(1..3 | group { $_ -gt 1 } -NoElement).Group.Count", "0"),
        (
            "$t = 'a','b','a' | group -AsHashTable -AsString; $t.Keys.Count; $t['a'].Count; $t.GetType().Name",
            "2 | 2 | Hashtable",
        ),
        ("$t = 1,2,1 | group -AsHashTable; $t[1].Count; $t['1'] -eq $null", "2 | True"),
        (
            "1 | group -AsString",
            "! The AsString parameter can be used only with the AsHashTable parameter. Add -AsHashTable, or leave -AsString out. [ArgumentException,Microsoft.PowerShell.Commands.GroupObjectCommand]",
        ),
        ("(1, '1', 1.0 | group | measure).Count", "1"),
        ("(@('a','a' | group))[0].Values[0]", "a"),
    ]);
}

#[test]
fn groups_print_as_a_table() {
    insta::assert_snapshot!(print("'b','a','B' | group; 'b' | group -NoElement"), @r"

    Count Name                      Group                                          |
    ----- ----                      -----                                          |
        2 b                         {b, B}                                         |
        1 a                         {a}                                            |
        1 b                         {}                                             |
    ");
}

#[test]
fn measures_count_and_compute() {
    check_all(&[
        ("(1..4 | measure).Count", "4"),
        (
            "$m = 1..4 | measure -Sum -Average -Maximum -Minimum; \"$($m.Sum) $($m.Average) $($m.Maximum) $($m.Minimum)\"",
            "10 2.5 4 1",
        ),
        ("(1..4 | measure -Sum).Sum.GetType().Name", "Double"),
        ("('5','10' | measure -Sum).Sum", "15"),
        ("('5','10' | measure -Maximum).Maximum", "10"),
        (
            "$m = 'a', 1 | measure -Sum; $m.Count; $null -eq $m.Sum",
            "2 | True\n! Input object \"a\" is not numeric. [NonNumericInputObject,Microsoft.PowerShell.Commands.MeasureObjectCommand]",
        ),
        (
            "$q=[pscustomobject]@{w=3},[pscustomobject]@{w=4},[pscustomobject]@{x=1}; $m = $q | measure w -Sum; \"$($m.Count) $($m.Sum) $($m.Property)\"",
            "2 7 w",
        ),
        (
            "$q=[pscustomobject]@{w=3;v=1}; ($q | measure w, v -Sum | % { \"$($_.Property)=$($_.Sum)\" }) -join ','",
            "w=3,v=1",
        ),
        (
            "[pscustomobject]@{w=3} | measure missing -Sum",
            "! The property \"missing\" cannot be found in the input for any objects. [GenericMeasurePropertyNotFound,Microsoft.PowerShell.Commands.MeasureObjectCommand]",
        ),
        ("@() | measure | % Count", "0"),
        (
            "$m = 'one two', \"three`nfour\" | measure -Line -Word -Character; \"$($m.Lines) $($m.Words) $($m.Characters)\"",
            "3 4 17",
        ),
        ("(' a b ' | measure -Character -IgnoreWhiteSpace).Characters", "2"),
        ("([datetime]'2013-12-25', [datetime]'2013-12-24' | measure -Maximum).Maximum.Day", "25"),
        (
            "(1..3 | measure -Line -Sum)",
            "! Parameter set cannot be resolved using the specified named parameters. [AmbiguousParameterSet,Microsoft.PowerShell.Commands.MeasureObjectCommand]",
        ),
    ]);
    insta::assert_snapshot!(print("1..4 | Measure-Object -Sum; 'Help Desk' | measure -Word"), @r"


    Count    : 4
    Average  : |
    Sum      : 10
    Maximum  : |
    Minimum  : |
    Property : |

    Lines      : |
    Words      : 2
    Characters : |
    Property   : |
    ");
}

#[test]
fn differences_come_with_the_side_they_are_on() {
    check_all(&[
        ("compare 1,2,3 2,3,4 | % { \"$($_.InputObject) $($_.SideIndicator)\" }", "4 => | 1 <="),
        (
            "diff 1,2 2,1 -SyncWindow 0 | % { \"$($_.InputObject)$($_.SideIndicator)\" }",
            "2=> | 1<= | 1=> | 2<=",
        ),
        (
            "compare a,b b,c -IncludeEqual | % { \"$($_.InputObject) $($_.SideIndicator)\" }",
            "b == | c => | a <=",
        ),
        ("compare a,b b,c -IncludeEqual -ExcludeDifferent | % InputObject", "b"),
        ("compare a,b b,c -PassThru", "c | a"),
        ("(compare a,b b,c -PassThru)[0].SideIndicator", "=>"),
        ("compare A a; compare A a -CaseSensitive | % SideIndicator", "=> | <="),
        (
            "$x=[pscustomobject]@{n='q';t=1}; $y=[pscustomobject]@{n='q';t=2}; compare $x $y -Property n,t",
            "@{n=q; t=2; SideIndicator==>} | @{n=q; t=1; SideIndicator=<=}",
        ),
        ("$x=[pscustomobject]@{n='q';t=1}; $y=[pscustomobject]@{n='q';t=2}; compare $x $y -Property n", ""),
        ("2,3 | compare 1,2 | % { \"$($_.InputObject)$($_.SideIndicator)\" }", "3=> | 1<="),
        (
            "compare $null 1",
            "! Cannot bind argument to parameter 'ReferenceObject' because it is null. [ParameterArgumentValidationErrorNullNotAllowed,Microsoft.PowerShell.Commands.CompareObjectCommand]",
        ),
        ("compare @() 1 | % SideIndicator", "=>"),
        ("(compare (1..2000) (1001..3000)).Count", "2000"),
    ]);
}

#[test]
fn objects_are_made_and_extended() {
    check_all(&[
        ("$l = New-Object System.Collections.ArrayList; [void]$l.Add(1); $l.Count", "1"),
        (
            "$l = New-Object 'System.Collections.Generic.List[string]'; $l.Add(5); $l[0].GetType().Name",
            "String",
        ),
        ("New-Object PSObject -Property @{a=1}", "@{a=1}"),
        ("$o = New-Object PSCustomObject; $o | Add-Member NoteProperty a 1; $o", "@{a=1}"),
        ("(New-Object DateTime 2013,12,25).Day", "25"),
        ("(New-Object System.String '=', 5)", "====="),
        (
            "New-Object Missing.Type",
            "! Cannot find type [Missing.Type]: verify that the assembly containing this type is loaded. [TypeNotFound,Microsoft.PowerShell.Commands.NewObjectCommand]",
        ),
        (
            "New-Object -ComObject Excel.Application",
            "! There are no COM objects in this shell; it has the types of the language and those of Response Group. [CannotLoadComObjectType,Microsoft.PowerShell.Commands.NewObjectCommand]",
        ),
        (
            "$o = [pscustomobject]@{a=1}; $o | Add-Member -MemberType NoteProperty -Name b -Value 2; $o",
            "@{a=1; b=2}",
        ),
        ("$o = [pscustomobject]@{a=1}; $o | Add-Member b 2 -PassThru", "@{a=1; b=2}"),
        (
            "$o = [pscustomobject]@{a=1}; Add-Member -InputObject $o -NotePropertyMembers @{b=2;c=3}; $o",
            "@{a=1; b=2; c=3}",
        ),
        ("$o = [pscustomobject]@{a=1}; $o | Add-Member @{b=2}; $o", "@{a=1; b=2}"),
        (
            "$o = [pscustomobject]@{a=1}; $o | Add-Member a 2; $o",
            "@{a=1}\n! Cannot add a member with the name \"a\" because a member with that name already exists. To overwrite the member anyway, add the Force parameter to your command. [MemberAlreadyExists,Microsoft.PowerShell.Commands.AddMemberCommand]",
        ),
        ("$o = [pscustomobject]@{a=1}; $o | Add-Member a 2 -Force; $o", "@{a=2}"),
        ("$o = [pscustomobject]@{a=1}; $o | Add-Member AliasProperty b a; $o.b", "1"),
        (
            "$o = [pscustomobject]@{a=2}; $o | Add-Member ScriptProperty Double { $this.a * 2 }; $o.Double; $o.a = 5; $o.Double; ($o | select Double).Double; ($o | ? Double -gt 9).a",
            "4 | 10 | 10 | 5",
        ),
        (
            "$o = [pscustomobject]@{a=2}; $o | Add-Member ScriptMethod Times { param($n) $this.a * $n }; $o.Times(21)",
            "42",
        ),
        ("$s = 'text' | Add-Member Note 5 -PassThru; \"$s $($s.Note) $($s.Length)\"", "text 5 4"),
        (
            "$o = [pscustomobject]@{a=1}; $o | Add-Member -TypeName Contoso.Queue -PassThru | % { $_.PSTypeNames[0] }; \"$o\"",
            "Contoso.Queue | @{a=1}",
        ),
    ]);
    insta::assert_snapshot!(print("$o = [pscustomobject]@{a=2}; $o | Add-Member ScriptProperty Double { $this.a * 2 }; $o"), @r"

    a Double
    - ------
    2      4
    ");
}

#[test]
fn members_are_shown_with_their_definitions() {
    insta::assert_snapshot!(print("[pscustomobject]@{Name='Help Desk';Waiting=3} | gm; 'x' | gm t*"), @r"


       TypeName: System.Management.Automation.PSCustomObject

    Name        MemberType   Definition                    |
    ----        ----------   ----------                    |
    Equals      Method       bool Equals(System.Object obj)
    GetHashCode Method       int GetHashCode()             |
    GetType     Method       type GetType()                |
    ToString    Method       string ToString()             |
    Name        NoteProperty string Name=Help Desk         |
    Waiting     NoteProperty int Waiting=3                 |


       TypeName: System.String

    Name             MemberType Definition                                         |
    ----             ---------- ----------                                         |
    ToCharArray      Method     char[] ToCharArray()                               |
    ToLower          Method     string ToLower()                                   |
    ToLowerInvariant Method     string ToLowerInvariant()                          |
    ToString         Method     string ToString()                                  |
    ToUpper          Method     string ToUpper()                                   |
    ToUpperInvariant Method     string ToUpperInvariant()                          |
    Trim             Method     string Trim(), string Trim(Params char[] trimChars)
    TrimEnd          Method     string TrimEnd(), string TrimEnd(Params char[] t...
    TrimStart        Method     string TrimStart(), string TrimStart(Params char...
    ");
    check_all(&[
        ("1, 2, 'a' | gm ToString | % TypeName", "System.Int32 | System.String"),
        (
            "gm",
            "! You must specify an object for the Get-Member cmdlet. [NoObjectInGetMember,Microsoft.PowerShell.Commands.GetMemberCommand]",
        ),
        ("([pscustomobject]@{b=1;a=2} | gm -MemberType NoteProperty | % Name) -join ','", "a,b"),
        ("([datetime]::Now | gm -MemberType Properties | ? Name -eq Day).Definition", "int Day {get;}"),
        ("(gm -InputObject 1,2 -Name Length).TypeName", "System.Object[]"),
    ]);
}

#[test]
fn what_is_teed_is_kept_and_passed_on() {
    check_all(&[
        ("1..3 | tee -Variable kept | measure -Sum | % Sum; $kept -join ','", "6 | 1,2,3"),
        ("'only' | tee -Variable kept | Out-Null; $kept.GetType().Name", "String"),
        ("'a','b' | tee C:\\x.txt; [IO.File]::ReadAllText('C:\\x.txt')", "a | b | a\r\nb\r\n"),
        (
            "'a' | tee C:\\x.txt | Out-Null; 'b' | tee C:\\x.txt -Append | Out-Null; [IO.File]::ReadAllText('C:\\x.txt')",
            "a\r\nb\r\n",
        ),
    ]);
}

#[test]
fn neighbours_that_are_the_same_come_once() {
    check_all(&[
        ("('a','a','b','a','A' | Get-Unique) -join ','", "a,b,a,A"),
        ("(1,1,2 | gu) -join ','", "1,2"),
        ("(1,2,'a' | gu -OnType) -join ','", "1,a"),
    ]);
}

#[test]
fn random_numbers_stay_within_their_bounds() {
    check_all(&[
        ("(1..50 | % { Get-Random -Minimum 3 -Maximum 6 } | sort -Unique) -join ','", "3,4,5"),
        ("(Get-Random).GetType().Name; (Get-Random -Maximum 1.5).GetType().Name", "Int32 | Double"),
        ("(1..5 | Get-Random -Count 9 | sort) -join ','", "1,2,3,4,5"),
        ("(1..5 | Get-Random | measure).Count; Get-Random -InputObject 7", "1 | 7"),
        (
            "Get-Random -Minimum 5 -Maximum 5",
            "! The Minimum value (5) cannot be greater than or equal to the Maximum value (5). [MinGreaterThanOrEqualMax,Microsoft.PowerShell.Commands.GetRandomCommand]",
        ),
    ]);
    assert_eq!(run("(Get-Random -Maximum 10) -lt 10"), "True");
}
