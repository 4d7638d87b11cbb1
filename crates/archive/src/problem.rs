//! What may be wrong with an archive, in words for the person who has it.

use domain::{InvalidAudio, ObjectId};

use crate::container::InvalidContainer;
use clixml::ReadError;

/// An archive that cannot be imported, with everything that was found wrong; nothing of it counts.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}", listed(.problems))]
pub struct InvalidArchive {
    problems: Vec<Problem>,
}

impl InvalidArchive {
    pub(crate) fn new(problems: Vec<Problem>) -> Self {
        Self { problems }
    }

    /// At least one problem, in the order of the files; at most [`PROBLEMS_MAX`].
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl<P: Into<Problem>> From<P> for InvalidArchive {
    fn from(problem: P) -> Self {
        Self::new(vec![problem.into()])
    }
}

fn listed(problems: &[Problem]) -> String {
    let mut lines: Vec<String> = problems.iter().take(PROBLEMS_SHOWN).map(ToString::to_string).collect();
    if problems.len() > PROBLEMS_SHOWN {
        lines.push(format!("and {} more problems", problems.len() - PROBLEMS_SHOWN));
    }
    lines.join("\n")
}

/// One thing that is wrong.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Problem {
    /// The ZIP itself.
    #[error(transparent)]
    Container(#[from] InvalidContainer),
    /// No entry lies in the folder.
    #[error(
        "the archive has no folder RgsImportExport at its top; it was not made by Export-CsRgsConfiguration, \
         or was packed again in another way"
    )]
    FolderMissing,
    /// The folder holds none of the files.
    #[error("the archive holds none of the files that an export has, such as RgsImportExport/Workflows.xml")]
    Empty,
    /// The manifest is no JSON or lacks something.
    #[error("RgsImportExport/manifest.json cannot be read: {0}")]
    Manifest(String),
    /// Written by a version that knows more.
    #[error(
        "the archive has format {found}; this version reads format {known}: import it with a newer version"
    )]
    NewerFormat {
        /// The format of the archive.
        found: u32,
        /// The newest that is known.
        known: u32,
    },
    /// Content that is not what the manifest says.
    #[error("\"{0}\" is not as it was exported: its SHA-256 differs from the one in manifest.json")]
    ChecksumMismatch(String),
    /// Listed but missing.
    #[error("\"{0}\" is missing: manifest.json lists it, but the archive does not hold it")]
    EntryMissing(String),
    /// Present but not listed.
    #[error("\"{0}\" was added after the export: manifest.json does not list it")]
    EntryNotListed(String),
    /// A file that is not CLIXML.
    #[error("{file}, {error}")]
    Clixml {
        /// The file.
        file: &'static str,
        /// What is wrong, and where.
        error: ReadError,
    },
    /// An object that breaks a rule.
    #[error("{file}, object {position}{}{}: {rule}", quoted(.name), after_comma(.property))]
    Object {
        /// The file.
        file: &'static str,
        /// The place among the objects of the file, from 1.
        position: usize,
        /// The name, or nothing where it cannot be read.
        name: String,
        /// The path of the property, or nothing for the object as a whole.
        property: String,
        /// The rule that is broken.
        rule: String,
    },
    /// One object twice.
    #[error("{file}: the object with the GUID {id} stands in the archive twice")]
    DuplicateObject {
        /// The file of the second.
        file: &'static str,
        /// The GUID.
        id: ObjectId,
    },
    /// A file with two sets of settings.
    #[error("ServiceSettings.xml holds more than one set of settings")]
    SettingsTwice,
    /// Audio that cannot be played.
    #[error("\"{entry}\" cannot be used: {error}")]
    Audio {
        /// The entry.
        entry: String,
        /// The rule that its bytes break.
        error: InvalidAudio,
    },
}

fn quoted(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!(" (\"{name}\")") }
}

fn after_comma(property: &str) -> String {
    if property.is_empty() { String::new() } else { format!(", {property}") }
}

/// What was left out of an archive that could be read all the same.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Warning {
    /// As Microsoft's archives are.
    #[error("the archive has no manifest.json, so nothing shows whether its files are as they were exported")]
    NoManifest,
    /// One of the files of an export.
    #[error("the archive has no {0}; it is read as if the file were empty")]
    FileMissing(&'static str),
    /// A file that no export has.
    #[error("\"{0}\" is not part of an export and was left out")]
    UnknownFile(String),
    /// A property that the noun does not have; said once for all objects.
    #[error("the property {property} of {noun} is not known and was left out")]
    UnknownProperty {
        /// The noun.
        noun: &'static str,
        /// The property.
        property: String,
    },
    /// A property that the action does not use; said once for all objects.
    #[error("the property {property} of a {noun} is not used by its action and was left out")]
    SuperfluousProperty {
        /// The noun.
        noun: &'static str,
        /// The property.
        property: String,
    },
    /// Audio that an object names and the archive lacks.
    #[error("the audio file {name} of {of} is not in the archive; what plays it was left without audio")]
    AudioMissing {
        /// The object, for people.
        of: String,
        /// The name under which it should lie.
        name: String,
    },
    /// Audio that no object names.
    #[error("\"{0}\" is used by no object and was left out")]
    AudioUnused(String),
    /// Stands for the warnings beyond [`WARNINGS_MAX`].
    #[error("and {0} more warnings")]
    More(usize),
}

impl Warning {
    /// Cuts an endless list short.
    pub(crate) fn limit(warnings: &mut Vec<Self>) {
        if warnings.len() > WARNINGS_MAX {
            let more = warnings.len() - WARNINGS_MAX;
            warnings.truncate(WARNINGS_MAX);
            warnings.push(Self::More(more));
        }
    }
}

/// No more warnings than this are told apart.
pub const WARNINGS_MAX: usize = 1_000;

/// No more problems than this are collected.
pub const PROBLEMS_MAX: usize = 100;

/// How many problems the text of the error lists.
const PROBLEMS_SHOWN: usize = 20;
