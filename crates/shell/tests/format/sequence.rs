//! When rows are printed.

use std::rc::Rc;

use insta::assert_snapshot;
use shell::format::Formatter;
use shell::host::testing::MemoryHost;
use shell::setting::Setting;
use shell::value::{TimeSpan, Value};

use crate::world::{fenced, host, push_line, values};

struct Terminal {
    host: Rc<MemoryHost>,
    setting: Setting,
    formatter: Formatter,
    printed: String,
}

impl Terminal {
    fn new() -> Self {
        let host = host();
        // Somebody who would answer looks on.
        host.typed.borrow_mut().push(String::new());
        let setting = Setting::new(host.clone());
        Self { host, setting, formatter: Formatter::new(40), printed: String::new() }
    }

    fn put(&mut self, value: &Value) {
        let mut line = |line: &str| push_line(&mut self.printed, line);
        self.formatter.put(value, &self.setting, &mut line).expect("directives are in order");
    }

    fn flush(&mut self) {
        self.formatter.flush(&mut |line| push_line(&mut self.printed, line));
        self.printed.push_str("(flushed)\n");
    }

    fn finish(mut self) -> String {
        self.formatter.finish(&self.setting, &mut |line| push_line(&mut self.printed, line));
        fenced(&self.printed)
    }
}

fn rows() -> Vec<Value> {
    values("[pscustomobject]@{A='first'}\n[pscustomobject]@{A='the second'}\n[pscustomobject]@{A='third'}")
}

#[test]
fn rows_wait_for_the_end_of_their_group() {
    let mut terminal = Terminal::new();
    rows().iter().for_each(|row| terminal.put(row));
    assert_eq!(terminal.printed, "\n");
    assert_snapshot!(terminal.finish(), @r"
    [

    A         |
    -         |
    first     |
    the second
    third     |


    ]
    ");
}

#[test]
fn a_flush_prints_what_waits_and_fixes_the_columns() {
    let mut terminal = Terminal::new();
    let rows = rows();
    terminal.put(&rows[0]);
    terminal.flush();
    terminal.put(&rows[1]);
    terminal.flush();
    assert_snapshot!(terminal.finish(), @r"
    [

    A    |
    -    |
    first
    (flushed)
    th...
    (flushed)


    ]
    ");
}

#[test]
fn a_person_waits_300_milliseconds_for_the_first_rows() {
    let mut terminal = Terminal::new();
    let rows = rows();
    terminal.put(&rows[0]);
    let later = terminal.host.clock.get().checked_add(TimeSpan::from_ticks(3_000_001));
    terminal.host.clock.set(later.expect("the calendar goes on"));
    assert_eq!(terminal.printed, "\n");
    terminal.put(&rows[1]);
    assert_snapshot!(fenced(&terminal.printed), @r"
    [

    A         |
    -         |
    first     |
    the second
    ]
    ");
    terminal.put(&rows[2]);
    assert_snapshot!(terminal.finish(), @r"
    [

    A         |
    -         |
    first     |
    the second
    third     |


    ]
    ");
}

#[test]
fn many_rows_are_printed_before_the_last_has_come() {
    let mut terminal = Terminal::new();
    let row = &rows()[0];
    for _ in 0..20_000 {
        terminal.put(row);
    }
    assert!(terminal.printed.lines().count() > 10_000);
    assert_eq!(terminal.finish().lines().count(), 20_007);
}

#[test]
fn after_the_end_a_formatter_is_as_new() {
    let mut terminal = Terminal::new();
    let row = &rows()[0];
    terminal.put(row);
    terminal.formatter.finish(&terminal.setting, &mut |_| {});
    terminal.put(row);
    assert_snapshot!(terminal.finish(), @r"
    [


    A    |
    -    |
    first


    ]
    ");
}
