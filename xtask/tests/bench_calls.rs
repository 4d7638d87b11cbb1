//! The benchmark of calls: a small run reaches agents and reports every figure.

use std::process::Command;

#[test]
fn a_smoke_run_of_the_calls_reaches_agents_and_reports_every_figure() {
    let output =
        Command::new(env!("CARGO_BIN_EXE_xtask")).args(["bench", "calls", "--smoke"]).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
    let rows: Vec<Vec<&str>> = told
        .lines()
        .filter(|line| line.starts_with('│'))
        .map(|line| line.trim_matches('│').split('┆').map(str::trim).collect())
        .collect();
    let value = |what: &str| {
        let row = rows.iter().find(|row| row[0].starts_with(what));
        row.unwrap_or_else(|| panic!("nothing is said of {what}: {told}"))[1]
    };
    assert_eq!(value("calls that reached an agent"), "20 of 20");
    for what in FIGURES {
        let number: f64 = value(what).split(' ').next().unwrap().parse().unwrap();
        assert!(number.is_finite() && number >= 0.0, "{what} is {number}");
    }
}

/// What the table must have, with a number each.
const FIGURES: [&str; 15] = [
    "CPU of a call, 10 calls/s",
    "the same datagrams over bare sockets",
    "INVITE to 200, middle",
    "INVITE to 200, 99 %",
    "voice through the server",
    "spare CPU of the generator",
    "CPU of a pool without calls",
    "CPU of 100 waiting calls",
    "memory of a waiting call",
    "CPU of 100 bridged calls",
    "memory of a bridged call",
    "agent free to next ring, middle",
    "agent free to next ring, 99 %",
    "start to the first answer",
    "a message that a bare socket takes and sends",
];
