//! The figures of a large configuration.

use std::{path::Path, thread, time::Duration};

use anyhow::{Context, Result};
use domain::{ObjectKind, PoolFqdn};
use stdx::Rng;

use super::{Figure, disk, generate, median, print, server::Server};
use crate::{cargo::build_server, client::Client, stopwatch::Stopwatch};

pub(super) fn run(root: &Path) -> Result<()> {
    let program = build_server(root, true)?;
    let mut figures = empty_pool(&program)?;
    figures.extend(large_pool(&program)?);
    print(&figures);
    Ok(())
}

/// A pool that holds nothing: how soon it answers, what it costs.
fn empty_pool(program: &Path) -> Result<Vec<Figure>> {
    println!("an empty pool, started {STARTS} times");
    let (mut starts, mut memory) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let server = Server::start(program, "empty.contoso.com")?;
        starts.push(server.started_in.as_secs_f64() * 1000.0);
        Client::new(&server.url, &server.token).get("/workflows")?;
        memory.push(server.memory("VmRSS")?);
    }
    Ok(vec![
        Figure::below("start of an empty pool, median", median(&mut starts), 50.0, "ms"),
        Figure::below("idle memory, median", median(&mut memory), 30.0, "MB"),
    ])
}

/// A pool with everything: export and import, reading, durable changes, memory.
fn large_pool(program: &Path) -> Result<Vec<Figure>> {
    println!("a pool with {} workflows", generate::WORKFLOWS);
    let source = PoolFqdn::new("source.contoso.com")?;
    let archive = archive::write(&generate::configuration(&source)?, &mut |_| None)?;
    let server = Server::start(program, "large.contoso.com")?;
    let client = Client::new(&server.url, &server.token);
    let watch = Stopwatch::start();
    client.post_bytes("/recovery/import?overwriteOwner=true", &archive, "application/zip")?;
    let imported = watch.elapsed().as_secs_f64();

    let mut exports = Vec::new();
    for _ in 0..EXPORTS {
        let watch = Stopwatch::start();
        let bytes = client.fetch("/recovery/export")?.body;
        exports.push(watch.elapsed().as_secs_f64());
        println!("  export: {} bytes", bytes.len());
    }
    let mut figures = vec![
        Figure::below("import, one transaction", imported, 4.0, "s"),
        Figure::below("export, median", median(&mut exports), 2.0, "s"),
        Figure::below("one workflow by name, median", read_by_name(&client)?, 2.0, "ms"),
    ];
    for (clients, goal) in [(1, 300.0), (16, 1_500.0)] {
        let disk = disk::syncs_a_second(server.directory(), clients)?;
        let what = format!("durable changes, {clients} client{}", if clients == 1 { "" } else { "s" });
        figures.push(Figure::rate(&what, changes_a_second(&server, clients)?, goal, disk));
    }
    figures.push(Figure::below("peak memory, import included", server.memory("VmHWM")?, 400.0, "MB"));
    Ok(figures)
}

/// Milliseconds for one workflow by name.
fn read_by_name(client: &Client) -> Result<f64> {
    let mut rng = Rng::new(1);
    let mut times = Vec::new();
    for _ in 0..READS {
        let name = generate::workflow_name(rng.below(generate::WORKFLOWS));
        let path = format!("/workflows?name={}", name.replace(' ', "%20"));
        let watch = Stopwatch::start();
        let page = client.get(&path)?;
        times.push(watch.elapsed().as_secs_f64() * 1000.0);
        anyhow::ensure!(page["Items"][0]["Name"] == name.as_str(), "another workflow came back");
    }
    Ok(median(&mut times))
}

/// Acknowledged changes a second of clients that each await every reply.
fn changes_a_second(server: &Server, clients: usize) -> Result<f64> {
    let watch = Stopwatch::start();
    let threads: Vec<_> = (0..clients)
        .map(|number| {
            let client = Client::new(&server.url, &server.token);
            thread::spawn(move || change_for_a_while(&client, number, watch))
        })
        .collect();
    let mut count = 0;
    for thread in threads {
        count += thread.join().expect("the thread does not panic")?;
    }
    Ok(count as f64 / watch.elapsed().as_secs_f64())
}

fn change_for_a_while(client: &Client, number: usize, watch: Stopwatch) -> Result<usize> {
    let path = format!("/agent-groups/{}", generate::id(ObjectKind::AgentGroup, number));
    let mut group = client.get(&path)?;
    let mut count = 0;
    while watch.elapsed() < CHANGING {
        let etag =
            format!("\"{}\"", group["Changed"]["Digest"].as_str().context("an object says its digest")?);
        group["Description"] = format!("change {count}").into();
        group = client.replace(&path, &group, &etag)?;
        count += 1;
    }
    Ok(count)
}

const STARTS: usize = 11;
const EXPORTS: usize = 5;
const READS: usize = 2_000;
const CHANGING: Duration = Duration::from_secs(5);
