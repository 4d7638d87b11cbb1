//! CSV as Export-Csv and Import-Csv of 5.1 write and read it.

mod reader;
mod writer;

pub use reader::{Reader, records};
pub use writer::Writer;
pub(crate) use writer::written;

/// How many columns a table may have.
pub const COLUMNS_MAX: usize = crate::value::limits::PROPERTIES_MAX;
