//! What a disk holds of one directory: what was synced for certain, and what was not as it happens.

use std::{collections::BTreeMap, path::Path};

use stdx::Rng;

use crate::trace::Step;

/// The directory with its files.
#[derive(Default)]
pub(crate) struct Disk {
    files: Vec<File>,
    /// What the process sees.
    names: BTreeMap<String, usize>,
    /// What is there after a power cut for certain.
    synced_names: BTreeMap<String, usize>,
    /// How the one became the other, in order.
    name_steps: Vec<NameStep>,
}

#[derive(Default)]
struct File {
    synced: Vec<u8>,
    pending: Vec<Pending>,
}

enum Pending {
    Write { offset: usize, bytes: Vec<u8> },
    Truncate { length: usize },
}

#[derive(Clone)]
enum NameStep {
    Made { name: String, file: usize },
    Renamed { from: String, to: String },
    Removed { name: String },
}

/// What a power cut leaves of what was not synced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Luck {
    Nothing,
    Anything,
    Everything,
}

/// What a disk writes whole or not at all.
const SECTOR: usize = 512;

impl Disk {
    /// Follows a process that works in `directory`.
    pub(crate) fn take(&mut self, step: &Step, directory: &Path) {
        let name = |path: &str| {
            let path = Path::new(path);
            let inside =
                path.parent() == Some(directory) && path.file_name()?.to_str()?.starts_with("switchback.db");
            inside.then(|| path.file_name().unwrap().to_str().unwrap().to_owned())
        };
        match step {
            Step::Opened { path, creates: true } => {
                if let Some(name) = name(path).filter(|name| !self.names.contains_key(name)) {
                    self.files.push(File::default());
                    self.rename(NameStep::Made { name, file: self.files.len() - 1 });
                }
            }
            Step::Wrote { path, offset, bytes } => {
                if let Some(name) = name(path) {
                    self.change(&name, Pending::Write { offset: *offset, bytes: bytes.clone() });
                }
            }
            Step::Truncated { path, length } => {
                if let Some(name) = name(path) {
                    self.change(&name, Pending::Truncate { length: *length });
                }
            }
            Step::Renamed { from, to } => {
                if let (Some(from), Some(to)) = (name(from), name(to)) {
                    self.rename(NameStep::Renamed { from, to });
                }
            }
            Step::Unlinked { path } => {
                if let Some(name) = name(path) {
                    self.rename(NameStep::Removed { name });
                }
            }
            Step::Synced { path } if Path::new(path) == directory => {
                self.synced_names = self.names.clone();
                self.name_steps.clear();
            }
            Step::Synced { path } => {
                if let Some(name) = name(path) {
                    let file = &mut self.files[self.names[&name]];
                    file.pending.drain(..).for_each(|pending| pending.reach(&mut file.synced));
                }
            }
            Step::Opened { .. } | Step::Reply(_) => {}
        }
    }

    /// Whether a power cut now could lose a write or a name.
    pub(crate) fn is_at_risk(&self) -> bool {
        let in_use = self.names.values().any(|&file| !self.files[file].pending.is_empty());
        in_use || self.name_steps.iter().any(|step| !matches!(step, NameStep::Removed { .. }))
    }

    fn change(&mut self, name: &str, pending: Pending) {
        let file = self.names.get(name).unwrap_or_else(|| panic!("{name} was written before it was made"));
        self.files[*file].pending.push(pending);
    }

    fn rename(&mut self, step: NameStep) {
        step.reach(&mut self.names);
        self.name_steps.push(step);
    }

    /// The files that are found after a power cut now.
    pub(crate) fn after_power_cut(&self, luck: Luck, rng: &mut Rng) -> BTreeMap<String, Vec<u8>> {
        let mut names = self.synced_names.clone();
        // File systems keep the order of what happens to names.
        let reached = match luck {
            Luck::Nothing => 0,
            Luck::Anything => rng.below(self.name_steps.len() + 1),
            Luck::Everything => self.name_steps.len(),
        };
        self.name_steps[..reached].iter().for_each(|step| step.reach(&mut names));
        names.into_iter().map(|(name, file)| (name, self.files[file].after_power_cut(luck, rng))).collect()
    }
}

impl File {
    fn after_power_cut(&self, luck: Luck, rng: &mut Rng) -> Vec<u8> {
        let mut found = self.synced.clone();
        for pending in &self.pending {
            match luck {
                Luck::Nothing => {}
                Luck::Everything => pending.reach(&mut found),
                Luck::Anything => pending.reach_in_part(&mut found, rng),
            }
        }
        found
    }
}

impl Pending {
    fn reach(&self, file: &mut Vec<u8>) {
        match self {
            Self::Write { offset, bytes } => write(file, *offset, bytes),
            Self::Truncate { length } => file.resize(*length, 0),
        }
    }

    /// All of it, nothing of it, or some of its sectors, and these in any order with those of other writes.
    fn reach_in_part(&self, file: &mut Vec<u8>, rng: &mut Rng) {
        match (rng.below(3), self) {
            (0, _) => {}
            (1, Self::Write { offset, bytes }) => {
                let mut at = 0;
                while at < bytes.len() {
                    let end = bytes.len().min((offset + at) / SECTOR * SECTOR + SECTOR - offset);
                    if rng.one_in(2) {
                        write(file, offset + at, &bytes[at..end]);
                    }
                    at = end;
                }
            }
            _ => self.reach(file),
        }
    }
}

impl NameStep {
    fn reach(&self, names: &mut BTreeMap<String, usize>) {
        match self {
            Self::Made { name, file } => {
                names.insert(name.clone(), *file);
            }
            Self::Renamed { from, to } => {
                if let Some(file) = names.remove(from) {
                    names.insert(to.clone(), file);
                }
            }
            Self::Removed { name } => {
                names.remove(name);
            }
        }
    }
}

fn write(file: &mut Vec<u8>, offset: usize, bytes: &[u8]) {
    let end = offset + bytes.len();
    if file.len() < end {
        file.resize(end, 0);
    }
    file[offset..end].copy_from_slice(bytes);
}
