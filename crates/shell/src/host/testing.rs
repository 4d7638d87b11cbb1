//! A host in memory, for tests: files in a map, a clock that stands until it is moved, counted randomness.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use super::{Echo, Entry, Host, HostError, Progress, Stream, WriteMode};
use crate::value::{DateTime, TimeSpan};

/// A world of its own. Its fields are open so that a test arranges and inspects it.
#[derive(Debug)]
pub struct MemoryHost {
    /// Files by path, `/` between the parts.
    pub files: RefCell<BTreeMap<String, Vec<u8>>>,
    /// Folders by path.
    pub folders: RefCell<Vec<String>>,
    /// Variables of the environment.
    pub environment: RefCell<BTreeMap<String, String>>,
    /// Everything printed.
    pub printed: RefCell<Vec<(Stream, String)>>,
    /// Lines that the user will type, last one first. Without any there is nobody to ask.
    pub typed: RefCell<Vec<String>>,
    /// The time; `sleep` moves it.
    pub clock: Cell<DateTime>,
    /// Local time minus universal time.
    pub offset: Cell<TimeSpan>,
    /// The next random byte.
    pub random: Cell<u8>,
    /// What `is_cancelled` answers.
    pub cancelled: Cell<bool>,
    /// What `memory_used` answers.
    pub memory: Cell<u64>,
    /// How often `is_cancelled` answers no before it answers yes by itself.
    pub patience: Cell<Option<u64>>,
    /// How often it was asked.
    pub asked: Cell<u64>,
    /// What `memory_used` answers instead, where it is to be measured.
    pub measured: Cell<Option<fn() -> u64>>,
    /// The columns of the terminal.
    pub columns: Cell<usize>,
    /// Whether a file can be written only into a folder that is there, as it is outside.
    pub folders_needed: Cell<bool>,
    drives: RefCell<Vec<(String, String)>>,
    folder: RefCell<String>,
}

impl MemoryHost {
    /// An empty world at `now`, in universal time.
    pub fn new(now: DateTime) -> Self {
        Self {
            files: RefCell::default(),
            folders: RefCell::default(),
            environment: RefCell::default(),
            printed: RefCell::default(),
            typed: RefCell::default(),
            clock: Cell::new(now),
            offset: Cell::new(TimeSpan::ZERO),
            random: Cell::new(0),
            cancelled: Cell::new(false),
            patience: Cell::new(None),
            asked: Cell::new(0),
            measured: Cell::new(None),
            memory: Cell::new(0),
            columns: Cell::new(80),
            folders_needed: Cell::new(false),
            drives: RefCell::default(),
            folder: RefCell::new("C:".to_owned()),
        }
    }

    /// Everything printed to `stream`, joined.
    pub fn printed_to(&self, stream: Stream) -> String {
        self.printed.borrow().iter().filter(|(to, _)| *to == stream).map(|(_, text)| text.as_str()).collect()
    }

    /// Where a path leads: `C:/a/b`, in the case that is there.
    fn key(&self, path: &str) -> Result<String, HostError> {
        let path = path.replace('\\', "/");
        let current = self.folder.borrow().clone();
        let drive = |path: &str| path.split_once('/').map_or(path.to_owned(), |(drive, _)| drive.to_owned());
        let whole = match path.split_once(':') {
            Some((name, rest)) => format!("{}/{rest}", self.root(name)?),
            None if path.starts_with('/') && current.starts_with('/') => path,
            None if path.starts_with('/') => format!("{}{path}", drive(&current)),
            None => format!("{current}/{path}"),
        };
        let mut parts: Vec<&str> = Vec::new();
        for part in whole.split('/').filter(|part| !part.is_empty() && *part != ".") {
            match part {
                ".." if parts.len() > 1 => drop(parts.pop()),
                ".." => {}
                part => parts.push(part),
            }
        }
        let mut key = String::new();
        for part in parts {
            let next = if key.is_empty() { part.to_owned() } else { format!("{key}/{part}") };
            key = self.known(&next).unwrap_or(next);
        }
        Ok(key)
    }

