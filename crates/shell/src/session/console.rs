//! What code yields and nobody takes: it is printed.

use std::rc::Rc;

use super::Session;
use crate::flow::{Flow, Output};
use crate::format::columns;
use crate::host::Stream;
use crate::value::Value;

/// The way to the terminal: values print as Out-Default prints them.
#[derive(Debug, Default)]
pub struct Console;

impl Output for Console {
    fn put(&mut self, value: Value, session: &mut Session) -> Flow {
        session.show(&value)
    }
}

impl Session {
    /// Prints a value, sooner or later: rows of a table wait for each other.
    pub fn show(&mut self, value: &Value) -> Flow {
        let value = &self.settled(value.clone())?;
        let setting = Rc::clone(&self.setting);
        if self.console.is_idle() {
            self.console.set_columns(columns(&setting));
        }
        let mut text = String::new();
        let put = self.console.put(value, &setting, &mut |line| push_line(&mut text, line));
        self.print_lines(&text);
        Ok(put?)
    }

    /// Prints what waits, before anything else is printed.
    pub fn flush_console(&mut self) {
        let mut text = String::new();
        self.console.flush(&mut |line| push_line(&mut text, line));
        self.print_lines(&text);
    }

    /// Ends the table or list that is being printed.
    pub fn finish_console(&mut self) {
        let setting = Rc::clone(&self.setting);
        let mut text = String::new();
        self.console.finish(&setting, &mut |line| push_line(&mut text, line));
        self.print_lines(&text);
    }

    pub(crate) fn print_lines(&mut self, text: &str) {
        if !text.is_empty() {
            self.print_now(Stream::Output, text);
        }
    }
}

/// Adds a line with its end.
pub(crate) fn push_line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}
