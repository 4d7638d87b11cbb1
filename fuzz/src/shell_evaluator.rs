//! What must hold for every script that the evaluator runs: it ends, soon after the user wants it to, and holds no
//! more memory than a session may. The fuzz target and the replay of its corpus share it. A script may make values
//! that hold each other; they live as long as the process, so the fuzzer runs with
//! `ASAN_OPTIONS=detect_leaks=0`.

#![allow(dead_code, unreachable_pub, missing_docs, reason = "each target uses its own part")]

use std::rc::Rc;

use shell::flow::{Flow, Output};
use shell::host::testing::MemoryHost;
use shell::session::{ERRORS_KEPT_MAX, STACK_BYTES, Session};
use shell::value::{DateTime, Kind, Value};

/// How often a session may ask whether to stop before the answer is yes.
const PATIENCE: u64 = 50;
/// How often it may ask again while it stops.
const STOPPING_MAX: u64 = 2_000;
/// What a script may hold here is less than what a session allows: the host reports this many times what there is.
const MEMORY_FACTOR: u64 = 8;
/// Values that are kept of what comes out.
const VALUES_MAX: usize = 1_000;

/// Runs bytes as a script, in a session of its own in a world in memory.
pub fn shell_evaluator(bytes: &[u8]) {
    let script = String::from_utf8_lossy(bytes).into_owned();
    let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(move || run(&script));
    thread.expect("a thread starts").join().expect("no script makes the evaluator panic");
}

fn run(script: &str) {
    let now = DateTime::from_date(2013, 12, 20).expect("the day exists").with_kind(Kind::Utc);
    let host = Rc::new(MemoryHost::new(now));
    host.patience.set(Some(PATIENCE));
    host.measured.set(Some(memory_reported));
    host.files.borrow_mut().insert("C:/notes.txt".to_owned(), b"one\r\ntwo\r\n".to_vec());
    let mut session = Session::new(Rc::clone(&host) as Rc<_>);
    let mut out = First(Vec::new());
    session.run(script, None, Vec::new(), &mut out);
    assert!(session.errors().len() <= ERRORS_KEPT_MAX, "{} errors are kept", session.errors().len());
    assert!(host.asked.get() <= PATIENCE + STOPPING_MAX, "asked {} times whether to stop", host.asked.get());
}

/// Keeps the first values that come out.
struct First(Vec<Value>);

impl Output for First {
    fn put(&mut self, value: Value, _session: &mut Session) -> Flow {
        if self.0.len() < VALUES_MAX {
            self.0.push(value);
        }
        Ok(())
    }
}

/// The memory of this process, and more: a limit is reached long before the machine feels it.
fn memory_reported() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let resident = pages.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap_or(0);
    resident * 4096 * MEMORY_FACTOR
}
