//! The text of `-f` and String.Format: items in braces, `{index[,alignment][:format]}`.

use super::{FormatProblem, Units};
use crate::value::limits::{FORMAT_WIDTH_MAX, TEXT_BYTES_MAX};

/// Fills the items of `template`. `write(index, format)` gives the text of an argument, or none where there is
/// no such argument.
pub fn composite(
    template: &str,
    mut write: impl FnMut(usize, &str) -> Option<Result<String, FormatProblem>>,
) -> Result<String, FormatProblem> {
    let mut text = String::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        text.push_str(&rest[..at]);
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(escaped) = rest.strip_prefix(brace) {
            text.push_str(brace);
            rest = escaped;
            continue;
        }
        if brace == "}" {
            return Err(FormatProblem::Syntax);
        }
        let (item, behind) = read_item(rest)?;
        let filled = write(item.index, &item.format).ok_or(FormatProblem::Index)??;
        push_aligned(&mut text, &filled, item.width);
        rest = behind;
        if text.len() > TEXT_BYTES_MAX {
            return Err(FormatProblem::Size);
        }
    }
    text.push_str(rest);
    Ok(text)
}

struct Item {
    index: usize,
    /// Columns; negative for the left side.
    width: i64,
    format: String,
}

fn read_item(text: &str) -> Result<(Item, &str), FormatProblem> {
    let end = text.find(|c: char| !c.is_ascii_digit()).ok_or(FormatProblem::Syntax)?;
    let index = text[..end].parse::<usize>().map_err(|_| FormatProblem::Syntax)?;
    let mut rest = text[end..].trim_start_matches(' ');
    let mut width = 0;
    if let Some(behind) = rest.strip_prefix(',') {
        let behind = behind.trim_start_matches(' ');
        let end = behind.find(|c: char| !(c.is_ascii_digit() || c == '-')).ok_or(FormatProblem::Syntax)?;
        width = behind[..end].parse::<i64>().map_err(|_| FormatProblem::Syntax)?;
        if width.unsigned_abs() > FORMAT_WIDTH_MAX as u64 {
            return Err(FormatProblem::Size);
        }
        rest = behind[end..].trim_start_matches(' ');
    }
    let mut format = String::new();
    if let Some(behind) = rest.strip_prefix(':') {
        rest = read_format(behind, &mut format)?;
    }
    let rest = rest.strip_prefix('}').ok_or(FormatProblem::Syntax)?;
    Ok((Item { index, width, format }, rest))
}

/// Reads up to the brace that ends the item; doubled braces stand for themselves.
fn read_format<'t>(text: &'t str, format: &mut String) -> Result<&'t str, FormatProblem> {
    let mut rest = text;
    loop {
        let at = rest.find(['{', '}']).ok_or(FormatProblem::Syntax)?;
        format.push_str(&rest[..at]);
        let brace = &rest[at..=at];
        if !rest[at + 1..].starts_with(brace) {
            return if brace == "}" { Ok(&rest[at..]) } else { Err(FormatProblem::Syntax) };
        }
        format.push_str(brace);
        rest = &rest[at + 2..];
    }
}

fn push_aligned(text: &mut String, filled: &str, width: i64) {
    let columns = usize::try_from(width.unsigned_abs()).unwrap_or(0);
    let blanks = columns.saturating_sub(Units::length(filled));
    if width >= 0 {
        text.extend(std::iter::repeat_n(' ', blanks));
    }
    text.push_str(filled);
    if width < 0 {
        text.extend(std::iter::repeat_n(' ', blanks));
    }
}
