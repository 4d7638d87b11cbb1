//! Files that are whole or absent (`docs/rules.md`, recovery): written beside their place,
//! synced, read back, and only then given their name.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io::{self, Read as _, Seek as _, Write},
    os::unix::fs::{MetadataExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use domain::ContentHash;

/// A file on its way. Dropped before [`Synced::publish`], it leaves nothing behind.
#[derive(Debug)]
pub(crate) struct Draft {
    target: PathBuf,
    beside: PathBuf,
    file: File,
    overwrite: Overwrite,
}

/// What to do with a file that has the name already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Overwrite {
    /// Refuse.
    Never,
    /// Keep it as `NAME.1`; what had that name before is replaced.
    KeepOld,
    /// Replace it.
    Replace,
}

/// Why a file was not written. Whatever had the name before has it still.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotWritten {
    /// The name is taken.
    #[error(
        "{} exists already and was left as it is; choose another name, or use --force to replace it and keep the old \
         one as {}",
        .0.display(), kept_name(.0).display()
    )]
    Exists(PathBuf),
    /// The name is that of a folder or a device.
    #[error("{} is not a file; name a file to write", .0.display())]
    NotAFile(PathBuf),
    /// Something that is no draft has the name of the draft.
    #[error("{} is in the way, and is a link, a folder or a device; remove it, or name another file to write", .0.display())]
    InTheWay(PathBuf),
    /// Another process writes it at this moment.
    #[error("another process is writing {} at this moment; wait for it, or choose another name", .0.display())]
    UnderWay(PathBuf),
    /// The system refuses.
    #[error("{} was not written: {doing} failed", .target.display())]
    Io {
        /// The file.
        target: PathBuf,
        /// What was being done.
        doing: &'static str,
        /// What the system says.
        source: io::Error,
    },
    /// The disk gave back something else.
    #[error("{} was not written: the disk gave back other bytes than it got; check the disk", .0.display())]
    ReadBack(PathBuf),
}

impl Draft {
    /// Begins a file, readable by its owner alone.
    ///
    /// # Errors
    /// A name that is taken, or a folder that takes no file.
    pub(crate) fn create(target: &Path, overwrite: Overwrite) -> Result<Self, NotWritten> {
        Self::create_for(target, overwrite, OWNER_ALONE)
    }

    /// Begins a file that whoever `mode` and the mask of this process name may use.
    ///
    /// # Errors
    /// A name that is taken, or a folder that takes no file.
    pub(crate) fn create_for(target: &Path, overwrite: Overwrite, mode: u32) -> Result<Self, NotWritten> {
        refuse_taken(target, overwrite)?;
        let beside = beside(target);
        let file = take(&beside, mode).map_err(|source| match source.kind() {
            io::ErrorKind::WouldBlock => NotWritten::UnderWay(target.to_owned()),
            io::ErrorKind::InvalidFilename => NotWritten::InTheWay(beside.clone()),
            _ => NotWritten::Io { target: target.to_owned(), doing: "making a file beside it", source },
        })?;
        Ok(Self { target: target.to_owned(), beside, file, overwrite })
    }

