//! Everything that must hold before a change lands, as one command.
//!
//! When adding a step: a line in [`STEPS`] and its function; cheap steps first.

use std::{path::Path, process::Command, time::Duration};

use anyhow::{Context, Result};

use crate::{
    cargo::{cargo, succeed},
    packages,
    stopwatch::{Stopwatch, in_words},
    tools,
};

/// One thing that must hold, and how it is tried.
struct Step {
    name: &'static str,
    run: fn(&Path) -> Result<()>,
}

const STEPS: &[Step] = &[
    step("packages and tools", prepare),
    step("format", format),
    step("clippy", clippy),
    // Before the tests, whose summary then stands last.
    step("doc tests", doc_tests),
    step("tests", tests),
    step("documentation", documentation),
    step("dependencies", dependencies),
];

const fn step(name: &'static str, run: fn(&Path) -> Result<()>) -> Step {
    Step { name, run }
}

/// Runs the steps in order, stops at the first that fails, and ends with a table of all of them.
pub(crate) fn run(root: &Path) -> Result<()> {
    let (rows, outcome) = walk(STEPS, root);
    print!("\n{}", table(&rows));
    outcome
}

fn prepare(root: &Path) -> Result<()> {
    packages::install()?;
    tools::cargo_deny(root).map(drop)
}

fn format(root: &Path) -> Result<()> {
    succeed(&mut cargo(root, &["fmt", "--all", "--check"])).context("`cargo fmt --all` puts it right")
}

fn clippy(root: &Path) -> Result<()> {
    let arguments = ["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"];
    succeed(&mut cargo(root, &arguments))
}

fn tests(root: &Path) -> Result<()> {
    let runner: &[_] =
        if tools::has_nextest(root) { &["nextest", "run"] } else { &["test", "--all-targets"] };
    let mut command = cargo(root, &[runner, &["--workspace", "--no-fail-fast"]].concat());
    // The recovery procedure must run where it lies beside the checkout, and not pass by being overlooked.
    let seed = root.join("../shared/seed");
    if seed.exists() {
        command.env("SWITCHBACK_SEED", seed);
    }
    succeed(&mut command)
}

fn doc_tests(root: &Path) -> Result<()> {
    succeed(&mut cargo(root, &["test", "--workspace", "--doc"]))
}

fn documentation(root: &Path) -> Result<()> {
    succeed(cargo(root, &["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))
}

/// Bans, licences and sources. The advisory database cannot be reached everywhere.
fn dependencies(root: &Path) -> Result<()> {
    let mut deny = Command::new(tools::cargo_deny(root)?);
    deny.args(["check", "bans", "licenses", "sources"]).current_dir(root);
    succeed(&mut deny)
}

/// What became of a step.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Held(Duration),
    Failed(Duration),
    NotRun,
}

fn walk(steps: &[Step], root: &Path) -> (Vec<(&'static str, Fate)>, Result<()>) {
    let mut outcome = Ok(());
    let rows = steps.iter().map(|step| {
        if outcome.is_err() {
            return (step.name, Fate::NotRun);
        }
        println!("\n== {} ==", step.name);
        let watch = Stopwatch::start();
        outcome = (step.run)(root).with_context(|| format!("the step \"{}\" failed", step.name));
        let elapsed = watch.elapsed();
        println!("-- {}: {}", step.name, in_words(elapsed));
        let fate = if outcome.is_ok() { Fate::Held(elapsed) } else { Fate::Failed(elapsed) };
        (step.name, fate)
    });
    (rows.collect(), outcome)
}

fn table(rows: &[(&str, Fate)]) -> String {
    let mut text = line("step", "result", "time");
    let mut total = Duration::ZERO;
    for (name, fate) in rows {
        let (result, elapsed) = match fate {
            Fate::Held(elapsed) => ("ok", elapsed),
            Fate::Failed(elapsed) => ("FAILED", elapsed),
            Fate::NotRun => {
                text += &line(name, "not run", "");
                continue;
            }
        };
        total += *elapsed;
        text += &line(name, result, &in_words(*elapsed));
    }
    text + &line("together", "", &in_words(total))
}

fn line(name: &str, result: &str, time: &str) -> String {
    format!("{name:<20} {result:<8} {time:>12}\n")
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    const FAKE: &[Step] = &[
        step("good", |_| Ok(())),
        step("bad", |_| bail!("three words are wrong")),
        step("never", |_| panic!("a step after a failure must not run")),
    ];

    #[test]
    fn the_first_failure_stops_the_walk_and_is_the_outcome() {
        let (rows, outcome) = walk(FAKE, Path::new("/"));
        assert!(matches!(
            rows[..],
            [("good", Fate::Held(_)), ("bad", Fate::Failed(_)), ("never", Fate::NotRun)]
        ));
        let error = format!("{:#}", outcome.unwrap_err());
        assert_eq!(error, "the step \"bad\" failed: three words are wrong");
    }

    #[test]
    fn the_table_shows_every_step_with_its_time() {
        let rows = [
            ("format", Fate::Held(Duration::from_millis(400))),
            ("clippy", Fate::Failed(Duration::from_secs(61))),
            ("tests", Fate::NotRun),
        ];
        let expected = [
            "step                 result           time",
            "format               ok              0.4 s",
            "clippy               FAILED     1 min 01 s",
            "tests                not run              ",
            "together                        1 min 01 s",
        ];
        assert_eq!(table(&rows).lines().collect::<Vec<_>>(), expected);
    }
}
