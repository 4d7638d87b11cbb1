//! The dialogs of a telephone as it tells them: the documents of RFC 4235, and what they come to one after the other.

mod reader;
mod table;

use thiserror::Error;

pub use table::{DialogTable, Taken};

/// A document of the type `application/dialog-info+xml` (RFC 4235 section 4.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DialogInfo {
    /// One more than that of the document before, within a subscription.
    pub version: u32,
    /// Whether it lists all dialogs, or only those that have changed.
    pub is_full: bool,
    /// At most [`DIALOGS_MAX`].
    pub dialogs: Vec<ReportedDialog>,
}

/// A dialog as the telephone reports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedDialog {
    /// What the telephone calls it within the subscription.
    pub id: String,
    /// Its Call-ID, where the telephone says it.
    pub call_id: Option<String>,
    /// The tag of the telephone.
    pub local_tag: Option<String>,
    /// The tag of the peer.
    pub remote_tag: Option<String>,
    /// Whether it has ended. Every other state, also that it rings, is a call.
    pub is_over: bool,
}

/// Why a document is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum InvalidDialogInfo {
    /// It is longer than [`DOCUMENT_BYTES_MAX`].
    #[error("the document is too long")]
    TooLong,
    /// It is no UTF-8.
    #[error("the document is not UTF-8")]
    Encoding,
    /// It is no XML, or not whole.
    #[error("the document is not well formed: {0}")]
    Syntax(String),
    /// It declares a document type or uses an entity that XML does not know by itself.
    #[error("the document has a document type or an entity of its own")]
    Declaration,
    /// Elements are nested too deep, or have too many attributes.
    #[error("the document is nested too deep, or an element has too many attributes")]
    TooComplex,
    /// The outermost element is another one.
    #[error("the document is no dialog-info")]
    Root,
    /// An attribute is missing, or has a value that it must not have.
    #[error("the attribute {0} is missing or wrong")]
    Attribute(&'static str),
    /// A dialog has no state, or one that RFC 4235 does not know.
    #[error("a dialog has no state that is known")]
    State,
    /// It lists more than [`DIALOGS_MAX`].
    #[error("the document lists too many dialogs")]
    TooMany,
}

/// The media type of the documents, in lower case.
pub const DIALOG_INFO: &str = "application/dialog-info+xml";
/// Bytes of a document.
pub const DOCUMENT_BYTES_MAX: usize = 65_535;
/// Dialogs of one telephone.
pub const DIALOGS_MAX: usize = 64;
