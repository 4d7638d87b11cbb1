//! What people and programs see: results on standard output, everything else on standard error.

use std::{
    cell::{Cell, RefCell},
    io::{self, IsTerminal as _, Write as _},
    time::{Duration, Instant},
};

use rustix::termios::tcgetwinsize;
use shell::host::{Colour, Colours, Progress, Stream};

use crate::clock;

/// Standard output and standard error of one shell.
pub(super) struct Screen {
    to_terminal: ToTerminal,
    /// What is on its way to standard output.
    waiting: RefCell<Vec<u8>>,
    flushed: Cell<Instant>,
    failed: RefCell<Option<io::Error>>,
    /// When progress was last drawn, while some of it is on the screen.
    progress_drawn: Cell<Option<Instant>>,
}

/// Which ends are terminals, and whether colours are welcome there.
#[derive(Clone, Copy, Debug)]
struct ToTerminal {
    output: bool,
    errors: bool,
    /// Whether colours are not welcome.
    plain: bool,
}

impl Screen {
    /// The screen of the process.
    pub(super) fn of_process() -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let (output, errors) = (io::stdout().is_terminal(), io::stderr().is_terminal());
        let to_terminal = ToTerminal { output, errors, plain };
        Self {
            to_terminal,
            waiting: RefCell::default(),
            flushed: Cell::new(clock::monotonic()),
            failed: RefCell::default(),
            progress_drawn: Cell::default(),
        }
    }

    /// Writes to the end that the stream belongs to.
    pub(super) fn print(&self, stream: Stream, text: &str) {
        self.erase_progress();
        match stream {
            Stream::Output | Stream::Information => self.put(text),
            Stream::Error => self.remark(text, RED),
            Stream::Warning | Stream::Verbose | Stream::Debug => self.remark(text, YELLOW),
        }
    }

    /// Writes a text of Write-Host, in colours where a terminal shows it.
    pub(super) fn print_coloured(&self, text: &str, colours: Colours) {
        self.erase_progress();
        let codes = sequence(colours);
        if !self.to_terminal.output || self.to_terminal.plain || codes.is_empty() {
            return self.put(text);
        }
        let (line, end) = without_end(text);
        self.put(&format!("{codes}{line}{PLAIN}{end}"));
    }

    /// Results are gathered where a program reads them, but not for long.
    fn put(&self, text: &str) {
        let mut waiting = self.waiting.borrow_mut();
        let mut lines = text.split("\r\n");
        waiting.extend_from_slice(lines.next().unwrap_or_default().as_bytes());
        for line in lines {
            waiting.push(b'\n');
            waiting.extend_from_slice(line.as_bytes());
        }
        let full = waiting.len() >= WAITING_BYTES_MAX;
        drop(waiting);
        if full || self.to_terminal.output {
            self.flush();
        } else {
            self.flush_in_time();
        }
    }

    /// Sends on what has waited long enough.
    pub(super) fn flush_in_time(&self) {
        if !self.waiting.borrow().is_empty() && self.flushed.get().elapsed() >= WAITING_LONGEST {
            self.flush();
        }
    }

    /// Sends on what is on its way. A reader that has gone away has read enough.
    pub(super) fn flush(&self) {
        let waiting = std::mem::take(&mut *self.waiting.borrow_mut());
        self.flushed.set(clock::monotonic());
        if waiting.is_empty() || self.failed.borrow().is_some() {
            return;
        }
        let mut out = io::stdout().lock();
        if let Err(error) = out.write_all(&waiting).and_then(|()| out.flush()) {
            *self.failed.borrow_mut() = Some(error);
        }
    }

    fn remark(&self, text: &str, colour: &str) {
        self.flush();
        let text = text.replace("\r\n", "\n");
        let mut err = io::stderr().lock();
        let written = if self.to_terminal.errors && !self.to_terminal.plain {
            let (line, end) = without_end(&text);
            write!(err, "{colour}{line}{PLAIN}{end}")
        } else {
            err.write_all(text.as_bytes())
        };
        // Where even standard error is gone, nobody is left to tell.
        drop(written.and_then(|()| err.flush()));
    }

    /// Writes where somebody who is asked looks, whatever standard output leads to.
    pub(super) fn ask(&self, prompt: &str) {
        self.erase_progress();
        if self.to_terminal.output {
            self.put(prompt);
        } else {
            self.flush();
            let mut err = io::stderr().lock();
            drop(err.write_all(prompt.as_bytes()).and_then(|()| err.flush()));
        }
    }

    /// Whether somebody sees what is asked.
    pub(super) const fn can_ask(&self) -> bool {
        self.to_terminal.output || self.to_terminal.errors
    }

    /// Whether standard output takes no more, so that going on is useless.
    pub(super) fn is_closed(&self) -> bool {
        self.failed.borrow().is_some()
    }

    /// Why standard output takes no more, unless its reader has simply gone away.
    pub(super) fn failure(&self) -> Option<io::Error> {
        self.flush();
        self.failed.borrow_mut().take().filter(|error| error.kind() != io::ErrorKind::BrokenPipe)
    }

    /// The columns of the terminal; elsewhere what COLUMNS says, or [`WIDTH_DEFAULT`].
    pub(super) fn width(&self, columns: Option<&str>) -> usize {
        let size = self.to_terminal.output.then(|| tcgetwinsize(io::stdout()).ok()).flatten();
        let of_terminal = size.map(|size| usize::from(size.ws_col));
        let said = || columns.and_then(|text| text.parse().ok());
        let width = of_terminal.filter(|width| *width > 0).or_else(said).unwrap_or(WIDTH_DEFAULT);
        width.clamp(WIDTH_MIN, WIDTH_MAX)
    }

    /// Shows on a terminal how far a long command is, in one line that is written over.
    pub(super) fn show_progress(&self, progress: Option<&Progress>) {
        if !self.to_terminal.errors {
            return;
        }
        let Some(progress) = progress else { return self.erase_progress() };
        if self.progress_drawn.get().is_some_and(|drawn| drawn.elapsed() < PROGRESS_SHORTEST) {
            return;
        }
        self.flush();
        let columns = tcgetwinsize(io::stderr()).map_or(0, |size| usize::from(size.ws_col)).max(WIDTH_MIN);
        let line: String = progress_line(progress).chars().take(columns - 1).collect();
        let mut err = io::stderr().lock();
        drop(write!(err, "\r{ERASE}{line}").and_then(|()| err.flush()));
        self.progress_drawn.set(Some(clock::monotonic()));
    }

    fn erase_progress(&self) {
        if self.progress_drawn.take().is_some() {
            let mut err = io::stderr().lock();
            drop(write!(err, "\r{ERASE}").and_then(|()| err.flush()));
        }
    }
}

