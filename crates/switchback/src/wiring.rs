//! Puts the parts of a running pool together, and takes them apart again in order: the API first, so that nobody
//! waits for the writer any more, then the writer, so that everything that was asked for is decided.

use std::{
    io,
    net::{SocketAddr, TcpListener},
    sync::Arc,
    thread,
    time::Duration,
};

use anyhow::Context as _;
use axum_server::Handle;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tokio::task::{JoinError, JoinHandle};

use crate::{
    calls::{self, Calls},
    clock,
    config::PoolFile,
    listener::{self, Bounds},
    live, measures,
    open_pool::OpenPool,
    output,
    signals::Signals,
    sweep, writer,
};

/// What a pool runs from.
#[derive(Debug)]
pub(crate) struct Parts {
    /// What it was told.
    pub(crate) file: PoolFile,
    /// Where it is to answer.
    pub(crate) listener: TcpListener,
    /// Where it is to take calls.
    pub(crate) sip: edge::Sockets,
    /// Its store and its configuration.
    pub(crate) pool: OpenPool,
}

/// Runs a pool until a signal stops it.
///
/// # Errors
/// When it ended for any other reason, or could not end in order.
pub(crate) async fn run(parts: Parts) -> anyhow::Result<()> {
    let Parts { file, listener, sip, pool } = parts;
    let mut signals = Signals::listen()?;
    let (store, configuration, directory) = pool.into_parts();
    let objects = configuration.objects().count();
    let (pool, thread) = writer::start(Box::new(store), configuration, Arc::new(directory), clock::now);
    let mut writer = watch(thread);
    let prometheus = recorder()?;
    let upkeep = tokio::spawn(upkeep(prometheus.clone()));
    let sweeper = tokio::spawn(sweep::run(pool.clone(), file.keep_unreferenced));
    let mut calls = Calls::start(sip, &file, &pool)?;
    let handle = Handle::new();
    let live = calls.as_ref().map_or_else(live::nothing, Calls::live);
    let test_desk = calls.as_ref().map(Calls::test_desk);
    let pickup = calls.as_ref().map(Calls::pickup);
    let router = api::router(pool, api::Options { test_desk, pickup, ..options(&file, prometheus, live) });
    let bounds = Bounds::OF_A_POOL;
    let mut server =
        tokio::spawn(listener::serve(listener, file.tls.clone(), router, handle.clone(), bounds));

    announce(&file, &handle, objects).await?;
    if let Some(calls) = &calls {
        calls.open().await?;
    }
    let ended = tokio::select! {
        signal = signals.next() => Ended::Asked(signal),
        ended = &mut server => Ended::Api(ended),
        ended = &mut writer => Ended::Writer(ended),
        ended = calls::ended(&mut calls) => Ended::Sip(ended),
    };
    handle.graceful_shutdown(Some(REQUESTS_BOUND));
    upkeep.abort();
    sweeper.abort();
    let stopping = stop(ended, calls, server, writer);
    let stopped = tokio::select! {
        stopped = stopping => stopped,
        signal = signals.next() => {
            tracing::warn!(signal, "stopping at once; requests in work get no answer");
            std::process::exit(1)
        }
    };
    tracing::info!("stopped");
    stopped
}

/// Waits until the API and then the writer have done what they were asked.
async fn stop(
    ended: Ended,
    calls: Option<Calls>,
    server: JoinHandle<io::Result<()>>,
    writer: JoinHandle<thread::Result<()>>,
) -> anyhow::Result<()> {
    // Calls read audio from the store, so that the writer does not end before them.
    if let Some(calls) = calls.filter(|_| !matches!(ended, Ended::Sip(_))) {
        calls.stop().await;
    }
    match ended {
        Ended::Asked(signal) => {
            tracing::info!(signal, "stopping");
            api_ended(server.await)?;
            writer_ended(writer).await
        }
        Ended::Api(ended) => {
            writer_ended(writer).await?;
            api_ended(ended)?;
            Err(anyhow::anyhow!("the API ended without being asked to"))
        }
        Ended::Writer(ended) => {
            api_ended(server.await)?;
            thread_ended(ended)?;
            Err(anyhow::anyhow!("the writer of the pool ended without being asked to"))
        }
        Ended::Sip(ended) => {
            api_ended(server.await)?;
            writer_ended(writer).await?;
            ended?;
            Err(anyhow::anyhow!("SIP ended without being asked to"))
        }
    }
}

