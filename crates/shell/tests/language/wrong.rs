//! Wrong commands and scripts, and all that each shows.
//!
//! In the files of `wrong/` a script stands behind `> `, line by line, or behind `>> ` where it runs as a script file;
//! what it shows and yields stands below it, up to an empty line. LANGUAGE_WRITE=1 writes the results anew.

use std::rc::Rc;
use std::{fs, path::Path};

use shell::session::Session;
use shell::value::Value;

use crate::literal::show;
use crate::world;

const FILES: [&str; 6] = ["binding", "files", "flow", "names", "scripts", "values"];

/// A script and what it shows.
struct Case {
    script: String,
    is_file: bool,
    shown: String,
}

#[test]
fn every_wrong_script_says_what_is_wrong() {
    let mut count = 0;
    for name in FILES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/language/wrong/{name}.txt"));
        let text = fs::read_to_string(&path).unwrap();
        let cases = cases(&text);
        count += cases.len();
        let got = world::in_shell(move || cases.into_iter().map(run).collect::<Vec<_>>());
        let written: Vec<_> = got.iter().map(Case::text).collect();
        let written = written.join("\n");
        if std::env::var_os("LANGUAGE_WRITE").is_some() {
            fs::write(&path, &written).unwrap();
        } else if written != text {
            let mut known = text.split("\n\n").zip(written.split("\n\n"));
            let (known, got) = known.find(|(known, got)| known != got).unwrap_or((&text, &written));
            panic!("{name}: expected\n{known}\n\ngot\n{got}");
        }
    }
    assert!(count >= 200, "{count} wrong scripts");
}

fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut in_script = false;
    for line in text.lines() {
        let (is_file, code) = match (line.strip_prefix(">> "), line.strip_prefix("> ")) {
            (Some(code), _) => (true, Some(code)),
            (None, code) => (false, code),
        };
        match (code, cases.last_mut()) {
            (Some(code), Some(case)) if in_script => case.script += &format!("\n{code}"),
            (Some(code), _) => cases.push(Case { script: code.to_owned(), is_file, shown: String::new() }),
            (None, _) => {}
        }
        in_script = code.is_some();
    }
    cases
}

fn run(case: Case) -> Case {
    let host = Rc::new(world::host());
    host.columns.set(120);
    let mut files = host.files.borrow_mut();
    files.insert("C:/notes.txt".to_owned(), b"one\r\ntwo\r\n".to_vec());
    files.insert("C:/data.csv".to_owned(), b"a,b\r\n1,2\r\n".to_vec());
    if case.is_file {
        files.insert("C:/script.ps1".to_owned(), case.script.clone().into_bytes());
    }
    drop(files);
    host.folders.borrow_mut().push("C:/Media".to_owned());
    let mut session = Session::new(Rc::clone(&host) as Rc<_>);
    session.add_module("Lync");
    let mut values: Vec<Value> = Vec::new();
    let file = case.is_file.then_some("C:\\script.ps1");
    let ended = session.run(&case.script, file, Vec::new(), &mut values);
    let mut lines: Vec<String> = values.iter().map(show).collect();
    let printed = host.printed.borrow();
    lines.extend(printed.iter().flat_map(|(_, text)| text.lines().map(|line| line.trim_end().to_owned())));
    lines.retain(|line| !line.is_empty());
    if ended.exit_code != 1 {
        lines.push(format!("(exit code {})", ended.exit_code));
    }
    Case { shown: lines.iter().map(|line| format!("{line}\n")).collect(), ..case }
}

impl Case {
    fn text(&self) -> String {
        let mark = if self.is_file { ">> " } else { "> " };
        let script: Vec<_> = self.script.lines().map(|line| format!("{mark}{line}\n")).collect();
        format!("{}{}", script.concat(), self.shown)
    }
}
