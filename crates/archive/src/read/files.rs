//! The first pass: which files there are, and whether each is what was packed and exported.

use std::collections::BTreeMap;
use std::io::{self, Read};

use domain::{AUDIO_BYTES_MAX, InvalidAudio, ObjectKind};
use sha2::{Digest as _, Sha256};

use super::note;
use crate::audio::{self, AudioIndex};
use crate::container::{Budget, Container, ENTRY_SIZE_MAX, Entry, EntryReader, InvalidContainer};
use crate::manifest::{MANIFEST_FILE, MANIFEST_SIZE_MAX, Manifest};
use crate::nouns::{KINDS, SETTINGS_FILE, file_name};
use crate::problem::{InvalidArchive, Problem, Warning};
use clixml::{Fault, ReadError, References};

/// The files of an archive, each of them checked.
pub(super) struct Files {
    pub(super) manifest: Option<Manifest>,
    pub(super) objects: BTreeMap<ObjectKind, XmlFile>,
    pub(super) settings: Option<XmlFile>,
    pub(super) audio: AudioIndex,
    pub(super) warnings: Vec<Warning>,
}

/// A CLIXML file: its place among the entries, and what it refers to.
pub(super) struct XmlFile {
    pub(super) entry: usize,
    pub(super) references: References,
}

/// What an entry is, by its path.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Manifest,
    Objects(ObjectKind),
    Settings,
    Audio,
    Unknown,
}

impl Files {
    /// Unpacks every file once.
    pub(super) fn check(container: &Container<'_>) -> Result<Self, InvalidArchive> {
        let roles: Vec<Role> = container.entries().iter().map(|entry| role(&entry.path)).collect();
        if !container.entries().iter().any(|entry| below(&entry.path, FOLDER).is_some()) {
            return Err(Problem::FolderMissing.into());
        }
        if !roles.iter().any(|role| matches!(role, Role::Objects(_) | Role::Settings)) {
            return Err(Problem::Empty.into());
        }
        let mut pass = Pass {
            files: Self {
                manifest: None,
                objects: BTreeMap::new(),
                settings: None,
                audio: AudioIndex::default(),
                warnings: Vec::new(),
            },
            budget: Budget::default(),
            sums: BTreeMap::new(),
            problems: Vec::new(),
        };
        pass.read_manifest(container, &roles)?;
        for (at, (entry, role)) in container.entries().iter().zip(&roles).enumerate() {
            if !pass.take(at, entry, *role) {
                break;
            }
        }
        pass.finish(container)
    }
}

/// The state of the first pass.
struct Pass {
    files: Files,
    budget: Budget,
    /// What the manifest says of each path.
    sums: BTreeMap<String, String>,
    problems: Vec<Problem>,
}

impl Pass {
    fn read_manifest(&mut self, container: &Container<'_>, roles: &[Role]) -> Result<(), Problem> {
        let Some(at) = roles.iter().position(|role| *role == Role::Manifest) else {
            self.files.warnings.push(Warning::NoManifest);
            return Ok(());
        };
        let bytes = container.entries()[at].unpack(&self.budget, MANIFEST_SIZE_MAX)?;
        let manifest = Manifest::read(&bytes)?;
        self.sums = manifest.entries.iter().map(|entry| (entry.path.clone(), entry.sha256.clone())).collect();
        self.files.manifest = Some(manifest);
        Ok(())
    }

    /// Checks one entry; false when there are problems enough.
    fn take(&mut self, at: usize, entry: &Entry<'_>, role: Role) -> bool {
        let checked = match role {
            Role::Manifest => return true,
            Role::Unknown => {
                self.files.warnings.push(Warning::UnknownFile(entry.path.clone()));
                return true;
            }
            Role::Audio => self.take_audio(at, entry),
            Role::Objects(_) | Role::Settings => self.take_xml(at, entry, role),
        };
        match checked.and_then(|sum| self.compare(entry, &sum)) {
            Ok(()) => true,
            Err(problem) => {
                // What exhausts the whole archive's limits ends the pass.
                let fatal = matches!(problem, Problem::Container(InvalidContainer::TotalTooLarge));
                note(&mut self.problems, problem) && !fatal
            }
        }
    }

