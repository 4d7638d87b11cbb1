//! The pure crates decide; they touch no file, socket, clock, thread, randomness or order of hashing.

use super::{
    Finding,
    source::{Source, goes_on, has_word},
};

/// Crates that get time, bytes and seeds as arguments.
pub(super) const PURE: &[&str] =
    &["stdx", "dialog", "domain", "admin", "archive", "clixml", "shell", "cmdlets", "engine"];

/// What a pure crate may not name, and what it is.
const IMPURE: &[(&str, &str)] = &[
    ("std::fs", "files"),
    ("std::net", "the network"),
    ("std::thread", "threads"),
    ("std::env", "the environment"),
    ("std::process", "processes"),
    ("tokio", "a runtime"),
    ("SystemTime", "the clock"),
    ("Instant::now", "the clock"),
    ("Timestamp::now", "the clock"),
    ("Zoned::now", "the clock"),
    ("rand", "randomness"),
    ("getrandom", "randomness"),
    ("new_v4", "randomness"),
    ("HashMap", "an order that differs from run to run"),
    ("HashSet", "an order that differs from run to run"),
    ("hash_map", "an order that differs from run to run"),
];

pub(super) fn check(source: &Source<'_>, findings: &mut Vec<Finding>) {
    let mut parts = source.path.iter().filter_map(|part| part.to_str());
    let (Some("crates"), Some(name), Some("src")) = (parts.next(), parts.next(), parts.next()) else {
        return;
    };
    if !PURE.contains(&name) {
        return;
    }
    let mut report = |line, what: &str| {
        if let Some((_, kind)) = IMPURE.iter().find(|(impure, _)| *impure == what) {
            let advice =
                format!("`{what}` is {kind}, and {name} is pure: take it as an argument from the rim");
            findings.push(Finding::new(source.path, line, advice));
        }
    };
    for (line, code) in source.product() {
        for (impure, _) in IMPURE.iter().filter(|(impure, _)| has_word(code, impure)) {
            report(line, impure);
        }
    }
    let product: String = source.product().flat_map(|(_, code)| [code, "\n"]).collect();
    for (line, module) in grouped_modules(&product) {
        report(line, &format!("std::{module}"));
    }
}

/// The modules named directly in a group, as `fs` in `use std::{collections::BTreeMap, fs};`, with their lines.
fn grouped_modules(code: &str) -> Vec<(usize, &str)> {
    let mut modules = Vec::new();
    for (at, start) in code.match_indices("std::{") {
        let inside = at + start.len();
        let (mut depth, mut first) = (1, true);
        for (offset, character) in code[inside..].char_indices() {
            match character {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => first = true,
                _ if first && goes_on(character) => {
                    let line = 1 + code[..inside + offset].matches('\n').count();
                    let module = code[inside + offset..].split(|character| !goes_on(character)).next();
                    modules.extend(module.map(|module| (line, module)));
                    first = false;
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    modules
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    const PATH: &str = "crates/domain/src/queue.rs";

    #[test]
    fn each_impure_name_is_reported() {
        for (name, kind) in super::IMPURE {
            let expected = format!(
                "{PATH}:2: `{name}` is {kind}, and domain is pure: take it as an argument from the rim"
            );
            check(PATH, &format!("//! {name}\nuse {name}::A;\n"), &[&expected]);
        }
    }

    #[test]
    fn a_group_of_imports_hides_nothing() {
        check(
            PATH,
            "use std::{\n    collections::{BTreeMap, BTreeSet},\n    fs::{self, File},\n    sync::Arc, net,\n};\n",
            &[
                "crates/domain/src/queue.rs:3: `std::fs` is files, and domain is pure: take it as an argument from the rim",
                "crates/domain/src/queue.rs:4: `std::net` is the network, and domain is pure: take it as an argument from the rim",
            ],
        );
    }

    #[test]
    fn tests_and_other_crates_may_touch_the_world() {
        check("crates/store/src/log.rs", "use std::fs;\n", &[]);
        check("crates/domain/tests/golden.rs", "use std::fs;\n", &[]);
        check(PATH, "#[cfg(test)]\nmod tests {\n    use std::collections::HashSet;\n}\n", &[]);
    }
}
