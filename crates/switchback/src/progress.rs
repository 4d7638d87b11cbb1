use std::{
    io::{self, IsTerminal as _, Write as _},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use crate::clock;

/// Tells on a terminal how far something is that takes longer than a second.
#[derive(Debug)]
pub(crate) struct Progress {
    bytes: Arc<AtomicU64>,
    ticker: Option<(mpsc::Sender<()>, thread::JoinHandle<()>)>,
}

impl Progress {
    /// Begins to tell about `what`, such as "exporting".
    pub(crate) fn start(what: &'static str) -> Self {
        let bytes = Arc::new(AtomicU64::new(0));
        let ticker = io::stderr().is_terminal().then(|| {
            let (stop, stopped) = mpsc::channel();
            let seen = Arc::clone(&bytes);
            (stop, thread::spawn(move || tell(what, &seen, &stopped)))
        });
        Self { bytes, ticker }
    }

    /// Counts bytes that have come.
    pub(crate) fn add(&self, bytes: usize) {
        self.bytes.fetch_add(u64::try_from(bytes).unwrap_or(u64::MAX), Ordering::Relaxed);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.ticker.take() {
            drop(stop);
            // A ticker that failed has told its own story.
            drop(thread.join());
        }
    }
}

/// Rewrites one line every second until the other end is dropped, and then takes it away.
fn tell(what: &str, bytes: &AtomicU64, stopped: &mpsc::Receiver<()>) {
    let started = clock::monotonic();
    let mut told = false;
    while stopped.recv_timeout(Duration::from_secs(1)) == Err(mpsc::RecvTimeoutError::Timeout) {
        let seconds = started.elapsed().as_secs();
        let megabytes = bytes.load(Ordering::Relaxed) / 1_000_000;
        rewrite(&format!("{what}: {seconds} s, {megabytes} MB"));
        told = true;
    }
    if told {
        rewrite("");
    }
}

/// A terminal that has gone away has nobody before it.
fn rewrite(line: &str) {
    let mut terminal = io::stderr().lock();
    drop(write!(terminal, "\r\x1b[K{line}").and_then(|()| terminal.flush()));
}
