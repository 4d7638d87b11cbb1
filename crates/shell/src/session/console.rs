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
        let setting = Rc::clone(&self.setting);
        self.console.set_columns(columns(&setting));
        let mut line = |line: &str| setting.host().print(Stream::Output, &format!("{line}\n"));
        Ok(self.console.put(value, &setting, &mut line)?)
    }

    /// Prints what waits, before anything else is printed.
    pub fn flush_console(&mut self) {
        let setting = Rc::clone(&self.setting);
        self.console.flush(&mut |line| setting.host().print(Stream::Output, &format!("{line}\n")));
    }

    /// Ends the table or list that is being printed.
    pub fn finish_console(&mut self) {
        let setting = Rc::clone(&self.setting);
        let mut line = |line: &str| setting.host().print(Stream::Output, &format!("{line}\n"));
        self.console.finish(&setting, &mut line);
    }
}
