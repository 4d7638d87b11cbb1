//! The figures of the management shell.

use std::{
    fs,
    io::Read,
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use domain::PoolFqdn;

use super::{Figure, generate, median, print, server::Server};
use crate::{cargo::build_server, client::Client, stopwatch::Stopwatch};

pub(super) fn run(root: &Path) -> Result<()> {
    let program = build_server(root, true)?;
    let mut figures = starts(&program)?;
    figures.push(pipeline(&program)?);
    figures.push(workflows(&program)?);
    print(&figures);
    Ok(())
}

/// How soon a command answers that does nothing.
fn starts(program: &Path) -> Result<Vec<Figure>> {
    println!("a command of one number, started {STARTS} times");
    let mut times = Vec::new();
    for _ in 0..STARTS {
        times.push(first_output(program)?);
    }
    let middle = median(&mut times);
    let worst = times.last().copied().context("it was started")?;
    Ok(vec![
        Figure::below("start to first output, median", middle, 15.0, "ms"),
        Figure::below("start to first output, worst", worst, 15.0, "ms"),
    ])
}

/// Milliseconds from the start of the process to the first byte that it writes.
fn first_output(program: &Path) -> Result<f64> {
    let watch = Stopwatch::start();
    let mut child = Command::new(program).args(["-c", "1"]).stdout(Stdio::piped()).spawn()?;
    let mut output = child.stdout.take().context("the shell has no standard output")?;
    let mut text = vec![0];
    let first = output.read_exact(&mut text);
    let took = watch.elapsed().as_secs_f64() * 1000.0;
    output.read_to_end(&mut text)?;
    let status = child.wait()?;
    first.context("the shell writes nothing")?;
    ensure!(status.success() && text.trim_ascii() == b"1", "the shell writes something else");
    Ok(took)
}

/// A pipeline over many objects: a run with it, less a run that makes the objects alone.
fn pipeline(program: &Path) -> Result<Figure> {
    println!("a pipeline over {OBJECTS} objects, {RUNS} times");
    let make = format!(
        "$objects = foreach ($i in 1..{OBJECTS}) {{ [pscustomobject]@{{ Name = \"Queue $i\"; Waiting = $i * 7919 % 1009 }} }}"
    );
    let with_pipeline = format!(
        "{make}; ($objects | Where-Object {{ $_.Waiting -gt 10 }} | Sort-Object Waiting | Select-Object -First 1).Waiting"
    );
    let (mut alone, mut whole) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        alone.push(seconds(program, &make, "", None)?);
        whole.push(seconds(program, &with_pipeline, "11", None)?);
    }
    let (alone, whole) = (median(&mut alone), median(&mut whole));
    println!("  making the objects: {alone:.3} s; with the pipeline: {whole:.3} s");
    Ok(Figure::below("pipeline over 100,000 objects, median", whole - alone, 1.0, "s"))
}

/// The workflows of a large pool through a filter, the start of the shell included.
fn workflows(program: &Path) -> Result<Figure> {
    println!("a pool with {} workflows, asked {RUNS} times", generate::WORKFLOWS);
    let source = PoolFqdn::new("source.contoso.com")?;
    let archive = archive::write(&generate::configuration(&source)?, &mut |_| None)?;
    let pool = "large.contoso.com";
    let server = Server::start(program, pool)?;
    let client = Client::new(&server.url, &server.token);
    client.post_bytes("/recovery/import?overwriteOwner=true", &archive, "application/zip")?;

    let config = server.directory().join("shell.toml");
    fs::write(
        server.directory().join("pools.toml"),
        format!("[[pool]]\nfqdn = \"{pool}\"\napi = \"{}\"\n", server.url),
    )?;
    fs::write(
        &config,
        format!("topology = \"pools.toml\"\n[[pool]]\nfqdn = \"{pool}\"\ntoken_file = \"token\"\n"),
    )?;
    let name = generate::workflow_name(generate::WORKFLOWS - 1);
    let script = format!("(Get-CsRgsWorkflow | Where-Object {{ $_.Name -eq '{name}' }}).Name");
    let mut times = Vec::new();
    for _ in 0..RUNS {
        times.push(seconds(program, &script, &name, Some(&config))?);
    }
    Ok(Figure::below("10,000 workflows through Where-Object, median", median(&mut times), 2.0, "s"))
}

/// Seconds for a whole run of a script that prints `expected`.
fn seconds(program: &Path, script: &str, expected: &str, config: Option<&Path>) -> Result<f64> {
    let mut command = Command::new(program);
    command.args(["-c", script]);
    if let Some(config) = config {
        command.arg("--config").arg(config);
    }
    let watch = Stopwatch::start();
    let output = command.stderr(Stdio::inherit()).output()?;
    let took = watch.elapsed().as_secs_f64();
    ensure!(output.status.success(), "the script failed: {}", output.status);
    let printed = String::from_utf8_lossy(&output.stdout);
    ensure!(printed.trim() == expected, "the script printed {printed:?} and not {expected:?}");
    Ok(took)
}

const STARTS: usize = 30;
const RUNS: usize = 5;
const OBJECTS: usize = 100_000;
