//! Foreign programs as processes: input and output by pipes, bounded in time, memory and output.
//!
//! No shell is asked and nothing that a user wrote stands on a command line. A program that is stopped is waited
//! for, so none is left behind.

use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::ioctl_fionbio;
use rustix::process::{Pid, Resource, Rlimit, prlimit};

/// A program and what it may use.
#[derive(Clone, Debug)]
pub struct Program {
    /// A name that is looked up in the search path, or a path.
    pub name: PathBuf,
    /// The Debian package that brings it.
    pub package: &'static str,
    /// What it may use.
    pub limits: Limits,
}

/// What one run may use.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// From start to end.
    pub time: Duration,
    /// Address space.
    pub memory_bytes: u64,
    /// What it writes.
    pub output_bytes: usize,
}

/// Why a program gave no result.
#[derive(Debug, thiserror::Error)]
pub enum ProgramError {
    /// It is not installed.
    #[error("{} is not installed on the pool: install the package {package}", name.display())]
    Missing {
        /// What was looked for.
        name: PathBuf,
        /// What brings it.
        package: &'static str,
    },
    /// The operating system failed.
    #[error("{} could not be run: {error}", name.display())]
    System {
        /// The program.
        name: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// It took too long and was stopped.
    #[error("{} took longer than {} seconds and was stopped", name.display(), limit.as_secs())]
    TooSlow {
        /// The program.
        name: PathBuf,
        /// How long it may take.
        limit: Duration,
    },
    /// It wrote too much and was stopped.
    #[error("{} wrote more than {limit} bytes and was stopped", name.display())]
    TooMuch {
        /// The program.
        name: PathBuf,
        /// How much it may write.
        limit: usize,
    },
    /// It ended with an error.
    #[error("{} failed ({status}): {words}", name.display())]
    Failed {
        /// The program.
        name: PathBuf,
        /// How it ended.
        status: ExitStatus,
        /// The beginning of what it said.
        words: String,
    },
}

impl Program {
    /// Runs the program to its end and returns what it wrote.
    ///
    /// # Errors
    /// [`ProgramError`]; the process is gone in any case.
    pub fn run(&self, arguments: &[&str], input: &[u8]) -> Result<Vec<u8>, ProgramError> {
        let mut running = Running::start(self, arguments)?;
        let written = running.exchange(input);
        let status = running.end(written.is_err());
        let name = || self.name.clone();
        let status = status.map_err(|error| ProgramError::System { name: name(), error })?;
        let written = written.map_err(|stop| match stop {
            Stop::Time => ProgramError::TooSlow { name: name(), limit: self.limits.time },
            Stop::Output => ProgramError::TooMuch { name: name(), limit: self.limits.output_bytes },
            Stop::System(error) => ProgramError::System { name: name(), error },
        })?;
        if !status.success() {
            let words = String::from_utf8_lossy(&written.words).trim().to_owned();
            return Err(ProgramError::Failed { name: name(), status, words });
        }
        Ok(written.output)
    }
}

/// A process that is stopped, if need be, and waited for.
struct Running {
    child: Child,
    deadline: Instant,
    limits: Limits,
}

/// What a process wrote.
struct Written {
    output: Vec<u8>,
    /// The beginning of what it said of its errors.
    words: Vec<u8>,
}

/// Why a process is stopped.
enum Stop {
    Time,
    Output,
    System(io::Error),
}

impl Running {
    fn start(program: &Program, arguments: &[&str]) -> Result<Self, ProgramError> {
        let name = || program.name.clone();
        let mut command = Command::new(&program.name);
        command.args(arguments).current_dir("/").env_clear().process_group(0);
        command.env("PATH", SEARCH_PATH).env("LC_ALL", "C.UTF-8");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = command.spawn().map_err(|error| match error.kind() {
            ErrorKind::NotFound => ProgramError::Missing { name: name(), package: program.package },
            _ => ProgramError::System { name: name(), error },
        })?;
        let running = Self { child, deadline: now() + program.limits.time, limits: program.limits };
        match running.bound() {
            Ok(()) => Ok(running),
            Err(error) => {
                drop(running.end(true));
                Err(ProgramError::System { name: name(), error })
            }
        }
    }

