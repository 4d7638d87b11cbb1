//! The management shell: the language of the crate `shell` in the real world.

mod carrier;
mod config;
mod editor;
mod history;
mod host;
mod interpreter;
mod interrupts;
mod pools;
mod prompt;
mod run;
mod transport;

pub(crate) use pools::client;
pub(crate) use prompt::prompt;
pub(crate) use run::{commands as run_commands, script as run_script};
