use std::collections::BTreeMap;

use super::{DIALOGS_MAX, DialogInfo, ReportedDialog};

/// The dialogs of one telephone, kept in step with its documents (RFC 4235 section 4.3).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DialogTable {
    /// That of the last document.
    version: Option<u32>,
    /// By the id that the telephone gave; those that are over are not here.
    rows: BTreeMap<String, Row>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    call_id: Option<String>,
    /// Whether the dialog is one of ours. It stays so: the telephone tells the end of a dialog after we know it.
    is_ours: bool,
}

/// What has become of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It has changed the table.
    Whole,
    /// It has changed the table, and documents before it are missing: a full one is to be asked for.
    WithGap,
    /// It is older than what is known, and was put aside.
    Stale,
}

impl DialogTable {
    /// Takes a document; `is_ours` says of a dialog whether it is one with us.
    pub fn take(&mut self, info: DialogInfo, mut is_ours: impl FnMut(&ReportedDialog) -> bool) -> Taken {
        let taken = match self.version {
            // Some telephones count nothing, and tell everything each time.
            Some(known) if info.version < known || info.version == known && !info.is_full => {
                return Taken::Stale;
            }
            Some(known) if info.version > known.saturating_add(1) && !info.is_full => Taken::WithGap,
            // What has changed since nobody knows when.
            None if !info.is_full => Taken::WithGap,
            _ => Taken::Whole,
        };
        self.version = Some(info.version);
        let flushed = if info.is_full { std::mem::take(&mut self.rows) } else { BTreeMap::new() };
        for dialog in info.dialogs {
            if dialog.is_over {
                self.rows.remove(&dialog.id);
                continue;
            }
            let was_ours = |rows: &BTreeMap<String, Row>| {
                rows.get(&dialog.id).is_some_and(|row| row.is_ours && row.call_id == dialog.call_id)
            };
            let is_ours = was_ours(&self.rows) || was_ours(&flushed) || is_ours(&dialog);
            if self.rows.len() < DIALOGS_MAX || self.rows.contains_key(&dialog.id) {
                self.rows.insert(dialog.id, Row { call_id: dialog.call_id, is_ours });
            }
        }
        taken
    }

    /// How many dialogs are known not to be ours.
    pub fn others(&self) -> usize {
        self.rows.values().filter(|row| row.call_id.is_some() && !row.is_ours).count()
    }

    /// How many dialogs are ours by their Call-ID.
    pub fn ours(&self) -> usize {
        self.rows.values().filter(|row| row.is_ours).count()
    }

    /// How many dialogs have no Call-ID, so that it is not known whose they are.
    pub fn unnamed(&self) -> usize {
        self.rows.values().filter(|row| row.call_id.is_none() && !row.is_ours).count()
    }
}
