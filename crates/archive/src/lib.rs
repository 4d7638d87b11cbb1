//! The export archive (Export-CsRgsConfiguration, Import-CsRgsConfiguration): bytes in, bytes out.
//!
//! An archive is a ZIP with the folder `RgsImportExport`. In it stand the objects as CLIXML, the form that
//! PowerShell's Import-Clixml reads, one file for each type; their audio below `RGS/Instances`; and
//! `manifest.json` with what CLIXML has no place for. [`write()`] makes one, [`read()`] takes one apart.
//!
//! What is read may come from another product or an attacker: everything has a limit, and everything that is
//! wrong has words of its own.

mod audio;
pub mod container;
mod decode;
mod encode;
mod manifest;
mod nouns;
mod problem;
mod read;
mod shape;
mod write;

pub use audio::AudioFiles;
pub use manifest::FORMAT;
pub use problem::{InvalidArchive, PROBLEMS_MAX, Problem, WARNINGS_MAX, Warning};
pub use read::{Archive, read};
pub use write::{WriteError, write};
