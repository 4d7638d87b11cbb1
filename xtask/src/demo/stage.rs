//! Where the demo plays: a directory with copies of the example configurations, and three pools.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    path::{Path, PathBuf},
    process, thread,
};

use anyhow::{Context, Result, ensure};

use super::{Arguments, pool::Pool, ports::Ports};

/// The directory and the pools; both go away with it, unless they are to be kept.
pub(crate) struct Stage {
    directory: PathBuf,
    keep: bool,
    program: PathBuf,
    pub(crate) primary: Pool,
    pub(crate) backup: Pool,
    pub(crate) newprimary: Pool,
    /// No other demo has them as long as this one goes on.
    _ports: Ports,
}

impl Stage {
    /// Makes the directory and copies the configurations.
    pub(super) fn set(root: &Path, program: PathBuf, arguments: &Arguments) -> Result<Self> {
        remove_what_others_left()?;
        let own = || std::env::temp_dir().join(format!("{PREFIX}{}", process::id()));
        let directory = arguments.directory.clone().unwrap_or_else(own);
        fs::create_dir(&directory).with_context(|| format!("cannot make {}", directory.display()))?;
        fs::create_dir(directory.join("archives"))?;
        if arguments.keep {
            fs::write(directory.join(KEPT), "")?;
        }
        let ports =
            if !arguments.free_ports && Ports::LISTED.are_free() { Ports::LISTED } else { Ports::free()? };
        for file in ["primary.toml", "backup.toml", "newprimary.toml", "topology.toml", "shell.toml"] {
            let text = fs::read_to_string(root.join("examples/contoso").join(file))?;
            fs::write(directory.join(file), ports.fill(&text))?;
        }
        // The drive C: of the commands is the folder of the archives.
        let mut shell = fs::OpenOptions::new().append(true).open(directory.join("shell.toml"))?;
        shell.write_all(b"\n[drives]\nC = \"archives\"\n")?;
        let mut topology = fs::OpenOptions::new().append(true).open(directory.join("topology.toml"))?;
        topology.write_all(user(&program, PHONE_USER)?.as_bytes())?;
        let pool = |name, ports| Pool::new(&program, &directory, name, ports, arguments.keep);
        let [primary, backup, newprimary] = ports.of_pools();
        Ok(Self {
            keep: arguments.keep,
            program: program.clone(),
            primary: pool("primary", primary),
            backup: pool("backup", backup),
            newprimary: pool("newprimary", newprimary),
            _ports: ports,
            directory,
        })
    }

    pub(super) fn directory(&self) -> &Path {
        &self.directory
    }

    /// Where an archive of this name goes.
    pub(crate) fn archive(&self, name: &str) -> PathBuf {
        self.directory.join("archives").join(format!("{name}.zip"))
    }

    /// Types a command into the management shell, and gives what it says. What it tells on the way with -Verbose is
    /// shown as it comes. An error ends with the shell's words.
    pub(crate) fn type_in(&self, command: &str) -> Result<String> {
        let mut child = process::Command::new(&self.program)
            .args(["-c", command, "--config"])
            .arg(self.directory.join("shell.toml"))
            .stdin(process::Stdio::null())
            .stdout(process::Stdio::piped())
            .stderr(process::Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot run {}", self.program.display()))?;
        let told = child.stderr.take().context("the errors of a child are a pipe")?;
        let listening = thread::spawn(move || {
            let lines = BufReader::new(told).lines().map_while(Result::ok);
            let show = |line: &String| {
                line.strip_prefix(VERBOSE).into_iter().for_each(|words| println!("        {words}"))
            };
            lines.inspect(show).collect::<Vec<_>>()
        });
        let mut said = String::new();
        child.stdout.take().context("the output of a child is a pipe")?.read_to_string(&mut said)?;
        let status = child.wait()?;
        let told = listening.join().unwrap_or_default();
        let wrong: Vec<&str> =
            told.iter().map(String::as_str).filter(|line| !line.starts_with(VERBOSE)).collect();
        ensure!(status.success(), "{}", wrong.join("\n").trim());
        Ok(said + &told.join("\n"))
    }

    /// Whether the pools are to stay at the end.
    pub(crate) const fn keep(&self) -> bool {
        self.keep
    }

    /// Ends what still runs; says what stays where that is wanted.
    pub(super) fn close(self) -> Option<String> {
        let running = [&self.primary, &self.backup, &self.newprimary]
            .into_iter()
            .filter_map(|pool| Some((pool, pool.process()?)));
        let lines = running.map(|(pool, process)| {
            let Pool { fqdn, url, .. } = pool;
            let token = pool.token_file();
            format!(
                "{fqdn} answers on {url} with the token in {}; `kill {process}` stops it",
                token.display()
            )
        });
        let lines: Vec<String> = lines.collect();
        self.keep.then(|| lines.join("\n"))
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if self.keep {
            return;
        }
        for pool in [&mut self.primary, &mut self.backup, &mut self.newprimary] {
            if pool.process().is_some()
                && let Err(error) = pool.kill()
            {
                eprintln!("{} may still run: {error:#}", pool.fqdn);
            }
        }
        if let Err(error) = fs::remove_dir_all(&self.directory) {
            eprintln!("{} stays: {error}", self.directory.display());
        }
    }
}

/// What the topology says of somebody whose telephone may register: the program turns the password into it.
fn user(program: &Path, address: &str) -> Result<String> {
    let mut child = process::Command::new(program)
        .args(["sip-user", address])
        .stdin(process::Stdio::piped())
        .stdout(process::Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot run {}", program.display()))?;
    let password = format!("{PHONE_PASSWORD}\n");
    child.stdin.take().context("it reads a password")?.write_all(password.as_bytes())?;
    let output = child.wait_with_output()?;
    ensure!(output.status.success(), "no password could be kept: {}", output.status);
    Ok(format!("\n{}", String::from_utf8(output.stdout)?))
}

/// Removes the directories of demos that were broken off. Their processes ended with them.
fn remove_what_others_left() -> Result<()> {
    for entry in fs::read_dir(std::env::temp_dir())?.flatten() {
        let name = entry.file_name();
        let owner = name.to_str().and_then(|name| name.strip_prefix(PREFIX)?.parse::<u32>().ok());
        if owner.is_some_and(|owner| !Path::new(&format!("/proc/{owner}")).exists())
            && !entry.path().join(KEPT).exists()
        {
            drop(fs::remove_dir_all(entry.path()));
        }
    }
    Ok(())
}

/// Whose telephone registers in the demo, and its password.
const PHONE_USER: &str = "sip:pat@contoso.com";
pub(super) const PHONE_PASSWORD: &str = "only for this demo";
/// What stands before the words that a command tells on the way.
const VERBOSE: &str = "VERBOSE: ";
const PREFIX: &str = "switchback-demo-";
/// A file that says that a directory is to stay.
const KEPT: &str = "kept";
