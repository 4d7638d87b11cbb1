//! The way from a request handler to the one task that owns the configuration.

use std::{sync::Arc, time::Duration};

use admin::{Caller, Decision, Refusal, Request};
use domain::{Configuration, ContentHash, Digest, Directory, Entry, ObjectId};
use store::{LogLine, StoreError};
use tokio::sync::{mpsc, oneshot, watch};

/// A question to the task that owns the configuration and the store.
#[derive(Debug)]
pub enum Command {
    /// Decide, store, apply, tell. With `plan` set nothing is stored.
    Decide {
        /// Who asks.
        caller: Caller,
        /// What is asked.
        request: Request,
        /// Whether only the plan is wanted.
        plan: bool,
        /// Where the answer goes.
        reply: oneshot::Sender<Result<Answer, PoolError>>,
    },
    /// The bytes of audio.
    ReadAudio {
        /// Which.
        hash: ContentHash,
        /// Where the answer goes.
        reply: oneshot::Sender<Result<Option<Vec<u8>>, PoolError>>,
    },
    /// The log after a sequence number, oldest first.
    ReadLog {
        /// Lines after this one.
        after: u64,
        /// At most so many.
        limit: usize,
        /// Where the answer goes.
        reply: oneshot::Sender<Result<Vec<LogLine>, PoolError>>,
    },
    /// An object as it was in an earlier version.
    ReadVersion {
        /// The object.
        id: ObjectId,
        /// The version.
        digest: Digest,
        /// Where the answer goes.
        reply: oneshot::Sender<Result<Option<Arc<Entry>>, PoolError>>,
    },
}

/// A granted request.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What was decided.
    pub decision: Decision,
    /// The sequence number under which it is durable; nothing for a plan, or where nothing had to change.
    pub sequence: Option<u64>,
}

/// Why a pool does not do what is asked.
#[derive(Debug, thiserror::Error)]
pub enum PoolError {
    /// The rules forbid it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It could not be made durable; nothing changed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Too many requests wait already.
    #[error("the pool has too many requests waiting; try again in a moment")]
    Busy,
    /// The server stops.
    #[error("the pool is stopping; ask its backup pool, or try again when it is back")]
    Stopping,
}

/// A pool as request handlers see it: the published configuration, and a bounded way to its owner.
#[derive(Clone, Debug)]
pub struct Pool {
    commands: mpsc::Sender<Command>,
    configuration: watch::Receiver<Arc<Configuration>>,
    directory: Arc<Directory>,
}

impl Pool {
    /// A handle over both channels.
    pub const fn new(
        commands: mpsc::Sender<Command>,
        configuration: watch::Receiver<Arc<Configuration>>,
        directory: Arc<Directory>,
    ) -> Self {
        Self { commands, configuration, directory }
    }

    /// Whether the owner has gone, so that nothing can be asked of it any more.
    pub fn is_stopping(&self) -> bool {
        self.commands.is_closed()
    }

    /// The configuration as of the last stored change.
    pub fn configuration(&self) -> Arc<Configuration> {
        Arc::clone(&self.configuration.borrow())
    }

    /// The configuration in force, and those that follow.
    pub fn configurations(&self) -> watch::Receiver<Arc<Configuration>> {
        self.configuration.clone()
    }

    /// The groups of the topology.
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Asks for a change, or for its plan.
    ///
    /// # Errors
    /// The refusal, or why the change could not be made durable.
    pub async fn decide(&self, caller: Caller, request: Request, plan: bool) -> Result<Answer, PoolError> {
        let (reply, answer) = oneshot::channel();
        let command = Command::Decide { caller, request, plan, reply };
        self.commands.try_send(command).map_err(|refused| match refused {
            mpsc::error::TrySendError::Full(_) => PoolError::Busy,
            mpsc::error::TrySendError::Closed(_) => PoolError::Stopping,
        })?;
        answer.await.unwrap_or(Err(PoolError::Stopping))
    }

    /// The bytes of audio, if the pool holds it.
    ///
    /// # Errors
    /// Why the store could not be read.
    pub async fn audio(&self, hash: ContentHash) -> Result<Option<Vec<u8>>, PoolError> {
        self.read(|reply| Command::ReadAudio { hash, reply }).await
    }

    /// The log after a sequence number.
    ///
    /// # Errors
    /// Why the store could not be read.
    pub async fn log(&self, after: u64, limit: usize) -> Result<Vec<LogLine>, PoolError> {
        self.read(|reply| Command::ReadLog { after, limit, reply }).await
    }

    /// An earlier version of an object, if the log holds it.
    ///
    /// # Errors
    /// Why the store could not be read.
    pub async fn version(&self, id: ObjectId, digest: Digest) -> Result<Option<Arc<Entry>>, PoolError> {
        self.read(|reply| Command::ReadVersion { id, digest, reply }).await
    }

    /// Asks without a change. Waits a little for a place: an export that reads file after file should not fail for
    /// one busy moment.
    async fn read<T>(
        &self,
        command: impl FnOnce(oneshot::Sender<Result<T, PoolError>>) -> Command,
    ) -> Result<T, PoolError> {
        let (reply, answer) = oneshot::channel();
        self.commands.send_timeout(command(reply), READ_WAIT).await.map_err(|refused| match refused {
            mpsc::error::SendTimeoutError::Timeout(_) => PoolError::Busy,
            mpsc::error::SendTimeoutError::Closed(_) => PoolError::Stopping,
        })?;
        answer.await.unwrap_or(Err(PoolError::Stopping))
    }
}

/// How long a question that changes nothing may wait for its place.
const READ_WAIT: Duration = Duration::from_secs(5);
