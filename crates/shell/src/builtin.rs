//! The built-in cmdlets, a file for each family.
//!
//! When adding one: its [`crate::command::Declaration`] and [`crate::command::Cmdlet`] in the file of its
//! family, and a line in that family's `register`.

mod each;
mod files;
mod formatting;
mod given;
mod object;
mod out;
mod out_file;
mod select_string;
mod serial;
mod state;
mod write;
mod write_error;

use crate::session::Session;

/// Makes all built-in cmdlets known.
pub(crate) fn register(session: &mut Session) {
    each::register(session);
    files::register(session);
    formatting::register(session);
    out::register(session);
    out_file::register(session);
    select_string::register(session);
    write::register(session);
    write_error::register(session);
    object::register(session);
    state::register(session);
    serial::register(session);
}
