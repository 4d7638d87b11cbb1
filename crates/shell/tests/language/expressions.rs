//! Rows of `script => result`, each under a heading that names the topic of PowerShell's documentation.
//!
//! A result is the values that come out, with commas between them; `nothing` where none do. Behind `!` is the message
//! of an error that was shown, or its beginning. Each row runs in a session of its own.

use std::rc::Rc;

use shell::host::Stream;
use shell::session::Session;
use shell::value::Value;

use crate::literal::show;
use crate::world;

const TABLES: [(&str, &str); 8] = [
    ("arrays", include_str!("expressions/arrays.txt")),
    ("cmdlets", include_str!("expressions/cmdlets.txt")),
    ("functions", include_str!("expressions/functions.txt")),
    ("objects", include_str!("expressions/objects.txt")),
    ("operators", include_str!("expressions/operators.txt")),
    ("statements", include_str!("expressions/statements.txt")),
    ("texts", include_str!("expressions/texts.txt")),
    ("types", include_str!("expressions/types.txt")),
];

#[test]
fn every_script_gives_its_documented_result() {
    let rows = TABLES.iter().flat_map(|(name, table)| rows(name, table)).collect::<Vec<_>>();
    assert!(rows.len() >= 1000, "{} rows", rows.len());
    let wrong = world::in_shell(move || {
        let differing = rows.into_iter().filter_map(|(place, script, expected)| {
            let got = result(script);
            let fits = match expected.split_once('!') {
                Some((values, message)) if !values.contains('\'') => got
                    .strip_prefix(values)
                    .is_some_and(|rest| rest.strip_prefix('!').is_some_and(|rest| rest.starts_with(message))),
                _ => got == expected,
            };
            (!fits).then(|| format!("{place}: {script}\n  expected {expected}\n  got      {got}"))
        });
        differing.collect::<Vec<_>>()
    });
    assert!(wrong.is_empty(), "{} rows differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// The rows of a table with their places. Every row stands below a topic.
fn rows(name: &str, table: &'static str) -> Vec<(String, &'static str, &'static str)> {
    let mut has_topic = false;
    let mut rows = Vec::new();
    for (number, row) in table.lines().enumerate().filter(|(_, row)| !row.is_empty()) {
        let place = format!("{name} line {}", number + 1);
        if row.starts_with("# ") {
            has_topic = true;
            continue;
        }
        assert!(has_topic, "{place} has no topic");
        let (script, expected) = row.rsplit_once(" => ").unwrap_or_else(|| panic!("{place} has no result"));
        rows.push((place, script, expected));
    }
    rows
}

fn result(script: &str) -> String {
    let host = Rc::new(world::host());
    let mut files = host.files.borrow_mut();
    files.insert("C:/Media/hold.wav".to_owned(), b"RIFF".to_vec());
    files.insert("C:/notes.txt".to_owned(), b"one\r\ntwo\r\n".to_vec());
    drop(files);
    host.environment.borrow_mut().insert("TEMP".to_owned(), "C:\\Temp".to_owned());
    host.columns.set(10_000);
    let mut session = Session::new(Rc::clone(&host) as Rc<_>);
    let mut values: Vec<Value> = Vec::new();
    session.run(script, None, Vec::new(), &mut values);
    let values: Vec<String> = values.iter().map(show).collect();
    let errors = host.printed_to(Stream::Error);
    let message = message(&errors);
    match (values.is_empty(), errors.is_empty()) {
        (true, true) => "nothing".to_owned(),
        (false, true) => values.join(", "),
        (true, false) => format!("! {message}"),
        (false, false) => format!("{} ! {message}", values.join(", ")),
    }
}

/// The message of an error as it was shown, without the name of the command that it came from.
fn message(shown: &str) -> String {
    let message = shown.split("\nAt line:").next().unwrap_or(shown).trim_end().replace('\n', " ");
    match message.split_once(" : ") {
        Some((command, message)) if !command.contains(' ') => message.to_owned(),
        _ => message,
    }
}
