//! CLIXML as Export-Clixml and Import-Clixml of 5.1 write and read it; the form itself is the crate `clixml`.

mod decoder;
mod encoder;
mod moment;

pub use decoder::decode;
pub use encoder::Encoder;

/// How deep values may be nested. What is written can be read again.
pub const NESTING_MAX: usize = 100;

/// What stands before the name of a type whose object was read from a file.
const DESERIALIZED: &str = "Deserialized.";
