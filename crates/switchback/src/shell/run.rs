//! `switchback -c` and `switchback run`: commands that nobody watches.

use std::{
    io::{self, Read as _},
    process::ExitCode,
};

use anyhow::{Context as _, anyhow, bail};
use shell::{host::Host as _, session::Ended, syntax::SOURCE_BYTES_MAX, text::decode};

use super::interpreter::{Interpreter, arguments, on_deep_stack};
use crate::{cli, failure::Failure};

/// Runs the commands of the command line.
pub(crate) fn commands(asked: &cli::Commands) -> Result<ExitCode, Failure> {
    let text = asked.text.as_deref().context("nothing to run; write the commands behind -c")?;
    on_deep_stack(|| {
        let mut interpreter = Interpreter::new(asked.shell.config.as_deref())?;
        let ended = interpreter.run(text, None, Vec::new());
        Ok(exit_code(&interpreter, &ended)?)
    })?
}

/// Runs a script file, or what comes from standard input.
pub(crate) fn script(asked: &cli::Run) -> Result<ExitCode, Failure> {
    on_deep_stack(|| {
        let mut interpreter = Interpreter::new(asked.shell.config.as_deref())?;
        let (text, path) = read(&interpreter, &asked.file)?;
        let ended = interpreter.run(&text, Some(&path), arguments(&asked.arguments));
        Ok(exit_code(&interpreter, &ended)?)
    })?
}

/// The text of a script, and its full path.
fn read(interpreter: &Interpreter, file: &str) -> anyhow::Result<(String, String)> {
    if file == "-" {
        let mut bytes = Vec::new();
        let input = io::stdin().lock().take(SOURCE_BYTES_MAX as u64 + 1);
        { input }.read_to_end(&mut bytes).context("cannot read the script from standard input")?;
        return Ok((decode(&bytes), file.to_owned()));
    }
    let host = interpreter.host();
    let unreadable = |error| anyhow!("cannot read the script: {error}");
    let Some(entry) = host.entry(file).map_err(unreadable)? else {
        bail!("there is no script {file} here; name a file, or - for standard input");
    };
    let bytes = host.read_file(&entry.path).map_err(unreadable)?;
    Ok((decode(&bytes), entry.path))
}

fn exit_code(interpreter: &Interpreter, ended: &Ended) -> anyhow::Result<ExitCode> {
    if let Some(error) = interpreter.host().output_failure() {
        return Err(error).context("cannot write to standard output");
    }
    Ok(match ended.cancelled {
        true if interpreter.host().interrupts().is_wished() => ExitCode::from(INTERRUPTED),
        // Whoever read the output has read enough.
        true => ExitCode::SUCCESS,
        false => byte(ended.exit_code),
    })
}

/// An exit code as the system takes it. What it cannot hold is no success all the same.
pub(super) fn byte(code: i32) -> ExitCode {
    let low = u8::try_from(code & 0xFF).unwrap_or(1);
    ExitCode::from(if low == 0 && code != 0 { 1 } else { low })
}

/// What shells report of a program that SIGINT ended.
const INTERRUPTED: u8 = 130;
