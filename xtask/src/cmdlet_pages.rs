//! `cargo xtask cmdlet-pages`.

use std::path::Path;

use anyhow::Result;

use crate::cargo::{cargo, succeed};

/// Writes the pages of docs/cmdlets: the test that compares them with the declarations does it when it is told to,
/// so that xtask is built without the shell.
pub(crate) fn run(root: &Path) -> Result<()> {
    let test = ["test", "--package", "cmdlets", "--test", "cmdlets", "the_committed_pages"];
    succeed(cargo(root, &test).env("SWITCHBACK_WRITE_CMDLET_PAGES", "1"))
}
