//! Values as literals in, text out.

#[path = "../surroundings/friday.rs"]
mod friday;

use std::rc::Rc;

use shell::format::{Formatter, Views};
use shell::host::testing::MemoryHost;
use shell::setting::Setting;
use shell::value::{Object, TimeSpan, Value};

pub(crate) fn host() -> Rc<MemoryHost> {
    let host = friday::host();
    host.offset.set(TimeSpan::ZERO);
    Rc::new(host)
}

pub(crate) fn setting() -> Setting {
    Setting::new(host())
}

/// Values, one literal a line.
pub(crate) fn values(text: &str) -> Vec<Value> {
    let setting = setting();
    text.lines().map(|line| crate::literal::read(line, &setting)).collect()
}

/// The same object under a type name of its own.
pub(crate) fn renamed(value: &Value, name: &str) -> Value {
    match value {
        Value::Object(object) => object.rename_type(name),
        _ => panic!("{value:?} is no object"),
    }
    value.clone()
}

/// An object of a type of .NET with the properties of a literal.
pub(crate) fn typed(name: &str, literal: &str) -> Value {
    match &values(literal)[..] {
        [Value::Object(object)] => {
            Value::Object(Object::of_type(Rc::from([name.into()]), object.properties().clone()))
        }
        other => panic!("{other:?} is no object"),
    }
}

/// What the values print in so many columns. Where a line ends in blanks, `|` shows its end.
pub(crate) fn print_in(values: &[Value], columns: usize) -> String {
    print_with(Views::new(), values, columns)
}

pub(crate) fn print_with(views: Views, values: &[Value], columns: usize) -> String {
    let host = host();
    host.columns.set(columns + 1);
    let setting = Setting::new(host);
    setting.change_views(|known| *known = views);
    let mut printed = String::new();
    let mut line = |line: &str| push_line(&mut printed, line);
    let mut formatter = Formatter::new(columns);
    for value in values {
        formatter.put(value, &setting, &mut line).expect("directives are in order");
    }
    formatter.finish(&setting, &mut line);
    fenced(&printed)
}

/// Lines between fences, so that blank ones at either end count.
pub(crate) fn fenced(printed: &str) -> String {
    format!("[\n{printed}]")
}

pub(crate) fn push_line(printed: &mut String, line: &str) {
    printed.push_str(line);
    printed.push_str(if line.ends_with(' ') { "|\n" } else { "\n" });
}

/// What literals print in 40 columns.
pub(crate) fn print(text: &str) -> String {
    print_in(&values(text), 40)
}
