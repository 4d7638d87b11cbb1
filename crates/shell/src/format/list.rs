//! Lists: a line for each property, names before values.

use std::sync::Arc;

use super::cells::{head, width, wrap};

const SEPARATOR: &str = " : ";

/// Prints the properties of an object. What does not fit goes on below, after the names.
pub(super) fn properties(pairs: &[(Arc<str>, String)], screen: usize, line: &mut dyn FnMut(&str)) {
    if screen < SEPARATOR.len() + 2 {
        return;
    }
    let labels_max = screen - SEPARATOR.len() - 1;
    let longest = pairs.iter().map(|(label, _)| width(label)).max().unwrap_or(0);
    let columns = longest.min(labels_max);
    let indent = " ".repeat(columns + SEPARATOR.len());
    for (label, value) in pairs {
        let label = head(label, columns);
        let padding = " ".repeat(columns - width(label));
        let mut before = format!("{label}{padding}{SEPARATOR}");
        for part in wrap(value, screen - indent.len()) {
            line(&format!("{before}{part}"));
            before.clone_from(&indent);
        }
    }
}
