//! The rules of the tree that no compiler knows, as a test.
//!
//! A rule looks at files as data, so each has a test that shows it reporting. When adding a rule: a function
//! in the module of its subject, a line in [`findings`], and its test.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use anyhow::{Result, bail};

use source::Source;

mod arrows;
mod documents;
mod leftovers;
mod lengths;
mod links;
mod manifest;
mod names;
mod purity;
mod reasons;
mod source;
mod tree;

/// A place that breaks a rule, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    path: PathBuf,
    /// Counted from one.
    line: usize,
    advice: String,
}

impl Finding {
    fn new(path: &Path, line: usize, advice: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, advice: advice.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path.display(), self.line, self.advice)
    }
}

/// Prints every place that breaks a rule; an error if there is one.
pub(crate) fn run(root: &Path) -> Result<()> {
    let files = tree::read(root)?;
    let findings = findings(&files);
    for finding in &findings {
        println!("{finding}");
    }
    if !findings.is_empty() {
        bail!("{} places break a rule of the tree", findings.len());
    }
    println!("{} files are tidy.", files.len());
    Ok(())
}

/// Every place that breaks a rule, by path and line. Paths are relative to the root of the workspace.
fn findings(files: &[(PathBuf, String)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in files {
        let source = Source::new(path, text);
        lengths::check(&source, &mut findings);
        names::check(&source, &mut findings);
        leftovers::check(&source, &mut findings);
        purity::check(&source, &mut findings);
        documents::check(&source, &mut findings);
        arrows::check(path, text, &mut findings);
        reasons::check(path, text, &mut findings);
    }
    links::check(files, &mut findings);
    findings.sort();
    findings.dedup();
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks one file and renders what is found, a line each.
    #[track_caller]
    pub(super) fn check(path: &str, text: &str, expected: &[&str]) {
        let found = findings(&[(path.into(), text.into())]);
        assert_eq!(found.iter().map(Finding::to_string).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn the_tree_is_tidy() {
        let findings = findings(&tree::read(crate::root()).unwrap());
        let lines: Vec<_> = findings.iter().map(Finding::to_string).collect();
        assert!(lines.is_empty(), "{} places break a rule of the tree:\n{}", lines.len(), lines.join("\n"));
    }

    #[test]
    fn findings_come_by_path_and_line() {
        let text = "struct CallManager;\nstruct QueueHelper;\n";
        let files = [("crates/b/src/b.rs".into(), text.into()), ("crates/a/src/a.rs".into(), text.into())];
        let places = findings(&files).into_iter().map(|finding| (finding.path, finding.line));
        let places: Vec<_> = places.map(|(path, line)| format!("{}:{line}", path.display())).collect();
        let expected =
            ["crates/a/src/a.rs:1", "crates/a/src/a.rs:2", "crates/b/src/b.rs:1", "crates/b/src/b.rs:2"];
        assert_eq!(places, expected);
    }
}
