//! A link in a document leads to a file of the tree.

use std::path::{Component, Path, PathBuf};

use super::{Finding, source::numbered};

/// Looks at every relative link of every document.
pub(super) fn check(files: &[(PathBuf, String)], findings: &mut Vec<Finding>) {
    let documents =
        files.iter().filter(|(path, _)| path.extension().is_some_and(|extension| extension == "md"));
    for (path, text) in documents {
        for (line, text) in numbered(text) {
            for target in targets(text) {
                let meant = resolved(path, target);
                if !files.iter().any(|(file, _)| file.starts_with(&meant)) {
                    findings.push(Finding::new(
                        path,
                        line,
                        format!("the link leads to {target}, which is not there"),
                    ));
                }
            }
        }
    }
}

/// The relative targets of the links in a line, without their anchors.
fn targets(text: &str) -> impl Iterator<Item = &str> {
    let ends = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    ends.map(|target| target.split('#').next().unwrap_or_default())
        .filter(|target| !target.is_empty() && !target.contains("://"))
}

fn resolved(document: &Path, target: &str) -> PathBuf {
    let mut path = document.parent().unwrap_or(Path::new("")).to_owned();
    for part in Path::new(target).components() {
        match part {
            Component::ParentDir => drop(path.pop()),
            Component::CurDir => {}
            part => path.push(part),
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_nothing_is_reported_and_one_to_a_file_or_folder_is_not() {
        let text =
            "[a](openapi.json) [b](../examples/contoso) [c](gone.md) [d](https://example.com/x) [e](#here)";
        let files = [
            ("docs/a.md".into(), text.to_owned()),
            ("docs/openapi.json".into(), String::new()),
            ("examples/contoso/topology.toml".into(), String::new()),
        ];
        let mut findings = Vec::new();
        check(&files, &mut findings);
        let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
        assert_eq!(lines, ["docs/a.md:1: the link leads to gone.md, which is not there"]);
    }
}
