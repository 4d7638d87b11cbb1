//! Error records as people read them.

use crate::convert::display;
use crate::value::ErrorRecord;

/// The text of an error record for a terminal of so many columns: who reports it and what was wrong, the place
/// with the line and what of it is meant, the category and the id. The last line is a blank, as in 5.1.
pub(super) fn error_text(record: &ErrorRecord, columns: usize) -> String {
    let mut text = String::new();
    let title = record.title();
    if !title.is_empty() {
        text.push_str(title);
        text.push_str(" : ");
    }
    text.push_str(&record.fault.message);
    if let Some(place) = &record.place {
        text.push('\n');
        text.push_str(&place.message());
    }
    let category = record.category_info(&display(&record.fault.target));
    push_indented(&mut text, &format!("+ CategoryInfo          : {category}"), columns);
    push_indented(&mut text, &format!("+ FullyQualifiedErrorId : {}", record.qualified_id()), columns);
    text.push_str("\n ");
    text
}

/// Adds a line, cut into pieces that each get the indent; what becomes of lines that are too long is the
/// business of whoever wraps the text.
fn push_indented(text: &mut String, line: &str, columns: usize) {
    let piece = columns.saturating_sub(INDENT.len() + 2).max(1);
    text.push('\n');
    for (at, sign) in line.chars().enumerate() {
        if at % piece == 0 {
            text.push_str(INDENT);
        }
        text.push(sign);
    }
}

const INDENT: &str = "    ";
