//! The figures of calls through a queue: the server on one core, the load on the other.

mod generator;
mod pool;
mod rates;

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use super::{Figure, median, print};
use crate::cargo::{build_server, cargo, succeed, target};
use generator::{Generator, Measured};
use pool::LoadedPool;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A few calls through debug builds on any core: only to see that everything of it works.
    #[arg(long)]
    smoke: bool,
    /// A server that is built already.
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
    /// A load generator that is built already.
    #[arg(long, value_name = "FILE")]
    generator: Option<PathBuf>,
    /// The rate at which the search for the highest clean one begins, in calls a second.
    #[arg(long, default_value_t = 200.0)]
    from: f64,
}

/// How much is asked of the server.
struct Scale {
    /// Rates whose cost is measured, in calls a second.
    rates: &'static [f64],
    /// Seconds before and while they are counted.
    settle: f64,
    counted: f64,
    /// Calls that wait, and that talk.
    held: usize,
    held_seconds: f64,
    starts: usize,
    search: bool,
}

const WHOLE: Scale = Scale {
    rates: &[20.0, 100.0],
    // Transactions linger for 32 seconds after their calls, and are part of what a rate costs.
    settle: 35.0,
    counted: 15.0,
    held: 300,
    held_seconds: 10.0,
    starts: 11,
    search: true,
};
const SMOKE: Scale =
    Scale { rates: &[10.0], settle: 0.5, counted: 1.5, held: 3, held_seconds: 1.0, starts: 1, search: false };

pub(super) fn run(root: &Path, arguments: &Arguments) -> Result<()> {
    let scale = if arguments.smoke { SMOKE } else { WHOLE };
    let server = arguments.program.clone().map_or_else(|| build_server(root, !arguments.smoke), Ok)?;
    let generator = arguments.generator.clone();
    let generator = generator.map_or_else(|| build_generator(root, !arguments.smoke), Ok)?;
    let generator = Generator::new(generator, !arguments.smoke)?;
    let bare = generator.run(&["bare"])?;
    let mut figures = Vec::new();
    for rate in scale.rates {
        let measured = rates::at(&generator, &server, *rate, (scale.settle, scale.counted))?;
        figures.extend(rate_figures(*rate, &measured, &bare)?);
    }
    if scale.search {
        figures.extend(rates::highest(&generator, &server, arguments.from)?);
    }
    figures.extend(waiting(&generator, &server, &scale)?);
    figures.extend(bridged(&generator, &server, &scale)?);
    figures.extend(turns(&generator, &server, &scale)?);
    figures.push(first_answer(&generator, &server, &scale)?);
    figures.push(Figure::told(
        "a message that a bare socket takes and sends",
        bare.words("a message taken and sent, us", "us")?,
    ));
    figures.push(Figure::told(
        "a packet of voice that it takes and sends",
        bare.words("a packet of voice taken and sent, us", "us")?,
    ));
    print(&figures);
    Ok(())
}

/// Builds the load generator, and says where it lies.
fn build_generator(root: &Path, release: bool) -> Result<PathBuf> {
    let mut arguments = vec!["build", "--package", "load"];
    arguments.extend(release.then_some("--release"));
    succeed(&mut cargo(root, &arguments))?;
    Ok(target(root, release).join("load"))
}

/// What a rate costs and how soon its calls are answered, beside what its datagrams cost alone.
fn rate_figures(rate: f64, measured: &Measured, bare: &Measured) -> Result<Vec<Figure>> {
    let reached = measured.get("calls that reached an agent")?;
    ensure!(measured.is_whole()?, "at {rate} calls a second not every call reached an agent");
    let datagrams = |count: &str, cost: &str| -> Result<f64> {
        // One that is taken and one that is sent are one of the bare socket.
        Ok(measured.get(count)? / 2.0 * bare.get(cost)? / 1_000.0)
    };
    let raw = datagrams("messages a call", "a message taken and sent, us")?
        + datagrams("packets of voice a call", "a packet of voice taken and sent, us")?;
    let at = |what: &str| format!("{what}, {rate} calls/s");
    Ok(vec![
        Figure::told(
            &at("calls that reached an agent, of all"),
            format!("{reached} of {}", measured.get("calls")?),
        ),
        Figure::below(
            &at("CPU of a call"),
            measured.get("CPU of the server, ms a call")?,
            ASTERISK_CALL,
            "ms",
        ),
        Figure::told(&at("the same datagrams over bare sockets"), format!("{raw:.3} ms")),
        Figure::told(&at("INVITE to 200, middle"), measured.words("INVITE to 200 p50, ms", "ms")?),
        Figure::below(
            &at("INVITE to 200, 99 %"),
            measured.get("INVITE to 200 p99, ms")?,
            rates::ANSWER_BOUND,
            "ms",
        ),
        Figure::told(
            &at("voice through the server, 99 %"),
            measured.words("voice from one side to the other p99, ms", "ms")?,
        ),
        Figure::told(&at("spare CPU of the generator"), format!("{:.0} %", measured.spare()?)),
    ])
}

