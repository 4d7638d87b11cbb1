//! Text: comparing, matching, reading and writing values in the culture en-US.

mod collate;
mod composite;
mod date_format;
mod date_parse;
mod digits;
mod encoding;
mod number_format;
mod number_parse;
mod number_picture;
mod pattern;
mod regex_syntax;
mod span_text;
mod units;
mod wildcard;

pub use collate::{Case, compare, equal, sort_key};
pub use composite::composite;
pub use date_format::{date_text, full_date, invariant_date, parse_exact, usual_date};
pub use date_parse::{DateProblem, Reading, parse_date};
pub use encoding::{Encoding, base64, decode, decode_wide, from_base64, lines};
pub use number_format::{FormatProblem, Number, general, number_text};
pub use number_parse::{IntegerProblem, parse_double, parse_integer, scan_number};
pub use pattern::{Found, Pattern, PatternOptions, escape, unescape};
pub use span_text::{SpanProblem, parse_span, span_text};
pub use units::Units;
pub use wildcard::Wildcard;
