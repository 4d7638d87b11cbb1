//! The one binary: it runs a pool, and helps the people who run pools.

mod calls;
mod check;
mod cli;
mod client;
mod clock;
mod config;
mod export;
mod failure;
mod first_token;
mod import;
mod listener;
mod live;
mod logging;
mod measures;
mod memory;
mod open_pool;
mod output;
mod progress;
mod safe_file;
mod secret_file;
mod serve;
mod shell;
mod signals;
mod silence;
mod sip_user;
mod status;
mod sweep;
mod table;
mod test_desk;
mod tls;
mod token;
mod topology;
mod wiring;
mod writer;

use std::process::ExitCode;

use clap::Parser as _;

use cli::{Cli, Command};
use failure::Failure;

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(code) => code,
        Err(failure) => {
            output::remark(&format!("switchback: {failure}"));
            failure.exit_code()
        }
    }
}

fn run(asked: Cli) -> Result<ExitCode, Failure> {
    let Some(command) = asked.command else {
        return crate::shell::run_commands(&asked.commands);
    };
    let done = match command {
        Command::Serve(asked) => serve::serve(&asked),
        Command::Check(asked) => check::check(&asked),
        Command::Shell(asked) => return crate::shell::prompt(&asked),
        Command::Run(asked) => return crate::shell::run_script(&asked),
        Command::Status(asked) => status::status(&asked),
        Command::Token(asked) => token::token(&asked),
        Command::SipUser(asked) => sip_user::sip_user(&asked),
        Command::Export(asked) => export::export(&asked),
        Command::Import(asked) => import::import(&asked),
    };
    done.map(|()| ExitCode::SUCCESS)
}
