//! `switchback shell`: a prompt, with history, completion, colours and help.

use std::{
    io::{self, IsTerminal as _},
    process::ExitCode,
    sync::mpsc,
};

use anyhow::{Context as _, anyhow};
use reedline::Signal;

use super::{
    editor::{self, HELP, Line},
    interpreter::{Interpreter, Order, deep_thread},
    run::byte,
};
use crate::{cli, failure::Failure, output};

/// Reads lines and runs them, until the user leaves.
pub(crate) fn prompt(asked: &cli::ShellOptions) -> Result<ExitCode, Failure> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(anyhow!(
            "a prompt needs a terminal; write switchback -c \"COMMANDS\", or switchback run FILE for a script"
        )
        .into());
    }
    let (orders, taken) = mpsc::channel();
    let (ready, is_ready) = mpsc::channel();
    let config = asked.config.clone();
    let serve = move || match Interpreter::new(config.as_deref()) {
        Ok(mut interpreter) => {
            interpreter.start();
            drop(ready.send(Ok(())));
            interpreter.serve(&taken);
        }
        Err(failure) => drop(ready.send(Err(failure))),
    };
    let thread = deep_thread().spawn(serve);
    let thread = thread.context("the system gives no thread to run commands on")?;
    is_ready.recv().context("the thread of commands ended before it began")??;
    let code = converse(&orders)?;
    drop(orders);
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    Ok(code)
}

/// One line after the other.
fn converse(orders: &mpsc::Sender<Order>) -> anyhow::Result<ExitCode> {
    let mut editor = editor::editor(orders)?;
    loop {
        let folder = ask(orders, Order::Folder)?;
        match editor.read_line(&Line { folder }).context("the terminal cannot be read")? {
            Signal::Success(text) if text.trim().is_empty() => {}
            Signal::Success(text) => {
                let ended = ask(orders, |reply| Order::Run { text, reply })?;
                if ended.exited {
                    return Ok(byte(ended.exit_code));
                }
            }
            Signal::HostCommand(command) if command == HELP => {
                let text = editor.current_buffer_contents().to_owned();
                let cursor = editor.current_insertion_point();
                ask(orders, |reply| Order::Help { text, cursor, reply })?;
            }
            Signal::CtrlD => return Ok(ExitCode::SUCCESS),
            _ => {}
        }
        if let Some(error) = editor.take_history_save_error() {
            output::remark(&format!("switchback: the line is not kept in the history: {error}"));
        }
    }
}

/// Asks the thread of commands, and waits for its answer.
pub(super) fn ask<T>(
    orders: &mpsc::Sender<Order>,
    order: impl FnOnce(mpsc::Sender<T>) -> Order,
) -> anyhow::Result<T> {
    let (reply, answer) = mpsc::channel();
    let asked = orders.send(order(reply)).ok().and_then(|()| answer.recv().ok());
    asked.context("the thread of commands has ended")
}
