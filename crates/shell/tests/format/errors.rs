//! The red text.

use std::rc::Rc;
use std::sync::Arc;

use insta::assert_snapshot;
use shell::value::{Category, ErrorRecord, Fault, Place, Value};

use crate::world::{print_in, values};

fn record(place: Option<(Option<&str>, u32, u32, &str, u32)>, activity: &str) -> Value {
    let fault = Fault::new(
        "Cannot find path 'C:\\Media\\hold.wav' because it does not exist.",
        "PathNotFound",
        Category::ObjectNotFound,
    )
    .with_exception("System.Management.Automation.ItemNotFoundException")
    .with_target(Value::text("C:\\Media\\hold.wav"));
    let mut record = ErrorRecord::new(*fault);
    record.activity = Arc::from(activity);
    record.place = place.map(|(file, line, column, text, length)| Place {
        file: file.map(Arc::from),
        line,
        column,
        text: Arc::from(text),
        length,
    });
    Value::Error(Rc::new(record))
}

#[test]
fn an_error_names_the_command_the_place_the_category_and_the_id() {
    let at_prompt = record(Some((None, 1, 6, "$a = Get-Item C:\\Media\\hold.wav", 26)), "Get-Item");
    assert_snapshot!(print_in(&[at_prompt], 119), @r"
    [
    Get-Item : Cannot find path 'C:\Media\hold.wav' because it does not exist.
    At line:1 char:6
    + $a = Get-Item C:\Media\hold.wav
    +      ~~~~~~~~~~~~~~~~~~~~~~~~~~
        + CategoryInfo          : ObjectNotFound: (C:\Media\hold.wav:String) [Get-Item], ItemNotFoundException
        + FullyQualifiedErrorId : PathNotFound,Get-Item
     |
    ]
    ");
    let in_file = record(Some((Some("C:\\Scripts\\move.ps1"), 12, 1, "\tGet-Item $path", 15)), "Get-Item");
    assert_snapshot!(print_in(&[in_file], 119), @r"
    [
    Get-Item : Cannot find path 'C:\Media\hold.wav' because it does not exist.
    At C:\Scripts\move.ps1:12 char:1
    +     Get-Item $path
    + ~~~~~~~~~~~~~~~~~~
        + CategoryInfo          : ObjectNotFound: (C:\Media\hold.wav:String) [Get-Item], ItemNotFoundException
        + FullyQualifiedErrorId : PathNotFound,Get-Item
     |
    ]
    ");
}

#[test]
fn an_error_without_a_command_or_a_place_leaves_them_out() {
    assert_snapshot!(print_in(&[record(None, "")], 119), @r"
    [
    Cannot find path 'C:\Media\hold.wav' because it does not exist.
        + CategoryInfo          : ObjectNotFound: (C:\Media\hold.wav:String) [], ItemNotFoundException
        + FullyQualifiedErrorId : PathNotFound
     |
    ]
    ");
}

#[test]
fn the_line_is_cut_to_what_is_around_the_place() {
    let line = "New-CsRgsQueue -Parent service:ApplicationServer:one.contoso.com -Name 'Help Desk' -Timeout (Get-Item C:\\Media\\hold.wav).Length -Description 'First line'";
    let start = u32::try_from(line.find("Get-Item").expect("it is there")).expect("it is near") + 1;
    assert_snapshot!(print_in(&[record(Some((None, 1, start, line, 26)), "Get-Item")], 119), @r"
    [
    Get-Item : Cannot find path 'C:\Media\hold.wav' because it does not exist.
    At line:1 char:94
    + ... so.com -Name 'Help Desk' -Timeout (Get-Item C:\Media\hold.wav).Length ...
    +                                        ~~~~~~~~~~~~~~~~~~~~~~~~~~
        + CategoryInfo          : ObjectNotFound: (C:\Media\hold.wav:String) [Get-Item], ItemNotFoundException
        + FullyQualifiedErrorId : PathNotFound,Get-Item
     |
    ]
    ");
    assert_snapshot!(print_in(&[record(Some((None, 1, 1, line, 145)), "New-CsRgsQueue")], 119), @r"
    [
    New-CsRgsQueue : Cannot find path 'C:\Media\hold.wav' because it does not exist.
    At line:1 char:1
    + New-CsRgsQueue -Parent service:ApplicationServer:one.contoso.com -Nam ...
    + ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
        + CategoryInfo          : ObjectNotFound: (C:\Media\hold.wav:String) [New-CsRgsQueue], ItemNotFoundException
        + FullyQualifiedErrorId : PathNotFound,New-CsRgsQueue
     |
    ]
    ");
    assert_snapshot!(print_in(&[record(Some((None, 1, 130, line, 3)), "Get-Item")], 119), @r"
    [
    Get-Item : Cannot find path 'C:\Media\hold.wav' because it does not exist.
    At line:1 char:130
    + ... 'Help Desk' -Timeout (Get-Item C:\Media\hold.wav).Length -Description ...
    +                                                               ~~~
        + CategoryInfo          : ObjectNotFound: (C:\Media\hold.wav:String) [Get-Item], ItemNotFoundException
        + FullyQualifiedErrorId : PathNotFound,Get-Item
     |
    ]
    ");
}

#[test]
fn long_lines_of_an_error_are_cut_and_wrapped_as_in_5_1() {
    // The pieces are cut for the terminal, then wrapped between words.
    assert_snapshot!(print_in(&[record(None, "Import-CsRgsConfiguration")], 79), @r"
    [
    Import-CsRgsConfiguration : Cannot find path 'C:\Media\hold.wav' because it |
    does not exist.
        + CategoryInfo          : ObjectNotFound: (C:\Media\hold.wav:String) [Impo |
       rt-CsRgsConfiguration], ItemNotFoundException
        + FullyQualifiedErrorId : PathNotFound,Import-CsRgsConfiguration
     |
    ]
    ");
}

#[test]
fn an_exception_is_its_message() {
    let Value::Error(record) = record(None, "Get-Item") else { panic!("it is an error") };
    assert_snapshot!(print_in(&[Value::Object(record.exception())], 79), @r"
    [
    Cannot find path 'C:\Media\hold.wav' because it does not exist.
    ]
    ");
}

#[test]
fn an_error_between_rows_leaves_the_table_open() {
    let mut all = values("[pscustomobject]@{A=1}\n[pscustomobject]@{A=2}");
    all.insert(1, record(None, "Get-Item"));
    assert_snapshot!(print_in(&all, 119), @r"
    [

    A
    -
    1
    Get-Item : Cannot find path 'C:\Media\hold.wav' because it does not exist.
        + CategoryInfo          : ObjectNotFound: (C:\Media\hold.wav:String) [Get-Item], ItemNotFoundException
        + FullyQualifiedErrorId : PathNotFound,Get-Item
     |
    2


    ]
    ");
}

#[test]
fn an_error_in_a_property_is_its_message() {
    let object =
        shell::value::Object::custom_of(vec![shell::value::Property::new("Error", record(None, ""))]);
    assert_snapshot!(print_in(&[object.into()], 40), @r"
    [

    Error                                   |
    -----                                   |
    Cannot find path 'C:\Media\hold.wav' ...


    ]
    ");
}
