//! JSON as ConvertTo-Json and ConvertFrom-Json of 5.1 write and read it, which is that of JavaScriptSerializer.

mod layout;
mod problem;
mod reader;
mod writer;

pub use reader::read;
pub use writer::{Layout, Options, write, write_piped};

/// How deep -Depth may go, as in 5.1.
pub const DEPTH_MAX: usize = 100;

/// How deep what is read may be nested, as in 5.1.
pub const NESTING_MAX: usize = 1024;