fn waiting(generator: &Generator, server: &Path, scale: &Scale) -> Result<Vec<Figure>> {
    let pool = LoadedPool::start(server, generator, 0)?;
    let measured = hold(generator, &pool, scale)?;
    ensure!(
        measured.get("calls answered")? as usize == scale.held
            && measured.get("callers without music")? == 0.0,
        "not every caller waits with music"
    );
    Ok(vec![
        Figure::told(
            "CPU of a pool without calls",
            measured.words("CPU of the idle server, % of a core", "% of a core")?,
        ),
        Figure::below(
            "CPU of 100 waiting calls",
            measured.get("CPU of the server, % of a core for 100 calls")?,
            ASTERISK_WAITING,
            "% of a core",
        ),
        Figure::below(
            "memory of a waiting call",
            measured.get("memory of a call, bytes")? / 1024.0,
            MEMORY,
            "kB",
        ),
    ])
}

fn bridged(generator: &Generator, server: &Path, scale: &Scale) -> Result<Vec<Figure>> {
    let pool = LoadedPool::start(server, generator, scale.held)?;
    let measured = hold(generator, &pool, scale)?;
    ensure!(
        measured.get("calls that reached an agent")? as usize == scale.held,
        "not every call reached an agent"
    );
    Ok(vec![
        Figure::below(
            "CPU of 100 bridged calls",
            measured.get("CPU of the server, % of a core for 100 calls")?,
            ASTERISK_BRIDGED,
            "% of a core",
        ),
        Figure::below(
            "memory of a bridged call",
            measured.get("memory of a call, bytes")? / 1024.0,
            MEMORY,
            "kB",
        ),
        Figure::told("spare CPU of the generator meanwhile", format!("{:.0} %", measured.spare()?)),
    ])
}

fn hold(generator: &Generator, pool: &LoadedPool, scale: &Scale) -> Result<Measured> {
    let (calls, seconds) = (scale.held.to_string(), scale.held_seconds.to_string());
    generator.load("hold", pool, &["--calls", &calls, "--seconds", &seconds])
}

/// How soon an agent who is free hears the next call.
fn turns(generator: &Generator, server: &Path, scale: &Scale) -> Result<Vec<Figure>> {
    let agents = (scale.held / 10).max(2);
    let pool = LoadedPool::start(server, generator, agents)?;
    let (calls, seconds) = ((agents * 5).to_string(), scale.held_seconds.to_string());
    let measured = generator.load("turns", &pool, &["--calls", &calls, "--seconds", &seconds])?;
    ensure!(measured.get("turns")? > 0.0, "no agent got a second call");
    Ok(vec![
        Figure::told(
            "agent free to next ring, middle",
            measured.words("agent free to next ring p50, ms", "ms")?,
        ),
        Figure::below(
            "agent free to next ring, 99 %",
            measured.get("agent free to next ring p99, ms")?,
            ASTERISK_TURN,
            "ms",
        ),
    ])
}

/// How soon a pool answers a call that is started with what it knows.
fn first_answer(generator: &Generator, server: &Path, scale: &Scale) -> Result<Figure> {
    let mut pool = LoadedPool::start(server, generator, 0)?;
    pool.end()?;
    let mut times = Vec::new();
    for _ in 0..scale.starts {
        let mut words = vec!["first-answer", "--server", pool.address(), "--"];
        words.extend(pool.command().iter().map(String::as_str));
        times.push(generator.run(&words)?.get("start to the first answer, ms")?);
    }
    Ok(Figure::below("start to the first answer, median", median(&mut times), START, "ms"))
}

/// What Asterisk's queue needs on such a machine: the CPU of a call in ms; in percent of a core that of 100 waiting and
/// that of 100 bridged calls, the lower end; the time from agent free to next ring in ms.
const ASTERISK_CALL: f64 = 7.8;
const ASTERISK_WAITING: f64 = 28.0;
const ASTERISK_BRIDGED: f64 = 35.0;
const ASTERISK_TURN: f64 = 540.0;
/// kB of a call.
const MEMORY: f64 = 100.0;
/// Milliseconds.
const START: f64 = 100.0;