    /// Gives the file the rights of the one that it replaces, if there is one.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn keep_rights(&self) -> Result<(), NotWritten> {
        let Ok(held) = fs::metadata(&self.target) else { return Ok(()) };
        let kept = self.file.set_permissions(held.permissions());
        kept.map_err(|source| self.io("giving it the rights of the old one", source))
    }

    /// Syncs the file and reads it back, for somebody to look at before it gets its name.
    ///
    /// # Errors
    /// When any of it fails, or the bytes on the disk are not those of `expected`.
    pub(crate) fn sync(self, expected: &ContentHash) -> Result<(Synced, Vec<u8>), NotWritten> {
        self.file.sync_all().map_err(|source| self.io("syncing it", source))?;
        let mut bytes = Vec::new();
        (&self.file)
            .rewind()
            .and_then(|()| (&self.file).read_to_end(&mut bytes))
            .map_err(|source| self.io("reading it back", source))?;
        if ContentHash::of(&bytes) != *expected {
            return Err(NotWritten::ReadBack(self.target.clone()));
        }
        Ok((Synced(self), bytes))
    }

    fn publish(self) -> Result<(), NotWritten> {
        refuse_taken(&self.target, self.overwrite)?;
        match self.overwrite {
            Overwrite::Never => self.name_unless_taken()?,
            Overwrite::KeepOld => {
                self.keep_old()?;
                self.rename()?;
            }
            Overwrite::Replace => self.rename()?,
        }
        let folder = folder(&self.target);
        File::open(&folder)
            .and_then(|folder| folder.sync_all())
            .map_err(|source| self.io("syncing its folder", source))
    }

    /// A link fails where a rename would silently replace what somebody else has just put there.
    fn name_unless_taken(&self) -> Result<(), NotWritten> {
        match fs::hard_link(&self.beside, &self.target) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Err(NotWritten::Exists(self.target.clone()))
            }
            // Some file systems have no links.
            Err(_) => self.rename(),
        }
    }

    fn rename(&self) -> Result<(), NotWritten> {
        fs::rename(&self.beside, &self.target).map_err(|source| self.io("renaming it", source))
    }

    /// Gives the old file a second name, so that at no moment there is none under the first.
    fn keep_old(&self) -> Result<(), NotWritten> {
        if !self.target.exists() {
            return Ok(());
        }
        let kept = kept_name(&self.target);
        let link = beside(&kept);
        let linked = remove(&link).and_then(|()| fs::hard_link(&self.target, &link));
        let linked = linked.and_then(|()| fs::rename(&link, &kept));
        let moved = linked.or_else(|_| fs::rename(&self.target, &kept));
        moved.map_err(|source| self.io("keeping the old file", source))
    }

    fn io(&self, doing: &'static str, source: io::Error) -> NotWritten {
        NotWritten::Io { target: self.target.clone(), doing, source }
    }
}

/// A file whose bytes are on the disk, still without its name.
#[derive(Debug)]
pub(crate) struct Synced(Draft);

