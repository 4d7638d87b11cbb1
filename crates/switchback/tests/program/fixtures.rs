//! Pools that run as processes of their own, and what they need.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError},
};

use crate::server::{lines, until, url};

/// What no line holds: who waits for it reads to the end.
const NO_LINE: &str = "\0";

/// A certificate for this machine that signs itself, and its key, both PEM.
pub(crate) struct Pair {
    pub(crate) certificate: String,
    pub(crate) key: String,
}

pub(crate) fn certificate() -> Pair {
    let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
    let made = rcgen::generate_simple_self_signed(names).unwrap();
    Pair { certificate: made.cert.pem(), key: made.signing_key.serialize_pem() }
}

pub(crate) fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// A folder with the file of one pool.
pub(crate) struct PoolFolder(tempfile::TempDir);

impl PoolFolder {
    /// A pool of this name on any free port of loopback, with more lines for its file.
    pub(crate) fn new(pool: &str, more: &str) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        folder.rewrite(pool, more);
        folder
    }

    pub(crate) fn rewrite(&self, pool: &str, more: &str) {
        let text = format!("pool = \"{pool}\"\ndata = \"data\"\n{more}\n[listen]\napi = \"127.0.0.1:0\"\n");
        fs::write(self.path("pool.toml"), text).unwrap();
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs a command to its end in the folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_switchback"));
        command
            .args(arguments)
            .current_dir(self.0.path())
            .env_remove("SWITCHBACK_TOKEN")
            .env_remove("SSL_CERT_FILE");
        command
    }

    /// Starts the pool and waits until it answers.
    pub(crate) fn start(&self, more: &[&str]) -> Running {
        let arguments = ["serve", "--config", "pool.toml"].into_iter().chain(more.iter().copied());
        let mut command = self.command(&arguments.collect::<Vec<_>>());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let out = lines(child.stdout.take().unwrap());
        let err = lines(child.stderr.take().unwrap());
        let mut running = Running { child, out, err, said: Vec::new(), logged: Vec::new() };
        if running.says("answers on").is_none() {
            running.logs(NO_LINE);
            panic!("the pool did not start: {:?} {:?}", running.said, running.logged);
        }
        running
    }
}

/// A pool that runs.
pub(crate) struct Running {
    child: Child,
    out: Receiver<String>,
    err: Receiver<String>,
    /// What it has said on standard output so far.
    pub(crate) said: Vec<String>,
    /// What it has logged so far.
    pub(crate) logged: Vec<String>,
}

impl Running {
    /// Waits for a line on standard output; nothing when the pool ends without it.
    pub(crate) fn says(&mut self, words: &str) -> Option<String> {
        wait(&self.out, &mut self.said, words)
    }

    /// Waits for a line of the log; nothing when the pool ends without it.
    pub(crate) fn logs(&mut self, words: &str) -> Option<String> {
        wait(&self.err, &mut self.logged, words)
    }

    pub(crate) fn url(&self) -> String {
        let ready = self.said.iter().find_map(|line| url(line));
        ready.expect("it has said where it answers").to_owned()
    }

    pub(crate) fn address(&self) -> String {
        self.url().split_once("://").unwrap().1.to_owned()
    }

    /// The token of the first start.
    pub(crate) fn first_token(&self) -> Option<String> {
        let line = self.said.iter().find(|line| line.contains("the first token"))?;
        line.rsplit(' ').next().map(str::to_owned)
    }

    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status();
        assert!(sent.unwrap().success());
    }

    /// Stops the pool in order and reads what it says to the end.
    pub(crate) fn stop(mut self) -> (ExitStatus, Vec<String>, Vec<String>) {
        self.signal("TERM");
        self.ended()
    }

    /// Waits for the end.
    pub(crate) fn ended(&mut self) -> (ExitStatus, Vec<String>, Vec<String>) {
        assert_eq!(self.says(NO_LINE), None, "no line has such a character");
        assert_eq!(self.logs(NO_LINE), None, "no line has such a character");
        (self.child.wait().unwrap(), std::mem::take(&mut self.said), std::mem::take(&mut self.logged))
    }

    /// Asks the API; gives the status and the body.
    pub(crate) fn ask(&self, method: &str, path: &str, token: &str, body: &str) -> (u16, String) {
        let agent = ureq::Agent::config_builder().http_status_as_error(false).proxy(None).build().new_agent();
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url()))
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json");
        let mut answer = agent.run(request.body(body.to_owned()).unwrap()).unwrap();
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
    }
}

/// A test that fails leaves nothing running.
impl Drop for Running {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.child.kill().unwrap();
            self.child.wait().unwrap();
        }
    }
}

fn wait(lines: &Receiver<String>, seen: &mut Vec<String>, words: &str) -> Option<String> {
    match until(lines, seen, |line| line.contains(words).then(|| line.to_owned())) {
        Ok(line) => Some(line),
        Err(RecvTimeoutError::Disconnected) => None,
        Err(RecvTimeoutError::Timeout) => panic!("no line with \"{words}\" after {seen:?}"),
    }
}

/// What a command said on standard error, when it failed with this code.
pub(crate) fn failure(ended: &Output, code: i32) -> String {
    let err = String::from_utf8(ended.stderr.clone()).unwrap();
    assert_eq!(ended.status.code(), Some(code), "{err}");
    err.trim_end().to_owned()
}

/// What a command said on standard output, when it succeeded.
pub(crate) fn success(ended: &Output) -> String {
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    String::from_utf8(ended.stdout.clone()).unwrap().trim_end().to_owned()
}
