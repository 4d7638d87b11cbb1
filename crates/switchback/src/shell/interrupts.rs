//! Ctrl-C: it stops the running command, and never the shell.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread::{self, Thread},
    time::Duration,
};

use anyhow::Context as _;
use tokio::signal::unix::{SignalKind, signal};

use crate::clock;

/// The wish to stop what runs. It stays until it is forgotten.
#[derive(Clone, Debug)]
pub(crate) struct Interrupts {
    wished: Arc<AtomicBool>,
    /// Whoever runs commands, and is woken where it waits.
    runner: Thread,
}

impl Interrupts {
    /// From now on Ctrl-C is heard here, and wakes the calling thread.
    ///
    /// # Errors
    /// When the system gives no thread or no signals.
    pub(crate) fn listen() -> anyhow::Result<Self> {
        let interrupts = Self::deaf();
        let heard = interrupts.clone();
        let (ready, listens) = mpsc::channel();
        let listen = move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
            let told = ready.clone();
            if let Ok(Err(error)) | Err(error) = runtime.map(|runtime| runtime.block_on(heard.hear(&ready))) {
                drop(told.send(Err(error)));
            }
        };
        let thread = thread::Builder::new().name("interrupts".to_owned());
        thread.spawn(listen).context("the system gives no thread for Ctrl-C")?;
        // A signal that comes earlier would be lost.
        listens.recv().context("nobody listens for Ctrl-C")?.context("the system delivers no Ctrl-C")?;
        Ok(interrupts)
    }

    /// Hears no signal; the wish comes by [`Self::wish`] alone.
    pub(crate) fn deaf() -> Self {
        Self { wished: Arc::default(), runner: thread::current() }
    }

    async fn hear(self, ready: &mpsc::Sender<io::Result<()>>) -> io::Result<()> {
        let mut interrupts = signal(SignalKind::interrupt())?;
        drop(ready.send(Ok(())));
        while interrupts.recv().await.is_some() {
            self.wish();
        }
        Ok(())
    }

    /// Somebody wants to stop.
    pub(crate) fn wish(&self) {
        self.wished.store(true, Ordering::Release);
        self.runner.unpark();
    }

    /// Whether somebody wants to stop.
    pub(crate) fn is_wished(&self) -> bool {
        self.wished.load(Ordering::Acquire)
    }

    /// What was wished before is over.
    pub(crate) fn forget(&self) {
        self.wished.store(false, Ordering::Release);
    }

    /// Waits on the thread of commands; returns early when somebody wants to stop.
    pub(crate) fn wait(&self, length: Duration) {
        let started = clock::monotonic();
        while !self.is_wished() {
            match length.checked_sub(started.elapsed()) {
                Some(left) if !left.is_zero() => thread::park_timeout(left),
                _ => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_ends_a_long_wait_and_lasts_until_it_is_forgotten() {
        let interrupts = Interrupts::deaf();
        let other = interrupts.clone();
        let wishing = thread::spawn(move || other.wish());
        interrupts.wait(Duration::from_secs(3_600));
        assert!(interrupts.is_wished());
        interrupts.wait(Duration::from_secs(3_600));
        interrupts.forget();
        interrupts.wait(Duration::ZERO);
        assert!(!interrupts.is_wished());
        wishing.join().unwrap();
    }
}
