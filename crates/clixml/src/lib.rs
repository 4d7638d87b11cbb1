//! PowerShell's CLIXML (MS-PSRP 2.2.5): a tree of values, a writer, and a reader that streams.
//!
//! The writer takes one top-level object after another, and the reader gives them one after another, so
//! that a document of any length needs the memory of its largest object only.

mod escape;
mod fault;
mod primitive;
mod reader;
mod references;
mod source;
mod text;
mod tokens;
mod value;
mod writer;

pub use fault::{Fault, ReadError};
pub use reader::{DEPTH_MAX, NODES_MAX, OBJECT_TEXT_MAX, Reader, read_all};
pub use references::{REFERENCES_MAX, References};
pub use source::TEXT_MAX;
pub use value::{
    Content, DateTime, IntKind, Object, Property, TICKS_PER_SECOND, TimeSpan, TypeNames, Value, Zone,
};
pub use writer::Writer;
