//! Files and folders, by the words of the user.

use super::candidate::{Candidate, CandidateKind, Gathering};
use crate::session::Session;

/// What lies in the folder that the word begins with.
pub(super) fn paths(found: &mut Gathering, session: &Session) {
    let typed = found.typed().to_owned();
    let name = typed.rfind(['\\', '/']).map_or(0, |slash| slash + 1);
    let folder = match &typed[..name] {
        "" if typed.ends_with(':') => typed.clone(),
        "" => session.host().current_folder(),
        folder => folder.to_owned(),
    };
    let slash = if typed.contains('/') || (name == 0 && session.host().current_folder().starts_with('/')) {
        "/"
    } else {
        "\\"
    };
    let Ok(entries) = session.host().list_folder(&folder) else { return };
    let hidden = typed[name..].starts_with('.');
    for entry in entries.iter().filter(|entry| hidden || !entry.name.starts_with('.')) {
        let end = if entry.is_folder { slash } else { "" };
        let kind = if entry.is_folder { CandidateKind::Folder } else { CandidateKind::File };
        found.add_value(Candidate::new(format!("{}{}{end}", &typed[..name], entry.name), kind));
    }
}
