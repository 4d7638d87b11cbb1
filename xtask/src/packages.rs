//! Debian packages that the tests and the demo need.
//!
//! When adding one: a line in [`PACKAGES`]. Only what a linker needs is in the script `x` as well, for this
//! program cannot be built without it.

use std::{
    env, fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::Path,
    process::Command,
};

use anyhow::{Result, bail};

use crate::cargo::{answer, succeed};

/// Packages that are installed together, and the command that shows that they are.
struct Package {
    names: &'static str,
    command: &'static str,
    reason: &'static str,
}

const PACKAGES: &[Package] = &[
    package("gcc libc6-dev", "cc", "the linker, and SQLite's C"),
    package("strace", "strace", "the test of what is synced when"),
    package("util-linux", "unshare", "the test of a full disk"),
    package("mount", "mount", "the test of a full disk"),
    package("tmux", "tmux", "the tests of the prompt"),
    package("sip-tester", "sipp", "the tests of calls"),
    package("kamailio", "kamailio", "the tests of agents behind a proxy; 5.6.3 seen"),
    package("baresip-core", "baresip", "the tests of agents' phones; 1.0.0 seen"),
    package("linphone-cli", "linphonec", "the tests of agents' phones; 5.1.65 seen"),
    package("iproute2", "ip", "the tests of agents' phones, which have a network of their own"),
    package("espeak-ng", SPEAKER, "the tests of speech, and the calls of the demo; 1.51 seen"),
    package("ffmpeg", "ffmpeg", "the tests of WMA audio; 5.1.9 seen"),
    package("mecab mecab-ipadic-utf8", "mecab", "the tests of Japanese speech; 0.996 seen"),
];

/// The program that speaks the texts of prompts.
const SPEAKER: &str = "espeak-ng";

const fn package(names: &'static str, command: &'static str, reason: &'static str) -> Package {
    Package { names, command, reason }
}

/// Who may install packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rights {
    Root,
    SudoWithoutPassword,
    SudoWithPassword,
    None,
}

/// Installs what is missing, or says what to type.
pub(crate) fn install() -> Result<()> {
    let missing = missing(find);
    if missing.is_empty() {
        println!("All Debian packages are there.");
    }
    bring(&missing)
}

/// Installs what the demo runs and is missing, or says what to type.
pub(crate) fn install_for_demo() -> Result<()> {
    let missing = missing(|command| command != SPEAKER || find(command));
    bring(&missing)
}

fn bring(missing: &[&Package]) -> Result<()> {
    if missing.is_empty() {
        return Ok(());
    }
    for package in missing {
        println!("`{}` is missing ({}): package {}.", package.command, package.reason, package.names);
    }
    let names: Vec<_> = missing.iter().flat_map(|package| package.names.split(' ')).collect();
    if !find("apt-get") {
        bail!(
            "there is no apt-get here; install by hand what brings these Debian packages: {}",
            names.join(" ")
        );
    }
    let rights = rights();
    let prefix: &[&str] = match rights {
        Rights::Root => &[],
        Rights::SudoWithoutPassword => &["sudo", "-n"],
        Rights::SudoWithPassword | Rights::None => bail!(what_to_type(rights, &names)),
    };
    succeed(&mut apt_get(prefix, &["update"]))?;
    let install: Vec<_> = INSTALL.iter().chain(&names).copied().collect();
    succeed(&mut apt_get(prefix, &install))
}

const INSTALL: [&str; 3] = ["install", "-y", "--no-install-recommends"];

fn missing(present: impl Fn(&str) -> bool) -> Vec<&'static Package> {
    PACKAGES.iter().filter(|package| !present(package.command)).collect()
}

fn what_to_type(rights: Rights, names: &[&str]) -> String {
    let (who, sudo) = match rights {
        Rights::None => ("as root", ""),
        Rights::Root | Rights::SudoWithoutPassword | Rights::SudoWithPassword => ("now", "sudo "),
    };
    let install = INSTALL.join(" ");
    let names = names.join(" ");
    format!("packages are missing. Type {who}:\n  {sudo}apt-get update && {sudo}apt-get {install} {names}")
}

fn apt_get(prefix: &[&str], arguments: &[&str]) -> Command {
    let words = [prefix, &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"], arguments].concat();
    let mut command = Command::new(words[0]);
    command.args(&words[1..]);
    command
}

fn rights() -> Rights {
    if fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0) {
        Rights::Root
    } else if !find("sudo") {
        Rights::None
    } else if answer(Command::new("sudo").args(["-n", "true"])).is_some() {
        Rights::SudoWithoutPassword
    } else {
        Rights::SudoWithPassword
    }
}

/// Whether a command is in the search path or where Debian keeps the commands of the administrator.
fn find(command: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .chain(["/usr/sbin".into(), "/sbin".into()])
        .any(|directory| is_executable(&directory.join(command)))
}

fn is_executable(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_packages_whose_command_is_absent_are_missing() {
        let names =
            |packages: Vec<&Package>| packages.iter().map(|package| package.names).collect::<Vec<_>>();
        assert_eq!(
            names(missing(|command| command != "strace" && command != "cc")),
            ["gcc libc6-dev", "strace"]
        );
        assert_eq!(names(missing(|_| true)), [""; 0]);
    }

    #[test]
    fn who_may_not_install_reads_the_exact_line_to_type() {
        assert_eq!(
            what_to_type(Rights::SudoWithPassword, &["gcc", "strace"]),
            "packages are missing. Type now:\n  sudo apt-get update && \
             sudo apt-get install -y --no-install-recommends gcc strace"
        );
        assert_eq!(
            what_to_type(Rights::None, &["strace"]),
            "packages are missing. Type as root:\n  apt-get update && \
             apt-get install -y --no-install-recommends strace"
        );
    }

    #[test]
    fn commands_are_found_in_the_search_path_only_if_they_exist() {
        assert!(find("sh"));
        assert!(!find("a-command-that-nobody-has"));
    }
}
