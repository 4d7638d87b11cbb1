//! A server of its own for each measurement, in a directory that goes away with it.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, bail};

use crate::stopwatch::Stopwatch;

pub(super) struct Server {
    child: Child,
    directory: PathBuf,
    pub(super) url: String,
    pub(super) token: String,
    /// From the start of the process to the line that says it answers.
    pub(super) started_in: Duration,
}

impl Server {
    /// Starts a pool of this FQDN with an empty data directory.
    pub(super) fn start(program: &Path, pool: &str) -> Result<Self> {
        let directory = std::env::temp_dir().join(format!("switchback-bench-{}-{pool}", std::process::id()));
        drop(fs::remove_dir_all(&directory));
        fs::create_dir_all(&directory)?;
        fs::write(
            directory.join("topology.toml"),
            format!("[[pool]]\nfqdn = \"{pool}\"\napi = \"http://127.0.0.1:0\"\n"),
        )?;
        let limits =
            "[limits]\nrequests_per_second = 1000000\nrequests_burst = 1000000\n[log]\nlevel = \"warn\"\n";
        let config = format!(
            "pool = \"{pool}\"\ndata = \"data\"\ntopology = \"topology.toml\"\n[listen]\napi = \"127.0.0.1:0\"\n{limits}"
        );
        fs::write(directory.join("pool.toml"), config)?;
        let token_file = directory.join("token");
        let watch = Stopwatch::start();
        let mut child = Command::new(program)
            .arg("serve")
            .arg("--config")
            .arg(directory.join("pool.toml"))
            .arg("--token-file")
            .arg(&token_file)
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} does not start", program.display()))?;
        let output = child.stdout.take().context("the server has no standard output")?;
        let url = BufReader::new(output)
            .lines()
            .map_while(Result::ok)
            .find_map(|line| line.split_once("answers on ").map(|(_, url)| url.trim().to_owned()));
        let started_in = watch.elapsed();
        let Some(url) = url else { bail!("the server ended before it answered") };
        let token = fs::read_to_string(&token_file)?.trim().to_owned();
        Ok(Self { child, directory, url, token, started_in })
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
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
        drop(fs::remove_dir_all(&self.directory));
    }
}
