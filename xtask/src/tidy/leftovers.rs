//! What somebody meant to come back to.

use super::{
    Finding,
    source::{Source, has_word, numbered},
};

/// Words that tell of a task, in code and comments.
const MARKERS: &[&str] = &["TODO", "FIXME", "XXX"];
/// Code that stands for code, and what to do instead.
const PLACEHOLDERS: &[(&str, &str)] = &[
    ("todo!", "write the code"),
    ("unimplemented!", "write the code, or return an error that says what is not supported"),
    ("dbg!", "remove it"),
    ("#[ignore", "run the test always, or remove it"),
];
/// Files that somebody's tools left behind.
const LEFT_FILES: &[&str] = &[".snap.new", ".pending-snap", ".orig", ".rej"];
/// Files besides Rust whose text people write.
const WRITTEN: &[&str] = &["md", "toml", "sh", "yml", "yaml", "sql"];

pub(super) fn check(source: &Source<'_>, findings: &mut Vec<Finding>) {
    let mut report = |line, advice: &str| findings.push(Finding::new(source.path, line, advice));
    let name = source.path.to_string_lossy();
    if LEFT_FILES.iter().any(|ending| name.ends_with(ending)) {
        report(1, "a tool left this file behind: accept what it says, or remove it");
    }
    if !is_written(source) {
        return;
    }
    for (line, prose) in numbered(&source.prose) {
        if let Some(marker) = MARKERS.iter().find(|marker| has_word(prose, marker)) {
            report(line, &format!("{marker} is a task: do it now, or take it out of the tree"));
        }
    }
    for (line, text) in numbered(source.text) {
        if let Some(emoji) = text.chars().map(u32::from).find(is_emoji) {
            report(line, &format!("U+{emoji:04X} is an emoji: say it in words, or escape it"));
        }
    }
    for (line, code) in numbered(&source.code) {
        if let Some((found, advice)) = PLACEHOLDERS.iter().find(|(found, _)| has_word(code, found)) {
            report(line, &format!("`{found}` does not land: {advice}"));
        }
    }
    for (line, code) in source.tests() {
        if has_word(code, "thread::sleep") {
            report(line, "a test that sleeps is slow or lucky: wait for the event, with a bound");
        }
    }
    for line in bare_exceptions(&source.code) {
        report(line, "an exception from a lint gives its reason: `#[expect(.., reason = \"..\")]`");
    }
}

/// Whether people wrote the file; what a fuzzer collected may say anything.
fn is_written(source: &Source<'_>) -> bool {
    let extension = source.path.extension().and_then(|extension| extension.to_str());
    let written = source.is_rust() || extension.is_none_or(|extension| WRITTEN.contains(&extension));
    written && !source.path.starts_with("fuzz/corpus")
}

fn is_emoji(character: &u32) -> bool {
    matches!(character, 0x1F000..=0x1FAFF | 0x2600..=0x27BF | 0x2B50 | 0x2B55 | 0xFE0F)
}

/// The lines on which an attribute excepts from a lint without a reason.
fn bare_exceptions(code: &str) -> impl Iterator<Item = usize> {
    let starts = ["[allow(", "[expect(", ", allow(", ", expect("];
    starts.into_iter().flat_map(move |start| {
        code.match_indices(start).filter_map(move |(at, _)| {
            let attribute = code[..=at].rfind("#[").max(code[..=at].rfind("#!["))?;
            let inside = !code[attribute..at].contains(']');
            let end = code[at..].find(']').map_or(code.len(), |end| at + end);
            let bare = inside && !has_word(&code[at..end], "reason");
            bare.then(|| 1 + code[..at].matches('\n').count())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    const PATH: &str = "crates/domain/src/queue.rs";

    #[test]
    fn tasks_are_reported_in_comments_and_documents() {
        let advice = "is a task: do it now, or take it out of the tree";
        for marker in ["TODO", "FIXME", "XXX"] {
            check(PATH, &format!("\n// {marker}: later.\n"), &[&format!("{PATH}:2: {marker} {advice}")]);
            check("README.md", marker, &[&format!("README.md:1: {marker} {advice}")]);
            check(PATH, &format!("const FORBIDDEN: &str = \"{marker}\";\n"), &[]);
        }
    }

    #[test]
    fn placeholders_are_reported() {
        check(
            PATH,
            "fn a() {\n    todo!()\n}\nfn b() {\n    unimplemented!(\"b\")\n}\nfn c() {\n    dbg!(1);\n}\n#[ignore = \"slow\"]\n",
            &[
                "crates/domain/src/queue.rs:2: `todo!` does not land: write the code",
                "crates/domain/src/queue.rs:5: `unimplemented!` does not land: write the code, or return an error that says what is not supported",
                "crates/domain/src/queue.rs:8: `dbg!` does not land: remove it",
                "crates/domain/src/queue.rs:10: `#[ignore` does not land: run the test always, or remove it",
            ],
        );
    }

    #[test]
    fn sleeping_is_reported_in_tests_alone() {
        let advice = "a test that sleeps is slow or lucky: wait for the event, with a bound";
        let text = "    fn a() {\n        std::thread::sleep(PAUSE);\n    }\n";
        check("crates/store/tests/a.rs", text, &[&format!("crates/store/tests/a.rs:2: {advice}")]);
        check("crates/store/src/a.rs", text, &[]);
        let at_the_end = format!("#[cfg(test)]\nmod tests {{\n{text}}}\n");
        check("crates/store/src/a.rs", &at_the_end, &[&format!("crates/store/src/a.rs:4: {advice}")]);
    }

    #[test]
    fn exceptions_without_a_reason_are_reported() {
        let advice = "an exception from a lint gives its reason: `#[expect(.., reason = \"..\")]`";
        for attribute in
            ["#[allow(dead_code)]", "#![expect(dead_code)]", "#[cfg_attr(test, allow(dead_code))]"]
        {
            check(PATH, &format!("\n{attribute}\n"), &[&format!("{PATH}:2: {advice}")]);
        }
        check(
            PATH,
            "#[allow(\n    dead_code,\n    reason = \"why\"\n)]\nfn f() { g(1, allow(2)).expect(\"a\") }\n",
            &[],
        );
    }

    #[test]
    fn emoji_are_reported() {
        let expected = format!("{PATH}:1: U+1F600 is an emoji: say it in words, or escape it");
        check(PATH, "// \u{1F600}\n", &[&expected]);
        check(PATH, "// \u{1F600}\nconst A: &str = \"a → b — ü 日本\";\n", &[&expected]);
    }

    #[test]
    fn files_that_tools_left_are_reported() {
        let advice = "a tool left this file behind: accept what it says, or remove it";
        check("crates/api/src/a.snap.new", "", &[&format!("crates/api/src/a.snap.new:1: {advice}")]);
    }
}
