//! The tree speaks of the project alone, and in few documents.

use std::path::Path;

use super::{
    Finding,
    source::{Source, numbered},
};

/// The documents of the root; all others are below `docs/`.
const ROOT_DOCUMENTS: &[&str] = &["ARCHITECTURE.md", "CHANGELOG.md", "README.md"];
/// About three pages.
const ARCHITECTURE_LINES_MAX: usize = 180;
/// A directory of one machine. These needles are in two pieces each, so that this file does not hold them.
const WORKPLACE: &str = concat!("/wo", "rk/");
/// Hosts that serve packages.
const REGISTRIES: &[&str] = &[concat!("crates", ".io"), concat!("npm", "js."), concat!("py", "pi.org")];

pub(super) fn check(source: &Source<'_>, findings: &mut Vec<Finding>) {
    let path = source.path;
    if path.extension().is_some_and(|extension| extension == "md") {
        check_document(path, source.text, findings);
    }
    if path == Path::new("Cargo.lock") {
        return;
    }
    for (line, text) in numbered(source.text) {
        if names_workplace(text) {
            let advice = "a path of one machine: make it relative, or take it from an argument";
            findings.push(Finding::new(path, line, advice));
        }
        if names_issue(text) {
            let advice = "the number of an issue tells a reader nothing: say what it is about";
            findings.push(Finding::new(path, line, advice));
        }
        if let Some(registry) = REGISTRIES.iter().find(|registry| text.contains(**registry)) {
            let advice = format!("`{registry}` serves packages: the tree names no registry, say it without");
            findings.push(Finding::new(path, line, advice));
        }
    }
}

fn check_document(path: &Path, text: &str, findings: &mut Vec<Finding>) {
    let explains_examples = path.starts_with("examples") && path.ends_with("README.md");
    if !path.starts_with("docs")
        && !explains_examples
        && !ROOT_DOCUMENTS.iter().any(|name| path == Path::new(name))
    {
        let advice = "a document belongs in docs/, or in README.md, ARCHITECTURE.md or CHANGELOG.md: move it";
        findings.push(Finding::new(path, 1, advice));
    }
    let lines = text.lines().count();
    if path == Path::new("ARCHITECTURE.md") && lines > ARCHITECTURE_LINES_MAX {
        let advice =
            format!("{lines} lines are more than three pages ({ARCHITECTURE_LINES_MAX}): shorten it");
        findings.push(Finding::new(path, ARCHITECTURE_LINES_MAX + 1, advice));
    }
}

fn names_workplace(text: &str) -> bool {
    text.match_indices(WORKPLACE).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        !before.is_some_and(|character| character.is_alphanumeric() || ".-_/}".contains(character))
    })
}

fn names_issue(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    text.match_indices("issue ").any(|(at, word)| {
        let number = &text[at + word.len()..];
        number.strip_prefix('#').unwrap_or(number).starts_with(|character: char| character.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::{super::tests::check, *};

    #[test]
    fn a_path_of_one_machine_is_reported() {
        let advice = "a path of one machine: make it relative, or take it from an argument";
        let text = format!("see {WORKPLACE}main\n");
        check("docs/manual.md", &text, &[&format!("docs/manual.md:1: {advice}")]);
        check("docs/manual.md", &format!("see examples{WORKPLACE}main\n"), &[]);
    }

    #[test]
    fn the_number_of_an_issue_is_reported() {
        let advice = "the number of an issue tells a reader nothing: say what it is about";
        for number in ["#7", "7"] {
            let text = format!("// Issue {number} asked for it.\n");
            check("crates/api/src/page.rs", &text, &[&format!("crates/api/src/page.rs:1: {advice}")]);
        }
        check("crates/api/src/page.rs", "// Tokens issue from here.\n", &[]);
    }

    #[test]
    fn a_registry_is_reported_outside_the_lock_file() {
        let registry = REGISTRIES[0];
        let advice = format!("`{registry}` serves packages: the tree names no registry, say it without");
        check("deny.toml", registry, &[&format!("deny.toml:1: {advice}")]);
        check("Cargo.lock", registry, &[]);
    }

    #[test]
    fn documents_outside_docs_are_reported() {
        let advice = "a document belongs in docs/, or in README.md, ARCHITECTURE.md or CHANGELOG.md: move it";
        for path in ["PLAN.md", "crates/api/README.md"] {
            check(path, "", &[&format!("{path}:1: {advice}")]);
        }
        for path in ["README.md", "CHANGELOG.md", "docs/decisions/0001-log.md", "examples/contoso/README.md"]
        {
            check(path, "", &[]);
        }
    }

    #[test]
    fn an_architecture_of_more_than_three_pages_is_reported() {
        let expected = "ARCHITECTURE.md:181: 181 lines are more than three pages (180): shorten it";
        check("ARCHITECTURE.md", &"\n".repeat(181), &[expected]);
        check("ARCHITECTURE.md", &"\n".repeat(180), &[]);
    }
}
