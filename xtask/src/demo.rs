//! `cargo xtask demo`: loses a pool of Contoso and gets everything back, with real processes, and says what it saw.
//!
//! A step is a line in [`steps::STEPS`]: it does something, verifies it, and can be sabotaged, so that a test sees
//! that its verification would notice. The steps after one that failed are not run.

mod calls;
mod checks;
mod failover;
mod holdings;
mod phone;
mod pool;
mod ports;
mod rebuild;
mod stage;
mod steps;

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Result, bail};
use comfy_table::{ContentArrangement, Table, presets};

use crate::{
    cargo::build_server,
    packages,
    stopwatch::{Stopwatch, in_words},
};
use stage::Stage;
use steps::{Rehearsal, STEPS};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Leave the pools running, and their data in place.
    #[arg(long)]
    keep: bool,
    /// Break something at this step, to see that its row fails.
    #[arg(long, value_name = "STEP", value_parser = clap::value_parser!(u64).range(1..=STEPS.len() as u64))]
    sabotage: Option<u64>,
    /// Build the server as it is shipped.
    #[arg(long)]
    release: bool,
    /// Where configurations, data and archives go; a new temporary directory unless told.
    #[arg(long, value_name = "DIRECTORY")]
    directory: Option<PathBuf>,
    /// Listen on free ports even where those of the examples are free.
    #[arg(long)]
    free_ports: bool,
    /// Run this server and build none.
    #[arg(long, value_name = "FILE", conflicts_with = "release")]
    program: Option<PathBuf>,
}

/// Runs the demo; an error when any step fails.
pub(crate) fn run(root: &Path, arguments: &Arguments) -> Result<()> {
    packages::install_for_demo()?;
    let program = match &arguments.program {
        Some(program) => program.clone(),
        None => build_server(root, arguments.release)?,
    };
    let stage = Stage::set(root, program, arguments)?;
    println!("configurations, data and archives are in {}", stage.directory().display());
    let sabotaged = arguments.sabotage.map(|step| usize::try_from(step).expect("a step has a small number"));
    let mut rehearsal = Rehearsal::new(root, stage, sabotaged);
    let rows = rehearse(&mut rehearsal);
    println!("{}", table(&rows));
    if let Some(left) = rehearsal.stage.close() {
        println!("{left}");
    }
    match rows.iter().position(|row| matches!(row.outcome, Outcome::Failed(_))) {
        None => Ok(()),
        Some(at) => bail!("step {} failed", at + 1),
    }
}

/// What became of a step.
struct Row {
    title: &'static str,
    /// What was typed into the management shell.
    commands: Vec<String>,
    outcome: Outcome,
    time: Duration,
}

enum Outcome {
    /// It was verified: what was seen.
    Verified(String),
    /// It failed: why.
    Failed(String),
    /// A step before it failed.
    NotRun,
}

/// Runs the steps, the last of which is left out when the pools are to stay.
fn rehearse(rehearsal: &mut Rehearsal<'_>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (at, step) in STEPS.iter().enumerate() {
        let failed = rows.iter().any(|row| !matches!(row.outcome, Outcome::Verified(_)));
        let watch = Stopwatch::start();
        let outcome = if failed {
            Outcome::NotRun
        } else {
            println!("{:>2}. {}", at + 1, step.title);
            match rehearsal.run(at + 1, step) {
                Ok(seen) => Outcome::Verified(seen),
                Err(error) => Outcome::Failed(format!("{error:#}")),
            }
        };
        let commands = rehearsal.take_commands();
        rows.push(Row { title: step.title, commands, outcome, time: watch.elapsed() });
    }
    rows
}

fn table(rows: &[Row]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(["", "step", "command", "", "what was verified", "time"]);
    for (at, row) in rows.iter().enumerate() {
        let (verdict, seen) = match &row.outcome {
            Outcome::Verified(seen) => ("ok", seen.as_str()),
            Outcome::Failed(why) => ("FAILED", why.as_str()),
            Outcome::NotRun => ("not run", ""),
        };
        let time = if seen.is_empty() { String::new() } else { in_words(row.time) };
        let commands = row.commands.join("\n");
        table.add_row([&(at + 1).to_string(), row.title, &commands, verdict, seen, &time]);
    }
    table
}
