//! What one value may grow to. A script that asks for more gets an error, not the machine's memory.

use super::{Category, Fault, Outcome};

/// Bytes of UTF-8 in one string.
pub const TEXT_BYTES_MAX: usize = 64 << 20;
/// Elements of one array, list or table.
pub const ELEMENTS_MAX: usize = 4_000_000;
/// Properties of one object.
pub const PROPERTIES_MAX: usize = 10_000;
/// Numbers that one `a..b` makes, as in 5.1.
pub const RANGE_MAX: i64 = 1_000_000;
/// Columns that the alignment of a format item may ask for.
pub const FORMAT_WIDTH_MAX: usize = 1_000_000;
/// Digits that the precision of a numeric format may ask for.
pub const PRECISION_MAX: usize = 99;
/// Compiled regular expressions that are kept for the next use.
pub const PATTERNS_KEPT_MAX: usize = 64;
/// Steps back that one regular expression may take on one text.
pub const BACKTRACK_MAX: usize = 1_000_000;
/// Bytes of one compiled regular expression.
pub const PATTERN_BYTES_MAX: usize = 8 << 20;

/// Refuses a string of more than [`TEXT_BYTES_MAX`] bytes.
pub fn check_text(bytes: usize) -> Outcome<()> {
    if bytes <= TEXT_BYTES_MAX { Ok(()) } else { Err(exceeded("string", bytes, TEXT_BYTES_MAX, "bytes")) }
}

/// Refuses a collection of more than [`ELEMENTS_MAX`] elements.
pub fn check_elements(count: usize) -> Outcome<()> {
    if count <= ELEMENTS_MAX { Ok(()) } else { Err(exceeded("collection", count, ELEMENTS_MAX, "elements")) }
}

/// Refuses an object of more than [`PROPERTIES_MAX`] properties.
pub fn check_properties(count: usize) -> Outcome<()> {
    if count <= PROPERTIES_MAX {
        Ok(())
    } else {
        Err(exceeded("object", count, PROPERTIES_MAX, "properties"))
    }
}

fn exceeded(what: &str, asked: usize, most: usize, unit: &str) -> Box<Fault> {
    Fault::new(
        format!("The {what} would have {asked} {unit}; this shell allows {most}. Work in smaller parts."),
        "LimitExceeded",
        Category::LimitsExceeded,
    )
    .with_exception("System.OutOfMemoryException")
}
