//! The one owner of a pool's configuration and of its log: decide, store, apply, tell.
//!
//! The writer takes whatever waits, decides each request against the configuration that the ones before it leave,
//! and makes all that follows durable with one commit. Only then is the new configuration published and does anyone
//! hear of it. Should the commit fail, none of them has happened: the configuration is the one before, and every
//! asker gets the error.

use std::{
    sync::Arc,
    thread::{self, JoinHandle},
};

use admin::{Caller, Context, Request};
use api::{Answer, Command, Pool, PoolError};
use domain::{Change, Configuration, Directory, Record};
use jiff::Timestamp;
use store::{Store, StoreError};
use tokio::sync::{mpsc, oneshot, watch};

use crate::clock::monotonic;

/// Starts the writer of a pool. Its thread ends when the last handle of the pool is dropped and everything asked
/// before is done.
///
/// # Panics
/// When the system gives no thread.
pub(crate) fn start(
    store: Box<dyn Store>,
    configuration: Configuration,
    directory: Arc<Directory>,
    clock: fn() -> Timestamp,
) -> (Pool, JoinHandle<()>) {
    let (sender, commands) = mpsc::channel(COMMANDS_WAITING_MAX);
    let (writer, published) = Writer::new(store, configuration, Arc::clone(&directory), clock);
    let thread = thread::Builder::new().name("writer".to_owned()).spawn(move || writer.run(commands));
    (Pool::new(sender, published, directory), thread.expect("the system has a thread for the writer"))
}

/// Commands go in by [`Writer::take`]; what they change happens in [`Writer::commit`].
struct Writer {
    store: Box<dyn Store>,
    /// The configuration that is stored.
    head: Arc<Configuration>,
    published: watch::Sender<Arc<Configuration>>,
    batch: Batch,
    directory: Arc<Directory>,
    clock: fn() -> Timestamp,
}

/// What was decided and is not stored yet.
struct Batch {
    /// The configuration that the records lead to.
    next: Configuration,
    records: Vec<Record>,
    /// Refusals wait as well: they may follow from a record of the batch.
    answers: Vec<(Asker, Result<Answer, PoolError>)>,
}

type Asker = oneshot::Sender<Result<Answer, PoolError>>;

impl Writer {
    fn new(
        store: Box<dyn Store>,
        configuration: Configuration,
        directory: Arc<Directory>,
        clock: fn() -> Timestamp,
    ) -> (Self, watch::Receiver<Arc<Configuration>>) {
        let head = Arc::new(configuration);
        let (published, receiver) = watch::channel(Arc::clone(&head));
        let batch = Batch::on(&head);
        (Self { store, head, published, batch, directory, clock }, receiver)
    }

    fn run(mut self, mut commands: mpsc::Receiver<Command>) {
        while let Some(first) = commands.blocking_recv() {
            self.take(first);
            for _ in 1..BATCH_MAX {
                let Ok(next) = commands.try_recv() else { break };
                self.take(next);
            }
            self.commit();
        }
    }

    fn take(&mut self, command: Command) {
        match command {
            // A plan sees what is stored, and nobody waits for a commit to see it.
            Command::Decide { caller, request, plan: true, reply } => {
                tell(reply, self.plan(&caller, request));
            }
            Command::Decide { caller, request, plan: false, reply } if is_large(&request) => {
                self.commit();
                self.decide(&caller, request, reply);
                self.commit();
            }
            Command::Decide { caller, request, plan: false, reply } => self.decide(&caller, request, reply),
            Command::ReadAudio { hash, reply } => tell(reply, read(self.store.audio(&hash))),
            Command::ReadLog { after, limit, reply } => tell(reply, read(self.store.log(after, limit))),
            Command::ReadVersion { id, digest, reply } => tell(reply, read(self.store.version(id, &digest))),
        }
    }

    fn plan(&self, caller: &Caller, request: Request) -> Result<Answer, PoolError> {
        let context = Context { at: (self.clock)(), caller, directory: &self.directory };
        let decision = admin::decide(&self.head, context, request)?;
        Ok(Answer { decision, sequence: None })
    }