    /// Sets the limits that the system keeps. The program waits for its input, so it has none of it yet.
    fn bound(&self) -> io::Result<()> {
        let limit = |most| Rlimit { current: Some(most), maximum: Some(most) };
        let pid = Some(Pid::from_child(&self.child));
        prlimit(pid, Resource::As, limit(self.limits.memory_bytes))?;
        prlimit(pid, Resource::Cpu, limit(self.limits.time.as_secs() + 1))?;
        prlimit(pid, Resource::Fsize, limit(FILE_BYTES_MAX))?;
        prlimit(pid, Resource::Core, limit(0))?;
        Ok(())
    }

    /// Gives the input and takes the output, both as they can be given and taken, until the output ends.
    fn exchange(&mut self, mut input: &[u8]) -> Result<Written, Stop> {
        let mut stdin = self.child.stdin.take();
        let (Some(mut stdout), Some(mut stderr)) = (self.child.stdout.take(), self.child.stderr.take())
        else {
            return Err(Stop::System(ErrorKind::BrokenPipe.into()));
        };
        let nonblocking = |result: rustix::io::Result<()>| result.map_err(|error| Stop::System(error.into()));
        nonblocking(stdin.iter().try_for_each(|pipe| ioctl_fionbio(pipe, true)))?;
        nonblocking(ioctl_fionbio(&stdout, true))?;
        nonblocking(ioctl_fionbio(&stderr, true))?;
        let mut written = Written { output: Vec::new(), words: Vec::new() };
        let (mut output_open, mut words_open) = (true, true);
        while output_open || words_open {
            if input.is_empty() {
                stdin = None;
            }
            let mut pipes = Vec::with_capacity(3);
            pipes.extend(output_open.then(|| PollFd::new(&stdout, PollFlags::IN)));
            pipes.extend(words_open.then(|| PollFd::new(&stderr, PollFlags::IN)));
            pipes.extend(stdin.as_ref().map(|pipe| PollFd::new(pipe, PollFlags::OUT)));
            self.wait_for(&mut pipes)?;
            if let Some(pipe) = &mut stdin {
                input = give(pipe, input).map_err(Stop::System)?;
            }
            output_open = output_open && take(&mut stdout, &mut written.output).map_err(Stop::System)?;
            words_open = words_open && take(&mut stderr, &mut written.words).map_err(Stop::System)?;
            written.words.truncate(WORDS_BYTES_MAX);
            if written.output.len() > self.limits.output_bytes {
                return Err(Stop::Output);
            }
        }
        Ok(written)
    }

    fn wait_for(&self, pipes: &mut [PollFd<'_>]) -> Result<(), Stop> {
        let left = self.deadline.saturating_duration_since(now());
        if left.is_zero() {
            return Err(Stop::Time);
        }
        let timeout = Timespec::try_from(left).map_err(|_| Stop::Time)?;
        match poll(pipes, Some(&timeout)) {
            Ok(0) => Err(Stop::Time),
            Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
            Err(error) => Err(Stop::System(error.into())),
        }
    }

    /// Waits for the process, which has closed its output; one that goes on after that has nothing more to say.
    fn end(mut self, stop: bool) -> io::Result<ExitStatus> {
        let patience = now() + PATIENCE;
        while !stop && now() < patience {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        self.child.kill()?;
        self.child.wait()
    }
}

/// Writes what the pipe takes; a program that does not want the rest is none of our business.
fn give<'a>(pipe: &mut impl Write, input: &'a [u8]) -> io::Result<&'a [u8]> {
    match pipe.write(input) {
        Ok(count) => Ok(&input[count..]),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(&[]),
        Err(error) if later(&error) => Ok(input),
        Err(error) => Err(error),
    }
}

/// Reads some of what there is; whether there may be more.
fn take(pipe: &mut impl Read, into: &mut Vec<u8>) -> io::Result<bool> {
    let mut block = [0; 1 << 16];
    match pipe.read(&mut block) {
        Ok(0) => Ok(false),
        Ok(count) => {
            into.extend_from_slice(&block[..count]);
            Ok(true)
        }
        Err(error) if later(&error) => Ok(true),
        Err(error) => Err(error),
    }
}

fn later(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted)
}

#[expect(clippy::disallowed_methods, reason = "a process of the system runs in real time")]
fn now() -> Instant {
    Instant::now()
}

/// Where the programs are looked for.
const SEARCH_PATH: &str = "/usr/local/bin:/usr/bin:/bin";
/// The largest file: espeak-ng reserves 64 MB of shared memory for a sound server, which counts as one.
const FILE_BYTES_MAX: u64 = 128 << 20;
/// How much of a program's complaint is kept.
const WORDS_BYTES_MAX: usize = 500;
/// How long a process may live that has closed its output.
const PATIENCE: Duration = Duration::from_secs(2);
