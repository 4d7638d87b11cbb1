//! Commands that a job starts, cargo's foremost.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

/// A cargo command in the root of the workspace, as if it were typed there.
///
/// `cargo run` tells the program it starts about the package of that program. Build scripts watch these
/// variables: a cargo that inherited them would build ring and others anew, and the next one typed by hand
/// once more.
pub(crate) fn cargo(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root);
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(describes_the_running_package) {
            command.env_remove(name);
        }
    }
    command
}

/// Builds the server, and says where it lies.
pub(crate) fn build_server(root: &Path, release: bool) -> Result<PathBuf> {
    let mut arguments = vec!["build", "--package", "switchback"];
    arguments.extend(release.then_some("--release"));
    succeed(&mut cargo(root, &arguments))?;
    Ok(target(root, release).join("switchback"))
}

/// Where programs lie that were built.
pub(crate) fn target(root: &Path, release: bool) -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    target.join(if release { "release" } else { "debug" })
}

/// Runs a command to its end; its output goes where ours goes.
pub(crate) fn succeed(command: &mut Command) -> Result<()> {
    let words = words(command);
    println!("$ {words}");
    let status = command.status().with_context(|| format!("`{words}` could not be started"))?;
    if !status.success() {
        bail!("`{words}` failed: {status}");
    }
    Ok(())
}

/// What a command prints when it succeeds; nothing when it is missing or fails.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command.output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn words(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let program = program.file_name().unwrap_or(command.get_program()).to_string_lossy();
    let arguments = command.get_args().map(|argument| argument.to_string_lossy());
    [program].into_iter().chain(arguments).collect::<Vec<_>>().join(" ")
}

fn describes_the_running_package(variable: &str) -> bool {
    let one = ["CARGO", "CARGO_BIN_NAME", "CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE"];
    let many = ["CARGO_PKG_", "CARGO_MANIFEST_"];
    one.contains(&variable) || many.iter().any(|prefix| variable.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_command_is_named_with_its_arguments() {
        let error = succeed(Command::new("sh").args(["-c", "exit 3"])).unwrap_err();
        assert_eq!(error.to_string(), "`sh -c exit 3` failed: exit status: 3");
    }

    #[test]
    fn a_missing_command_is_an_error_and_answers_nothing() {
        let missing = || Command::new("/nonexistent/command");
        assert!(succeed(&mut missing()).unwrap_err().to_string().contains("could not be started"));
        assert_eq!(answer(&mut missing()), None);
    }

    #[test]
    fn nested_cargo_does_not_hear_of_xtask() {
        let command = cargo(Path::new("/"), &["--version"]);
        let removed = command.get_envs().filter(|(_, value)| value.is_none()).map(|(name, _)| name);
        assert!(removed.collect::<Vec<_>>().contains(&"CARGO_PKG_NAME".as_ref()));
        assert!(!describes_the_running_package("CARGO_HOME"));
        assert!(!describes_the_running_package("CARGO_TARGET_DIR"));
    }
}