    /// What a drive stands for.
    fn root(&self, name: &str) -> Result<String, HostError> {
        let drives = self.drives.borrow();
        if let Some((_, root)) = drives.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
            return Ok(root.clone());
        }
        let root = format!("{}:", name.to_ascii_uppercase());
        let begins = |key: &String| key.starts_with(&root);
        let is_known = self.files.borrow().keys().any(begins) || self.folders.borrow().iter().any(begins);
        if is_known || root == "C:" { Ok(root) } else { Err(HostError::NoDrive { name: name.to_owned() }) }
    }

    /// A path that is there and differs from `key` in case alone.
    fn known(&self, key: &str) -> Option<String> {
        let files = self.files.borrow();
        let folders = self.folders.borrow();
        let mut all =
            files.keys().chain(folders.iter()).filter_map(|known| known.get(..key.len()).zip(Some(known)));
        let ends = |known: &str| known.len() == key.len() || known[key.len()..].starts_with('/');
        all.find(|(head, known)| head.eq_ignore_ascii_case(key) && ends(known))
            .map(|(head, _)| head.to_owned())
    }

    fn entry_of(&self, key: &str) -> Option<Entry> {
        let files = self.files.borrow();
        let inside = format!("{key}/");
        let is_folder = key.ends_with(':')
            || self.folders.borrow().iter().any(|known| known == key || known.starts_with(&inside))
            || files.keys().any(|k| k.starts_with(&inside));
        let length = match files.get(key) {
            Some(content) => content.len() as u64,
            None if is_folder => 0,
            None => return None,
        };
        let path = written(key);
        let name =
            if key.ends_with(':') { path.clone() } else { key.rsplit('/').next().unwrap_or(key).to_owned() };
        Some(Entry { name, path, is_folder, length, written: self.clock.get() })
    }
}

/// A path as the shell writes it.
fn written(key: &str) -> String {
    match key.split_once('/') {
        None if key.ends_with(':') => format!("{key}\\"),
        Some((drive, _)) if drive.ends_with(':') => key.replace('/', "\\"),
        _ => key.to_owned(),
    }
}

impl Host for MemoryHost {
    fn read_file(&self, path: &str) -> Result<Vec<u8>, HostError> {
        let found = self.files.borrow().get(&self.key(path)?).cloned();
        found.ok_or_else(|| HostError::NotFound { path: path.to_owned() })
    }

    fn write_file(&self, path: &str, content: &[u8], how: WriteMode) -> Result<(), HostError> {
        let key = self.key(path)?;
        let folder = key.rsplit_once('/').map_or("", |(folder, _)| folder);
        if self.folders_needed.get()
            && !folder.is_empty()
            && !self.entry_of(folder).is_some_and(|entry| entry.is_folder)
        {
            return Err(HostError::NotFound { path: path.to_owned() });
        }
        if self.entry_of(&key).is_some_and(|entry| entry.is_folder) {
            return Err(HostError::Denied { path: path.to_owned() });
        }
        let mut files = self.files.borrow_mut();
        match how {
            WriteMode::Create if files.contains_key(&key) => {
                return Err(HostError::Exists { path: path.to_owned() });
            }
            WriteMode::Append => files.entry(key).or_default().extend_from_slice(content),
            WriteMode::Create | WriteMode::Replace => {
                files.insert(key, content.to_vec());
            }
            WriteMode::KeepOld => {
                if let Some(old) = files.insert(key.clone(), content.to_vec()) {
                    files.insert(format!("{key}.1"), old);
                }
            }
        }
        Ok(())
    }

    fn entry(&self, path: &str) -> Result<Option<Entry>, HostError> {
        Ok(self.entry_of(&self.key(path)?))
    }

    fn list_folder(&self, path: &str) -> Result<Vec<Entry>, HostError> {
        let key = self.key(path)?;
        if !self.entry_of(&key).is_some_and(|entry| entry.is_folder) {
            return Err(HostError::NotFound { path: path.to_owned() });
        }
        let inside = format!("{key}/");
        let mut names: Vec<String> =
            self.files.borrow().keys().chain(self.folders.borrow().iter()).cloned().collect();
        names.retain(|name| name.starts_with(&inside));
        for name in &mut names {
            let end = name[inside.len()..].find('/').map_or(name.len(), |slash| inside.len() + slash);
            name.truncate(end);
        }
        names.sort_by_key(|name| (name.to_lowercase(), name.clone()));
        names.dedup();
        Ok(names.iter().filter_map(|name| self.entry_of(name)).collect())
    }

    fn create_folder(&self, path: &str) -> Result<(), HostError> {
        let key = self.key(path)?;
        self.folders.borrow_mut().push(key);
        Ok(())
    }

