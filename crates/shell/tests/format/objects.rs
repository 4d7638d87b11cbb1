//! Objects without a view: tables of up to four properties, lists of more.

use insta::assert_snapshot;

use crate::world::{print, print_in, print_with, renamed, typed, values};
use shell::format::{Field, Shape, View, Views};

#[test]
fn up_to_four_properties_are_a_table() {
    assert_snapshot!(print("[pscustomobject]@{Name='Help Desk'; Waiting=12; Open=$true}\n[pscustomobject]@{Name='Sales'; Waiting=3; Open=$false}"), @r"
    [

    Name      Waiting  Open
    ----      -------  ----
    Help Desk      12  True
    Sales           3 False


    ]
    ");
}

#[test]
fn more_properties_are_a_list() {
    assert_snapshot!(print("[pscustomobject]@{Name='Help Desk'; Description=$null; Time=30; Timeout=60; Overflow=$true}"), @r"
    [


    Name        : Help Desk
    Description : |
    Time        : 30
    Timeout     : 60
    Overflow    : True



    ]
    ");
}

#[test]
fn objects_of_a_list_have_each_their_own_properties() {
    assert_snapshot!(print("[pscustomobject]@{A=1; B=2; C=3; D=4; E=5}\n[pscustomobject]@{F=6}"), @r"
    [


    A : 1
    B : 2
    C : 3
    D : 4
    E : 5

    F : 6



    ]
    ");
}

#[test]
fn a_table_shows_the_properties_of_its_first_object() {
    assert_snapshot!(print("[pscustomobject]@{A=1}\n[pscustomobject]@{B=2}\n[pscustomobject]@{B=3; A=4}"), @r"
    [

    A
    -
    1
     |
    4


    ]
    ");
}

#[test]
fn a_string_between_objects_leaves_the_table_open() {
    assert_snapshot!(print("[pscustomobject]@{A=1}\n'between'\n[pscustomobject]@{A=2}"), @r"
    [

    A
    -
    1
    between
    2


    ]
    ");
}

#[test]
fn what_a_view_cannot_show_is_a_list_between() {
    assert_snapshot!(print("[datetime]'2013-12-25'\n[pscustomobject]@{Name='Help Desk'; Waiting=12}\n[datetime]'2013-12-26'"), @r"
    [

    Wednesday, December 25, 2013 12:00:00 AM

    Name    : Help Desk
    Waiting : 12

    Thursday, December 26, 2013 12:00:00 AM


    ]
    ");
}

#[test]
fn a_view_that_follows_a_table_without_one_gets_its_columns() {
    assert_snapshot!(print("[pscustomobject]@{Hour=1}\n[datetime]'2013-12-25 18:00:00'"), @r"
    [

    Hour
    ----
       1
      18


    ]
    ");
}

#[test]
fn collections_in_properties_show_four_elements() {
    assert_snapshot!(print_in(&values("[pscustomobject]@{Four=@(1,2,3,4); Five=@(1,2,3,4,5); None=@(); Table=@{a=1; b=2}}"), 79), @r"
    [

    Four         Five            None Table |
    ----         ----            ---- ----- |
    {1, 2, 3, 4} {1, 2, 3, 4...} {}   {a, b}


    ]
    ");
    assert_snapshot!(print_in(&values("[pscustomobject]@{Nested=@(@(1,2),@(3)); Nulls=@($null,'x'); Rows=@([pscustomobject]@{A=1})}"), 79), @r"
    [

    Nested   Nulls      Rows    |
    ------   -----      ----    |
    {1 2, 3} {$null, x} {@{A=1}}


    ]
    ");
}

#[test]
fn objects_in_properties_go_by_their_name() {
    let group = typed("Contoso.AgentGroup", "[pscustomobject]@{Priority=1; Name='Help Desk'}");
    let other = typed("Contoso.Shift", "[pscustomobject]@{Priority=1}");
    let queue = shell::value::Object::custom_of(vec![
        shell::value::Property::new("Groups", shell::value::Value::array(vec![group.clone(), other])),
        shell::value::Property::new("First", group),
    ]);
    assert_snapshot!(print_in(&[queue.into()], 79), @r"
    [

    Groups                     First             |
    ------                     -----             |
    {Help Desk, Contoso.Shift} Contoso.AgentGroup


    ]
    ");
}

#[test]
fn an_array_within_an_array_is_an_object() {
    assert_snapshot!(print("@(@('a','b'),'c')"), @r"
    [


    Length         : 2
    LongLength     : 2
    Rank           : 1
    SyncRoot       : {a, b}
    IsReadOnly     : False
    IsFixedSize    : True
    IsSynchronized : False
    Count          : 2

    c


    ]
    ");
}

#[test]
fn a_registered_type_keeps_its_shape() {
    let mut views = Views::new();
    views.prefer("Contoso.Queue", Shape::List);
    let queue = renamed(&values("[pscustomobject]@{Name='Help Desk'; Time=30}")[0], "Contoso.Queue");
    assert_snapshot!(print_with(views, &[queue], 40), @r"
    [


    Name : Help Desk
    Time : 30



    ]
    ");
}

#[test]
fn a_registered_type_shows_the_properties_it_is_known_for() {
    let mut views = Views::new();
    views.show("Contoso.Queue", &["Name", "Time"]);
    let queue = typed("Contoso.Queue", "[pscustomobject]@{A=1; B=2; C=3; D=4; Name='Help Desk'; Time=30}");
    assert_snapshot!(print_with(views, &[queue], 40), @r"
    [

    Name      Time
    ----      ----
    Help Desk   30


    ]
    ");
}

#[test]
fn a_registered_view_is_used() {
    let mut views = Views::new();
    let columns = vec![Field::property("Name").width(12), Field::property("Time").labelled("Seconds")];
    views.add(&["Contoso.Queue"], View::table(columns).grouped(Field::property("Pool")));
    let queues = [
        typed("Contoso.Queue", "[pscustomobject]@{Name='Help Desk'; Time=30; Pool='one.contoso.com'}"),
        typed("Contoso.Queue", "[pscustomobject]@{Name='Sales and Offers'; Time=5; Pool='one.contoso.com'}"),
        typed("Contoso.Queue", "[pscustomobject]@{Name='Spares'; Time=5; Pool='two.contoso.com'}"),
    ];
    assert_snapshot!(print_with(views, &queues, 30), @r"
    [


       Pool: one.contoso.com

    Name         Seconds          |
    ----         -------          |
    Help Desk    30               |
    Sales and... 5                |


       Pool: two.contoso.com

    Name         Seconds          |
    ----         -------          |
    Spares       5                |


    ]
    ");
}

#[test]
fn files_stand_below_their_folder() {
    let file = |name: &str, length: &str| {
        typed(
            "System.IO.FileInfo",
            &format!(
                "[pscustomobject]@{{Mode='-a----'; LastWriteTime=[datetime]'2013-12-20 09:05:00'; Length={length}; Name='{name}'; PSParentPath='Microsoft.PowerShell.Core\\FileSystem::C:\\Media'}}"
            ),
        )
    };
    let folder = typed(
        "System.IO.DirectoryInfo",
        "[pscustomobject]@{Mode='d-----'; LastWriteTime=[datetime]'2013-12-20 19:05:00'; Name='Old'; PSParentPath='Microsoft.PowerShell.Core\\FileSystem::C:\\Media'}",
    );
    assert_snapshot!(print_in(&[folder, file("hold.wav", "44"), file("a-very-long-name-of-music-on-hold.wav", "1048576")], 79), @r"
    [


        Directory: C:\Media


    Mode                LastWriteTime         Length Name                          |
    ----                -------------         ------ ----                          |
    d-----       12/20/2013   7:05 PM                Old                           |
    -a----       12/20/2013   9:05 AM             44 hold.wav                      |
    -a----       12/20/2013   9:05 AM        1048576 a-very-long-name-of-music-on-h
                                                     old.wav                       |


    ]
    ");
}

#[test]
fn groups_members_and_commands_have_their_views() {
    let group = typed(
        "Microsoft.PowerShell.Commands.GroupInfo",
        "[pscustomobject]@{Count=2; Name='Help Desk'; Group=@('a','b'); Values=@('Help Desk')}",
    );
    assert_snapshot!(print_in(&[group], 60), @r"
    [

    Count Name                      Group                       |
    ----- ----                      -----                       |
        2 Help Desk                 {a, b}                      |


    ]
    ");
    let member = |name: &str| {
        typed(
            "Microsoft.PowerShell.Commands.MemberDefinition",
            &format!(
                "[pscustomobject]@{{TypeName='System.String'; Name='{name}'; MemberType='Method'; Definition='int {name}()'}}"
            ),
        )
    };
    assert_snapshot!(print_in(&[member("Trim"), member("Contains")], 60), @r"
    [


       TypeName: System.String

    Name     MemberType Definition    |
    ----     ---------- ----------    |
    Trim     Method     int Trim()    |
    Contains Method     int Contains()


    ]
    ");
    let alias = typed(
        "System.Management.Automation.AliasInfo",
        "[pscustomobject]@{CommandType='Alias'; Name='ft'; DisplayName='ft -> Format-Table'; Version=$null; Source=$null}",
    );
    assert_snapshot!(print_in(&[alias], 79), @r"
    [

    CommandType     Name                                               Version    S
                                                                                  o
                                                                                  u
                                                                                  r
                                                                                  c
                                                                                  e
    -----------     ----                                               -------    -
    Alias           ft -> Format-Table                                             |


    ]
    ");
}
