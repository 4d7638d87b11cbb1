//! A secret that is told in a file: readable by its owner alone, and never lost between the making of the secret and
//! the naming of the file.
//!
//! The secret is written and synced under another name first. It gets its name when the pool knows the secret; a
//! server that is killed in between finishes that at its next start.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use crate::safe_file::{beside, folder, remove};

/// A synced secret without its name.
#[derive(Debug)]
pub(crate) struct SecretFile {
    path: PathBuf,
    beside: PathBuf,
}

/// Why a secret has no file.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SecretUntold {
    /// The name is taken.
    #[error("{} exists already and was left as it is; remove it, or name another file for the token", .0.display())]
    Exists(PathBuf),
    /// The secret is known to the pool, and its file has no name.
    #[error(
        "the file {} could not be given its name; the token is valid and stands in {}, so move that file to where the \
         token shall be, or revoke it and make another with switchback token new",
        .path.display(), .beside.display()
    )]
    Unnamed {
        /// The name that it should have.
        path: PathBuf,
        /// Where the secret is.
        beside: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The system refuses.
    #[error("the token was not written to {}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl SecretFile {
    /// Writes the secret. What a killed server left there opens nothing and is written over.
    ///
    /// # Errors
    /// A name that is taken, or a folder that takes no file.
    pub(crate) fn create(path: &Path, secret: &str) -> Result<Self, SecretUntold> {
        if path.exists() {
            return Err(SecretUntold::Exists(path.to_owned()));
        }
        let file = Self::at(path);
        let written = remove(&file.beside)
            .and_then(|()| OpenOptions::new().write(true).create_new(true).mode(0o600).open(&file.beside))
            .and_then(|mut opened| writeln!(opened, "{secret}").and_then(|()| opened.sync_all()))
            .and_then(|()| file.sync_folder());
        match written {
            Ok(()) => Ok(file),
            Err(source) => Err(file.refused(source)),
        }
    }

    /// A secret that a killed server left without its name.
    pub(crate) fn left_behind(path: &Path) -> Option<(Self, String)> {
        let file = Self::at(path);
        let secret = fs::read_to_string(&file.beside).ok()?;
        Some((file, secret.trim().to_owned()))
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// A name that somebody has taken meanwhile, or what the system says. The secret stays where it was.
    pub(crate) fn publish(self) -> Result<(), SecretUntold> {
        let named = match fs::hard_link(&self.beside, &self.path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => self.finish_naming(error),
            // Some file systems have no links.
            Err(_) => fs::rename(&self.beside, &self.path),
            Ok(()) => self.sync_folder().and_then(|()| remove(&self.beside)),
        };
        named.map_err(|source| {
            let (path, beside) = (self.path.clone(), self.beside.clone());
            SecretUntold::Unnamed { path, beside, source }
        })?;
        self.sync_folder().map_err(|source| self.refused(source))
    }

    /// Takes the file away again: its secret opens nothing.
    pub(crate) fn discard(self) {
        if let Err(error) = remove(&self.beside) {
            crate::output::remark(&format!("{} could not be removed: {error}", self.beside.display()));
        }
    }

    fn at(path: &Path) -> Self {
        Self { path: path.to_owned(), beside: beside(path) }
    }

    /// Of a file that has both names, as a server leaves it that is killed between, takes the first away.
    fn finish_naming(&self, taken: io::Error) -> io::Result<()> {
        let (ours, named) = (fs::symlink_metadata(&self.beside)?, fs::symlink_metadata(&self.path)?);
        let same = (ours.dev(), ours.ino()) == (named.dev(), named.ino());
        if same { remove(&self.beside) } else { Err(taken) }
    }

    fn sync_folder(&self) -> io::Result<()> {
        File::open(folder(&self.path))?.sync_all()
    }

    fn refused(&self, source: io::Error) -> SecretUntold {
        SecretUntold::Io { path: self.path.clone(), source }
    }
}

/// The bytes of a file with a secret, which not everybody may read.
///
/// # Errors
/// What is wrong, for people to read.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, String> {
    let name = path.display();
    let unreadable = |error| format!("cannot read {name}: {error}");
    let mode = fs::metadata(path).map_err(unreadable)?.permissions().mode();
    if mode & 0o007 != 0 {
        return Err(format!("{name} can be read by everybody on this machine; run chmod 600 {name}"));
    }
    fs::read(path).map_err(unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_for_its_owner_alone_and_replaces_nothing() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("administrator.token");
        SecretFile::create(&path, "secret").unwrap().publish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"secret\n");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(matches!(SecretFile::create(&path, "other"), Err(SecretUntold::Exists(_))));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn where_the_name_is_taken_meanwhile_the_file_with_the_secret_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("administrator.token");
        let file = SecretFile::create(&path, "secret").unwrap();
        fs::write(&path, "theirs").unwrap();
        let told = file.publish().unwrap_err().to_string();
        assert!(told.contains(".administrator.token.part") && told.contains("token new"), "{told}");
        assert_eq!(fs::read(folder.path().join(".administrator.token.part")).unwrap(), b"secret\n");
        assert_eq!(fs::read(&path).unwrap(), b"theirs");
    }

    #[test]
    fn a_file_that_has_both_names_keeps_the_right_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("administrator.token");
        let file = SecretFile::create(&path, "secret").unwrap();
        fs::hard_link(folder.path().join(".administrator.token.part"), &path).unwrap();
        file.publish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"secret\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_secret_without_its_name_is_found_again_and_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("administrator.token");
        assert!(SecretFile::left_behind(&path).is_none());
        SecretFile::create(&path, "first").unwrap();
        SecretFile::create(&path, "second").unwrap();
        let (file, secret) = SecretFile::left_behind(&path).unwrap();
        assert_eq!(secret, "second");
        file.discard();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
