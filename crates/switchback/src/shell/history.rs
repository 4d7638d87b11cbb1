//! The lines that were typed, kept for the next time: for the user alone, and not without end.

use std::{
    env, fs,
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _},
    path::PathBuf,
};

use anyhow::Context as _;
use reedline::{FileBackedHistory, History};

/// The history of the user.
pub(super) fn open() -> anyhow::Result<Box<dyn History>> {
    let path = path().context("neither HOME nor XDG_STATE_HOME says where it would be")?;
    let name = path.display().to_string();
    if let Some(folder) = path.parent() {
        let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
        made.with_context(|| format!("{} cannot be made", folder.display()))?;
    }
    let opened = fs::OpenOptions::new().append(true).create(true).mode(0o600).open(&path);
    let closed_to_others = opened.and_then(|file| file.set_permissions(fs::Permissions::from_mode(0o600)));
    closed_to_others.with_context(|| format!("{name} cannot be written"))?;
    let history = FileBackedHistory::with_file(LINES_MAX, path);
    Ok(Box::new(history.with_context(|| format!("{name} cannot be read"))?))
}

fn path() -> Option<PathBuf> {
    let folder = |name| env::var_os(name).map(PathBuf::from).filter(|folder| folder.is_absolute());
    let state = folder("XDG_STATE_HOME").or_else(|| Some(folder("HOME")?.join(".local/state")))?;
    Some(state.join("switchback/history"))
}

/// How many lines are kept.
const LINES_MAX: usize = 10_000;
