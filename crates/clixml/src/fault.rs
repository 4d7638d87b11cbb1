//! Why a document could not be read, and where.

use std::io;
use std::sync::Arc;

use crate::reader::{DEPTH_MAX, NODES_MAX, OBJECT_TEXT_MAX, TYPE_NAMES_MAX};
use crate::references::REFERENCES_MAX;
use crate::source::TEXT_MAX;

/// Why a document could not be read, and where.
#[derive(Debug, Clone, thiserror::Error)]
#[error("line {}{}: {}", .0.line, path_text(&.0.path), .0.fault)]
pub struct ReadError(Box<Detail>);

#[derive(Debug, Clone)]
struct Detail {
    line: u64,
    path: Vec<String>,
    fault: Fault,
}

impl ReadError {
    pub(crate) fn new(line: u64, fault: Fault) -> Self {
        Self(Box::new(Detail { line, path: Vec::new(), fault }))
    }

    /// The line, from 1.
    pub fn line(&self) -> u64 {
        self.0.line
    }

    /// What is wrong.
    pub fn fault(&self) -> &Fault {
        &self.0.fault
    }

    /// Says where reading stopped, once the whole path is known.
    pub(crate) fn place(&mut self, line: u64) {
        self.0.line = line;
        self.0.path.reverse();
    }

    pub(crate) fn within(mut self, name: String) -> Self {
        self.0.path.push(name.chars().take(VALUE_SHOWN).collect());
        self
    }

    pub(crate) fn within_item(self, at: usize) -> Self {
        self.within(format!("item {}", at + 1))
    }
}

impl From<Fault> for ReadError {
    fn from(fault: Fault) -> Self {
        Self::new(0, fault)
    }
}

fn path_text(path: &[String]) -> String {
    match path {
        [] => String::new(),
        [start @ .., _, _] if path.len() > PATH_SHOWN => {
            let end = &path[path.len() - 2..];
            format!(", in {} > ... > {}", start[..PATH_SHOWN - 2].join(" > "), end.join(" > "))
        }
        path => format!(", in {}", path.join(" > ")),
    }
}

/// What is wrong with a document.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Fault {
    /// Neither `<Objs>` nor a value.
    #[error("this is not CLIXML: the document begins with neither <Objs> nor an object")]
    NotClixml,
    /// The end came too early.
    #[error("the document ends in the middle of an object; the file is probably cut off")]
    Truncated,
    /// Not well-formed.
    #[error("this is not well-formed XML: {0}")]
    Syntax(String),
    /// Neither UTF-8 nor UTF-16 by its byte order mark.
    #[error("the text is neither UTF-8 nor the UTF-16 that its byte order mark announces")]
    Encoding,
    /// A document type declaration, which could define entities.
    #[error("a document type declaration (<!DOCTYPE) is not allowed")]
    DocumentType,
    /// An entity beside the five of XML.
    #[error("the entity &{0}; is not one of XML's own")]
    Entity(String),
    /// A value that is none of its type.
    #[error("expected {expected}, found \"{found}\"")]
    Value {
        /// What the type asks for.
        expected: &'static str,
        /// The beginning of what was there.
        found: String,
    },
    /// A RefId that is missing or no number.
    #[error("a reference has no RefId that is a number")]
    ReferenceId,
    /// Deeper than [`DEPTH_MAX`].
    #[error("objects are nested more than {DEPTH_MAX} levels deep")]
    TooDeep,
    /// More than [`NODES_MAX`] or [`OBJECT_TEXT_MAX`].
    #[error("an object is too large: more than {NODES_MAX} values or {OBJECT_TEXT_MAX} bytes of text")]
    ObjectTooLarge,
    /// More than [`TEXT_MAX`].
    #[error("a text or tag is longer than {TEXT_MAX} bytes")]
    TextTooLong,
    /// More than [`REFERENCES_MAX`].
    #[error("more than {REFERENCES_MAX} objects are referred to")]
    TooManyReferences,
    /// Too many `<TN>`.
    #[error("more than {TYPE_NAMES_MAX} lists of type names")]
    TooManyTypes,
    /// The input failed.
    #[error("the input cannot be read: {0}")]
    Input(Arc<io::Error>),
}

/// How much of a wrong value or name an error shows, in characters.
pub(crate) const VALUE_SHOWN: usize = 40;

/// How many steps of a long path an error shows.
const PATH_SHOWN: usize = 8;
