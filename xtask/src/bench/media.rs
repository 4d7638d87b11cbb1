//! The figures of the voice.

use std::{path::Path, process::Stdio};

use anyhow::{Context, Result, ensure};

use super::{Figure, print};
use crate::cargo::cargo;

pub(super) fn run(root: &Path) -> Result<()> {
    let measured = measure(root)?;
    for (name, value) in &measured {
        println!("{name}: {value}");
    }
    let value = |start: &str| {
        let found = measured.iter().find(|(name, _)| name.starts_with(start));
        found.map(|(_, value)| *value).with_context(|| format!("the benchmark says nothing of: {start}"))
    };
    let bare = value("send of a bare socket")?;
    let times = |factor: f64| (bare * factor * 10.0).round() / 10.0;
    let packets = 1_000_000.0 / value("send at 1000 streams")?;
    println!("the CPU time of one core would do for {:.0} streams one way", packets / PACKETS_PER_SECOND);
    print(&[
        Figure::below(
            "a packet that we send, at 1000 streams",
            value("send at 1000 streams")?,
            times(2.0),
            "us",
        ),
        Figure::below("a packet that we relay, at 250 calls", value("relay")?, times(4.0), "us"),
        Figure::below("lateness at 1000 streams, mean", value("lateness at 1000 streams, mean")?, 2.0, "ms"),
        Figure::below("lateness at 1000 streams, most", value("lateness at 1000 streams, most")?, 20.0, "ms"),
    ]);
    Ok(())
}

/// Runs the benchmark of the crate and reads its figures.
fn measure(root: &Path) -> Result<Vec<(String, f64)>> {
    let mut bench = cargo(root, &["bench", "--quiet", "--package", "media", "--bench", "streams"]);
    let output = bench.stderr(Stdio::inherit()).output().context("cargo bench")?;
    ensure!(output.status.success(), "the benchmark failed: {}", output.status);
    let text = String::from_utf8(output.stdout)?;
    let figures = text.lines().filter_map(|line| line.split_once('\t'));
    figures.map(|(name, value)| Ok((name.to_owned(), value.parse()?))).collect()
}

const PACKETS_PER_SECOND: f64 = 50.0;
