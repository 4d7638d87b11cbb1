use std::sync::Arc;

use domain::{Change, ContentHash, Digest, Entry, ObjectId, Record, Stamp};

use crate::StoreError;

/// The log of a pool. One owner writes it, from one thread, and waits for each call.
pub trait Store: Send {
    /// The sequence number of the last record, and what it takes to build the configuration: the last change of
    /// each key that still has something to say, in the order of the log.
    ///
    /// # Errors
    /// When the log cannot be read.
    fn load(&self) -> Result<(u64, Vec<Change>), StoreError>;

    /// Makes records durable, all of them or none. They follow the last record without a gap.
    ///
    /// # Errors
    /// When they could not be made durable; the log is as it was.
    fn append(&mut self, records: &[Record]) -> Result<(), StoreError>;

    /// The bytes of audio, from its [`Change::AudioAdded`] to its [`Change::AudioRemoved`].
    ///
    /// # Errors
    /// When they cannot be read, or are not those of the hash.
    fn audio(&self, hash: &ContentHash) -> Result<Option<Vec<u8>>, StoreError>;

    /// At most `limit` lines of the log, from the first after the sequence number `after`.
    ///
    /// # Errors
    /// When the log cannot be read.
    fn log(&self, after: u64, limit: usize) -> Result<Vec<LogLine>, StoreError>;

    /// An object as it was when its content had this digest; the latest, should it have had it more than once.
    ///
    /// # Errors
    /// When the log cannot be read.
    fn version(&self, id: ObjectId, digest: &Digest) -> Result<Option<Arc<Entry>>, StoreError>;
}

/// A record as the log lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// Counts the records from 1.
    pub sequence: u64,
    /// When, and who asked.
    pub stamp: Stamp,
    /// What was asked.
    pub request: String,
    /// How many changes followed.
    pub changes: u64,
}
