//! The default output: values in, lines out.

use std::convert::Infallible;

use super::packet::{Apart, Entry, Packet};
use super::printer::{Clock, Line, Printer, print_apart};
use super::reading::Sight;
use super::shaper::{Request, Shaper, never};
use crate::setting::Setting;
use crate::value::limits::check_text;
use crate::value::{ErrorRecord, Outcome, Value};

/// Prints values one after the other as Out-Default does, for a terminal, a file or a string.
///
/// Give it every value with [`put`](Self::put), call [`flush`](Self::flush) before something else is printed,
/// and [`finish`](Self::finish) at the end of the pipeline; then it is as new. Lines come without their ends.
pub struct Formatter {
    shaper: Shaper,
    printer: Printer,
    packets: Vec<Packet>,
}

impl Formatter {
    /// A formatter for lines of so many columns. A terminal has its last column left free:
    /// see [`columns`].
    pub fn new(columns: usize) -> Self {
        let shaper = Shaper::new(Request::default());
        Self { shaper, printer: Printer::new(columns), packets: Vec::new() }
    }

    /// Follows a terminal that changed its width.
    pub fn set_columns(&mut self, columns: usize) {
        self.printer.resize(columns);
    }

    /// Whether no table or list is open.
    pub fn is_idle(&self) -> bool {
        self.printer.is_idle()
    }

    /// Prints a value, sooner or later. Fails where the value is a directive of a formatting command that does
    /// not follow on the one before it; the formatter is then as new.
    pub fn put(&mut self, value: &Value, setting: &Setting, line: &mut dyn FnMut(&str)) -> Outcome<()> {
        if let Some(packet) = Packet::of(value) {
            if matches!(*packet, Packet::Start { .. }) {
                // What was printed by default before it is complete.
                self.close(setting, line)?;
            }
            return self.print((*packet).clone(), setting, line);
        }
        let views = setting.views();
        let sight = Sight { setting, views: &views };
        let mut packets = std::mem::take(&mut self.packets);
        let Ok(()) = self.shaper.put::<Infallible>(value, sight, &mut never, &mut packets);
        let printed = packets.drain(..).try_for_each(|packet| self.print(packet, setting, line));
        self.packets = packets;
        printed
    }

    /// Prints what waits for more rows to come.
    pub fn flush(&mut self, line: &mut dyn FnMut(&str)) {
        self.printer.flush(line);
    }

    /// Prints all that is left and ends the table or list.
    pub fn finish(&mut self, setting: &Setting, line: &mut dyn FnMut(&str)) {
        // Closing what this formatter began itself cannot be out of sequence.
        let closed = self.close(setting, line);
        debug_assert!(closed.is_ok(), "a document ends where it began");
        self.printer.finish(line);
    }

    fn close(&mut self, setting: &Setting, line: Line<'_>) -> Outcome<()> {
        let mut packets = Vec::new();
        if self.shaper.is_open() {
            self.shaper.close(&mut packets);
        }
        packets.into_iter().try_for_each(|packet| self.print(packet, setting, line))
    }

    fn print(&mut self, packet: Packet, setting: &Setting, line: Line<'_>) -> Outcome<()> {
        let host = setting.host();
        let waiting = !matches!(packet, Packet::Entry(Entry::Apart(_)));
        let clock: Clock = (waiting && host.is_interactive()).then(|| host.elapsed());
        let printed = self.printer.put(packet, clock, line);
        if printed.is_err() {
            self.shaper.close(&mut Vec::new());
        }
        printed
    }
}

/// The columns that lines may take on the host: the last one stays free, lest the terminal breaks the line.
pub fn columns(setting: &Setting) -> usize {
    setting.host().width().saturating_sub(1)
}

/// Values as the lines that they print, for a file or a string.
pub fn whole_text(values: &[Value], setting: &Setting) -> Outcome<String> {
    let mut formatter = Formatter::new(columns(setting));
    let mut text = String::new();
    for value in values {
        formatter.put(value, setting, &mut |line| push_line(&mut text, line))?;
        check_text(text.len())?;
    }
    formatter.finish(setting, &mut |line| push_line(&mut text, line));
    Ok(text)
}

/// An error record as the lines that the host prints.
pub fn error_text(record: &ErrorRecord, setting: &Setting) -> String {
    let mut text = String::new();
    let apart = Apart::Text(super::error_text::error_text(record, setting.host().width()));
    print_apart(&apart, columns(setting), &mut |line| push_line(&mut text, line));
    text
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}
