//! Transcripts: scripts behind `> `, line by line, and below each what it prints and the errors it leaves.
//!
//! Each script runs in a world of its own. TRANSCRIPT_WRITE=1 writes the results anew.

#[path = "../surroundings/deep.rs"]
mod deep;
#[path = "../surroundings/friday.rs"]
mod friday;

use std::path::Path;
use std::rc::Rc;
use std::{env, fs};

use shell::host::Stream;
use shell::host::testing::MemoryHost;
use shell::session::{Console, Session};
use shell::value::Value;

/// Runs the scripts of the file `name` below `tests/` and compares; `prepare` arranges the world of each.
#[track_caller]
pub(crate) fn check(name: &str, prepare: fn(&MemoryHost)) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name);
    let text = fs::read_to_string(&path).unwrap();
    let scripts: Vec<String> = cases(&text).into_iter().map(|(script, _)| script).collect();
    let run = move || scripts.iter().map(|script| transcript(script, prepare)).collect::<Vec<_>>();
    let written = deep::in_shell(run).join("\n");
    if env::var_os("TRANSCRIPT_WRITE").is_some() {
        fs::write(&path, written).unwrap();
        return;
    }
    for (known, got) in cases(&text).into_iter().zip(cases(&written)) {
        assert_eq!(known.1, got.1, "{name}: {}", known.0);
    }
    assert_eq!(text, written, "{name} is not laid out as it is written");
}

/// Scripts, and what stands below each.
fn cases(text: &str) -> Vec<(String, String)> {
    let mut cases: Vec<(String, String)> = Vec::new();
    let mut in_script = false;
    for line in text.lines() {
        match (line.strip_prefix("> "), cases.last_mut()) {
            (Some(code), Some((script, _))) if in_script => *script += &format!("\n{code}"),
            (Some(code), _) => cases.push((code.to_owned(), String::new())),
            (None, Some((_, shown))) => *shown += &format!("{line}\n"),
            (None, None) => {}
        }
        in_script = line.starts_with("> ");
    }
    cases
}

/// A script with what comes of it.
fn transcript(script: &str, prepare: fn(&MemoryHost)) -> String {
    let host = friday::host();
    prepare(&host);
    let host = Rc::new(host);
    let mut session = Session::new(Rc::clone(&host) as Rc<_>);
    session.run(script, None, Vec::new(), &mut Console);
    let mut text: String = script.lines().map(|line| format!("> {line}\n")).collect();
    for (stream, part) in host.printed.borrow().iter() {
        match stream {
            Stream::Output => text.push_str(part),
            Stream::Error => {}
            other => text.push_str(&format!("[{other:?}] {part}")),
        }
    }
    for error in session.errors().borrow().iter().rev() {
        match error {
            Value::Error(record) => {
                text.push_str(&format!("! {} [{}]\n", record.fault.message, record.qualified_id()));
            }
            other => text.push_str(&format!("! {other:?}\n")),
        }
    }
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_end().to_owned() + "\n"
}
