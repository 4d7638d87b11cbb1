//! The log in a SQLite database that this process has to itself.
//!
//! - WAL with `synchronous=FULL`: one sync for each batch of records, and it lies before the return of `append`.
//! - `locking_mode=EXCLUSIVE`: no other process gets in, and the index of the WAL needs no file in shared memory.
//! - Pages of 4096 bytes, the size in which file systems write; no `mmap`, for a failed read would be a signal that
//!   kills the server instead of an error that it reports.
//! - Every record carries a seal ([`seal`]): SQLite sees damage to its own structures, not to the text in them.

mod check;
mod data_directory;
mod schema;
mod seal;

use std::{path::Path, sync::Arc};

use domain::{AudioContent, Change, ContentHash, Digest, Entry, ObjectId, PoolFqdn, Record, SipUri, Stamp};
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension as _, Row, Transaction};

use crate::{LogLine, Store, StoreError};
use data_directory::DataDirectory;
use schema::Kind;
pub use schema::SCHEMA_VERSION;
use seal::Seal;

/// The store of a pool that runs as one process.
#[derive(Debug)]
pub struct Embedded {
    /// Closed before the directory is given back.
    connection: Connection,
    directory: DataDirectory,
    /// The last record.
    sequence: u64,
    /// Audio that was damaged or missing when the database was opened.
    damaged_audio: Vec<ContentHash>,
}

/// What opening does where there is no pool yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhereAbsent {
    /// Makes one, with the data directory and every directory above it that is missing.
    MakePath,
    /// Makes one, with the data directory. A missing directory above it may be a volume that is not mounted.
    MakeDirectory,
    /// Refuses, and makes nothing.
    Refuse,
}

impl Embedded {
    /// Takes a data directory for `pool`, made where it is missing, and checks that everything in it is whole.
    ///
    /// # Errors
    /// When another process has the directory, another pool or a later program wrote it, it is damaged, or the
    /// database that it once held is missing.
    pub fn open(path: &Path, pool: &PoolFqdn) -> Result<Self, StoreError> {
        Self::open_or(path, pool, WhereAbsent::MakePath)
    }

    /// As [`Self::open`], with a say in what is made where there is no pool yet.
    ///
    /// # Errors
    /// Those of [`Self::open`], and where there is nothing and nothing may be made.
    pub fn open_or(path: &Path, pool: &PoolFqdn, absent: WhereAbsent) -> Result<Self, StoreError> {
        let directory = DataDirectory::take(path, absent)?;
        let at = |doing| move |error| store_error(path, doing, &error);
        if !directory.has_database()? {
            create(&directory.draft()?, pool).map_err(at("making the database"))?;
            directory.keep_draft()?;
        }
        let mut connection = connect(&directory.database()).map_err(at("opening the database"))?;
        let version = match schema::recognise(&connection).map_err(at("reading the database"))? {
            Kind::Ours(found) if found > SCHEMA_VERSION => {
                return Err(StoreError::Newer { directory: path.to_owned(), found, known: SCHEMA_VERSION });
            }
            Kind::Ours(version) => version,
            Kind::Empty => return Err(damaged(path, "it is empty")),
            Kind::Foreign => return Err(damaged(path, "another program wrote it")),
        };
        check::structure(&connection, path)?;
        check_pool(&connection, path, pool)?;
        set_durable(&connection).map_err(at("setting the database up"))?;
        schema::migrate(&mut connection, version, pool).map_err(at("bringing the database up to date"))?;
        let sequence = check::seals(&connection, path)?;
        directory.mark(pool)?;
        let mut store = Self { connection, directory, sequence, damaged_audio: Vec::new() };
        store.damaged_audio = check::damaged_audio(&store.connection, path, &store.latest(LATEST_AUDIO)?)?;
        Ok(store)
    }

    /// The audio that was damaged or missing when the store was opened, in the order of the log.
    pub fn damaged_audio(&self) -> &[ContentHash] {
        &self.damaged_audio
    }

    fn failed(&self, doing: &'static str) -> impl FnOnce(rusqlite::Error) -> StoreError {
        move |error| store_error(self.directory.path(), doing, &error)
    }

    /// The changes that a query gives, but for those after which nothing remains.
    fn latest(&self, query: &str) -> Result<Vec<Change>, StoreError> {
        let doing = "reading the configuration";
        let mut statement = self.connection.prepare_cached(query).map_err(self.failed(doing))?;
        let mut rows = statement.query([]).map_err(self.failed(doing))?;
        let mut changes = Vec::new();
        while let Some(row) = rows.next().map_err(self.failed(doing))? {
            let text = row.get_ref(0).map_err(self.failed(doing))?;
            let change = self.change(text.as_str().map_err(|error| self.failed(doing)(error.into()))?)?;
            if !change.removes() {
                changes.push(change);
            }
        }
        Ok(changes)
    }

