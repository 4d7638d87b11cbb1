//! Cmdlets for files, folders and the other drives.

mod child_items;
mod clear_content;
mod copying;
mod drive;
mod file_hash;
mod get_content;
mod get_item;
mod item;
mod item_property;
mod joining;
mod location;
mod new_item;
mod place;
mod removing;
mod removing_drive;
mod resolving;
mod session_drive;
mod set_content;
mod splitting;
mod target;
mod test_path;
mod writing;

pub(in crate::builtin) use get_content::{ENCODINGS, text_of};
pub(in crate::builtin) use place::whole;
pub(in crate::builtin) use target::{
    LITERAL_PATH, Names, PATH, PATH_PIPED, Target, missing_file, refusal, unwritten,
};
pub(in crate::builtin) use writing::{Waiting, check_destination, destination, encoding};

use crate::session::Session;

pub(super) fn register(session: &mut Session) {
    child_items::register(session);
    clear_content::register(session);
    copying::register(session);
    drive::register(session);
    file_hash::register(session);
    get_content::register(session);
    get_item::register(session);
    item_property::register(session);
    joining::register(session);
    location::register(session);
    new_item::register(session);
    removing::register(session);
    resolving::register(session);
    set_content::register(session);
    splitting::register(session);
    test_path::register(session);
}
