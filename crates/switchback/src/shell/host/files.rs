//! Files and folders of the machine, under the names that the script uses for them.

use std::{
    fs::{self, File, Metadata, OpenOptions},
    io::{self, Read as _, Write as _},
    os::unix::fs::FileTypeExt as _,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use domain::ContentHash;
use shell::{
    host::{Entry, HostError, WriteMode},
    value::{DateTime, TimeSpan},
};

use super::place::Place;
use crate::safe_file::{Draft, NotWritten, Overwrite};

/// The whole content of a file of at most [`READ_BYTES_MAX`].
pub(super) fn read(path: &Path, asked: &str) -> Result<Vec<u8>, HostError> {
    let refused = |error: io::Error| refusal(asked, &error);
    let held = fs::metadata(path).map_err(refused)?;
    if held.is_dir() {
        return Err(HostError::Denied { path: asked.to_owned() });
    }
    // A pipe or a device may never end.
    if !held.is_file() {
        return Err(failed(asked, "it is neither a file nor a folder"));
    }
    let mut content = Vec::with_capacity(usize::try_from(held.len().min(READ_BYTES_MAX)).unwrap_or(0));
    let file = File::open(path).map_err(refused)?;
    file.take(READ_BYTES_MAX + 1).read_to_end(&mut content).map_err(refused)?;
    if content.len() as u64 > READ_BYTES_MAX {
        return Err(failed(asked, "it has more than 1 GiB, and so much is not read at once"));
    }
    Ok(content)
}

/// Writes a file. One that is replaced is whole or untouched at any moment.
pub(super) fn write(path: &Path, asked: &str, content: &[u8], how: WriteMode) -> Result<(), HostError> {
    let held = fs::metadata(path);
    if let Ok(held) = &held {
        if held.is_dir() {
            return Err(HostError::Denied { path: asked.to_owned() });
        }
        if how == WriteMode::Create {
            return Err(HostError::Exists { path: asked.to_owned() });
        }
        // Such as /dev/null and the terminal.
        if held.file_type().is_char_device() {
            let written =
                OpenOptions::new().write(true).open(path).and_then(|mut file| file.write_all(content));
            return written.map_err(|error| refusal(asked, &error));
        }
        if !held.is_file() {
            return Err(failed(asked, "it is neither a file nor a folder"));
        }
    }
    match how {
        WriteMode::Append => append(path, content).map_err(|error| refusal(asked, &error)),
        WriteMode::Create => publish(path, asked, content, Overwrite::Never),
        // A link stays one: what it leads to is replaced.
        WriteMode::Replace => publish(&at_the_end_of_links(path), asked, content, Overwrite::Replace),
        WriteMode::KeepOld => publish(&at_the_end_of_links(path), asked, content, Overwrite::KeepOld),
    }
}

fn at_the_end_of_links(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

fn publish(path: &Path, asked: &str, content: &[u8], overwrite: Overwrite) -> Result<(), HostError> {
    let written = || {
        let mut draft = Draft::create_for(path, overwrite, BY_THE_MASK)?;
        draft.keep_rights()?;
        draft.write_all(content).map_err(|source| NotWritten::Io {
            target: path.to_owned(),
            doing: "writing it",
            source,
        })?;
        draft.sync(&ContentHash::of(content))?.0.publish()
    };
    written().map_err(|error| match error {
        NotWritten::Exists(_) => HostError::Exists { path: asked.to_owned() },
        NotWritten::Io { source, .. } => refusal(asked, &source),
        NotWritten::UnderWay(_) => failed(asked, "another process is writing it at this moment"),
        NotWritten::NotAFile(_) | NotWritten::InTheWay(_) | NotWritten::ReadBack(_) => {
            failed(asked, &error.to_string())
        }
    })
}

/// Adds to a file. Where the disk takes only a part, the file keeps the length that it had.
fn append(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().append(true).create(true).open(path)?;
    let length = file.metadata()?.len();
    match file.write_all(content) {
        Ok(()) => Ok(()),
        Err(error) => {
            file.set_len(length)?;
            Err(error)
        }
    }
}

/// What is at `path`, which the shell writes as `place`.
pub(super) fn entry(path: &Path, place: &Place) -> Result<Option<Entry>, HostError> {
    match fs::metadata(path) {
        Ok(held) => Ok(Some(described(&held, place))),
        Err(error) if is_absence(&error) => Ok(None),
        Err(error) => Err(refusal(&place.to_string(), &error)),
    }
}

/// What is in a folder, by name without regard to case. Links that lead nowhere are left out.
pub(super) fn list(path: &Path, place: &Place, asked: &str) -> Result<Vec<Entry>, HostError> {
    let refused = |error: io::Error| refusal(asked, &error);
    let mut entries = Vec::new();
    for found in fs::read_dir(path).map_err(refused)? {
        let found = found.map_err(refused)?;
        let name = found.file_name();
        let (Some(name), Ok(held)) = (name.to_str(), fs::metadata(found.path())) else { continue };
        entries.push(described(&held, &place.within(name)));
    }
    entries.sort_by_cached_key(|entry| (entry.name.to_lowercase(), entry.name.clone()));
    Ok(entries)
}

fn described(held: &Metadata, place: &Place) -> Entry {
    Entry {
        name: place.name(),
        path: place.to_string(),
        is_folder: held.is_dir(),
        length: if held.is_dir() { 0 } else { held.len() },
        written: written(held),
    }
}

/// When it was written; the first moment of the epoch where the file system does not say.
fn written(held: &Metadata) -> DateTime {
    let since =
        held.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
    let ticks = TimeSpan::from_ticks(i64::from(since.subsec_nanos()) / 100);
    let moment = DateTime::from_unix_seconds(seconds).and_then(|moment| moment.checked_add(ticks));
    moment.unwrap_or(DateTime::MAX)
}

/// Makes a folder and those above it.
pub(super) fn create_folder(path: &Path, asked: &str) -> Result<(), HostError> {
    if path.is_file() {
        return Err(HostError::Exists { path: asked.to_owned() });
    }
    fs::create_dir_all(path).map_err(|error| refusal(asked, &error))
}

/// Removes a file, or a folder with all that is in it. Of a link the link alone goes.
pub(super) fn remove(path: &Path, asked: &str) -> Result<(), HostError> {
    let held = fs::symlink_metadata(path);
    let removed = held.and_then(|held| match held.is_dir() {
        true => fs::remove_dir_all(path),
        false => fs::remove_file(path),
    });
    removed.map_err(|error| refusal(asked, &error))
}

/// Moves a file or folder to a name that nothing has.
pub(super) fn rename(from: &Path, to: &Path, asked: [&str; 2]) -> Result<(), HostError> {
    let same = |held: Metadata| fs::metadata(from).is_ok_and(|other| is_same(&held, &other));
    // On a drive the new name may be the old one in another case.
    if fs::metadata(to).is_ok_and(|held| !same(held)) {
        return Err(HostError::Exists { path: asked[1].to_owned() });
    }
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices && from.is_file() => {
            let content = read(from, asked[0])?;
            write(to, asked[1], &content, WriteMode::Create)?;
            remove(from, asked[0])
        }
        moved => moved.map_err(|error| refusal(asked[0], &error)),
    }
}

fn is_same(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// What the system says, as the shell says it.
pub(super) fn refusal(asked: &str, error: &io::Error) -> HostError {
    let path = asked.to_owned();
    match error.kind() {
        _ if is_absence(error) => HostError::NotFound { path },
        io::ErrorKind::PermissionDenied => HostError::Denied { path },
        io::ErrorKind::AlreadyExists => HostError::Exists { path },
        _ => HostError::Failed { path, message: error.to_string() },
    }
}

fn is_absence(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn failed(asked: &str, message: &str) -> HostError {
    HostError::Failed { path: asked.to_owned(), message: message.to_owned() }
}

/// The largest file that is read, in bytes.
const READ_BYTES_MAX: u64 = 1 << 30;
/// The rights of a new file, of which the mask of the process takes some.
const BY_THE_MASK: u32 = 0o666;