    fn change(&self, text: &str) -> Result<Change, StoreError> {
        serde_json::from_str(text).map_err(|error| {
            damaged(self.directory.path(), &format!("a change cannot be understood ({error})"))
        })
    }
}

impl Store for Embedded {
    fn load(&self) -> Result<(u64, Vec<Change>), StoreError> {
        Ok((self.sequence, self.latest(LATEST)?))
    }

    fn append(&mut self, records: &[Record]) -> Result<(), StoreError> {
        let Some(last) = records.last() else {
            return Ok(());
        };
        for (expected, record) in (self.sequence + 1..).zip(records) {
            assert_eq!(record.sequence, expected, "records are numbered without gaps");
        }
        let path = self.directory.path();
        write(&mut self.connection, records).map_err(|error| store_error(path, "writing the log", &error))?;
        self.sequence = last.sequence;
        Ok(())
    }

    fn audio(&self, hash: &ContentHash) -> Result<Option<Vec<u8>>, StoreError> {
        let doing = "reading audio";
        let mut statement = self.connection.prepare_cached(AUDIO).map_err(self.failed(doing))?;
        let found = statement.query_row([hash.to_string()], |row| row.get::<_, Vec<u8>>(0)).optional();
        let found = found.map_err(self.failed(doing))?;
        match found {
            Some(bytes) if ContentHash::of(&bytes) == *hash => Ok(Some(bytes)),
            None if !self.damaged_audio.contains(hash) => Ok(None),
            _ => Err(StoreError::AudioDamaged { directory: self.directory.path().to_owned(), hash: *hash }),
        }
    }

    fn log(&self, after: u64, limit: usize) -> Result<Vec<LogLine>, StoreError> {
        let doing = "reading the log";
        let mut statement = self.connection.prepare_cached(LOG).map_err(self.failed(doing))?;
        let bounds = [after, limit as u64].map(|number| i64::try_from(number).unwrap_or(i64::MAX));
        let lines = statement.query_map(bounds, log_line).map_err(self.failed(doing))?;
        lines.collect::<Result<_, _>>().map_err(self.failed(doing))
    }

    fn version(&self, id: ObjectId, digest: &Digest) -> Result<Option<Arc<Entry>>, StoreError> {
        let doing = "reading an earlier version";
        let mut statement = self.connection.prepare_cached(VERSIONS).map_err(self.failed(doing))?;
        let key = Change::ObjectRemoved(id).key();
        let texts = statement.query_map((key, VERSIONS_SEARCHED_MAX), |row| row.get::<_, String>(0));
        for text in texts.map_err(self.failed(doing))? {
            match self.change(&text.map_err(self.failed(doing))?)? {
                Change::ObjectSaved(entry) if entry.digest == *digest => return Ok(Some(entry)),
                _ => {}
            }
        }
        Ok(None)
    }
}

/// Makes a whole database in an empty file.
fn create(file: &Path, pool: &PoolFqdn) -> rusqlite::Result<()> {
    let mut connection = connect(file)?;
    schema::migrate(&mut connection, 0, pool)?;
    connection.close().map_err(|(_, error)| error)
}

/// Opens a file that is there. Exclusive locking must be set before the first read, which would otherwise ask for
/// shared memory.
fn connect(file: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cache_size", -CACHE_KIBIBYTES_MAX)?;
    Ok(connection)
}

fn set_durable(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| {
        let mode: String = row.get(0)?;
        assert_eq!(mode, "wal", "a database that is a file can have a write-ahead log");
        Ok(())
    })?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "journal_size_limit", WAL_BYTES_KEPT_MAX)
}

fn check_pool(connection: &Connection, path: &Path, expected: &PoolFqdn) -> Result<(), StoreError> {
    let found =
        schema::pool(connection).map_err(|error| store_error(path, "reading the database", &error))?;
    let found = found.and_then(|name| PoolFqdn::new(&name).ok());
    match found {
        Some(found) if found == *expected => Ok(()),
        Some(found) => {
            let (directory, expected) = (path.to_owned(), expected.clone());
            Err(StoreError::OtherPool { directory, expected, found })
        }
        None => Err(damaged(path, "the name of its pool is missing")),
    }
}

/// Writes all records in one transaction. Its commit syncs the log; on any error nothing of it remains.
fn write(connection: &mut Connection, records: &[Record]) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    for record in records {
        write_record(&transaction, record)?;
    }
    transaction.commit()
}

