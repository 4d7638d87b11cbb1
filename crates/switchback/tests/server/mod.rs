//! What a server says, read as it comes, and the line with which it says that it answers.

use std::{
    io::{BufRead as _, BufReader, Read},
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    thread,
    time::Duration,
};

/// A line that is longer in coming is a failure.
pub(crate) const BOUND: Duration = Duration::from_secs(60);

/// The lines of a process.
pub(crate) fn lines(output: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            // Also when nobody listens any more, lest the process wait at a full pipe.
            drop(sender.send(line));
        }
    });
    receiver
}

/// Waits for a line that `found` makes something of, and keeps every line in `seen`.
pub(crate) fn until<T>(
    lines: &Receiver<String>,
    seen: &mut Vec<String>,
    found: impl Fn(&str) -> Option<T>,
) -> Result<T, RecvTimeoutError> {
    loop {
        let line = lines.recv_timeout(BOUND)?;
        let made = found(&line);
        seen.push(line);
        if let Some(made) = made {
            return Ok(made);
        }
    }
}

/// Where a server answers, from the line with which it says so.
pub(crate) fn url(line: &str) -> Option<&str> {
    Some(line.split_once(" answers on ")?.1)
}
