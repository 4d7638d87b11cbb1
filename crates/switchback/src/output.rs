//! What commands say: results on standard output, everything else on standard error.

use std::{
    fmt,
    io::{self, Write as _},
};

use anyhow::Context as _;

/// Prints a line of results. A reader that has gone away has read enough.
pub(crate) fn line(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("cannot write to standard output"),
    }
}

/// Prints a line that must reach its reader, for it is told only once.
pub(crate) fn line_that_is_read(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{text}").and_then(|()| out.flush()).context("cannot write to standard output")
}

/// Says something beside the results. Where even standard error is gone, nobody is left to tell.
pub(crate) fn remark(text: &str) {
    drop(writeln!(io::stderr().lock(), "{text}"));
}

/// A number with its noun, such as `1 queue` or `3 queues`.
pub(crate) fn count(number: impl fmt::Display, noun: &str) -> String {
    let number = number.to_string();
    let plural = if number == "1" { "" } else { "s" };
    format!("{number} {noun}{plural}")
}