impl Synced {
    /// Gives the file its name.
    ///
    /// # Errors
    /// A name that somebody has taken meanwhile, or what the system says.
    pub(crate) fn publish(self) -> Result<(), NotWritten> {
        self.0.publish()
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// The name goes before the lock, which goes with the file.
impl Drop for Draft {
    fn drop(&mut self) {
        if let Err(error) = remove(&self.beside) {
            crate::output::remark(&format!("{} could not be removed: {error}", self.beside.display()));
        }
    }
}

fn refuse_taken(target: &Path, overwrite: Overwrite) -> Result<(), NotWritten> {
    match (fs::metadata(target), overwrite) {
        (Ok(held), _) if !held.is_file() => Err(NotWritten::NotAFile(target.to_owned())),
        (Ok(_), Overwrite::Never) => Err(NotWritten::Exists(target.to_owned())),
        _ => Ok(()),
    }
}

/// The name of the file on its way. What a killed process left there is replaced.
pub(crate) fn beside(target: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(".part");
    target.with_file_name(name)
}

/// Makes a file for this process alone. It is always a new one: whatever has the name already may be a link to
/// something else, or what a killed process has published since.
fn take(path: &Path, mode: u32) -> io::Result<File> {
    loop {
        match OpenOptions::new().read(true).write(true).create_new(true).mode(mode).open(path) {
            Ok(file) => {
                file.try_lock()?;
                // Another process may have removed the file before the lock was ours.
                if is_named(&file, path)? {
                    return Ok(file);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => remove_left_behind(path)?,
            Err(error) => return Err(error),
        }
    }
}

/// Removes what a killed process left; what another process is writing stays.
fn remove_left_behind(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(held) if !held.is_file() => return Err(io::ErrorKind::InvalidFilename.into()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        held => held?,
    };
    let file = OpenOptions::new().write(true).open(path)?;
    file.try_lock()?;
    if is_named(&file, path)? { remove(path) } else { Ok(()) }
}

/// Whether a path leads to an open file, and not by a link.
fn is_named(file: &File, path: &Path) -> io::Result<bool> {
    let (open, named) = (file.metadata()?, fs::symlink_metadata(path));
    Ok(named.is_ok_and(|named| (named.dev(), named.ino()) == (open.dev(), open.ino())))
}

/// Removes a file that may be gone already.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn kept_name(target: &Path) -> PathBuf {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".1");
    target.with_file_name(name)
}

pub(crate) fn folder(target: &Path) -> PathBuf {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new(".")).to_owned()
}

/// The rights of a file that holds secrets.
const OWNER_ALONE: u32 = 0o600;

#[cfg(test)]
mod tests {
    use super::*;

    fn write(target: &Path, overwrite: Overwrite, content: &str) -> Result<(), NotWritten> {
        let mut draft = Draft::create(target, overwrite)?;
        draft.write_all(content.as_bytes()).unwrap();
        draft.sync(&ContentHash::of(content.as_bytes()))?.0.publish()
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_gets_its_name_when_it_is_complete() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("RGSConfig.zip");
        let mut draft = Draft::create(&target, Overwrite::Never).unwrap();
        draft.write_all(b"whole").unwrap();
        let (synced, bytes) = draft.sync(&ContentHash::of(b"whole")).unwrap();
        assert_eq!(bytes, b"whole");
        assert!(!target.exists());
        synced.publish().unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"whole");
        assert_eq!(names(folder.path()), ["RGSConfig.zip"]);
    }

    #[test]
    fn a_file_that_exists_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("RGSConfig.zip");
        fs::write(&target, "old").unwrap();
        let error = write(&target, Overwrite::Never, "new").unwrap_err();
        assert!(matches!(error, NotWritten::Exists(_)));
        assert!(
            error.to_string().contains("RGSConfig.zip exists already")
                && error.to_string().contains("--force")
        );
        assert_eq!(fs::read(&target).unwrap(), b"old");
    }