    fn take_audio(&mut self, at: usize, entry: &Entry<'_>) -> Result<String, Problem> {
        let mut bytes = Vec::new();
        let limit = AUDIO_BYTES_MAX as u64;
        match entry.reader(&self.budget, limit).read_to_end(&mut bytes) {
            Ok(_) => {
                self.files.audio.add(&entry.path, at, audio::judge(&bytes));
                Ok(hex(&Sha256::digest(&bytes)))
            }
            Err(error) => Err(match EntryReader::fault(&error) {
                Some(InvalidContainer::EntryTooLarge { entry, .. }) => Problem::Audio {
                    entry,
                    error: InvalidAudio::TooLarge(bytes.len().max(AUDIO_BYTES_MAX + 1)),
                },
                Some(fault) => fault.into(),
                None => unreadable(entry),
            }),
        }
    }

    fn take_xml(&mut self, at: usize, entry: &Entry<'_>, role: Role) -> Result<String, Problem> {
        let mut summing = Summing { inner: entry.reader(&self.budget, ENTRY_SIZE_MAX), sum: Sha256::new() };
        let scanned = References::scan(&mut summing);
        let (file, slot) = match role {
            Role::Objects(kind) => (file_name(kind), Some(kind)),
            _ => (SETTINGS_FILE, None),
        };
        let references = scanned.map_err(|error| in_file(file, entry, error))?;
        let xml = XmlFile { entry: at, references };
        match slot {
            Some(kind) => drop(self.files.objects.insert(kind, xml)),
            None => self.files.settings = Some(xml),
        }
        Ok(hex(&summing.sum.finalize()))
    }

    fn compare(&mut self, entry: &Entry<'_>, sum: &str) -> Result<(), Problem> {
        if self.files.manifest.is_none() {
            return Ok(());
        }
        match self.sums.remove(&entry.path) {
            None => Err(Problem::EntryNotListed(entry.path.clone())),
            Some(listed) if listed.eq_ignore_ascii_case(sum) => Ok(()),
            Some(_) => Err(Problem::ChecksumMismatch(entry.path.clone())),
        }
    }

    fn finish(mut self, container: &Container<'_>) -> Result<Files, InvalidArchive> {
        for path in self.sums.keys() {
            let present = container.entries().binary_search_by(|entry| entry.path.as_str().cmp(path)).is_ok();
            if !present && !note(&mut self.problems, Problem::EntryMissing(path.clone())) {
                break;
            }
        }
        if self.problems.is_empty() { Ok(self.files) } else { Err(InvalidArchive::new(self.problems)) }
    }
}

/// An error of a CLIXML file, or the error of its entry that lies behind it.
pub(super) fn in_file(file: &'static str, entry: &Entry<'_>, error: ReadError) -> Problem {
    match error.fault() {
        Fault::Input(input) => EntryReader::fault(input).map_or_else(|| unreadable(entry), Into::into),
        _ => Problem::Clixml { file, error },
    }
}

fn unreadable(entry: &Entry<'_>) -> Problem {
    let what = "the compressed data is not readable";
    InvalidContainer::Damaged { what, entry: entry.path.clone() }.into()
}

fn role(path: &str) -> Role {
    let Some(inside) = below(path, FOLDER) else { return Role::Unknown };
    if below(inside, AUDIO_FOLDER).is_some() {
        return Role::Audio;
    }
    if inside.eq_ignore_ascii_case(MANIFEST_FILE) {
        return Role::Manifest;
    }
    if inside.eq_ignore_ascii_case(SETTINGS_FILE) {
        return Role::Settings;
    }
    let kind = KINDS.into_iter().find(|kind| inside.eq_ignore_ascii_case(file_name(*kind)));
    kind.map_or(Role::Unknown, Role::Objects)
}

/// The rest of a path below a folder.
fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    let (head, rest) = path.split_once('/')?;
    head.eq_ignore_ascii_case(folder).then_some(rest)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Sums up what passes through.
struct Summing<R> {
    inner: R,
    sum: Sha256,
}

impl<R: Read> Read for Summing<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(out)?;
        self.sum.update(&out[..length]);
        Ok(length)
    }
}

const FOLDER: &str = "RgsImportExport";
const AUDIO_FOLDER: &str = "RGS";
