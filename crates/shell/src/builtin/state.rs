//! Cmdlets that work on the session: its commands, variables and modules, its clock and its terminal.

mod alias;
mod clock;
mod command_info;
mod console;
mod get_command;
mod help;
mod invoke;
mod mode;
mod module;
mod modules;
mod scopes;
mod timing;
mod transcript;
mod unix_format;
mod variable;

use crate::session::Session;

pub(super) fn register(session: &mut Session) {
    alias::register(session);
    clock::register(session);
    console::register(session);
    get_command::register(session);
    help::register(session);
    invoke::register(session);
    mode::register(session);
    module::register(session);
    timing::register(session);
    transcript::register(session);
    variable::register(session);
}
