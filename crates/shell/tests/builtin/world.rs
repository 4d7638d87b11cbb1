//! Runs a script in a session of its own and gathers what it prints.

#[path = "../surroundings/deep.rs"]
mod deep;
#[path = "../surroundings/friday.rs"]
mod friday;

use std::rc::Rc;

pub(crate) use deep::in_shell;
pub(crate) use friday::host;
use shell::convert::to_text;
use shell::host::Stream;
use shell::host::testing::MemoryHost;
use shell::session::{Console, Session};
use shell::value::{ErrorRecord, Value};

/// What a script yields, as text with a bar between the values, then its errors with their ids.
pub(crate) fn run(script: &str) -> String {
    let script = script.to_owned();
    in_shell(move || {
        let mut session = Session::new(Rc::new(host()));
        let mut values: Vec<Value> = Vec::new();
        session.run(&script, None, Vec::new(), &mut values);
        let written =
            |value: &Value| to_text(value, session.setting()).expect("values have a text").to_string();
        let mut said = vec![values.iter().map(written).collect::<Vec<_>>().join(" | ")];
        said.extend(session.errors().borrow().iter().rev().map(|error| match error {
            Value::Error(record) => error_line(record),
            other => written(other),
        }));
        said.join("\n").trim_start_matches('\n').to_owned()
    })
}

fn error_line(record: &ErrorRecord) -> String {
    format!("! {} [{}]", record.fault.message, record.qualified_id())
}

/// What a script prints to the terminal, every stream marked but that of the output. Where a line ends in
/// blanks, `|` shows its end.
pub(crate) fn print_with(script: &str, prepare: impl FnOnce(&MemoryHost) + Send + 'static) -> String {
    let script = script.to_owned();
    in_shell(move || {
        let host = Rc::new(host());
        prepare(&host);
        let mut session = Session::new(Rc::clone(&host) as Rc<_>);
        session.run(&script, None, Vec::new(), &mut Console);
        let printed = host.printed.borrow();
        let mut text = String::new();
        for (stream, part) in printed.iter() {
            match stream {
                Stream::Output => text.push_str(part),
                other => text.push_str(&format!("[{other:?}] {part}")),
            }
        }
        text.replace(" \n", " |\n")
    })
}

/// What a script prints to the terminal.
pub(crate) fn print(script: &str) -> String {
    print_with(script, |_| {})
}

/// Runs scripts and compares what each yields.
#[track_caller]
pub(crate) fn check_all(rows: &[(&str, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .map(|(script, expected)| (script, expected, run(script)))
        .filter(|(_, expected, found)| found != *expected)
        .map(|(script, expected, found)| format!("{script}\n  expected: {expected}\n  found:    {found}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
