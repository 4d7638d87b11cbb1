//! Calls at constant rates, and the highest rate at which all is well.

use std::path::Path;

use anyhow::{Result, ensure};

use super::{
    Figure,
    generator::{Generator, Measured},
    pool::LoadedPool,
};

/// Calls at a rate, through a pool of their own with agents to spare.
pub(super) fn at(
    generator: &Generator,
    server: &Path,
    rate: f64,
    (settle, counted): (f64, f64),
) -> Result<Measured> {
    let agents = (rate * AGENT_SECONDS).ceil() as usize + AGENTS_SPARE;
    let pool = LoadedPool::start(server, generator, agents)?;
    let words = [rate, settle, counted].map(|number| number.to_string());
    generator.load("rate", &pool, &["--rate", &words[0], "--settle", &words[1], "--seconds", &words[2]])
}

/// The highest clean rate: upwards in steps, and the last clean one once more for longer.
pub(super) fn highest(generator: &Generator, server: &Path, from: f64) -> Result<Vec<Figure>> {
    let mut clean = None;
    let mut rate = from;
    let limit = loop {
        let measured = at(generator, server, rate, STEP)?;
        if !measured.is_clean()? {
            break if measured.spare()? < SPARE_BOUND { "the load generator" } else { "the server" };
        }
        clean = Some(rate);
        rate = (rate * STEP_FACTOR).round();
    };
    let mut rate = clean.unwrap_or(from);
    let held = loop {
        let measured = at(generator, server, rate, CONFIRMED)?;
        if measured.is_clean()? {
            break measured;
        }
        rate = (rate * BACK_FACTOR).round();
        ensure!(rate >= 1.0, "no rate is clean");
    };
    Ok(vec![
        Figure::at_least("highest clean rate", rate, ASTERISK_RATE, "calls/s"),
        Figure::told("what ends it", limit.to_owned()),
        Figure::told("CPU of a call at that rate", held.words("CPU of the server, ms a call", "ms")?),
        Figure::told(
            "CPU of the server at that rate",
            held.words("CPU of the server, % of a core", "% of a core")?,
        ),
        Figure::told("INVITE to 200, 99 %, at that rate", held.words("INVITE to 200 p99, ms", "ms")?),
        Figure::told("spare CPU of the generator at that rate", format!("{:.0} %", held.spare()?)),
    ])
}

/// A rate is clean where 99 % of the calls are answered in this time, in ms.
pub(super) const ANSWER_BOUND: f64 = 50.0;
/// And where 99 % of the voice is through the server in this time, in ms.
pub(super) const VOICE_BOUND: f64 = 50.0;
/// And where no larger part of the voice is lost.
pub(super) const UNHEARD_BOUND: f64 = 0.001;
/// An agent has a call for this long, with something to spare.
const AGENT_SECONDS: f64 = 1.5;
const AGENTS_SPARE: usize = 10;
/// Seconds before and while calls of a step are counted, and of the last one.
const STEP: (f64, f64) = (3.0, 6.0);
const CONFIRMED: (f64, f64) = (35.0, 10.0);
const STEP_FACTOR: f64 = 1.2;
const BACK_FACTOR: f64 = 0.93;
/// A generator with less to spare is the limit itself, in percent.
const SPARE_BOUND: f64 = 10.0;
/// What Asterisk's queue does at most on such a machine.
const ASTERISK_RATE: f64 = 140.0;
