//! Cmdlets that turn objects into text and back.

mod clixml;
mod csv;
mod csv_file;
mod json;
mod string_data;

use crate::session::Session;

pub(super) fn register(session: &mut Session) {
    clixml::register(session);
    csv::register(session);
    csv_file::register(session);
    json::register(session);
    string_data::register(session);
}
