//! Who may depend on whom.

use std::path::Path;

use super::{Finding, manifest::Manifest, purity::PURE};

/// The arrows between the crates. A new arrow is a design change: edit ARCHITECTURE.md in the same commit.
const ARROWS: &[(&str, &[&str])] = &[
    ("stdx", &[]),
    ("clixml", &[]),
    ("dialog", &["stdx"]),
    ("domain", &["stdx"]),
    ("admin", &["domain", "stdx"]),
    ("engine", &["domain", "stdx"]),
    ("sim", &["domain", "engine", "stdx"]),
    ("archive", &["clixml", "domain", "stdx"]),
    ("shell", &["clixml", "stdx"]),
    ("cmdlets", &["admin", "archive", "domain", "shell", "stdx"]),
    ("media", &["stdx"]),
    ("load", &["dialog", "media", "stdx"]),
    ("store", &["domain", "stdx"]),
    ("speech", &["domain", "stdx"]),
    ("testcall", &["domain", "media", "stdx"]),
    ("api", &["admin", "archive", "domain", "stdx", "store"]),
    ("edge", &["dialog", "domain", "engine", "media", "speech", "stdx", "testcall"]),
    (
        "switchback",
        &[
            "admin", "api", "archive", "cmdlets", "domain", "edge", "engine", "media", "shell", "speech",
            "stdx", "store", "testcall",
        ],
    ),
];
/// Crates whose tests keep to the arrows as well, lest the ground lean on what stands on it.
const GROUND: &[&str] = &["stdx", "domain"];
/// Packages that a pure crate has no use for.
const IMPURE: &[&str] = &["tokio", "rand", "getrandom", "rusqlite", "axum", "ureq", "tempfile"];

pub(super) fn check(path: &Path, text: &str, findings: &mut Vec<Finding>) {
    let parts: Vec<_> = path.iter().filter_map(|part| part.to_str()).collect();
    let name = match parts[..] {
        ["crates", name, "Cargo.toml"] => name,
        ["xtask", "Cargo.toml"] => "xtask",
        _ => return,
    };
    let mut report = |line, advice: String| findings.push(Finding::new(path, line, advice));
    let manifest = match Manifest::parse(text) {
        Ok(manifest) => manifest,
        Err(error) => return report(1, format!("not a manifest: {}", error.message())),
    };
    if !manifest.has_workspace_lints() {
        let advice = "the lints of the workspace do not hold here: add `[lints] workspace = true`";
        report(1, advice.into());
    }
    if name == "xtask" {
        return;
    }
    let Some((_, allowed)) = ARROWS.iter().find(|(known, _)| *known == name) else {
        let advice = format!("{name} is not in the arrow table: add it to ARROWS and to ARCHITECTURE.md");
        return report(1, advice);
    };
    let sections: &[_] = if GROUND.contains(&name) {
        &["dependencies", "build-dependencies", "dev-dependencies"]
    } else {
        &["dependencies", "build-dependencies"]
    };
    for dependency in sections.iter().flat_map(|section| manifest.dependencies(section)) {
        let other = dependency.name.as_str();
        let internal = ARROWS.iter().any(|(known, _)| *known == other);
        if internal && !allowed.contains(&other) {
            let advice = format!("{name} must not depend on {other}: move the code to where both may see it");
            report(dependency.line, advice);
        }
    }
    for dependency in manifest.dependencies("dependencies") {
        let other = dependency.name.as_str();
        if PURE.contains(&name) && IMPURE.contains(&other) {
            let advice = format!("{name} is pure and has no use for {other}: keep it at the rim");
            report(dependency.line, advice);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    const LINTS: &str = "[lints]\nworkspace = true\n";

    #[test]
    fn an_arrow_that_points_up_is_reported() {
        for dependency in [
            "admin.workspace = true",
            "admin = { workspace = true }",
            "decisions = { package = \"admin\", path = \"../admin\" }",
        ] {
            let expected = "crates/domain/Cargo.toml:5: domain must not depend on admin: move the code to where both may see it";
            let text = format!("{LINTS}[dependencies]\nstdx.workspace = true\n{dependency}\n");
            check("crates/domain/Cargo.toml", &text, &[expected]);
        }
    }

    #[test]
    fn an_arrow_of_one_platform_counts() {
        let expected =
            "crates/store/Cargo.toml:4: store must not depend on api: move the code to where both may see it";
        let text = format!("{LINTS}[target.'cfg(unix)'.dependencies]\napi.workspace = true\n");
        check("crates/store/Cargo.toml", &text, &[expected]);
    }

    #[test]
    fn tests_may_look_anywhere_except_from_the_ground() {
        let text = format!("{LINTS}[dev-dependencies]\nadmin.workspace = true\n");
        check("crates/store/Cargo.toml", &text, &[]);
        let expected =
            "crates/stdx/Cargo.toml:4: stdx must not depend on admin: move the code to where both may see it";
        check("crates/stdx/Cargo.toml", &text, &[expected]);
    }

    #[test]
    fn a_crate_outside_the_table_is_reported() {
        let expected = "crates/portal/Cargo.toml:1: portal is not in the arrow table: add it to ARROWS and to ARCHITECTURE.md";
        check("crates/portal/Cargo.toml", LINTS, &[expected]);
    }

    #[test]
    fn an_impure_package_of_a_pure_crate_is_reported() {
        let text = format!("{LINTS}[dependencies]\ntokio.workspace = true\n");
        let expected =
            "crates/admin/Cargo.toml:4: admin is pure and has no use for tokio: keep it at the rim";
        check("crates/admin/Cargo.toml", &text, &[expected]);
        check("crates/api/Cargo.toml", &text, &[]);
    }

    #[test]
    fn a_crate_without_the_lints_is_reported() {
        let expected = "the lints of the workspace do not hold here: add `[lints] workspace = true`";
        for path in ["crates/stdx/Cargo.toml", "xtask/Cargo.toml"] {
            check(path, "[package]\n", &[&format!("{path}:1: {expected}")]);
        }
    }

    #[test]
    fn a_manifest_that_cannot_be_read_is_reported() {
        check(
            "crates/stdx/Cargo.toml",
            "[dependencies",
            &["crates/stdx/Cargo.toml:1: not a manifest: unclosed table, expected `]`"],
        );
    }
}
