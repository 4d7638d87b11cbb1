//! XML documents that scripts read and change: the tree, its reader and writer, and paths into it.

mod document;
mod path;
mod path_parser;
mod reader;
mod writer;

pub(crate) use document::{Document, Id, Kind, ROOT};
pub(crate) use path::select;
