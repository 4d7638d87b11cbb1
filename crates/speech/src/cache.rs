//! Sounds on disk, so that a pool that starts again need not make them again.
//!
//! A file is written beside its place, synced and renamed. It begins with a digest of its name and its samples: what
//! is torn, foreign or in the place of another is not read.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use domain::ContentHash;

/// A folder of sounds.
#[derive(Clone, Debug)]
pub(crate) struct Cache {
    directory: PathBuf,
}

impl Cache {
    /// Opens the folder, which is made where it is missing, and removes what a crash left half written.
    pub(crate) fn open(directory: &Path) -> io::Result<Self> {
        fs::create_dir_all(directory)?;
        for entry in fs::read_dir(directory)? {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| ending == PART) {
                remove(&path)?;
            }
        }
        Ok(Self { directory: directory.to_owned() })
    }

    /// The sound of this name; `None` where it is not there or not whole.
    pub(crate) fn load(&self, name: &ContentHash) -> io::Result<Option<Vec<i16>>> {
        let bytes = match fs::read(self.path(name)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let Some((head, samples)) = bytes.split_at_checked(HEAD_BYTES) else { return Ok(None) };
        let whole = samples.len() % 2 == 0 && head == digest(name, samples).as_bytes();
        let sample = |pair: &[u8]| i16::from_le_bytes([pair[0], pair[1]]);
        Ok(whole.then(|| samples.chunks_exact(2).map(sample).collect()))
    }

    /// Keeps a sound.
    pub(crate) fn save(&self, name: &ContentHash, samples: &[i16]) -> io::Result<()> {
        let samples: Vec<u8> = samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
        let path = self.path(name);
        let part = path.with_extension(PART);
        let mut file = File::create(&part)?;
        file.write_all(digest(name, &samples).as_bytes())?;
        file.write_all(&samples)?;
        file.sync_all()?;
        drop(file);
        fs::rename(&part, &path)?;
        File::open(&self.directory)?.sync_all()
    }

    /// Removes the oldest sounds that are not in `keep`, until those that stay take no more than `bytes_max`.
    pub(crate) fn trim(&self, keep: &BTreeSet<ContentHash>, bytes_max: u64) -> io::Result<()> {
        let keep: BTreeSet<PathBuf> = keep.iter().map(|name| self.path(name)).collect();
        let (mut total, mut spare) = (0, Vec::new());
        for entry in fs::read_dir(&self.directory)? {
            let entry = entry?;
            let path = entry.path();
            let found = entry.metadata()?;
            if path.extension().is_none_or(|ending| ending != SOUND) {
                continue;
            }
            total += found.len();
            if !keep.contains(&path) {
                spare.push((found.modified()?, path, found.len()));
            }
        }
        spare.sort();
        for (_, path, bytes) in spare {
            if total <= bytes_max {
                break;
            }
            remove(&path)?;
            total -= bytes;
        }
        Ok(())
    }

    fn path(&self, name: &ContentHash) -> PathBuf {
        self.directory.join(format!("{name}.{SOUND}"))
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// In hexadecimal figures.
fn digest(name: &ContentHash, samples: &[u8]) -> String {
    ContentHash::of(&[name.to_string().as_bytes(), samples].concat()).to_string()
}

/// The ending of a sound, and of one that is being written.
const SOUND: &str = "pcm";
const PART: &str = "part";
/// The figures of a SHA-256.
const HEAD_BYTES: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> ContentHash {
        ContentHash::of(text.as_bytes())
    }

    #[test]
    fn what_is_kept_is_loaded_and_nothing_else_is() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::open(&folder.path().join("sounds")).unwrap();
        assert_eq!(cache.load(&name("a")).unwrap(), None);
        cache.save(&name("a"), &[1, -2, 3]).unwrap();
        assert_eq!(cache.load(&name("a")).unwrap(), Some(vec![1, -2, 3]));
        let bytes = fs::read(cache.path(&name("a"))).unwrap();
        for torn in 0..bytes.len() {
            fs::write(cache.path(&name("a")), &bytes[..torn]).unwrap();
            assert_eq!(cache.load(&name("a")).unwrap(), None, "{torn} bytes");
        }
        fs::write(cache.path(&name("b")), &bytes).unwrap();
        assert_eq!(cache.load(&name("b")).unwrap(), None, "it is the sound of another");
        cache.save(&name("a"), &[4]).unwrap();
        assert_eq!(cache.load(&name("a")).unwrap(), Some(vec![4]));
    }

    #[test]
    fn a_crash_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("half.part"), b"x").unwrap();
        Cache::open(folder.path()).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn only_the_oldest_that_nobody_wants_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::open(folder.path()).unwrap();
        for (age, text) in ["a", "b", "c", "d"].into_iter().enumerate() {
            cache.save(&name(text), &[0; 468]).unwrap();
            let at = std::time::UNIX_EPOCH + std::time::Duration::from_secs(age as u64);
            File::open(cache.path(&name(text))).unwrap().set_modified(at).unwrap();
        }
        cache.trim(&BTreeSet::from([name("a")]), 2_500).unwrap();
        let left = ["a", "b", "c", "d"].map(|text| cache.load(&name(text)).unwrap().is_some());
        assert_eq!(left, [true, false, false, true]);
        cache.trim(&BTreeSet::from([name("a")]), 0).unwrap();
        assert!(cache.load(&name("a")).unwrap().is_some(), "what is wanted stays");
    }
}
