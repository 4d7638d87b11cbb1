//! Names say what a thing is in the words of the product.

use super::{
    Finding,
    source::{Source, goes_on, numbered},
};

/// Endings of type names that say nothing.
const EMPTY_ENDINGS: &[&str] =
    &["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Processor", "Orchestrator", "Coordinator"];
/// Names of files and modules that say nothing.
const EMPTY_FILES: &[&str] = &["utils", "common", "misc", "types", "v2", "new", "old", "async", "helpers"];
/// Last words of file names that tell a variant or say nothing: a file is replaced in place.
const EMPTY_LAST_WORDS: &[&str] = &["utils", "misc", "v2", "new", "old", "async", "helpers"];

pub(super) fn check(source: &Source<'_>, findings: &mut Vec<Finding>) {
    if !source.is_rust() {
        return;
    }
    for part in source.path.iter().filter_map(|part| part.to_str()) {
        let name = part.strip_suffix(".rs").unwrap_or(part);
        let last_word = name.rsplit_once('_').is_some_and(|(_, word)| EMPTY_LAST_WORDS.contains(&word));
        if EMPTY_FILES.contains(&name) || last_word {
            let advice = format!("the name `{name}` says nothing: name the file after its subject");
            findings.push(Finding::new(source.path, 1, advice));
        }
    }
    for (line, code) in numbered(&source.code) {
        for name in declared_types(code) {
            if let Some(ending) = EMPTY_ENDINGS.iter().find(|ending| name.ends_with(**ending)) {
                let advice =
                    format!("`{name}` ends in {ending}, which says nothing: name it after what it is");
                findings.push(Finding::new(source.path, line, advice));
            }
        }
    }
}

/// The types and traits that a line of code declares.
fn declared_types(code: &str) -> Vec<&str> {
    let words: Vec<_> = code.split(|character| !goes_on(character)).filter(|word| !word.is_empty()).collect();
    let declares = |pair: &&[&str]| ["struct", "enum", "trait", "type"].contains(&pair[0]);
    words.windows(2).filter(declares).map(|pair| pair[1]).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn empty_type_names_are_reported() {
        check(
            "crates/domain/src/queue.rs",
            "pub struct QueueManager;\nenum CallHelper {}\npub(crate) trait OfferProcessor {}\nstruct StringUtils<'a>;\n",
            &[
                "crates/domain/src/queue.rs:1: `QueueManager` ends in Manager, which says nothing: name it after what it is",
                "crates/domain/src/queue.rs:2: `CallHelper` ends in Helper, which says nothing: name it after what it is",
                "crates/domain/src/queue.rs:3: `OfferProcessor` ends in Processor, which says nothing: name it after what it is",
                "crates/domain/src/queue.rs:4: `StringUtils` ends in Utils, which says nothing: name it after what it is",
            ],
        );
    }

    #[test]
    fn product_nouns_are_allowed() {
        check("crates/domain/src/role.rs", "pub struct ManagersByUri;\n// struct QueueManager\n", &[]);
    }

    #[test]
    fn empty_file_names_are_reported() {
        let advice = "says nothing: name the file after its subject";
        for (path, name) in [
            ("crates/api/src/utils.rs", "utils"),
            ("crates/api/src/common/page.rs", "common"),
            ("crates/api/tests/helpers/mod.rs", "helpers"),
            ("crates/store/src/log_v2.rs", "log_v2"),
        ] {
            check(path, "", &[&format!("{path}:1: the name `{name}` {advice}")]);
        }
        check("crates/api/src/media_types.rs", "", &[]);
    }
}
