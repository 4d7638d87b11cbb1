//! `switchback serve`: one pool, from its files to its API, until it is told to stop.

use std::net::TcpListener;

use anyhow::Context as _;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::{
    cli,
    config::PoolFile,
    failure::Failure,
    first_token, logging,
    open_pool::OpenPool,
    wiring::{self, Parts},
};

/// Runs the pool until a signal stops it.
pub(crate) fn serve(asked: &cli::Serve) -> Result<(), Failure> {
    let file = PoolFile::read(&asked.config)?;
    logging::start(file.log);
    for notice in &file.notices {
        tracing::warn!("{notice}");
    }
    open_files();
    let listener = bind(&file)?;
    let sip = edge::Sockets::bind(&file.sip.listeners).map_err(anyhow::Error::from)?;
    let mut pool = OpenPool::open(&file).context("the pool does not start")?;
    for (hash, players) in pool.damaged_audio() {
        let players = if players.is_empty() { "nothing".to_owned() } else { players.join(", ") };
        tracing::error!(%hash, %players, "audio is damaged or missing; upload the same file again");
    }
    first_token::ensure(&mut pool, asked.token_file.as_deref()).context("the pool does not start")?;
    // Two threads serve requests; the third, the writer, owns the configuration.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("the system gave no threads")?;
    let stopped = runtime.block_on(wiring::run(Parts { file, listener, sip, pool }));
    runtime.shutdown_background();
    Ok(stopped?)
}

/// Lets the process open as many files as the system allows: each voice of a call has two sockets.
fn open_files() {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    if let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }) {
        tracing::warn!(%error, "the pool cannot open more files than usual, and takes fewer calls");
    }
}

fn bind(file: &PoolFile) -> anyhow::Result<TcpListener> {
    let address = file.listen;
    let listener = TcpListener::bind(address).with_context(|| {
        format!("cannot listen on {address}; stop the program that does, or set another address as api in [listen]")
    })?;
    listener.set_nonblocking(true).context("cannot prepare the listener")?;
    Ok(listener)
}
