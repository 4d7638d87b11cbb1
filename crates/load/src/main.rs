//! The load generator of `cargo xtask bench calls`: callers and the telephones of agents, all on one thread, who place
//! calls through a queue and talk.
//!
//! A call counts only where it reached an agent and each of the two heard the other. Nothing is ever sent again: a
//! message that is lost is a call that failed. Each command prints a line for each figure: its name, a tab, its value.
//!
//! [`exchange`] has the calls, [`ends`] the sockets, [`voices`] what is said; [`course`] says when calls begin and end.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the figures are its product")]

mod account;
mod bare;
mod call;
mod clock;
mod course;
mod ends;
mod exchange;
mod figures;
mod first_answer;
mod phones;
mod proof;
mod spread;
mod voices;

use std::{io, net::SocketAddr, process::ExitCode, time::Duration};

use clap::{Args, Parser, Subcommand};

use course::Course;

#[derive(Parser)]
#[command(about = "Callers and agents who load a pool")]
struct Arguments {
    #[command(subcommand)]
    job: Job,
}

#[derive(Subcommand)]
enum Job {
    /// Prints the users of the topology whose telephones the agents have.
    Users {
        /// How many.
        #[arg(long)]
        agents: usize,
    },
    /// Calls at a constant rate, each of which an agent takes at once.
    Rate {
        #[command(flatten)]
        target: Target,
        /// Calls a second.
        #[arg(long)]
        rate: f64,
        /// How long the calls begin before anything is counted, in seconds.
        #[arg(long, default_value_t = 5.0)]
        settle: f64,
        /// How long is counted, in seconds.
        #[arg(long, default_value_t = 20.0)]
        seconds: f64,
        /// How long a caller and an agent talk, in milliseconds.
        #[arg(long, default_value_t = 1_000)]
        talk: u64,
        /// How long a telephone rings, in milliseconds.
        #[arg(long, default_value_t = 100)]
        ring: u64,
    },
    /// Calls that stay: they wait where there are no agents, and are talks where there is one for each.
    Hold {
        #[command(flatten)]
        target: Target,
        /// How many.
        #[arg(long)]
        calls: usize,
        /// How long is counted once all are there, in seconds.
        #[arg(long, default_value_t = 10.0)]
        seconds: f64,
    },
    /// Callers wait all the time, and agents take one after the other: how soon the next one rings.
    Turns {
        #[command(flatten)]
        target: Target,
        /// How many callers wait.
        #[arg(long)]
        calls: usize,
        /// How long is counted, in seconds.
        #[arg(long, default_value_t = 10.0)]
        seconds: f64,
        /// How long a caller and an agent talk, in milliseconds.
        #[arg(long, default_value_t = 500)]
        talk: u64,
    },
    /// Starts a server, and measures until it answers a call.
    FirstAnswer {
        /// Where it takes calls.
        #[arg(long)]
        server: SocketAddr,
        /// Whom to call.
        #[arg(long, default_value = "line")]
        workflow: String,
        /// The command that starts it.
        #[arg(last = true, required = true)]
        command: Vec<String>,
    },
    /// What datagrams cost that bare sockets take and send back.
    Bare,
}

/// Whom to call, and with whom.
#[derive(Args)]
struct Target {
    /// Where the server takes calls.
    #[arg(long)]
    server: SocketAddr,
    /// Its process, whose account is read.
    #[arg(long)]
    process: u32,
    /// The user part of the workflow.
    #[arg(long, default_value = "line")]
    workflow: String,
    /// How many telephones of agents register.
    #[arg(long, default_value_t = 0)]
    agents: usize,
}

fn main() -> ExitCode {
    match run(Arguments::parse().job) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(job: Job) -> io::Result<()> {
    match job {
        Job::Users { agents } => {
            print!("{}", phones::users(agents));
            Ok(())
        }
        Job::Rate { target, rate, settle, seconds, talk, ring } => {
            let ring = Duration::from_millis(ring);
            let talk = Duration::from_millis(talk);
            let (settle, seconds) = (Duration::from_secs_f64(settle), Duration::from_secs_f64(seconds));
            course::run(&target, &Course::Rate { rate, settle, seconds, talk, ring })
        }
        Job::Hold { target, calls, seconds } => {
            course::run(&target, &Course::Hold { calls, seconds: Duration::from_secs_f64(seconds) })
        }
        Job::Turns { target, calls, seconds, talk } => {
            let (seconds, talk) = (Duration::from_secs_f64(seconds), Duration::from_millis(talk));
            course::run(&target, &Course::Turns { calls, seconds, talk })
        }
        Job::FirstAnswer { server, workflow, command } => first_answer::run(server, &workflow, &command),
        Job::Bare => bare::run(),
    }
}

/// The host of every address in the load.
const DOMAIN: &str = "load.contoso.com";