/// Writes the rows of a record one by one: an import is large, and its text need not be in memory as a whole.
fn write_record(transaction: &Transaction<'_>, record: &Record) -> rusqlite::Result<()> {
    let (at, actor) = (record.stamp.at.to_string(), record.stamp.by.as_str());
    let mut seal = Seal::new(record.sequence, &at, actor, &record.request);
    let mut add_change = transaction.prepare_cached(ADD_CHANGE)?;
    for change in &record.changes {
        let json = serde_json::to_string(change).expect("every change can be written as JSON");
        let key = change.key();
        seal.change(&key, &json);
        add_change.execute((record.sequence, key, json))?;
    }
    let line = (record.sequence, at, actor, &record.request, record.changes.len(), seal.digest());
    transaction.prepare_cached(ADD_LINE)?.execute(line)?;
    for change in &record.changes {
        match change {
            Change::AudioAdded(AudioContent { hash, .. }) => {
                // Audio that is held already may be added once more without its bytes.
                if let Some((_, bytes)) = record.audio.iter().find(|(of, _)| of == hash) {
                    transaction.prepare_cached(ADD_AUDIO)?.execute((hash.to_string(), &bytes[..]))?;
                }
            }
            Change::AudioRemoved(hash) => {
                transaction.prepare_cached(REMOVE_AUDIO)?.execute([hash.to_string()])?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn log_line(row: &Row<'_>) -> rusqlite::Result<LogLine> {
    let at: String = row.get(1)?;
    let by: String = row.get(2)?;
    Ok(LogLine {
        sequence: row.get(0)?,
        stamp: Stamp { at: at.parse().map_err(unreadable(1))?, by: SipUri::new(&by).map_err(unreadable(2))? },
        request: row.get(3)?,
        changes: row.get(4)?,
    })
}

fn unreadable<E: std::error::Error + Send + Sync + 'static>(
    column: usize,
) -> impl FnOnce(E) -> rusqlite::Error {
    move |error| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error))
    }
}

fn damaged(path: &Path, detail: &str) -> StoreError {
    StoreError::Damaged { directory: path.to_owned(), detail: detail.to_owned() }
}

/// Says who is at fault: the disk that is full, the file that is damaged, or the system.
fn store_error(path: &Path, doing: &'static str, error: &rusqlite::Error) -> StoreError {
    let directory = path.to_owned();
    match error {
        rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
            ErrorCode::DiskFull => StoreError::Full { directory },
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
                StoreError::InUse { directory, process: None }
            }
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => damaged(path, &error.to_string()),
            _ => StoreError::Io { directory, doing, detail: error.to_string() },
        },
        // What was read has not the form in which it is written.
        _ => damaged(path, &error.to_string()),
    }
}

const LATEST: &str = "SELECT change FROM changes WHERE number IN (SELECT max(number) FROM changes GROUP BY key) \
                    ORDER BY number";
/// Of audio alone, whose keys begin with `audio/`.
const LATEST_AUDIO: &str = "SELECT change FROM changes WHERE number IN (SELECT max(number) FROM changes \
                            WHERE key >= 'audio/' AND key < 'audio0' GROUP BY key) ORDER BY number";
const AUDIO: &str = "SELECT bytes FROM audio WHERE hash = ?1";
const LOG: &str =
    "SELECT sequence, at, actor, request, changes FROM log WHERE sequence > ?1 ORDER BY sequence LIMIT ?2";
const VERSIONS: &str = "SELECT change FROM changes WHERE key = ?1 ORDER BY number DESC LIMIT ?2";
const ADD_LINE: &str =
    "INSERT INTO log (sequence, at, actor, request, changes, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
const ADD_CHANGE: &str = "INSERT INTO changes (sequence, key, change) VALUES (?1, ?2, ?3)";
/// What is brought again replaces what is damaged.
const ADD_AUDIO: &str = "INSERT INTO audio (hash, bytes) VALUES (?1, ?2) \
                         ON CONFLICT DO UPDATE SET bytes = excluded.bytes WHERE bytes IS NOT excluded.bytes";
const REMOVE_AUDIO: &str = "DELETE FROM audio WHERE hash = ?1";

/// How many versions of an object are searched for one: a request must not keep the log from its writer for long.
const VERSIONS_SEARCHED_MAX: usize = 1_000;
/// Memory for pages of the database.
const CACHE_KIBIBYTES_MAX: i32 = 8 << 10;
/// What remains of a write-ahead log that a large import made long.
const WAL_BYTES_KEPT_MAX: i64 = 8 << 20;
