//! Values that are a line each, and those that have a view of their own.

use insta::assert_snapshot;

use crate::world::{print, print_in, values};

#[test]
fn strings_numbers_bools_and_enumerations_are_a_line_each() {
    assert_snapshot!(print("'Help Desk'\n12\n[byte]7\n1.5\n$true\n[char]'x'\n[System.DayOfWeek]'Monday'\n12345678901"), @r"
    [
    Help Desk
    12
    7
    1.5
    True
    x
    Monday
    12345678901
    ]
    ");
}

#[test]
fn null_prints_nothing() {
    assert_eq!(print("$null"), "[\n]");
    assert_eq!(print("@()"), "[\n]");
    assert_eq!(print("@{}"), "[\n]");
}

#[test]
fn a_null_within_a_collection_is_a_blank_line() {
    assert_snapshot!(print("@('a', $null, 'b')"), @r"
    [
    a

    b
    ]
    ");
}

#[test]
fn a_string_is_printed_whole_whatever_its_length() {
    assert_snapshot!(print("'The Help Desk of Contoso is open from eight to six.`nTwice.'"), @r"
    [
    The Help Desk of Contoso is open from eight to six.
    Twice.
    ]
    ");
}

#[test]
fn a_date_is_a_full_line() {
    assert_snapshot!(print("[datetime]'2013-12-25 18:30:00'"), @r"
    [

    Wednesday, December 25, 2013 6:30:00 PM


    ]
    ");
}

#[test]
fn dates_follow_on_each_other() {
    assert_snapshot!(print("[datetime]'2013-12-25'\n[datetime]'2013-12-26'"), @r"
    [

    Wednesday, December 25, 2013 12:00:00 AM
    Thursday, December 26, 2013 12:00:00 AM


    ]
    ");
}

#[test]
fn a_time_span_is_a_list() {
    assert_snapshot!(print("[timespan]'08:30:00'"), @r"
    [


    Days              : 0
    Hours             : 8
    Minutes           : 30
    Seconds           : 0
    Milliseconds      : 0
    Ticks             : 306000000000
    TotalDays         : 0.354166666666667
    TotalHours        : 8.5
    TotalMinutes      : 510
    TotalSeconds      : 30600
    TotalMilliseconds : 30600000



    ]
    ");
}

#[test]
fn a_version_a_guid_and_a_type_are_tables() {
    assert_snapshot!(print("[version]'5.1.14393'"), @r"
    [

    Major  Minor  Build  Revision
    -----  -----  -----  --------
    5      1      14393  -1      |


    ]
    ");
    assert_snapshot!(print("[guid]'d7d7b1b0-6d1c-4a9e-9d64-2a6f3d9a9d5e'"), @r"
    [

    Guid                                |
    ----                                |
    d7d7b1b0-6d1c-4a9e-9d64-2a6f3d9a9d5e


    ]
    ");
    assert_snapshot!(print_in(&values("[int]\n[string]"), 79), @r"
    [

    IsPublic IsSerial Name                                     BaseType            |
    -------- -------- ----                                     --------            |
    True     True     Int32                                    System.ValueType    |
    True     True     String                                   System.Object       |


    ]
    ");
}

#[test]
fn an_address_is_a_list_of_its_parts() {
    assert_snapshot!(print_in(&values("[uri]'sip:helpdesk@contoso.com'"), 60), @r"
    [


    AbsolutePath   : helpdesk@contoso.com
    AbsoluteUri    : sip:helpdesk@contoso.com
    LocalPath      : helpdesk@contoso.com
    Authority      : |
    HostNameType   : Unknown
    IsDefaultPort  : True
    IsFile         : False
    IsLoopback     : False
    PathAndQuery   : helpdesk@contoso.com
    Segments       : {helpdesk@contoso.com}
    IsUnc          : False
    Host           : |
    Port           : -1
    Query          : |
    Fragment       : |
    Scheme         : sip
    OriginalString : sip:helpdesk@contoso.com
    DnsSafeHost    : |
    IdnHost        : |
    IsAbsoluteUri  : True
    UserEscaped    : False
    UserInfo       : |



    ]
    ");
}

#[test]
fn a_hashtable_is_a_table_of_name_and_value() {
    assert_snapshot!(print("@{Name='Help Desk'; Agents=@('sip:a@contoso.com', 'sip:b@contoso.com'); Open=$true}"), @r"
    [

    Name                           Value    |
    ----                           -----    |
    Name                           Help Desk
    Agents                         {sip:a...
    Open                           True     |


    ]
    ");
    assert_snapshot!(print_in(&values("[ordered]@{Name='Help Desk'; Time=30}"), 50), @r"
    [

    Name                           Value              |
    ----                           -----              |
    Name                           Help Desk          |
    Time                           30                 |


    ]
    ");
}
