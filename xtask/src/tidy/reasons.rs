//! Each dependency carries its reason.

use std::path::Path;

use super::{Finding, manifest::Manifest};

/// A dependency has a comment at the end of its line, or stands directly below one that shares its reason.
pub(super) fn check(path: &Path, text: &str, findings: &mut Vec<Finding>) {
    if path != Path::new("Cargo.toml") {
        return;
    }
    let manifest = match Manifest::parse(text) {
        Ok(manifest) => manifest,
        Err(error) => {
            return findings.push(Finding::new(path, 1, format!("not a manifest: {}", error.message())));
        }
    };
    let lines: Vec<_> = text.lines().collect();
    for dependency in manifest.workspace_dependencies().iter().filter(|dependency| !dependency.is_path) {
        let above = lines[..dependency.line].iter().rev().take_while(|line| !line.trim().is_empty());
        if !above.take(2).any(|line| has_reason(line)) {
            let name = &dependency.name;
            let advice =
                format!("{name} has no reason: say in a comment at the end of the line what it is for");
            findings.push(Finding::new(path, dependency.line, advice));
        }
    }
}

/// Whether something stands before a comment that says something.
fn has_reason(line: &str) -> bool {
    line.split_once('#')
        .is_some_and(|(before, reason)| !before.trim().is_empty() && !reason.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn a_dependency_without_a_reason_is_reported() {
        let advice = "has no reason: say in a comment at the end of the line what it is for";
        check(
            "Cargo.toml",
            "# Above.\n[workspace.dependencies]\napi = { path = \"crates/api\" }\n\nserde = \"1\"\ntokio = \"1\" #\n",
            &[&format!("Cargo.toml:5: serde {advice}"), &format!("Cargo.toml:6: tokio {advice}")],
        );
    }

    #[test]
    fn the_line_below_shares_the_reason() {
        let text = "[workspace.dependencies]\nserde = \"1\" # JSON\nserde_json = \"1\"\n";
        check("Cargo.toml", text, &[]);
        let advice = "has no reason: say in a comment at the end of the line what it is for";
        check("Cargo.toml", &format!("{text}tokio = \"1\"\n"), &[&format!("Cargo.toml:4: tokio {advice}")]);
    }
}
