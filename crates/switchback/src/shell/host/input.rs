//! Lines that the user types, or that another program sends.

use std::{
    cell::RefCell,
    fs::File,
    io::{self, BufRead as _, BufReader, IsTerminal as _},
    os::fd::AsFd as _,
    time::Duration,
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
};
use shell::host::Echo;

use crate::{shell::interrupts::Interrupts, silence::Silence};

/// Standard input of one shell. It is opened when the first line is asked for.
pub(super) struct Input {
    terminal: bool,
    reader: RefCell<Option<BufReader<File>>>,
}

/// What came of asking for a line.
pub(super) enum Typed {
    /// A line, without its end.
    Line(String),
    /// No more will come.
    End,
    /// The user wants to stop.
    Stopped,
}

impl Input {
    /// Standard input of the process.
    pub(super) fn of_process() -> Self {
        Self { terminal: io::stdin().is_terminal(), reader: RefCell::default() }
    }

    /// Whether somebody types there.
    pub(super) const fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// The next line.
    pub(super) fn line(&self, echo: Echo, interrupts: &Interrupts) -> io::Result<Typed> {
        let mut reader = self.reader.borrow_mut();
        let reader = match &mut *reader {
            Some(reader) => reader,
            empty => empty.insert(BufReader::new(File::from(io::stdin().as_fd().try_clone_to_owned()?))),
        };
        let _silence = match echo {
            Echo::Hidden if self.terminal => Some(Silence::begin()?),
            Echo::Hidden | Echo::Shown => None,
        };
        let mut line = Vec::new();
        loop {
            if reader.buffer().is_empty() && !comes(reader.get_ref(), interrupts)? {
                return Ok(Typed::Stopped);
            }
            let come = reader.fill_buf()?;
            let (taken, whole) = match come.iter().position(|byte| *byte == b'\n') {
                Some(end) => (end + 1, true),
                None => (come.len(), come.is_empty()),
            };
            line.extend_from_slice(&come[..taken]);
            reader.consume(taken);
            if line.len() > LINE_BYTES_MAX {
                return Err(io::Error::new(io::ErrorKind::FileTooLarge, "a line of the input is too long"));
            }
            if whole {
                break;
            }
        }
        if line.is_empty() {
            return Ok(Typed::End);
        }
        let text = String::from_utf8(line);
        let text =
            text.map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "the input is not UTF-8 text"))?;
        Ok(Typed::Line(text.trim_end_matches(['\r', '\n']).to_owned()))
    }
}

/// Waits until something can be read. False when the user wants to stop.
fn comes(file: &File, interrupts: &Interrupts) -> io::Result<bool> {
    let now_and_then = Timespec::try_from(LOOK_UP).expect("it is short");
    while !interrupts.is_wished() {
        match poll(&mut [PollFd::new(file, PollFlags::IN)], Some(&now_and_then)) {
            Ok(0) | Err(Errno::INTR) => {}
            Ok(_) => return Ok(true),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(false)
}

/// How long Ctrl-C may go unnoticed.
const LOOK_UP: Duration = Duration::from_millis(50);
/// The longest line, in bytes.
const LINE_BYTES_MAX: usize = 16 << 20;
