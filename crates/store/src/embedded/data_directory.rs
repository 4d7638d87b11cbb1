use std::{
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io::{self, Read as _, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use domain::PoolFqdn;

use super::WhereAbsent;
use crate::StoreError;

/// A data directory that belongs to this process until the value is dropped.
#[derive(Debug)]
pub(super) struct DataDirectory {
    path: PathBuf,
    /// The lock goes when the file is closed, also when the process is killed.
    _lock: File,
}

impl DataDirectory {
    /// Makes the directory where it is missing and may be made, readable by its owner alone, and takes it.
    pub(super) fn take(path: &Path, absent: WhereAbsent) -> Result<Self, StoreError> {
        if absent == WhereAbsent::Refuse && !has_database(path)? {
            return Err(StoreError::NoPool { directory: path.to_owned() });
        }
        let parent = parent(path);
        if absent == WhereAbsent::MakeDirectory && !path.is_dir() && !parent.exists() {
            return Err(StoreError::NoParent { directory: path.to_owned(), parent: parent.to_owned() });
        }
        make(path).map_err(|error| io_error(path, "making the directory", &error))?;
        let opened = private(OpenOptions::new().read(true).write(true).create(true), &path.join(LOCK_FILE));
        let mut lock = opened.map_err(|error| io_error(path, "opening the lock file", &error))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let process = number_in(&mut lock);
                return Err(StoreError::InUse { directory: path.to_owned(), process });
            }
            Err(TryLockError::Error(error)) => return Err(io_error(path, "locking the directory", &error)),
        }
        note_number(&mut lock).map_err(|error| io_error(path, "writing the lock file", &error))?;
        Ok(Self { path: path.to_owned(), _lock: lock })
    }

    /// Where the directory is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The database file.
    pub(super) fn database(&self) -> PathBuf {
        self.path.join(DATABASE_FILE)
    }

    /// Whether the directory has a database.
    pub(super) fn has_database(&self) -> Result<bool, StoreError> {
        has_database(&self.path)
    }

    /// Notes durably, beside a database that is durable itself, that there is one: without this mark a database that
    /// is lost could not be told from one that was never made.
    pub(super) fn mark(&self, pool: &PoolFqdn) -> Result<(), StoreError> {
        let mark = self.path.join(MARK_FILE);
        if mark.is_file() {
            return Ok(());
        }
        let written = private(OpenOptions::new().write(true).create(true).truncate(true), &mark)
            .and_then(|mut file| writeln!(file, "{pool}").and_then(|()| file.sync_all()))
            .and_then(|()| sync(&self.path));
        match written {
            // A full disk must not keep a pool from answering calls; an empty mark is one as well.
            Err(error) if error.kind() == io::ErrorKind::StorageFull => Ok(()),
            written => written.map_err(|error| io_error(&self.path, "marking the directory", &error)),
        }
    }

    /// An empty file in which a database can be made. Until it is kept, the directory has none: a database is whole
    /// or absent, and an empty one is damage. SQLite gives its log the mode of the database.
    pub(super) fn draft(&self) -> Result<PathBuf, StoreError> {
        for name in DRAFT_FILES {
            match fs::remove_file(self.path.join(name)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(io_error(&self.path, "removing an unfinished database", &error));
                }
                _ => {}
            }
        }
        let file = self.path.join(DRAFT_FILES[0]);
        private(OpenOptions::new().write(true).create_new(true), &file)
            .map(|_| file)
            .map_err(|error| io_error(&self.path, "making the database file", &error))
    }

    /// Makes the draft the database. The name is durable afterwards: a file that was synced is lost all the same
    /// while its name is not.
    pub(super) fn keep_draft(&self) -> Result<(), StoreError> {
        let draft = self.path.join(DRAFT_FILES[0]);
        File::open(&draft)
            .and_then(|file| file.sync_all())
            .and_then(|()| fs::rename(&draft, self.database()))
            .and_then(|()| sync(&self.path))
            .map_err(|error| io_error(&self.path, "keeping the new database", &error))
    }
}

/// A failure of the operating system as an error of the store.
pub(super) fn io_error(directory: &Path, doing: &'static str, error: &io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            StoreError::Full { directory: directory.to_owned() }
        }
        _ => StoreError::Io { directory: directory.to_owned(), doing, detail: error.to_string() },
    }
}

/// Whether a directory has a database; one that has only the mark or the log of one has lost it.
fn has_database(directory: &Path) -> Result<bool, StoreError> {
    let exists = |name: &str| {
        let exists = directory.join(name).try_exists();
        exists.map_err(|error| io_error(directory, "looking for the database", &error))
    };
    if exists(DATABASE_FILE)? {
        return Ok(true);
    }
    if exists(MARK_FILE)? {
        return Err(StoreError::Missing { directory: directory.to_owned() });
    }
    if exists(WAL_FILE)? {
        let detail = format!("{DATABASE_FILE} is missing beside {WAL_FILE}");
        return Err(StoreError::Damaged { directory: directory.to_owned(), detail });
    }
    Ok(false)
}

/// Makes the directory and those above it, and their names durable from the lowest that was there.
fn make(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let parent = parent(path);
    make(parent)?;
    match DirBuilder::new().mode(0o700).create(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        made => made.and_then(|()| sync(parent)),
    }
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn sync(directory: &Path) -> io::Result<()> {
    File::open(directory)?.sync_all()
}

fn private(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    options.mode(0o600).open(path)
}

/// Leaves the number of this process for the message that another one gets.
fn note_number(lock: &mut File) -> io::Result<()> {
    let number = format!("{}\n", std::process::id());
    match lock.set_len(0).and_then(|()| lock.write_all(number.as_bytes())) {
        // A full disk must not keep a pool from answering calls; the number is a courtesy.
        Err(error) if error.kind() == io::ErrorKind::StorageFull => Ok(()),
        written => written,
    }
}

fn number_in(lock: &mut File) -> Option<u32> {
    let mut text = String::new();
    lock.take(NUMBER_LENGTH_MAX).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

/// Whoever locks this file has the directory.
const LOCK_FILE: &str = "lock";
/// The database.
const DATABASE_FILE: &str = "switchback.db";
/// Says that there was a database, and of which pool.
const MARK_FILE: &str = "switchback.pool";
/// What was written to the database lately.
const WAL_FILE: &str = "switchback.db-wal";
/// A database in the making, and the journal of it.
const DRAFT_FILES: [&str; 2] = ["switchback.db.new", "switchback.db.new-journal"];
/// Room for the number of a process.
const NUMBER_LENGTH_MAX: u64 = 20;