    fn decide(&mut self, caller: &Caller, request: Request, reply: Asker) {
        let context = Context { at: (self.clock)(), caller, directory: &self.directory };
        let answer = self.batch.decide(context, request);
        self.batch.answers.push((reply, answer));
    }

    /// Stores the batch, publishes what it leads to, and answers everyone in it.
    fn commit(&mut self) {
        if self.batch.answers.is_empty() {
            return;
        }
        let batch = std::mem::replace(&mut self.batch, Batch::on(&self.head));
        match self.append(&batch.records) {
            Ok(()) => {
                if !batch.records.is_empty() {
                    self.head = Arc::new(batch.next);
                    self.batch = Batch::on(&self.head);
                    self.published.send_replace(Arc::clone(&self.head));
                }
                batch.answers.into_iter().for_each(|(asker, answer)| tell(asker, answer));
            }
            Err(error) => {
                tracing::error!(%error, requests = batch.answers.len(), "nothing could be stored");
                batch.answers.into_iter().for_each(|(asker, _)| tell(asker, Err(error.clone().into())));
            }
        }
    }

    fn append(&mut self, records: &[Record]) -> Result<(), StoreError> {
        if records.is_empty() {
            return Ok(());
        }
        let start = monotonic();
        let appended = self.store.append(records);
        metrics::histogram!("switchback_commit_duration_seconds").record(start.elapsed());
        match appended {
            Ok(()) => metrics::counter!("switchback_records_total").increment(records.len() as u64),
            Err(_) => metrics::counter!("switchback_commits_failed_total").increment(1),
        }
        appended
    }
}

impl Batch {
    fn on(head: &Configuration) -> Self {
        Self { next: head.clone(), records: Vec::new(), answers: Vec::new() }
    }

    /// Decides after everything in the batch, and keeps what is to be stored.
    fn decide(&mut self, context: Context<'_>, request: Request) -> Result<Answer, PoolError> {
        let brought = match &request {
            Request::ImportAudio { content, .. } => Some(Arc::clone(content)),
            _ => None,
        };
        // What changes nothing is not logged, but for what is only asked for the sake of the log.
        let is_note = matches!(request, Request::NoteTestCall { .. });
        let mut decision = admin::decide(&self.next, context, request)?;
        if decision.changes.is_empty() && !is_note {
            return Ok(Answer { decision, sequence: None });
        }
        // The bytes of audio that is held are stored once more: those in the store may be damaged.
        if let (Some(content), [Change::AudioAdded(audio)], []) =
            (brought, &decision.changes[..], &decision.audio[..])
        {
            decision.audio = vec![(audio.hash, content)];
        }
        let sequence = self.next.sequence() + 1;
        let stamp = context.stamp(&self.next);
        self.next = self.next.apply(sequence, &decision.changes);
        self.records.push(Record {
            sequence,
            stamp,
            request: decision.request.clone(),
            changes: decision.changes.clone(),
            audio: decision.audio.clone(),
        });
        Ok(Answer { decision, sequence: Some(sequence) })
    }
}

/// Whether a request gets a commit of its own, lest its size be the reason that others fail with it.
const fn is_large(request: &Request) -> bool {
    matches!(
        request,
        Request::Import(_)
            | Request::ImportAudio { .. }
            | Request::RemoveExported(_)
            | Request::CollectAudio { .. }
    )
}

fn read<T>(found: Result<T, StoreError>) -> Result<T, PoolError> {
    if let Err(error) = &found {
        tracing::error!(%error, "the store could not be read");
    }
    Ok(found?)
}

fn tell<T>(asker: oneshot::Sender<T>, answer: T) {
    if asker.send(answer).is_err() {
        tracing::debug!("an asker went away before the answer");
    }
}

/// How many commands may wait; one more is refused as [`PoolError::Busy`].
const COMMANDS_WAITING_MAX: usize = 256;
/// How many commands share a commit at most: the last must not wait long for the first.
const BATCH_MAX: usize = 64;

#[cfg(test)]
mod tests;
