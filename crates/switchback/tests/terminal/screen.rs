//! A real terminal: tmux, of which the tests see the screen and hear when it changes.

use std::{
    ffi::OsStr,
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    thread,
    time::Duration,
};

/// A home folder, and the terminal that runs in it.
pub(crate) struct Home(tempfile::TempDir);

/// A prompt in a terminal of its own.
pub(crate) struct Terminal {
    socket: PathBuf,
    watcher: Child,
    changed: Receiver<()>,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Opens a prompt in a terminal of 100 columns and 30 lines.
    pub(crate) fn prompt(&self) -> Terminal {
        let socket = self.path("tmux");
        // The exit code is read from the screen: tmux does not always notice that a program has ended.
        let script = format!("{} shell; echo \"ended with $?\"; exec cat", env!("CARGO_BIN_EXE_switchback"));
        let mut server = tmux(&socket);
        server.args(["-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30", &script, ";"]);
        server.args(["set-option", "-g", "status", "off"]);
        server.env_clear().env("HOME", self.0.path()).env("LANG", "C.UTF-8").env("TERM", "xterm-256color");
        server.env("PATH", std::env::var_os("PATH").unwrap_or_default()).current_dir(self.0.path());
        assert!(server.status().expect("tmux is installed").success(), "tmux starts");
        let mut watcher = tmux(&socket);
        watcher.args(["-C", "attach-session", "-f", "read-only,ignore-size"]);
        watcher.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut watcher = watcher.spawn().unwrap();
        let lines = BufReader::new(watcher.stdout.take().unwrap()).lines();
        let (tell, changed) = mpsc::channel();
        thread::spawn(move || {
            for line in lines.map_while(Result::ok).filter(|line| line.starts_with('%')) {
                let told = tell.send(());
                if told.is_err() || line.starts_with("%exit") {
                    break;
                }
            }
        });
        let terminal = Terminal { socket, watcher, changed };
        terminal.shows("PS C:\\>");
        terminal
    }
}

impl Terminal {
    /// Types text.
    pub(crate) fn types(&self, text: &str) {
        self.ask(["send-keys", "-l", "--", text]);
    }

    /// Presses a key, by tmux's name for it.
    pub(crate) fn presses(&self, key: &str) {
        self.ask(["send-keys", key]);
    }

    /// Types a line and ends it, when the prompt waits for one.
    pub(crate) fn enters(&self, line: &str) {
        self.until("a prompt at the end", |screen| {
            let last = screen.trim_end().lines().last().unwrap_or_default();
            [">", ">>", ":"].iter().any(|end| last.ends_with(end))
        });
        self.types(line);
        self.presses("Enter");
    }

    pub(crate) fn resize(&self, columns: u16, lines: u16) {
        self.ask(["resize-window", "-x", &columns.to_string(), "-y", &lines.to_string()]);
    }

    /// Waits until the screen shows a text, and gives the screen.
    pub(crate) fn shows(&self, text: &str) -> String {
        self.until(&format!("\"{text}\""), |screen| screen.contains(text))
    }

    /// Waits until the last line that is not empty is this, and gives the screen.
    pub(crate) fn ends_with(&self, line: &str) -> String {
        self.until(&format!("\"{line}\" at the end"), |screen| {
            screen.trim_end().lines().last() == Some(line.trim_end())
        })
    }

    /// Waits until the screen is as wanted.
    pub(crate) fn until(&self, wanted: &str, is_there: impl Fn(&str) -> bool) -> String {
        loop {
            let screen = self.screen();
            if is_there(&screen) {
                return screen;
            }
            match self.changed.recv_timeout(BOUND) {
                Ok(()) => while self.changed.try_recv().is_ok() {},
                Err(RecvTimeoutError::Timeout) => panic!("the screen never showed {wanted}:\n{screen}"),
                Err(RecvTimeoutError::Disconnected) => panic!("the terminal is gone:\n{screen}"),
            }
        }
    }

    /// Waits for the end of the program, and gives its exit code.
    pub(crate) fn exit_code(&self) -> i32 {
        let screen = self.shows("ended with ");
        let code = screen.lines().find_map(|line| line.strip_prefix("ended with "));
        code.unwrap().trim().parse().unwrap()
    }

    /// The screen with its colours.
    pub(crate) fn colours(&self) -> String {
        self.ask(["capture-pane", "-p", "-e"])
    }

    fn screen(&self) -> String {
        self.ask(["capture-pane", "-p"])
    }

    fn ask<const N: usize>(&self, arguments: [&str; N]) -> String {
        let answer = tmux(&self.socket).args(arguments.map(OsStr::new)).output().unwrap();
        assert!(answer.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&answer.stderr));
        String::from_utf8(answer.stdout).unwrap()
    }
}

/// A test that fails leaves nothing running.
impl Drop for Terminal {
    fn drop(&mut self) {
        // Where the server has ended already there is nothing to kill.
        drop(tmux(&self.socket).arg("kill-server").stderr(Stdio::null()).status());
        drop(self.watcher.wait());
        drop(fs::remove_file(&self.socket));
    }
}

fn tmux(socket: &Path) -> Command {
    let mut command = Command::new("tmux");
    command.arg("-S").arg(socket).env_remove("TMUX");
    command
}

/// How long an event may take on a busy machine.
const BOUND: Duration = Duration::from_secs(30);
