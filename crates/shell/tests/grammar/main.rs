//! The parser against the tree-sitter grammar for PowerShell: what both accept has the same form in both, and
//! every difference is listed with its reason in `differences.txt`.

#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

mod node;
mod ours;
mod ours_expression;
mod theirs;
mod theirs_command;
mod theirs_expression;

use std::{collections::BTreeSet, fs, path::Path};

/// A script, or a line of one, and what it is called in the list of differences.
struct Text {
    name: String,
    content: String,
    /// A single line has no line numbers in the list.
    is_line: bool,
}

#[test]
fn our_scripts_have_the_form_that_the_grammar_gives_them() {
    let mut texts = Vec::new();
    for folder in ["tests/grammar/scripts", "tests/syntax/scripts"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        texts.extend(paths.iter().map(|path| Text {
            name: path.file_stem().unwrap().to_str().unwrap().to_owned(),
            content: fs::read_to_string(path).unwrap(),
            is_line: false,
        }));
    }
    assert!(texts.len() > 28, "{} scripts", texts.len());
    // A procedure on paper is a list of commands, each of which may be wrong for itself.
    texts.retain(|text| text.name != "recovery");
    texts.extend(include_str!("../syntax/scripts/recovery.ps1").lines().map(line));
    check("scripts", &texts);
}

#[test]
fn fragments_right_and_wrong_are_read_as_the_grammar_reads_them() {
    let lines = include_str!("fragments.txt").lines();
    let texts: Vec<_> = lines.map(line).collect();
    assert!(texts.len() > 500, "{} fragments", texts.len());
    check("fragments", &texts);
}

#[test]
fn the_documented_examples_have_the_form_that_the_grammar_gives_them() {
    let Some(examples) = document("examples/documented.json") else { return };
    let examples: serde_json::Value = serde_json::from_str(&examples).unwrap();
    let texts = examples.as_array().unwrap().iter().map(|example| Text {
        name: format!("{} {}", example["cmdlet"].as_str().unwrap(), example["example"].as_str().unwrap()),
        content: example["code"].as_str().unwrap().to_owned(),
        is_line: false,
    });
    let texts: Vec<_> = texts.collect();
    assert_eq!(texts.len(), 58);
    check("documented", &texts);
}

#[test]
fn the_commands_of_the_printed_procedure_have_the_form_that_the_grammar_gives_them() {
    let Some(procedure) = document("seed/response-group-recovery-fr.md") else { return };
    let printed = procedure.lines().filter(|line| line.starts_with("        "));
    let texts: Vec<_> = printed.map(str::trim).filter(|line| line.contains("-CsRgs")).map(line).collect();
    assert_eq!(texts.len(), 32);
    check("procedure", &texts);
}

fn line(text: &str) -> Text {
    Text { name: text.to_owned(), content: text.to_owned(), is_line: true }
}

#[expect(clippy::print_stdout, reason = "who reads the test's output learns what was not checked")]
/// A file of the folder with the documents; none where the checkout stands alone.
fn document(path: &str) -> Option<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let text = fs::read_to_string(folder.join(path)).ok();
    if text.is_none() {
        println!("Not checked: {path} is not beside this checkout.");
    }
    text
}

/// Compares texts and holds the differences against the list of `source`.
fn check(source: &str, texts: &[Text]) {
    let found: Vec<_> = texts.iter().flat_map(differences).collect();
    let listed = listed(source);
    let unlisted: Vec<_> = found.iter().filter(|row| !listed.contains(row.as_str())).cloned().collect();
    let found: BTreeSet<_> = found.iter().map(String::as_str).collect();
    let vanished: Vec<_> = listed.iter().filter(|row| !found.contains(*row)).copied().collect();
    assert!(
        unlisted.is_empty() && vanished.is_empty(),
        "Differences that are not listed for {source}:\n{}\nListed ones that are no more:\n{}",
        unlisted.join("\n"),
        vanished.join("\n")
    );
}

fn differences(text: &Text) -> Vec<String> {
    let (theirs, accepted) = theirs::read(&text.content);
    let row = |row: String| format!("{}: {row}", text.name);
    let ours = match (ours::read(&text.content), accepted) {
        (Ok(ours), true) => ours,
        (Ok(_), false) if text.is_line => return vec![row("accepted <> rejected".to_owned())],
        (Ok(ours), false) => ours,
        (Err(_), false) => return Vec::new(),
        (Err(error), true) => return vec![row(format!("{error} <> accepted"))],
    };
    let found = node::compare(&ours, &theirs);
    let rows = found.into_iter().map(|each| match text.is_line {
        true => row(format!("{} <> {}", each.ours, each.theirs)),
        false => format!("{} {}: {} <> {}", text.name, each.line, each.ours, each.theirs),
    });
    let verdict = (!accepted).then(|| row("accepted <> rejected".to_owned()));
    verdict.into_iter().chain(rows).collect()
}

/// The rows of a source: indented, behind its `## name`, each below a `# reason`.
fn listed(source: &str) -> BTreeSet<&'static str> {
    let mut rows = BTreeSet::new();
    let (mut within, mut has_reason) = (false, false);
    for row in include_str!("differences.txt").lines().filter(|row| !row.is_empty()) {
        match (row.strip_prefix("## "), row.strip_prefix("    ")) {
            (Some(name), _) => (within, has_reason) = (name == source, false),
            (None, Some(row)) if within => {
                assert!(has_reason, "no reason is given for {row}");
                assert!(rows.insert(row), "listed twice: {row}");
            }
            (None, Some(_)) => {}
            (None, None) => has_reason = row.starts_with("# "),
        }
    }
    rows
}
