//! Programs that `ci` needs and cargo can install.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::cargo::{answer, cargo, succeed};

/// The version of cargo-deny that `deny.toml` is written for.
const CARGO_DENY_VERSION: &str = "0.20.2";

/// The cargo-deny of the right version: from the search path, or built into `target/tools` once.
pub(crate) fn cargo_deny(root: &Path) -> Result<PathBuf> {
    let tools = target_directory(root).join("tools");
    let ours = tools.join("bin/cargo-deny");
    if let Some(found) = [PathBuf::from("cargo-deny"), ours.clone()].into_iter().find(|path| is_pinned(path))
    {
        return Ok(found);
    }
    println!("cargo-deny {CARGO_DENY_VERSION} is missing and is built now; this takes a few minutes, once.");
    let build = tools.join("build");
    let mut install = cargo(root, &["install", "cargo-deny", "--quiet", "--locked", "--force"]);
    install.args(["--version", CARGO_DENY_VERSION]);
    succeed(install.arg("--root").arg(&tools).arg("--target-dir").arg(&build))?;
    fs::remove_dir_all(&build).with_context(|| format!("cannot remove {}", build.display()))?;
    Ok(ours)
}

/// Whether cargo-nextest is there. It runs the tests faster, but nothing needs it.
pub(crate) fn has_nextest(root: &Path) -> bool {
    answer(&mut cargo(root, &["nextest", "--version"])).is_some()
}

fn is_pinned(cargo_deny: &Path) -> bool {
    answer(Command::new(cargo_deny).arg("--version")) == Some(format!("cargo-deny {CARGO_DENY_VERSION}"))
}

fn target_directory(root: &Path) -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |directory| root.join(directory))
}