/// What was gathered is not lost.
impl Drop for Screen {
    fn drop(&mut self) {
        self.erase_progress();
        self.flush();
    }
}

/// One line, such as `Importing: queues [#######             ] 37 %`.
fn progress_line(progress: &Progress) -> String {
    let shown = |text: &str| text.replace(char::is_control, " ");
    let mut line = shown(&progress.activity);
    if !progress.status.is_empty() {
        line.push_str(": ");
        line.push_str(&shown(&progress.status));
    }
    if let Some(percent) = progress.percent {
        let percent = percent.min(100);
        let done = "#".repeat(usize::from(percent) / 5);
        line.push_str(&format!(" [{done:20}] {percent} %"));
    }
    line
}

/// A text, and the end of its last line.
fn without_end(text: &str) -> (&str, &str) {
    text.split_at(text.trim_end_matches(['\r', '\n']).len())
}

/// What makes a terminal write in these colours.
fn sequence(colours: Colours) -> String {
    let foreground = colours.foreground.map(code);
    let background = colours.background.map(|colour| code(colour) + 10);
    let codes = foreground.into_iter().chain(background);
    codes.map(|code| format!("\x1b[{code}m")).collect()
}

const fn code(colour: Colour) -> u8 {
    match colour {
        Colour::Black => 30,
        Colour::DarkRed => 31,
        Colour::DarkGreen => 32,
        Colour::DarkYellow => 33,
        Colour::DarkBlue => 34,
        Colour::DarkMagenta => 35,
        Colour::DarkCyan => 36,
        Colour::Gray => 37,
        Colour::DarkGray => 90,
        Colour::Red => 91,
        Colour::Green => 92,
        Colour::Yellow => 93,
        Colour::Blue => 94,
        Colour::Magenta => 95,
        Colour::Cyan => 96,
        Colour::White => 97,
    }
}

const RED: &str = "\x1b[31m";
const YELLOW: &str = "\x1b[33m";
const PLAIN: &str = "\x1b[0m";
const ERASE: &str = "\x1b[K";
/// The columns where no terminal limits them: so many that no program gets to read half a value.
const WIDTH_DEFAULT: usize = 4096;
const WIDTH_MIN: usize = 20;
const WIDTH_MAX: usize = 10_000;
/// How many bytes of results are gathered before they are sent on.
const WAITING_BYTES_MAX: usize = 64 << 10;
/// How long results wait while more of them come.
const WAITING_LONGEST: Duration = Duration::from_millis(50);
/// How often progress is drawn at most.
const PROGRESS_SHORTEST: Duration = Duration::from_millis(100);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_those_of_the_console() {
        let both = Colours { foreground: Some(Colour::Yellow), background: Some(Colour::DarkBlue) };
        assert_eq!(sequence(both), "\x1b[93m\x1b[44m");
        assert_eq!(sequence(Colours::default()), "");
        assert_eq!(without_end("a\r\n"), ("a", "\r\n"));
        assert_eq!(without_end("a"), ("a", ""));
    }

    #[test]
    fn progress_is_one_line() {
        let progress = |status: &str, percent| {
            progress_line(&Progress { activity: "Importing".to_owned(), status: status.to_owned(), percent })
        };
        assert_eq!(progress("", None), "Importing");
        assert_eq!(
            progress("queues\n\x1b[2J", Some(37)),
            "Importing: queues  [2J [#######             ] 37 %"
        );
        assert_eq!(progress("", Some(200)), "Importing [####################] 100 %");
    }
}
