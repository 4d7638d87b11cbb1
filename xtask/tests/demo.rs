//! The demo itself: it succeeds, it notices whatever is broken, and it leaves nothing behind.

#![expect(clippy::unwrap_used, reason = "a test that meets a wrong value fails")]

use std::{
    env, fs,
    io::{BufRead, BufReader},
    os::unix::process::ExitStatusExt as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

/// Builds the server, and gives its path.
///
/// A build script that saw the variables of this test would believe that everything has changed.
fn server() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--quiet", "--package", "switchback"]).current_dir(root);
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO") && !["CARGO_HOME", "CARGO_TARGET_DIR"].contains(&name.as_ref()) {
            cargo.env_remove(name.as_ref());
        }
    }
    assert!(cargo.status().unwrap().success());
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    target.join("debug/switchback")
}

/// The demo with a directory of its own.
fn demo(program: &Path, directory: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["demo", "--free-ports", "--program"]).arg(program).arg("--directory").arg(directory);
    command
}

/// The processes whose command line names a directory.
fn processes_in(directory: &Path) -> Vec<u32> {
    let numbers = fs::read_dir("/proc").unwrap().flatten();
    let numbers = numbers.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let inside = |number: &u32| {
        // A process may end between the listing and this look at it.
        let words = fs::read(format!("/proc/{number}/cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&words).contains(directory.to_str().unwrap())
    };
    numbers.filter(inside).collect()
}

/// What the rows of the table say: ok, FAILED or not run.
fn verdicts(output: &Output) -> Vec<String> {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let rows = text.lines().filter_map(|line| {
        let cells: Vec<&str> = line.trim_matches('│').split('┆').map(str::trim).collect();
        let numbered = cells.first().is_some_and(|cell| cell.parse::<usize>().is_ok());
        (numbered && cells.len() == 6).then(|| cells[3].to_owned())
    });
    rows.collect()
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn the_demo_verifies_every_step_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let directory = folder.path().join("demo");
    let output = demo(&server(), &directory).output().unwrap();
    assert!(output.status.success(), "{}", told(&output));
    let verdicts = verdicts(&output);
    assert!(verdicts.len() >= 13 && verdicts.iter().all(|verdict| verdict == "ok"), "{}", told(&output));
    assert!(!directory.exists(), "the directory is still there");
    assert_eq!(processes_in(&directory), []);
}

#[test]
fn every_sabotaged_step_fails_in_its_own_row_and_in_no_other() {
    let program = server();
    let next = AtomicUsize::new(1);
    let work = || {
        let mut judged = Vec::new();
        loop {
            let step = next.fetch_add(1, Ordering::Relaxed);
            let folder = tempfile::tempdir().unwrap();
            let directory = folder.path().join("demo");
            let output = demo(&program, &directory).args(["--sabotage", &step.to_string()]).output().unwrap();
            if output.status.code() == Some(NO_SUCH_STEP) {
                return judged;
            }
            assert_eq!(output.status.code(), Some(1), "{}", told(&output));
            for (at, verdict) in verdicts(&output).iter().enumerate() {
                let expected = match (at + 1).cmp(&step) {
                    std::cmp::Ordering::Less => "ok",
                    std::cmp::Ordering::Equal => "FAILED",
                    std::cmp::Ordering::Greater => "not run",
                };
                assert_eq!(verdict, expected, "row {} with step {step} sabotaged: {}", at + 1, told(&output));
            }
            assert!(!directory.exists(), "the directory is still there");
            assert_eq!(processes_in(&directory), []);
            judged.push((step, verdicts(&output).len()));
        }
    };
    let judged = thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect::<Vec<_>>()
    });
    assert!(judged.len() >= 13);
    assert!(judged.iter().all(|(_, rows)| *rows == judged.len()), "not every row was sabotaged: {judged:?}");
}

#[test]
fn a_demo_that_is_interrupted_takes_its_pools_along() {
    let folder = tempfile::tempdir().unwrap();
    let directory = folder.path().join("demo");
    let mut child = demo(&server(), &directory).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(
        lines.any(|line| line.unwrap().contains("export the primary")),
        "it never came to the third step"
    );
    let pools: Vec<u32> = processes_in(&directory).into_iter().filter(|pool| *pool != child.id()).collect();
    assert!(pools.len() >= 2, "{pools:?}");
    let interrupt = format!("kill -INT {}", child.id());
    assert!(Command::new("sh").args(["-c", &interrupt]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().signal(), Some(2));
    for pool in pools {
        let pid = format!("--pid={pool}");
        let ended = Command::new("timeout").args(["20", "tail", &pid, "-f", "/dev/null"]).status().unwrap();
        assert!(ended.success(), "process {pool} still runs");
    }
}

/// How the command line says that a step is not in its range.
const NO_SUCH_STEP: i32 = 2;
/// Demos at the same time.
const WORKERS: usize = 4;
