//! The ZIP around the files: written with nothing that varies, read from bytes that nobody vouches for.
//!
//! The reader trusts no header: sizes and ratios are counted while an entry is inflated, and everything that
//! two readers could understand differently (duplicate names, overlapping entries) is refused.

mod directory;
mod inflate;
mod writer;

pub use directory::{Container, ENTRIES_MAX, Entry, NAME_MAX};
pub use inflate::{Budget, ENTRY_SIZE_MAX, EntryReader, RATIO_MAX, TOTAL_SIZE_MAX};
pub(crate) use writer::ContainerWriter;

/// Why a ZIP was refused. Names are those of the entries concerned.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidContainer {
    /// Something else than a ZIP.
    #[error("the file is not a ZIP archive")]
    NotZip,
    /// The directory at the end is missing.
    #[error("the archive is cut off: its directory at the end is missing or incomplete")]
    Truncated,
    /// Parts of one archive in several files.
    #[error("the archive is one part of several; join the parts first")]
    Split,
    /// More than [`ENTRIES_MAX`].
    #[error("the archive has more than {ENTRIES_MAX} entries")]
    TooManyEntries,
    /// Headers that contradict each other.
    #[error("the archive is damaged: {what}{}", of_entry(.entry))]
    Damaged {
        /// What contradicts.
        what: &'static str,
        /// The entry, or nothing for the archive as a whole.
        entry: String,
    },
    /// Needs a password.
    #[error("\"{0}\" is encrypted; export the archive without a password")]
    Encrypted(String),
    /// Neither stored nor deflated.
    #[error("\"{entry}\" is compressed by method {method}; only deflate is read")]
    Method {
        /// The entry.
        entry: String,
        /// The number of the method.
        method: u16,
    },
    /// A `..` or `.` in the path.
    #[error("the path of \"{0}\" leads out of its folder")]
    Traversal(String),
    /// A path from the root, or with a drive.
    #[error("the path of \"{0}\" is absolute")]
    Absolute(String),
    /// Characters that no file name has.
    #[error("the name \"{0}\" contains a character that a file name cannot have, or is too long")]
    Name(String),
    /// A link.
    #[error("\"{0}\" is a symbolic link")]
    Link(String),
    /// Two entries of one name, case ignored.
    #[error("the archive holds \"{0}\" twice")]
    Duplicate(String),
    /// More than [`ENTRY_SIZE_MAX`] or what the caller allows.
    #[error("\"{entry}\" has more than {max} bytes when it is unpacked")]
    EntryTooLarge {
        /// The entry.
        entry: String,
        /// The limit.
        max: u64,
    },
    /// More than [`TOTAL_SIZE_MAX`].
    #[error("the archive has more than {TOTAL_SIZE_MAX} bytes when it is unpacked")]
    TotalTooLarge,
    /// More than [`RATIO_MAX`].
    #[error("\"{0}\" is compressed more than {RATIO_MAX} times, as only an attack is")]
    Ratio(String),
    /// Content that is not what was packed.
    #[error("the content of \"{0}\" is damaged: its checksum (CRC-32) does not match")]
    Checksum(String),
}

fn of_entry(entry: &str) -> String {
    if entry.is_empty() { String::new() } else { format!(" (\"{entry}\")") }
}
