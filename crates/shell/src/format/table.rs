//! Tables: the widths of columns, and rows in them.

use std::sync::Arc;

use super::cells::{Alignment, fit, width, wrap};
use super::packet::ColumnHead;

/// What stands between two columns.
const SEPARATOR: usize = 1;
/// The terminal below which there is no table at all.
const SCREEN_MIN: usize = 5;

/// The columns of a table that are shown. Those that do not fit the terminal are left out from the right.
pub(super) struct Columns {
    shown: Vec<Column>,
}

struct Column {
    width: usize,
    alignment: Alignment,
}

impl Columns {
    /// Columns of these widths, none where the rest of the screen is shared out.
    pub(super) fn new(wanted: &[(Option<usize>, Alignment)], screen: usize) -> Self {
        if screen < SCREEN_MIN {
            return Self { shown: Vec::new() };
        }
        let widths: Vec<Option<usize>> = wanted.iter().map(|(width, _)| *width).collect();
        let widths = trim(share_out(&widths, screen), screen);
        let shown = widths
            .into_iter()
            .zip(wanted)
            .map(|(width, (_, alignment))| Column { width, alignment: *alignment });
        Self { shown: shown.collect() }
    }

    /// The head of the table, with a line of hyphens below it.
    pub(super) fn head(&self, labels: &[Arc<str>], line: &mut dyn FnMut(&str)) {
        let texts: Vec<String> = labels.iter().map(|label| label.to_string()).collect();
        self.row(&texts, true, line);
        let marks: Vec<String> = labels
            .iter()
            .zip(&self.shown)
            .map(|(label, column)| {
                let label = width(label);
                "-".repeat(if label == 0 { column.width } else { label.min(column.width) })
            })
            .collect();
        self.row(&marks, false, line);
    }

    /// A row; with `wrapping` as many lines as its longest cell needs.
    pub(super) fn row(&self, cells: &[String], wrapping: bool, line: &mut dyn FnMut(&str)) {
        if self.shown.is_empty() {
            return;
        }
        let cells =
            || self.shown.iter().enumerate().map(|(at, column)| (column, cells.get(at).map_or("", |c| c)));
        if !wrapping {
            let fitted: Vec<String> =
                cells().map(|(column, text)| fit(text, column.width, column.alignment)).collect();
            return line(&fitted.join(BETWEEN));
        }
        let wrapped: Vec<Vec<String>> = cells().map(|(column, text)| wrap(text, column.width)).collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        for at in 0..height {
            let fitted: Vec<String> = self
                .shown
                .iter()
                .zip(&wrapped)
                .map(|(column, lines)| match lines.get(at) {
                    Some(text) => fit(text, column.width, column.alignment),
                    None => " ".repeat(column.width),
                })
                .collect();
            line(&fitted.join(BETWEEN));
        }
    }
}

const BETWEEN: &str = " ";

/// Gives columns without a width an equal share of what the others leave.
fn share_out(widths: &[Option<usize>], screen: usize) -> Vec<usize> {
    let mut given: Vec<usize> = widths.iter().map(|width| width.unwrap_or(1).max(1)).collect();
    let open: Vec<usize> =
        (0..widths.len()).filter(|at| widths[*at].is_none_or(|width| width == 0)).collect();
    let taken = given.iter().sum::<usize>() + SEPARATOR * given.len().saturating_sub(1);
    if open.is_empty() || taken >= screen {
        return given;
    }
    let left = screen - taken;
    for (at, column) in open.iter().enumerate() {
        given[*column] += left / open.len() + usize::from(at < left % open.len());
    }
    given
}

/// Leaves columns out from the right until the rest fits, the last one narrowed.
fn trim(mut widths: Vec<usize>, screen: usize) -> Vec<usize> {
    let mut taken = widths.iter().sum::<usize>() + SEPARATOR * widths.len().saturating_sub(1);
    while let Some(last) = widths.last_mut() {
        let excess = taken.saturating_sub(screen);
        if excess < *last {
            *last -= excess;
            break;
        }
        taken = taken.saturating_sub(*last + SEPARATOR);
        widths.pop();
    }
    widths
}

/// The widths of columns whose labels and cells are known.
pub(super) fn widths_of<'a>(heads: &[ColumnHead], rows: impl Iterator<Item = &'a [String]>) -> Vec<usize> {
    let mut widths: Vec<usize> = heads.iter().map(|head| width(&head.label)).collect();
    for cells in rows {
        for (known, cell) in widths.iter_mut().zip(cells) {
            *known = (*known).max(width(cell));
        }
    }
    widths
}

/// How many texts of so many columns fit beside each other.
pub(super) fn items_per_line(item: usize, screen: usize) -> usize {
    if item == 0 || item >= screen {
        return 1;
    }
    // `n` items take `n * item + (n - 1)` columns, which must be less than the screen.
    (screen / (item + SEPARATOR)).max(1)
}
