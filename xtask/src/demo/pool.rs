//! A pool as a real process.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
};

use anyhow::{Context, Result, bail, ensure};

use crate::client::Client;

/// One pool: its files, and its process while it runs.
pub(crate) struct Pool {
    pub(crate) fqdn: String,
    pub(crate) url: String,
    /// Where it takes calls.
    pub(crate) calls: SocketAddr,
    program: PathBuf,
    directory: PathBuf,
    name: &'static str,
    keep: bool,
    child: Option<Child>,
}

impl Pool {
    /// A pool whose configuration is `NAME.toml` in `directory`; `ports` are those of its API and of calls.
    pub(super) fn new(
        program: &Path,
        directory: &Path,
        name: &'static str,
        ports: (u16, u16),
        keep: bool,
    ) -> Self {
        let (api, calls) = ports;
        Self {
            fqdn: format!("{name}.contoso.com"),
            url: format!("http://127.0.0.1:{api}"),
            calls: SocketAddr::from(([127, 0, 0, 1], calls)),
            program: program.to_owned(),
            directory: directory.to_owned(),
            name,
            keep,
            child: None,
        }
    }

    /// Starts the process, and waits until it says that it answers and takes calls.
    pub(crate) fn start(&mut self) -> Result<()> {
        let log = self.directory.join(format!("{}.log", self.name));
        let log = File::options()
            .create(true)
            .append(true)
            .open(&log)
            .with_context(|| log.display().to_string())?;
        let mut child = self
            .command()
            .args(["serve", "--config"])
            .arg(self.directory.join(format!("{}.toml", self.name)))
            .arg("--token-file")
            .arg(self.token_file())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .with_context(|| format!("cannot run {}", self.program.display()))?;
        let output = child.stdout.take().context("the output of a child is a pipe")?;
        self.child = Some(child);
        let mut lines = BufReader::new(output).lines();
        while let Some(Ok(line)) = lines.next() {
            if line.contains("takes calls on") {
                return Ok(());
            }
        }
        let status = self.kill()?;
        bail!("{} ended before it answered ({status}): {}", self.fqdn, self.last_words()?)
    }

    /// The program, which does not outlive this one unless it is to be kept.
    fn command(&self) -> Command {
        let guardian =
            Command::new("setpriv").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        if self.keep || !guardian.is_ok_and(|status| status.success()) {
            return Command::new(&self.program);
        }
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "KILL"]).arg(&self.program);
        command
    }

    /// Ends the process with SIGKILL.
    pub(crate) fn kill(&mut self) -> Result<ExitStatus> {
        let mut child = self.child.take().with_context(|| format!("{} does not run", self.fqdn))?;
        child.kill()?;
        Ok(child.wait()?)
    }

    /// Asks the process to stop, and waits until it has.
    pub(crate) fn stop(&mut self) -> Result<ExitStatus> {
        let mut child = self.child.take().with_context(|| format!("{} does not run", self.fqdn))?;
        let asked = Command::new("sh").args(["-c", &format!("kill -TERM {}", child.id())]).status()?;
        ensure!(asked.success(), "cannot signal process {}", child.id());
        Ok(child.wait()?)
    }

    /// Takes everything away that the pool knows.
    pub(crate) fn empty_data(&self) -> Result<()> {
        ensure!(self.child.is_none(), "{} still runs", self.fqdn);
        fs::remove_dir_all(self.data())?;
        Ok(fs::remove_file(self.token_file())?)
    }

    /// Where the pool keeps what it knows, as its configuration says.
    pub(crate) fn data(&self) -> PathBuf {
        self.directory.join("data").join(self.name)
    }

    /// The API, as the administrator sees it.
    pub(crate) fn client(&self) -> Result<Client> {
        Client::with_token_file(&self.url, &self.token_file())
    }

    /// The number of its process.
    pub(super) fn process(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// Where the token of its administrator stands.
    pub(super) fn token_file(&self) -> PathBuf {
        self.directory.join(format!("{}.token", self.name))
    }

    fn last_words(&self) -> Result<String> {
        let log = fs::read_to_string(self.directory.join(format!("{}.log", self.name)))?;
        Ok(log.lines().next_back().unwrap_or("it said nothing").to_owned())
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take().filter(|_| !self.keep) {
            // A process that has ended already needs no end.
            drop(child.kill());
            drop(child.wait());
        }
    }
}
