//! Cmdlets that turn objects into text and back.

mod csv;
mod csv_file;
mod json;

use crate::session::Session;

pub(super) fn register(session: &mut Session) {
    csv::register(session);
    csv_file::register(session);
    json::register(session);
}
