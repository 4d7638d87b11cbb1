//! Many seeds of the simulated pool, one after the other.

use anyhow::{Result, bail};

use crate::stopwatch::{Stopwatch, in_words};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// How many seeds to live.
    #[arg(long, default_value_t = 1_000)]
    seeds: u64,
    /// The first of them.
    #[arg(long, default_value_t = 0)]
    from: u64,
}

/// Stops at the first seed that breaks a rule, with what happened in it.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let Arguments { seeds, from } = *arguments;
    let watch = Stopwatch::start();
    let mut total = sim::Summary::default();
    for (done, seed) in (1..=seeds).zip(from..) {
        match sim::run(seed) {
            Ok(summary) => total += summary,
            Err(failure) => {
                bail!("{failure}\nseen again by `cargo xtask sim --seeds 1 --from {seed}`");
            }
        }
        if done % PROGRESS_EVERY == 0 || done == seeds {
            let sim::Summary { steps, calls, offers, talks } = total;
            let elapsed = in_words(watch.elapsed());
            println!(
                "{done} seeds in {elapsed}: {steps} steps, {calls} calls, {offers} offers, {talks} talks"
            );
        }
    }
    Ok(())
}

/// Seeds between two lines of progress.
const PROGRESS_EVERY: u64 = 1_000;
