//! The jobs around the code: what must hold before a change lands, and what shows that it works.
//!
//! When adding a job: a variant of [`Job`], a line in [`main`], a module that does it.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a person at a terminal reads what a job says"
)]

use std::{path::Path, process::ExitCode};

use clap::{Parser, Subcommand};

mod cargo;
mod ci;
mod packages;
mod stopwatch;
mod tidy;
mod tools;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The jobs around the code")]
struct Arguments {
    #[command(subcommand)]
    job: Job,
}

#[derive(Subcommand)]
enum Job {
    /// Runs everything that must hold before a change lands, and stops at the first failure.
    Ci,
    /// Lists every place that breaks a rule of the tree.
    Tidy,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().job {
        Job::Ci => ci::run(root()),
        Job::Tidy => tidy::run(root()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The directory of the workspace.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask lies in the root of the workspace")
}
