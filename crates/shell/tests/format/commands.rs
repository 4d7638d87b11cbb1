//! What the formatting commands make of values, by way of the directives they yield.

use std::convert::Infallible;

use insta::assert_snapshot;
use shell::format::{Alignment, Directives, Field, Formatter, Request, Shape};
use shell::value::{ScriptBlock, Value};

use crate::world::{print_in, setting, typed, values};

/// The directives for values; a block yields its text and the name of the object.
fn directives(request: Request, values: &[Value]) -> Vec<Value> {
    let setting = setting();
    let mut command = Directives::new(request);
    let mut run = |block: &ScriptBlock, item: &Value| -> Result<Value, Infallible> {
        let name = shell::member::property(item, "Name", &setting).expect("names are read");
        Ok(Value::from(format!("{}: {}", block.text(), shell::convert::display(&name.unwrap_or_default()))))
    };
    let mut yielded = Vec::new();
    for value in values {
        let Ok(more) = command.put(value, &setting, &mut run);
        yielded.extend(more);
    }
    yielded.extend(command.finish());
    yielded
}

fn format(request: Request, values: &[Value]) -> String {
    print_in(&directives(request, values), 50)
}

fn queues() -> Vec<Value> {
    values(
        "[pscustomobject]@{Name='Help Desk'; Pool='one'; Time=30; Timeout=60; Overflow=$true}\n\
         [pscustomobject]@{Name='Sales'; Pool='one'; Time=1500; Timeout=$null; Overflow=$false}\n\
         [pscustomobject]@{Name='Spares'; Pool='two'; Time=7; Timeout=$null; Overflow=$false}",
    )
}

fn table(fields: &[&str]) -> Request {
    let fields = fields.iter().map(|name| Field::property(*name)).collect();
    Request { shape: Some(Shape::Table), fields, ..Request::default() }
}

fn list(fields: &[&str]) -> Request {
    Request { shape: Some(Shape::List), ..table(fields) }
}