/// Why a pool stops.
enum Ended {
    /// A signal of this name.
    Asked(&'static str),
    /// The API ended on its own.
    Api(ApiEnd),
    /// The writer ended on its own.
    Writer(WriterEnd),
    /// SIP ended on its own.
    Sip(anyhow::Result<()>),
}

type ApiEnd = Result<io::Result<()>, JoinError>;
type WriterEnd = Result<thread::Result<()>, JoinError>;

/// Says where the pool answers, as soon as it does.
async fn announce(file: &PoolFile, handle: &Handle<SocketAddr>, objects: usize) -> anyhow::Result<()> {
    let address = handle.listening().await.context("the API did not start")?;
    let scheme = if file.tls.is_some() { "https" } else { "http" };
    let pool = &file.pool;
    tracing::info!(%pool, %address, objects, data = %file.data.display(), "started");
    output::line(&format!("switchback: pool {pool} answers on {scheme}://{address}"))
}

fn api_ended(ended: ApiEnd) -> anyhow::Result<()> {
    ended.context("the API failed")?.context("the API failed")
}

/// Waits until the writer has done everything that it was asked.
async fn writer_ended(writer: JoinHandle<thread::Result<()>>) -> anyhow::Result<()> {
    let drained = tokio::time::timeout(WRITER_BOUND, writer).await;
    thread_ended(drained.context("the writer is still at work; what it has not stored was not answered")?)
}

fn thread_ended(ended: WriterEnd) -> anyhow::Result<()> {
    let ended = ended.context("the writer cannot be watched")?;
    ended.map_err(|_| anyhow::anyhow!("the writer of the pool failed; its last words are in the log"))
}

/// Waits for a thread without blocking.
pub(crate) fn watch<T: Send + 'static>(thread: thread::JoinHandle<T>) -> JoinHandle<thread::Result<T>> {
    tokio::task::spawn_blocking(move || thread.join())
}

fn options(file: &PoolFile, prometheus: PrometheusHandle, live: live::Source) -> api::Options {
    let limits = file.limits;
    api::Options {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        import_bytes_max: limits.import_bytes,
        requests_at_once_max: limits.requests_at_once,
        requests_per_second_max: limits.requests_per_second,
        requests_burst_max: limits.requests_burst,
        refused_logins_per_minute_max: limits.refused_logins_per_minute,
        body_timeout: Duration::from_secs(limits.body_seconds),
        import_timeout: Duration::from_secs(limits.import_seconds),
        clock: clock::now,
        metrics: Arc::new(move || prometheus.render()),
        live,
        test_desk: None,
        pickup: None,
    }
}

fn recorder() -> anyhow::Result<PrometheusHandle> {
    let waits = Matcher::Full("switchback_call_wait_seconds".to_owned());
    let builder = PrometheusBuilder::new().set_buckets(&SECONDS);
    let builder = builder.and_then(|builder| builder.set_buckets_for_metric(waits, &WAIT_SECONDS));
    let builder = builder.context("the buckets of the metrics")?;
    let recorder = builder.install_recorder().context("the metrics cannot be recorded")?;
    measures::describe();
    Ok(recorder)
}

/// Folds what was measured into the buckets, also while nobody asks for it.
async fn upkeep(prometheus: PrometheusHandle) {
    let mut ticks = tokio::time::interval(UPKEEP);
    loop {
        ticks.tick().await;
        prometheus.run_upkeep();
    }
}

/// How long requests in work may take once the pool is to stop.
const REQUESTS_BOUND: Duration = Duration::from_secs(20);
/// How long the writer may take for what it was asked before.
const WRITER_BOUND: Duration = Duration::from_secs(60);
/// How often what was measured is folded.
const UPKEEP: Duration = Duration::from_secs(5);
/// The upper ends of the buckets of every duration, in seconds.
const SECONDS: [f64; 12] = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];
/// Those of the waits of callers, who are more patient than programs.
const WAIT_SECONDS: [f64; 12] =
    [1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1_800.0, 3_600.0];
