//! Conversions between types, as casts, operators and parameters do them.

mod cast;
mod collection;
mod number;
pub mod refusal;
mod scalar;
mod truth;
mod written;

pub use cast::{cast, cast_or_null};
pub use number::{Num, to_double, to_int, to_long};
pub use truth::to_bool;
pub use written::{display, to_text};

pub(crate) use cast::exception;
pub(crate) use number::integer_of;
pub(crate) use written::{brief, joined};
