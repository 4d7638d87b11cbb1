//! Cmdlets that turn objects into text and back.

mod json;

use crate::session::Session;

pub(super) fn register(session: &mut Session) {
    json::register(session);
}
