//! What must hold for every document of a telephone about its dialogs. The fuzz target and the replay of its corpus
//! share it.

#![allow(unreachable_pub, reason = "each target includes it")]

use dialog::dialog_info::{DIALOGS_MAX, DialogInfo, DialogTable};

/// A document is refused, or it lists few enough dialogs, and a table counts those that are not over.
pub fn dialog_info(bytes: &[u8]) {
    let Ok(info) = DialogInfo::parse(bytes) else { return };
    assert!(info.dialogs.len() <= DIALOGS_MAX);
    let going = info.dialogs.iter().filter(|dialog| !dialog.is_over).count();
    let mut table = DialogTable::default();
    table.take(info.clone(), |dialog| dialog.remote_tag.is_some());
    let count = |table: &DialogTable| table.others() + table.ours() + table.unnamed();
    assert!(count(&table) <= going);
    let before = table.clone();
    table.take(info.clone(), |_| false);
    if info.is_full {
        assert_eq!(table, before, "what is ours stays ours");
    }
}