    fn remove(&self, path: &str) -> Result<(), HostError> {
        let key = self.key(path)?;
        if self.entry_of(&key).is_none() {
            return Err(HostError::NotFound { path: path.to_owned() });
        }
        let inside = format!("{key}/");
        self.files.borrow_mut().retain(|name, _| *name != key && !name.starts_with(&inside));
        self.folders.borrow_mut().retain(|name| *name != key && !name.starts_with(&inside));
        Ok(())
    }

    fn rename(&self, from: &str, to: &str) -> Result<(), HostError> {
        let (from_key, to_key) = (self.key(from)?, self.key(to)?);
        if self.entry_of(&from_key).is_none() {
            return Err(HostError::NotFound { path: from.to_owned() });
        }
        if self.entry_of(&to_key).is_some() && !from_key.eq_ignore_ascii_case(&to_key) {
            return Err(HostError::Exists { path: to.to_owned() });
        }
        let inside = format!("{from_key}/");
        let moved = |key: &String| {
            (*key == from_key || key.starts_with(&inside))
                .then(|| format!("{to_key}{}", &key[from_key.len()..]))
        };
        let files = self.files.take();
        let renamed = files.into_iter().map(|(key, content)| (moved(&key).unwrap_or(key), content)).collect();
        self.files.replace(renamed);
        for folder in self.folders.borrow_mut().iter_mut() {
            if let Some(renamed) = moved(folder) {
                *folder = renamed;
            }
        }
        Ok(())
    }

    fn current_folder(&self) -> String {
        written(&self.folder.borrow())
    }

    fn enter_folder(&self, path: &str) -> Result<(), HostError> {
        let key = self.key(path)?;
        if !self.entry_of(&key).is_some_and(|entry| entry.is_folder) {
            return Err(HostError::NotFound { path: path.to_owned() });
        }
        *self.folder.borrow_mut() = key;
        Ok(())
    }

    fn add_drive(&self, name: &str, root: &str) -> Result<(), HostError> {
        let key = self.key(root)?;
        if !self.entry_of(&key).is_some_and(|entry| entry.is_folder) {
            return Err(HostError::NotFound { path: root.to_owned() });
        }
        self.drives.borrow_mut().push((name.to_owned(), key));
        Ok(())
    }

    fn remove_drive(&self, name: &str) -> Result<(), HostError> {
        let mut drives = self.drives.borrow_mut();
        let at = drives.iter().position(|(known, _)| known.eq_ignore_ascii_case(name));
        drives.remove(at.ok_or_else(|| HostError::NoDrive { name: name.to_owned() })?);
        Ok(())
    }

    fn now(&self) -> DateTime {
        self.clock.get()
    }

    fn elapsed(&self) -> TimeSpan {
        TimeSpan::from_ticks(self.clock.get().ticks())
    }

    fn offset_at(&self, _universal: DateTime) -> TimeSpan {
        self.offset.get()
    }

    fn sleep(&self, length: TimeSpan) {
        let later = self.clock.get().checked_add(length);
        self.clock.set(later.unwrap_or(DateTime::MAX));
    }

    fn fill_random(&self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = self.random.replace(self.random.get().wrapping_add(1));
        }
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.environment.borrow().get(name).cloned()
    }

    fn set_variable(&self, name: &str, value: Option<&str>) {
        let mut environment = self.environment.borrow_mut();
        match value {
            Some(value) => environment.insert(name.to_owned(), value.to_owned()),
            None => environment.remove(name),
        };
    }

    fn variables(&self) -> Vec<(String, String)> {
        self.environment.borrow().iter().map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    fn machine_name(&self) -> String {
        "CONTOSO-01".to_owned()
    }

    fn user_name(&self) -> String {
        "administrator".to_owned()
    }

    fn print(&self, stream: Stream, text: &str) {
        self.printed.borrow_mut().push((stream, text.to_owned()));
    }

    fn read_line(&self, _prompt: &str, _echo: Echo) -> Result<Option<String>, HostError> {
        self.typed.borrow_mut().pop().map(Some).ok_or(HostError::NobodyToAsk)
    }

    fn is_interactive(&self) -> bool {
        !self.typed.borrow().is_empty()
    }

    fn width(&self) -> usize {
        self.columns.get()
    }

    fn show_progress(&self, _progress: Option<&Progress>) {}

    fn is_cancelled(&self) -> bool {
        self.asked.set(self.asked.get() + 1);
        self.cancelled.get() || self.patience.get().is_some_and(|patience| self.asked.get() > patience)
    }

    fn memory_used(&self) -> u64 {
        self.measured.get().map_or(self.memory.get(), |measure| measure())
    }
}