#[test]
fn a_table_has_the_columns_that_were_asked_for() {
    assert_snapshot!(format(table(&["name", "Time"]), &queues()), @r"
    [

    Name      Time
    ----      ----
    Help Desk   30
    Sales     1500
    Spares       7


    ]
    ");
    assert_snapshot!(format(table(&["Name", "Nothing", "T*"]), &queues()), @r"
    [

    Name      Nothing Time Timeout
    ----      ------- ---- -------
    Help Desk           30      60
    Sales             1500        |
    Spares               7        |


    ]
    ");
    assert_snapshot!(format(table(&[]), &queues()), @r"
    [

    Name      Pool Time Timeout Overflow
    ----      ---- ---- ------- --------
    Help Desk one    30      60     True
    Sales     one  1500            False
    Spares    two     7            False


    ]
    ");
}

#[test]
fn columns_have_widths_places_names_and_formats() {
    let fields = vec![
        Field::property("Name").width(6),
        Field::property("Time").labelled("Seconds").formatted("{0:N1} s").width(12),
        Field::property("Time").labelled("Hex").formatted("X4").aligned(Alignment::Center).width(8),
        Field::block(ScriptBlock::new("$_.Name", ())).aligned(Alignment::Right).width(18),
    ];
    assert_snapshot!(format(Request { fields, ..table(&[]) }, &queues()), @r"
    [

    Name        Seconds   Hex               $_.Name
    ----        -------   ---               -------
    Hel...       30.0 s   001E   $_.Name: Help Desk
    Sales     1,500.0 s   05DC       $_.Name: Sales
    Spares        7.0 s   0007      $_.Name: Spares


    ]
    ");
}

#[test]
fn groups_stand_below_their_heading() {
    let group = Some(Field::property("pool"));
    assert_snapshot!(format(Request { group, ..table(&["Name", "Time"]) }, &queues()), @r"
    [


       Pool: one

    Name      Time
    ----      ----
    Help Desk   30
    Sales     1500


       Pool: two

    Name   Time
    ----   ----
    Spares    7


    ]
    ");
    let group = Some(Field::property("Pool").labelled("In"));
    assert_snapshot!(format(Request { group, ..list(&["Name"]) }, &queues()), @r"
    [


       In: one


    Name : Help Desk

    Name : Sales



       In: two


    Name : Spares



    ]
    ");
    let group = Some(Field::property("Nothing"));
    assert_snapshot!(format(Request { group, ..table(&["Name"]) }, &queues()), @r"
    [

    Name     |
    ----     |
    Help Desk
    Sales    |
    Spares   |


    ]
    ");
}

#[test]
fn a_table_without_a_head_has_rows_alone() {
    assert_snapshot!(format(Request { hide_headers: Some(true), ..table(&["Name"]) }, &queues()), @r"
    [

    Help Desk
    Sales    |
    Spares   |


    ]
    ");
}

#[test]
fn cells_wrap_where_asked() {
    let text = values(
        "[pscustomobject]@{Name='Help'; Text='Answers when a computer does not start any more and when it does.'}",
    );
    assert_snapshot!(format(Request { wrap: Some(true), ..table(&[]) }, &text), @r"
    [

    Name Text                                         |
    ---- ----                                         |
    Help Answers when a computer does not start any   |
         more and when it does.                       |


    ]
    ");
}

#[test]
fn a_list_shows_what_was_asked_for_and_each_object_has() {
    assert_snapshot!(format(list(&["Name", "nothing", "T*"]), &queues()[..1]), @r"
    [


    Name    : Help Desk
    Time    : 30
    Timeout : 60



    ]
    ");
    assert_snapshot!(format(list(&["*"]), &queues()[..1]), @r"
    [


    Name     : Help Desk
    Pool     : one
    Time     : 30
    Timeout  : 60
    Overflow : True



    ]
    ");
    assert_snapshot!(format(list(&[]), &values("@{Name='Help Desk'}")), @r"
    [


    Name  : Name
    Value : Help Desk



    ]
    ");
}

#[test]
fn a_wide_list_has_two_names_to_a_line_or_as_many_as_asked_for() {
    let wide = || Request { shape: Some(Shape::Wide), ..Request::default() };
    assert_snapshot!(format(wide(), &queues()), @r"
    [


    Help Desk                 Sales                   |
    Spares                                            |


    ]
    ");
    assert_snapshot!(format(Request { columns: Some(3), ..wide() }, &queues()), @r"
    [


    Help Desk        Sales            Spares          |


    ]
    ");
    assert_snapshot!(format(Request { auto_size: Some(true), ..wide() }, &queues()), @r"
    [


    Help Desk  Sales     Spares                       |


    ]
    ");
    let fields = vec![Field::property("Pool")];
    assert_snapshot!(format(Request { fields, columns: Some(3), ..wide() }, &queues()), @r"
    [


    one              one              two             |


    ]
    ");
}

#[test]
fn strings_pass_a_table_unless_forced() {
    let strings = values("'Help Desk'\n'Sales'");
    assert_snapshot!(format(table(&[]), &strings), @r"
    [
    Help Desk
    Sales
    ]
    ");
    assert_snapshot!(format(Request { force: true, ..table(&[]) }, &strings), @r"
    [

    Length
    ------
         9
         5


    ]
    ");
}

#[test]
fn directives_kept_in_a_variable_print_later() {
    let kept = Value::array(directives(table(&["Name"]), &queues()));
    assert_snapshot!(print_in(&[Value::text("before"), kept, Value::text("after")], 50), @r"
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
}

#[test]
fn a_formatting_command_ends_what_was_printed_by_default() {
    let mut all = values("[datetime]'2013-12-25'");
    all.extend(directives(table(&["Name"]), &queues()[..1]));
    assert_snapshot!(print_in(&all, 50), @r"
    [

    Wednesday, December 25, 2013 12:00:00 AM



    Name     |
    ----     |
    Help Desk


    ]
    ");
}

#[test]
fn formatting_what_is_formatted_changes_nothing() {
    let once = directives(table(&["Name"]), &queues()[..1]);
    let twice = directives(list(&[]), &once);
    assert_eq!(print_in(&once, 50), print_in(&twice, 50));
}

#[test]
fn a_directive_out_of_sequence_is_an_error() {
    let all = directives(table(&["Name"]), &queues());
    let setting = setting();
    let mut formatter = Formatter::new(50);
    let fault = formatter.put(&all[2], &setting, &mut |_| {}).expect_err("a row alone has no table");
    assert_eq!(fault.id, "ConsoleLineOutputOutOfSequencePacket");
    assert_snapshot!(fault.message, @r#"
    The object of type "Microsoft.PowerShell.Commands.Internal.Format.FormatEntryData" is not valid or not in the correct sequence. This is likely caused by a user-specified "format-*" command which is conflicting with the default formatting.
    "#);
    formatter.put(&all[0], &setting, &mut |_| {}).expect("after the error it is as new");
    let fault = formatter.put(&all[0], &setting, &mut |_| {}).expect_err("a table does not start in another");
    assert_snapshot!(fault.message, @r#"
    The object of type "Microsoft.PowerShell.Commands.Internal.Format.FormatStartData" is not valid or not in the correct sequence. This is likely caused by a user-specified "format-table" command which is conflicting with the default formatting.
    "#);
}

#[test]
fn a_list_of_an_object_with_a_view_for_tables_shows_its_properties() {
    let group = typed(
        "Microsoft.PowerShell.Commands.GroupInfo",
        "[pscustomobject]@{Count=2; Name='Help Desk'; Group=@('a','b'); Values=@('Help Desk')}",
    );
    assert_snapshot!(format(list(&[]), &[group]), @r"
    [


    Name   : Help Desk
    Count  : 2
    Group  : {a, b}
    Values : {Help Desk}



    ]
    ");
}
