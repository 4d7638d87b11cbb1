//! `cargo xtask bench`: measured figures, never asserted by a test. Each is printed beside the figure it is
//! held against.

mod calls;
mod config;
mod disk;
mod generate;
mod media;
mod server;
mod shell;

use std::path::Path;

use anyhow::Result;
use clap::Subcommand;
use comfy_table::{Table, presets};

#[derive(Subcommand)]
pub(crate) enum Benchmark {
    /// Calls through a queue: what they cost, how many there may be, how soon agents get the next.
    Calls(calls::Arguments),
    /// A pool with 10,000 workflows: export, import, reading, durable changes, memory, start.
    Config,
    /// The voice: what a packet costs beside that of a bare socket, and how late packets leave.
    Media,
    /// The management shell: its start, a pipeline over 100,000 objects, 10,000 workflows through a filter.
    Shell,
}

pub(crate) fn run(root: &Path, benchmark: &Benchmark) -> Result<()> {
    match benchmark {
        Benchmark::Calls(arguments) => calls::run(root, arguments),
        Benchmark::Config => config::run(root),
        Benchmark::Media => media::run(root),
        Benchmark::Shell => shell::run(root),
    }
}

/// One line of a benchmark.
struct Figure {
    what: String,
    measured: String,
    goal: String,
    /// Nothing where it is held against nothing.
    met: Option<bool>,
}

impl Figure {
    /// A figure that should be small.
    fn below(what: &str, measured: f64, goal: f64, unit: &str) -> Self {
        Self {
            what: what.to_owned(),
            measured: format!("{measured:.3} {unit}"),
            goal: format!("below {goal} {unit}"),
            met: Some(measured < goal),
        }
    }

    /// A figure that should be large.
    fn at_least(what: &str, measured: f64, goal: f64, unit: &str) -> Self {
        Self {
            what: what.to_owned(),
            measured: format!("{measured:.0} {unit}"),
            goal: format!("at least {goal} {unit}"),
            met: Some(measured >= goal),
        }
    }

    /// A figure that is only told.
    fn told(what: &str, measured: String) -> Self {
        Self { what: what.to_owned(), measured, goal: String::new(), met: None }
    }

    /// A figure that should be large; where the disk itself is slower, the disk's rate is the goal.
    fn rate(what: &str, measured: f64, goal: f64, disk: f64) -> Self {
        let goal_here = goal.min(disk);
        Self {
            what: what.to_owned(),
            measured: format!("{measured:.0} /s"),
            goal: format!("{goal:.0} /s, or the disk's {disk:.0} /s"),
            met: Some(measured >= goal_here),
        }
    }
}

fn print(figures: &[Figure]) {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED).set_header(["what", "measured", "goal", ""]);
    for figure in figures {
        let verdict = match figure.met {
            Some(true) => "met",
            Some(false) => "MISSED",
            None => "",
        };
        table.add_row([&*figure.what, &*figure.measured, &*figure.goal, verdict]);
    }
    println!("{table}");
}

/// The middle of the sorted values.
fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
