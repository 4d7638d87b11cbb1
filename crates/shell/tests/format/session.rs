//! Runs scripts and gives what they print.

#[path = "../surroundings/deep.rs"]
mod deep;

use std::rc::Rc;

use shell::host::Stream;
use shell::host::testing::MemoryHost;
use shell::session::{Console, Session};

use self::deep::in_shell;
use crate::world::{fenced, host, push_line};

/// What a script prints in 60 columns, and the host that it printed on.
fn run_on(host: Rc<MemoryHost>, script: &str) -> Rc<MemoryHost> {
    host.columns.set(61);
    let mut session = Session::new(Rc::clone(&host) as Rc<_>);
    session.run(script, None, Vec::new(), &mut Console);
    host
}

/// What a script prints, each line of a stream other than the output after its name.
pub(crate) fn print(script: &str) -> String {
    print_and_keep(script, &[])
}

/// The same, and what is in files afterwards.
pub(crate) fn print_and_keep(script: &str, files: &[&str]) -> String {
    let script = script.to_owned();
    let files: Vec<String> = files.iter().map(|file| (*file).to_owned()).collect();
    let work = move || {
        let host = run_on(host(), &script);
        let mut printed = String::new();
        for (stream, text) in host.printed.borrow().iter() {
            let name = if *stream == Stream::Output { String::new() } else { format!("{stream:?}> ") };
            for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
                push_line(&mut printed, &format!("{name}{line}"));
            }
        }
        for file in files {
            let content = host.files.borrow().get(&file).cloned();
            let content = content.map(|content| format!("{:?}", String::from_utf8_lossy(&content)));
            printed.push_str(&format!("{file}: {}\n", content.as_deref().unwrap_or("none")));
        }
        fenced(&printed)
    };
    in_shell(work)
}
