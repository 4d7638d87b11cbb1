//! The load generator, as a program of its own on a core of its own, and what it measured.

use std::{
    collections::BTreeMap,
    fmt,
    path::PathBuf,
    process::{Command, Stdio},
    thread,
};

use anyhow::{Context, Result, ensure};

use super::{pool::LoadedPool, rates};

pub(super) struct Generator {
    program: PathBuf,
    is_pinned: bool,
}

/// What a load has measured, by name.
pub(super) struct Measured(BTreeMap<String, f64>);

impl Generator {
    /// The program, held on a core where it is to be.
    pub(super) fn new(program: PathBuf, is_pinned: bool) -> Result<Self> {
        let cores = thread::available_parallelism()?.get();
        ensure!(!is_pinned || cores >= 2, "the server and the load need a core each, and here is one");
        Ok(Self { program, is_pinned })
    }

    /// What holds a server on its core.
    pub(super) const fn holds_server(&self) -> &'static [&'static str] {
        if self.is_pinned { &["taskset", "--cpu-list", "0"] } else { &[] }
    }

    /// Loads a pool.
    pub(super) fn load(&self, job: &str, pool: &LoadedPool, more: &[&str]) -> Result<Measured> {
        let (process, agents) = (pool.process().to_string(), pool.agents().to_string());
        let common = [job, "--server", pool.address(), "--process", &process, "--agents", &agents];
        let words: Vec<&str> = common.into_iter().chain(more.iter().copied()).collect();
        let measured = self.run(&words)?;
        println!("{} {}\n{measured}", job, more.join(" "));
        Ok(measured)
    }

    /// What a command of the generator prints.
    pub(super) fn text(&self, words: &[&str]) -> Result<String> {
        let mut command = if self.is_pinned {
            let mut held = Command::new("taskset");
            held.args(["--cpu-list", "1"]).arg(&self.program);
            held
        } else {
            Command::new(&self.program)
        };
        let output = command.args(words).stderr(Stdio::inherit()).output();
        let output = output.context("the load generator does not start; is util-linux there?")?;
        ensure!(output.status.success(), "the load generator failed: {}", output.status);
        Ok(String::from_utf8(output.stdout)?)
    }

    /// The figures of a command of the generator.
    pub(super) fn run(&self, words: &[&str]) -> Result<Measured> {
        let text = self.text(words)?;
        let figures = text.lines().filter_map(|line| line.split_once('\t'));
        let figures = figures.map(|(name, value)| Ok((name.to_owned(), value.parse()?)));
        Ok(Measured(figures.collect::<Result<_>>()?))
    }
}

impl Measured {
    pub(super) fn get(&self, name: &str) -> Result<f64> {
        self.0.get(name).copied().with_context(|| format!("the load generator says nothing of: {name}"))
    }

    /// A figure for people.
    pub(super) fn words(&self, name: &str, unit: &str) -> Result<String> {
        Ok(format!("{:.3} {unit}", self.get(name)?))
    }

    /// What the generator had left of its core, in percent.
    pub(super) fn spare(&self) -> Result<f64> {
        Ok(100.0 - self.get("CPU of the generator, % of a core")?)
    }

    /// Whether every call reached an agent and was ended, and nothing went where it does not belong.
    pub(super) fn is_whole(&self) -> Result<bool> {
        let faults = FAULTS.iter().map(|name| self.get(name)).collect::<Result<Vec<_>>>()?;
        let reached = self.get("calls that reached an agent")?;
        Ok(reached > 0.0 && reached == self.get("calls")? && faults.iter().all(|count| *count == 0.0))
    }

    /// Whether moreover the answers came soon enough, and what was said was heard.
    pub(super) fn is_clean(&self) -> Result<bool> {
        let unheard = self.get("of these not heard")? / self.get("packets of voice said in talks")?.max(1.0);
        let answered = self.get("INVITE to 200 p99, ms")?;
        let heard = self.get("voice from one side to the other p99, ms")?;
        Ok(self.is_whole()?
            && unheard <= rates::UNHEARD_BOUND
            && answered <= rates::ANSWER_BOUND
            && heard <= rates::VOICE_BOUND)
    }
}

/// What must not be.
const FAULTS: [&str; 4] = [
    "calls refused",
    "calls that did not end",
    "offers to an agent with a call",
    "packets of voice in the wrong call",
];

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(name, value)| writeln!(f, "  {name}: {value:.3}"))
    }
}