    #[test]
    fn a_file_that_appears_meanwhile_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("RGSConfig.zip");
        let draft = Draft::create(&target, Overwrite::Never).unwrap();
        fs::write(&target, "theirs").unwrap();
        assert!(matches!(draft.name_unless_taken(), Err(NotWritten::Exists(_))));
        assert!(matches!(draft.publish(), Err(NotWritten::Exists(_))));
        assert_eq!(fs::read(&target).unwrap(), b"theirs");
        assert_eq!(names(folder.path()), ["RGSConfig.zip"]);
    }

    #[test]
    fn with_force_the_old_file_is_kept_under_another_name() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("RGSConfig.zip");
        for content in ["first", "second", "third"] {
            write(&target, Overwrite::KeepOld, content).unwrap();
        }
        assert_eq!(fs::read(&target).unwrap(), b"third");
        assert_eq!(fs::read(folder.path().join("RGSConfig.zip.1")).unwrap(), b"second");
        assert_eq!(names(folder.path()), ["RGSConfig.zip", "RGSConfig.zip.1"]);
    }

    #[test]
    fn an_interrupted_file_leaves_the_old_one_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("RGSConfig.zip");
        fs::write(&target, "old").unwrap();
        let mut draft = Draft::create(&target, Overwrite::KeepOld).unwrap();
        draft.write_all(b"hal").unwrap();
        drop(draft);
        assert_eq!(fs::read(&target).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["RGSConfig.zip"]);
    }

    #[test]
    fn what_a_killed_process_left_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("RGSConfig.zip");
        fs::write(beside(&target), "what a killed process had written so far").unwrap();
        fs::write(beside(&kept_name(&target)), "").unwrap();
        fs::write(&target, "old").unwrap();
        write(&target, Overwrite::KeepOld, "new").unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"new");
        assert_eq!(names(folder.path()), ["RGSConfig.zip", "RGSConfig.zip.1"]);
    }

    #[test]
    fn a_link_in_the_place_of_the_draft_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (target, theirs) = (folder.path().join("RGSConfig.zip"), folder.path().join("theirs"));
        for exists in [false, true] {
            if exists {
                fs::write(&theirs, "precious").unwrap();
            }
            std::os::unix::fs::symlink(&theirs, beside(&target)).unwrap();
            let refused = write(&target, Overwrite::Never, "whole").unwrap_err();
            assert!(matches!(&refused, NotWritten::InTheWay(path) if *path == beside(&target)), "{refused}");
            assert_eq!(theirs.exists(), exists);
            fs::remove_file(beside(&target)).unwrap();
        }
        assert_eq!(fs::read(&theirs).unwrap(), b"precious");
        fs::create_dir(beside(&target)).unwrap();
        assert!(matches!(write(&target, Overwrite::Never, "whole"), Err(NotWritten::InTheWay(_))));
    }

    #[test]
    fn a_draft_that_was_published_by_a_process_killed_right_after_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("RGSConfig.zip");
        fs::write(&target, "published").unwrap();
        fs::hard_link(&target, beside(&target)).unwrap();
        drop(Draft::create(&target, Overwrite::KeepOld).unwrap());
        assert_eq!(fs::read(&target).unwrap(), b"published");
    }

    #[test]
    fn an_archive_is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("RGSConfig.zip");
        write(&target, Overwrite::Never, "whole").unwrap();
        assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn what_the_system_says_is_said_once() {
        let error = Draft::create(Path::new("absent/RGSConfig.zip"), Overwrite::Never).unwrap_err();
        insta::assert_snapshot!(
            crate::failure::Failure::Other(error.into()),
            @"absent/RGSConfig.zip was not written: making a file beside it failed: No such file or directory (os error 2)"
        );
    }

    #[test]
    fn two_writers_of_one_name_do_not_mix() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("RGSConfig.zip");
        let draft = Draft::create(&target, Overwrite::KeepOld).unwrap();
        let second = Draft::create(&target, Overwrite::KeepOld).unwrap_err();
        assert!(matches!(second, NotWritten::UnderWay(_)));
        drop(draft);
        write(&target, Overwrite::Never, "whole").unwrap();
        assert_eq!(names(folder.path()), ["RGSConfig.zip"]);
    }

    #[test]
    fn bytes_that_changed_on_the_disk_get_no_name() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("RGSConfig.zip");
        fs::write(&target, "old").unwrap();
        let mut draft = Draft::create(&target, Overwrite::KeepOld).unwrap();
        draft.write_all(b"damaged").unwrap();
        let error = draft.sync(&ContentHash::of(b"whole")).unwrap_err();
        assert!(matches!(error, NotWritten::ReadBack(_)));
        assert_eq!(fs::read(&target).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["RGSConfig.zip"]);
    }

    #[test]
    fn a_name_that_can_be_no_file_is_refused_before_anything_is_written() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), "").unwrap();
        let create = |name: &str| Draft::create(&folder.path().join(name), Overwrite::KeepOld).unwrap_err();
        assert!(matches!(create("."), NotWritten::NotAFile(_)));
        assert!(matches!(create("absent/RGSConfig.zip"), NotWritten::Io { .. }));
        assert!(matches!(create("file/RGSConfig.zip"), NotWritten::Io { .. }));
        assert!(matches!(
            Draft::create(Path::new("/dev/full"), Overwrite::KeepOld),
            Err(NotWritten::NotAFile(_))
        ));
        assert_eq!(names(folder.path()), ["file"]);
    }
}
