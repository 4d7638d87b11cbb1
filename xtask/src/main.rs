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

mod audio;
mod bench;
mod cargo;
mod ci;
mod client;
mod cmdlet_pages;
mod contoso;
mod demo;
mod packages;
mod simulate;
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
    /// Measures what is promised of speed and memory.
    #[command(subcommand)]
    Bench(bench::Benchmark),
    /// Lists every place that breaks a rule of the tree.
    Tidy,
    /// Writes the pages of docs/cmdlets anew, from the declarations of the cmdlets.
    CmdletPages,
    /// Lives the lives of many seeds of a simulated pool, and says which of them broke a rule.
    Sim(simulate::Arguments),
    /// Loses a pool and gets everything back, with real processes, and says what it saw.
    Demo(demo::Arguments),
    /// Loads the sample data of examples/contoso into a pool that runs.
    LoadContoso(contoso::Arguments),
    /// Writes the sounds of the sample data as files.
    ContosoAudio(contoso::AudioArguments),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().job {
        Job::Ci => ci::run(root()),
        Job::Bench(benchmark) => bench::run(root(), &benchmark),
        Job::Tidy => tidy::run(root()),
        Job::CmdletPages => cmdlet_pages::run(root()),
        Job::Sim(arguments) => simulate::run(&arguments),
        Job::Demo(arguments) => demo::run(root(), &arguments),
        Job::LoadContoso(arguments) => contoso::run(root(), &arguments),
        Job::ContosoAudio(arguments) => contoso::write_audio(&arguments),
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
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the root of the workspace")
}
