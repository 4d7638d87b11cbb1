//! The thread that commands run on: it owns the session, and has the stack that a session needs.

use std::{path::Path, rc::Rc, sync::mpsc, thread};

use anyhow::Context as _;
use cmdlets::PoolCompleter;
use shell::{
    command::Given,
    completion::{Completion, command_at, complete},
    host::{Host as _, Stream},
    session::{Console, Ended, STACK_BYTES, Session},
    value::Value,
};

use super::{
    config::ShellFile,
    host::OsHost,
    interrupts::Interrupts,
    transport::{Hasty, HttpTransport},
};
use crate::failure::Failure;

/// A session in the real world.
pub(super) struct Interpreter {
    session: Session,
    host: Rc<OsHost>,
    /// The folder that a prompt starts in.
    start: String,
}

/// What a prompt asks of the thread of commands; each order brings the way for its answer.
pub(super) enum Order {
    /// The folder that commands work in.
    Folder(mpsc::Sender<String>),
    /// What may stand at the cursor.
    Complete {
        /// The line.
        text: String,
        /// The cursor, in bytes.
        cursor: usize,
        /// Where the candidates go.
        reply: mpsc::Sender<Completion>,
    },
    /// To run a line.
    Run {
        /// The line.
        text: String,
        /// Where it goes how the line ended.
        reply: mpsc::Sender<Ended>,
    },
    /// To print what there is to know about the command at the cursor.
    Help {
        /// The line.
        text: String,
        /// The cursor, in bytes.
        cursor: usize,
        /// Where it goes how that ended.
        reply: mpsc::Sender<Ended>,
    },
}

/// A thread that sessions can run on.
pub(super) fn deep_thread() -> thread::Builder {
    thread::Builder::new().name("commands".to_owned()).stack_size(STACK_BYTES)
}

/// Runs `work` on a thread that sessions can run on, and gives what it gives.
pub(super) fn on_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> anyhow::Result<T> {
    thread::scope(|scope| {
        let thread = deep_thread()
            .spawn_scoped(scope, work)
            .context("the system gives no thread to run commands on")?;
        Ok(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

impl Interpreter {
    /// A session that knows what `shell.toml` says. Ctrl-C is heard on the calling thread.
    pub(super) fn new(named: Option<&Path>) -> Result<Self, Failure> {
        let file = ShellFile::find(named)?;
        let host = Rc::new(OsHost::new(Interrupts::listen()?, &file.drives));
        let mut session = Session::new(Rc::<OsHost>::clone(&host));
        let start = file.start.clone().unwrap_or_else(|| START.to_owned());
        let transport = Rc::new(HttpTransport::new(file, Rc::clone(&host)));
        cmdlets::register(&mut session, Rc::<HttpTransport>::clone(&transport));
        session.add_completer(Rc::new(PoolCompleter::new(Rc::new(Hasty(transport)))));
        Ok(Self { session, host, start })
    }

    /// The world that the session works in.
    pub(super) fn host(&self) -> &OsHost {
        &self.host
    }

    /// Goes to the folder that a prompt starts in; says so where that cannot be.
    pub(super) fn start(&self) {
        if let Err(error) = self.host.enter_folder(&self.start) {
            crate::output::remark(&format!("switchback: {error}"));
        }
    }

    /// Runs a text; `file` is the path of a script.
    pub(super) fn run(&mut self, text: &str, file: Option<&str>, arguments: Vec<Given>) -> Ended {
        self.host.interrupts().forget();
        let ended = self.session.run(text, file, arguments, &mut Console);
        self.host.show_progress(None);
        self.host.flush();
        ended
    }

    /// Does what a prompt asks, until it asks no more.
    pub(super) fn serve(&mut self, orders: &mpsc::Receiver<Order>) {
        for order in orders {
            // A prompt that has gone away does not read the answer.
            match order {
                Order::Folder(reply) => drop(reply.send(self.host.current_folder())),
                Order::Complete { text, cursor, reply } => {
                    self.host.interrupts().forget();
                    drop(reply.send(complete(&text, cursor, &self.session)));
                }
                Order::Run { text, reply } => drop(reply.send(self.run(&text, None, Vec::new()))),
                Order::Help { text, cursor, reply } => drop(reply.send(self.help(&text, cursor))),
            }
        }
    }

    fn help(&mut self, text: &str, cursor: usize) -> Ended {
        // The line stays where it is, and help begins below it.
        self.host.print(Stream::Information, "\n");
        let script = match command_at(text, cursor) {
            Some(command) => format!("Get-Help '{}' -Full", command.replace('\'', "''")),
            None => "Get-Help".to_owned(),
        };
        self.run(&script, None, Vec::new())
    }
}

/// Words of a command line as arguments of a script: names with a dash, everything else text.
pub(super) fn arguments(words: &[String]) -> Vec<Given> {
    words.iter().map(|word| argument(word)).collect()
}

fn argument(word: &str) -> Given {
    if word == "--" {
        return Given::EndOfParameters;
    }
    let text = |value: &str| Value::text(value);
    let name = word
        .strip_prefix('-')
        .filter(|name| name.starts_with(|first: char| first.is_alphabetic() || first == '_'));
    match name {
        None => Given::value(text(word)),
        Some(name) => match name.split_once(':') {
            None => Given::named(name, None),
            Some((name, value)) => {
                let value = match value.to_ascii_lowercase().as_str() {
                    "$true" => Value::Bool(true),
                    "$false" => Value::Bool(false),
                    "$null" => Value::Null,
                    _ => text(value),
                };
                Given::named(name, Some(value))
            }
        },
    }
}

/// The folder that a prompt starts in where nothing else is configured.
const START: &str = "C:\\";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_command_line_are_names_or_texts() {
        let words =
            ["-Name", "Help Desk", "-Force", "-Active:$false", "-5", "-Pool:a.b", "--", "-x", "$HOME"];
        let words = words.map(str::to_owned);
        let told: Vec<_> = arguments(&words).iter().map(|given| format!("{given:?}")).collect();
        insta::assert_snapshot!(told.join("\n"), @r#"
        Named { name: "Name", value: None, at: None }
        Value { value: String("Help Desk"), text: None, at: None }
        Named { name: "Force", value: None, at: None }
        Named { name: "Active", value: Some(Bool(false)), at: None }
        Value { value: String("-5"), text: None, at: None }
        Named { name: "Pool", value: Some(String("a.b")), at: None }
        EndOfParameters
        Named { name: "x", value: None, at: None }
        Value { value: String("$HOME"), text: None, at: None }
        "#);
    }
}
