//! What a process asked of the system, in the order in which it did, as strace saw it.

use std::{collections::HashMap, fs, path::Path, process::Command};

/// The words before a command that write its system calls to `file`.
pub(crate) fn strace(file: &Path) -> Vec<&str> {
    let found = Command::new("strace").arg("--version").output();
    assert!(
        found.is_ok_and(|output| output.status.success()),
        "strace is missing; install it: apt-get install -y strace"
    );
    let calls = "trace=openat,rename,renameat,renameat2,unlink,unlinkat,pwrite64,pwritev,write,writev,sendto,sendmsg,\
                 ftruncate,fallocate,fsync,fdatasync,sync_file_range";
    vec![
        "strace",
        "-f",
        "--seccomp-bpf",
        "-y",
        "-xx",
        "-s",
        "4194304",
        "-e",
        calls,
        "-e",
        "signal=none",
        "-o",
        file.to_str().unwrap(),
    ]
}

/// One step of a process. A reply counts from the moment it is begun, all else when it is done.
#[derive(Debug)]
pub(crate) enum Step {
    /// A success is about to be told under which record it is durable.
    Reply(u64),
    Opened {
        path: String,
        creates: bool,
    },
    Wrote {
        path: String,
        offset: usize,
        bytes: Vec<u8>,
    },
    Truncated {
        path: String,
        length: usize,
    },
    Renamed {
        from: String,
        to: String,
    },
    Unlinked {
        path: String,
    },
    Synced {
        path: String,
    },
}

/// Reads what strace wrote.
pub(crate) fn steps(file: &Path) -> Vec<Step> {
    let text = fs::read_to_string(file).unwrap();
    let mut unfinished: HashMap<&str, &str> = HashMap::new();
    let mut steps = Vec::new();
    for line in text.lines() {
        let (process, line) = line.split_once(' ').unwrap();
        let line = line.trim_start();
        if let Some(begun) = line.strip_suffix(" <unfinished ...>") {
            steps.extend(begins(begun));
            unfinished.insert(process, begun);
        } else if let Some((_, rest)) =
            line.strip_prefix("<... ").and_then(|line| line.split_once(" resumed>"))
        {
            steps.extend(ends(&format!("{}{rest}", unfinished.remove(process).unwrap())));
        } else if !line.starts_with(['+', '-']) {
            steps.extend(begins(line));
            steps.extend(ends(line));
        }
    }
    steps
}

/// What a call means as soon as it is made.
fn begins(call: &str) -> Option<Step> {
    let (name, rest) = call.split_once('(')?;
    let sends = matches!(name, "write" | "writev" | "sendto" | "sendmsg");
    if !sends || !descriptor(rest)?.starts_with("socket:") {
        return None;
    }
    let bytes = strings(rest).concat();
    let head = String::from_utf8_lossy(&bytes);
    // An export names the last record that it contains.
    let is_change = !head.contains("content-type: application/zip");
    let sequence = head.strip_prefix("HTTP/1.1 2")?.split_once("switchback-sequence: ")?.1;
    is_change.then_some(Step::Reply(sequence.split("\r\n").next()?.parse().ok()?))
}

/// What a call means once it succeeded.
fn ends(call: &str) -> Option<Step> {
    let (name, rest) = call.split_once('(')?;
    let (arguments, result) = rest.rsplit_once(") ")?;
    let result: usize = number(result.trim_start().strip_prefix("= ")?)?;
    match name {
        "openat" => {
            let path = text(&strings(arguments)[0]);
            Some(Step::Opened { path, creates: arguments.contains("O_CREAT") })
        }
        "pwrite64" => {
            let (path, mut bytes) = (descriptor(arguments)?, strings(arguments).concat());
            bytes.truncate(result);
            Some(Step::Wrote { path, bytes, offset: last_number(arguments)? })
        }
        "ftruncate" => {
            Some(Step::Truncated { path: descriptor(arguments)?, length: last_number(arguments)? })
        }
        "rename" | "renameat" | "renameat2" => {
            let paths = strings(arguments);
            Some(Step::Renamed { from: text(&paths[0]), to: text(&paths[1]) })
        }
        "unlink" | "unlinkat" => Some(Step::Unlinked { path: text(&strings(arguments)[0]) }),
        "fsync" | "fdatasync" => Some(Step::Synced { path: descriptor(arguments)? }),
        "pwritev" | "fallocate" | "sync_file_range" => panic!("the model of the disk does not know {name}"),
        // What a program writes at the end of a file is no part of the database.
        "write" | "writev" if descriptor(arguments)?.contains("switchback.db") => {
            panic!("the model of the disk does not know where {name} writes")
        }
        _ => None,
    }
}

/// The path of the descriptor that is the first argument: `7<\x2f\x74>`.
fn descriptor(arguments: &str) -> Option<String> {
    let (_, rest) = arguments.split_once('<')?;
    Some(text(&unescape(rest.split_once('>')?.0)))
}

/// Every string among the arguments.
fn strings(arguments: &str) -> Vec<Vec<u8>> {
    arguments.split('"').skip(1).step_by(2).map(unescape).collect()
}

/// `\x2f\x74`, in which every byte is escaped.
fn unescape(escaped: &str) -> Vec<u8> {
    escaped.split("\\x").skip(1).map(|digits| u8::from_str_radix(&digits[..2], 16).unwrap()).collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn last_number(arguments: &str) -> Option<usize> {
    number(arguments.rsplit_once(", ")?.1)
}

/// The number at the start; nothing for -1.
fn number(text: &str) -> Option<usize> {
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    text[..end].parse().ok()
}
