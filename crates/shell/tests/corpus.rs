//! Replays the corpora of the fuzz targets, each file as it is and with seeded mutations.
#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

#[path = "../../../fuzz/src/shell_evaluator.rs"]
mod evaluator;
#[path = "../../../fuzz/src/shell_parser.rs"]
mod parser;
#[path = "../../../fuzz/src/replay.rs"]
mod replay;

#[test]
fn the_parser_survives_its_corpus_and_mutations_of_it() {
    let mut corpus = replay::corpus("shell_parser");
    assert!(corpus.len() >= 13, "the seeds are missing");
    corpus.extend(include_str!("grammar/fragments.txt").lines().map(|line| line.as_bytes().to_vec()));
    replay::mutations(&corpus, WORDS, parser::shell_parser);
}

#[test]
fn the_evaluator_survives_its_corpus_and_mutations_of_it() {
    let mut corpus = replay::corpus("shell_evaluator");
    assert!(corpus.len() >= 28, "the seeds are missing");
    let rows = ROWS.iter().flat_map(|rows| rows.lines()).filter_map(|row| row.rsplit_once(" => "));
    corpus.extend(rows.map(|(script, _)| script.as_bytes().to_vec()));
    replay::mutations(&corpus, WORDS, evaluator::shell_evaluator);
}

/// Scripts with results: each is a seed too.
const ROWS: [&str; 7] = [
    include_str!("language/expressions/arrays.txt"),
    include_str!("language/expressions/cmdlets.txt"),
    include_str!("language/expressions/functions.txt"),
    include_str!("language/expressions/objects.txt"),
    include_str!("language/expressions/operators.txt"),
    include_str!("language/expressions/statements.txt"),
    include_str!("language/expressions/texts.txt"),
];

const WORDS: &[&str] = &[
    " -eq ",
    " -f ",
    " -join ",
    " -not ",
    " -Name ",
    " -A:",
    " -- ",
    "$x",
    "$_",
    "${a}",
    "$(",
    "@(",
    "@{",
    "@x",
    "[int]",
    "::",
    "..",
    "++",
    "+=",
    "\"",
    "@\"\n",
    "\n\"@",
    "@'\n",
    "\n'@",
    "<#",
    "#>",
    "`\n",
    "if (",
    ") {",
    "} else {",
    "switch (",
    "foreach ($i in ",
    "function f ",
    "param(",
    "[Parameter(Mandatory)]",
    "try {",
    "} catch {",
    "} finally {",
    "return ",
    "throw ",
    "break ",
    ":a ",
    "begin {",
    "process {",
    "end {",
    "default {",
    "2>&1",
    " > ",
    " | ",
    " && ",
    "; ",
    "\r\n",
    "1kb",
    "0xFF",
    "1e999",
    "\u{201c}",
    "\u{2013}",
    "\u{feff}",
    "\u{a0}",
    "\u{1f600}",
    "#requires ",
    "service:ApplicationServer:",
    "class ",
    "--%",
];
