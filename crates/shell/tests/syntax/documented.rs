//! Whole scripts: ours, and those of the documents where a checkout has them beside it.

use std::{fs, path::PathBuf};

use shell::syntax::parse;

const SCRIPTS: [(&str, &str); 3] = [
    ("tasks", include_str!("scripts/tasks.ps1")),
    ("recovery", include_str!("scripts/recovery.ps1")),
    ("report", include_str!("scripts/report.ps1")),
];

#[track_caller]
fn parses(name: &str, text: &str) {
    let errors: Vec<_> = parse(text).errors.iter().map(ToString::to_string).collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}\n{text}");
}

#[expect(clippy::print_stdout, reason = "who reads the test's output learns what was not checked")]
/// A file of the folder with the documents; none where the checkout stands alone.
fn document(path: &str) -> Option<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let text = fs::read_to_string(folder.join(path)).ok();
    if text.is_none() {
        println!("Not checked: {path} is not beside this checkout.");
    }
    text
}

#[test]
fn our_scripts_parse() {
    for (name, text) in SCRIPTS {
        parses(name, text);
        // A script that came over from Windows.
        parses(name, &text.replace('\n', "\r\n"));
    }
}

#[test]
fn a_script_is_incomplete_or_wrong_wherever_it_is_cut() {
    for (name, text) in SCRIPTS {
        for (at, _) in text.char_indices().filter(|(at, _)| at % 7 == 0) {
            let parsed = parse(&text[..at]);
            assert_eq!(parsed.tokens.last().map_or(0, |token| token.span.end as usize), at, "{name}");
        }
    }
}

#[test]
fn the_slips_of_a_procedure_on_paper_are_put_right_with_a_warning() {
    let warnings: String =
        parse(SCRIPTS[1].1).warnings.iter().map(|warning| format!("{warning}\n")).collect();
    insta::assert_snapshot!(warnings, @r#"
    Line 5, column 80: the quotes of this identity are misplaced; it is read as "service:ApplicationServer:first.contoso.com"
    Line 6, column 85: the quotes of this identity are misplaced; it is read as "service:ApplicationServer:first.contoso.com"
    Line 11, column 26: this identity has a blank after a colon; it is read as "service:ApplicationServer:first.contoso.com"
    Line 12, column 75: the quotes of this identity are misplaced; it is read as "service:ApplicationServer:<other"
    "#);
}

#[test]
fn the_documented_examples_parse() {
    let Some(examples) = document("examples/documented.json") else { return };
    let examples: serde_json::Value = serde_json::from_str(&examples).unwrap();
    let examples = examples.as_array().unwrap();
    assert_eq!(examples.len(), 58);
    for example in examples {
        parses(&example["cmdlet"].to_string(), example["code"].as_str().unwrap());
    }
}

#[test]
fn the_commands_of_the_printed_procedure_parse() {
    let Some(procedure) = document("seed/response-group-recovery-fr.md") else { return };
    let blocks = procedure.lines().filter(|line| line.starts_with("        "));
    let commands: Vec<_> = blocks.map(str::trim).filter(|line| line.contains("-CsRgs")).collect();
    assert_eq!(commands.len(), 32);
    for command in commands {
        parses("as printed", command);
        let filled = command.replace("<primary pool FQDN>", "first.contoso.com");
        parses("filled", &filled.replace("<backup pool FQDN>", "second.contoso.com"));
    }
}
