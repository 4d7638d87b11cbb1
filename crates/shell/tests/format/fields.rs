//! What -Property and -GroupBy take.

use shell::format::{FieldKeys, field};

use crate::world::values;

#[test]
fn wrong_fields_are_refused_in_the_words_of_5_1() {
    let rows = [
        (
            "$null",
            "The value of a parameter was null; one of the following types was expected: {System.String, System.Management.Automation.ScriptBlock}.",
        ),
        (
            "12",
            "Cannot convert System.Int32 to one of the following types {System.String, System.Management.Automation.ScriptBlock}.",
        ),
        ("''", "An empty string value is not allowed."),
        ("@{}", "A mandatory entry for expression is missing."),
        ("@{Name='Open'}", "A mandatory entry for expression is missing."),
        ("@{E='Open'; Colour='red'}", "The Colour key is not valid."),
        ("@{E='Open'; Expr='Closed'}", "The duplicated key \"Expr\" conflicts with \"expression\"."),
        ("@{E='Open'; N='A'; Label='B'}", "The duplicated key \"Label\" conflicts with \"label\"."),
        ("@{E='Open'; Width=0}", "The value \"0\" for key \"width\" should be greater than 0."),
        (
            "@{E='Open'; Width='wide'}",
            "The \"width\" key has a type, System.String, that is not valid; expected type is System.Int32.",
        ),
        (
            "@{E='Open'; Alignment='top'}",
            "The value \"top\" for key \"alignment\" is not valid; valid values are left, center, right.",
        ),
        ("@{E='Open'; F=''}", "The \"formatString\" key cannot have an empty string value."),
        ("@{E='Open'; L=$null}", "The L key has no value."),
        (
            "@{E=5}",
            "The \"expression\" key has a type, System.Int32, that is not valid; expected types are {System.String, System.Management.Automation.ScriptBlock}.",
        ),
        ("@{1='Open'}", "The System.Int32 key type is not valid. The key must be a string."),
    ];
    for (given, message) in rows {
        let Err(fault) = field(&values(given)[0], FieldKeys::Table) else { panic!("{given} is taken") };
        assert_eq!(fault.message, message, "{given}");
    }
}

#[test]
fn a_list_has_no_widths_and_a_wide_list_no_labels() {
    let given = &values("@{Expression='Open'; Label='When'; Width=5}")[0];
    assert!(field(given, FieldKeys::Table).is_ok());
    assert_eq!(field(given, FieldKeys::List).err().expect("refused").message, "The Width key is not valid.");
    assert_eq!(field(given, FieldKeys::Wide).err().expect("refused").message, "The Label key is not valid.");
    assert!(field(&values("@{e='Open'; f='hh'}")[0], FieldKeys::Wide).is_ok());
}
