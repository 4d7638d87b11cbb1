//! A server of its own for each measurement, in a directory that goes away with it.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, bail};

use crate::stopwatch::Stopwatch;

pub(super) struct Server {
    child: Child,
    directory: PathBuf,
    command: Vec<String>,
    pub(super) url: String,
    pub(super) token: String,
    /// From the start of the process to the line that says it answers.
    pub(super) started_in: Duration,
    /// Kept open: the server writes to it.
    _output: BufReader<ChildStdout>,
}

/// What a server is started with beside what every one has.
#[derive(Default)]
pub(super) struct Wanted<'a> {
    /// What comes before its command, as what holds it on a core.
    pub(super) before: &'a [&'a str],
    /// Lines in the middle of its file, below `[listen]`, and sections at the end.
    pub(super) listen: &'a str,
    pub(super) sections: &'a str,
    /// Lines at the end of the topology.
    pub(super) topology: &'a str,
}

impl Server {
    /// Starts a pool of this FQDN with an empty data directory.
    pub(super) fn start(program: &Path, pool: &str) -> Result<Self> {
        let quiet = Wanted { sections: "[log]\nlevel = \"warn\"\n", ..Wanted::default() };
        Self::start_as(program, pool, &quiet)
    }

    /// As [`Self::start`], with more than every server has.
    pub(super) fn start_as(program: &Path, pool: &str, wanted: &Wanted<'_>) -> Result<Self> {
        let directory = std::env::temp_dir().join(format!("switchback-bench-{}-{pool}", std::process::id()));
        drop(fs::remove_dir_all(&directory));
        fs::create_dir_all(&directory)?;
        let Wanted { before, listen, sections, topology } = wanted;
        fs::write(
            directory.join("topology.toml"),
            format!("[[pool]]\nfqdn = \"{pool}\"\napi = \"http://127.0.0.1:0\"\n{topology}"),
        )?;
        let limits = "[limits]\nrequests_per_second = 1000000\nrequests_burst = 1000000\n";
        let config = format!(
            "pool = \"{pool}\"\ndata = \"data\"\ntopology = \"topology.toml\"\n[listen]\napi = \"127.0.0.1:0\"\n{listen}\n{limits}{sections}"
        );
        fs::write(directory.join("pool.toml"), config)?;
        let command = command_line(program, &directory, before);
        let watch = Stopwatch::start();
        let mut child = Command::new(&command[0])
            .args(&command[1..])
            .stdout(Stdio::piped())
            .stderr(fs::File::create(directory.join("log"))?)
            .spawn()
            .with_context(|| format!("{} does not start", command[0]))?;
        let mut output = BufReader::new(child.stdout.take().context("the server has no standard output")?);
        let url = line_with(&mut output, "answers on ")?;
        let started_in = watch.elapsed();
        if !listen.is_empty() {
            line_with(&mut output, "takes calls on ")?;
        }
        let token = fs::read_to_string(directory.join("token"))?.trim().to_owned();
        Ok(Self { child, directory, command, url, token, started_in, _output: output })
    }

    /// A line of the kernel's account of the process, in MB.
    pub(super) fn memory(&self, line: &str) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let found = status.lines().find_map(|found| found.strip_prefix(line)?.strip_prefix(':'));
        let kilobytes: f64 =
            found.context("the kernel says nothing of it")?.trim().trim_end_matches(" kB").parse()?;
        Ok(kilobytes / 1024.0)
    }

    pub(super) fn directory(&self) -> &Path {
        &self.directory
    }

    /// The number of its process.
    pub(super) fn process(&self) -> u32 {
        self.child.id()
    }

    /// What starts it again with what it knows.
    pub(super) fn command(&self) -> &[String] {
        &self.command
    }

    /// Ends its process; what it knows stays.
    pub(super) fn end(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

fn command_line(program: &Path, directory: &Path, before: &[&str]) -> Vec<String> {
    let path = |name: &str| directory.join(name).display().to_string();
    let own = [
        program.display().to_string(),
        "serve".to_owned(),
        "--config".to_owned(),
        path("pool.toml"),
        "--token-file".to_owned(),
        path("token"),
    ];
    before.iter().map(|word| (*word).to_owned()).chain(own).collect()
}

/// What follows these words in the first line that has them.
fn line_with(output: &mut BufReader<ChildStdout>, words: &str) -> Result<String> {
    let mut line = String::new();
    while output.read_line(&mut line)? > 0 {
        if let Some((_, rest)) = line.split_once(words) {
            return Ok(rest.trim().to_owned());
        }
        line.clear();
    }
    bail!("the server ended before it said \"{}\"", words.trim())
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
        drop(fs::remove_dir_all(&self.directory));
    }
}
