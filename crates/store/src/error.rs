use std::path::PathBuf;

use domain::{ContentHash, PoolFqdn};

/// Why the store does not do what it should. Each message tells the operator what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Another process has the data directory.
    #[error(
        "the data directory {} is in use by {}; stop that server first, or give this pool a directory of its own",
        .directory.display(), Process(.process)
    )]
    InUse {
        /// The data directory.
        directory: PathBuf,
        /// The process that has it, where it left its number.
        process: Option<u32>,
    },
    /// A later program wrote the database.
    #[error(
        "the data directory {} was written by a newer Switchback (database version {found}, this program knows {known}); \
         start the newer program, or start this one with an empty directory and import an export",
        .directory.display()
    )]
    Newer {
        /// The data directory.
        directory: PathBuf,
        /// The version of the database.
        found: u32,
        /// The latest version that this program knows.
        known: u32,
    },
    /// The database is not what was written.
    #[error(
        "the database in the data directory {} is damaged: {detail}; move the directory away, start with an empty one, \
         and import the last export, or let the backup pool answer meanwhile",
        .directory.display()
    )]
    Damaged {
        /// The data directory.
        directory: PathBuf,
        /// What is wrong.
        detail: String,
    },
    /// The bytes of one audio are not what was written; everything else is.
    #[error(
        "the audio {hash} in the data directory {} is damaged or missing; upload the same file again",
        .directory.display()
    )]
    AudioDamaged {
        /// The data directory.
        directory: PathBuf,
        /// The audio.
        hash: ContentHash,
    },
    /// The directory has held a database, and holds none.
    #[error(
        "the database in the data directory {} is missing, although a pool has kept its data there; mount the volume \
         that holds it, or bring the database back; to begin anew and import the last export, remove the directory",
        .directory.display()
    )]
    Missing {
        /// The data directory.
        directory: PathBuf,
    },
    /// The directory has never held a database, and none was to be made.
    #[error(
        "the data directory {} holds no pool; mount the volume that holds it, correct the directory in the \
         configuration file, or start the pool for the first time",
        .directory.display()
    )]
    NoPool {
        /// The data directory.
        directory: PathBuf,
    },
    /// The directory in which the data directory is to be made is missing.
    #[error(
        "the data directory {} cannot be made, for there is no directory {}; mount the volume that holds it, or make \
         that directory",
        .directory.display(), .parent.display()
    )]
    NoParent {
        /// The data directory.
        directory: PathBuf,
        /// The directory above it.
        parent: PathBuf,
    },
    /// The database is that of another pool.
    #[error(
        "the data directory {} belongs to the pool {found}, not to {expected}; correct the directory or the pool in the \
         configuration file",
        .directory.display()
    )]
    OtherPool {
        /// The data directory.
        directory: PathBuf,
        /// The pool that was to be opened.
        expected: PoolFqdn,
        /// The pool that is there.
        found: PoolFqdn,
    },
    /// No space is left.
    #[error(
        "the disk with the data directory {} is full and nothing was changed; free some space there, then repeat the request",
        .directory.display()
    )]
    Full {
        /// The data directory.
        directory: PathBuf,
    },
    /// The operating system or the disk failed.
    #[error(
        "{doing} failed in the data directory {}: {detail}; check the disk and who may use the directory",
        .directory.display()
    )]
    Io {
        /// The data directory.
        directory: PathBuf,
        /// What was being done.
        doing: &'static str,
        /// What the system says.
        detail: String,
    },
}

struct Process<'a>(&'a Option<u32>);

impl std::fmt::Display for Process<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Some(number) => write!(f, "process {number}"),
            None => f.write_str("another process"),
        }
    }
}
