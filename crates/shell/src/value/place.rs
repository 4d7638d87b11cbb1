//! Places in scripts, and how messages show them.

use std::sync::Arc;

/// A place in a script, for the lines below the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, or none at the prompt.
    pub file: Option<Arc<str>>,
    /// The line, from 1.
    pub line: u32,
    /// The column of the first character, from 1.
    pub column: u32,
    /// The whole line.
    pub text: Arc<str>,
    /// How many characters to mark.
    pub length: u32,
}

impl Place {
    /// The place as InvocationInfo.PositionMessage has it: file, line and column, then the line of the script,
    /// cut to what is around the place, then marks below it.
    pub fn message(&self) -> String {
        let file = self.file.as_deref().filter(|file| !file.is_empty()).unwrap_or("line");
        let head = format!("At {file}:{} char:{}", self.line, self.column);
        let line: Vec<char> = self.text.trim_end().chars().collect();
        if line.is_empty() {
            return head;
        }
        let start = (self.column.saturating_sub(1) as usize).min(line.len());
        let end = start.saturating_add(self.length as usize).min(line.len());
        let before = tabs_out(&line[..start]);
        let marked = tabs_out(&line[start..end]);
        let after = tabs_out(&line[end..]);
        let excerpt = Excerpt::new(before.len(), marked.len(), after.len());
        let whole = [before, marked, after].concat();
        let shown: String = whole[excerpt.start..excerpt.end].iter().collect();
        let dots = |wanted: bool, dots: &'static str| if wanted { dots } else { "" };
        let (cut_before, cut_after) = (excerpt.start > 0, excerpt.end < whole.len());
        let indent = excerpt.before + dots(cut_before, "... ").len();
        format!(
            "{head}\n+ {}{shown}{}\n+ {}{}",
            dots(cut_before, "... "),
            dots(cut_after, " ..."),
            " ".repeat(indent),
            "~".repeat(excerpt.marked.max(1)),
        )
    }
}

fn tabs_out(signs: &[char]) -> Vec<char> {
    let text: String = signs.iter().collect();
    text.replace('\t', "    ").chars().collect()
}

/// Which part of a long line is shown, and where the marks stand in it.
struct Excerpt {
    start: usize,
    end: usize,
    before: usize,
    marked: usize,
}

impl Excerpt {
    fn new(before: usize, marked: usize, after: usize) -> Self {
        let length = before + marked + after;
        if length <= SHOWN_MAX {
            return Self { start: 0, end: length, before, marked };
        }
        let mut prefix = before.min(PREFIX);
        let candidate = prefix + marked + after.min(SUFFIX);
        if candidate < SHOWN_MAX {
            // There is room for more of what stands before.
            prefix = before.min(prefix + SHOWN_MAX - candidate);
        }
        let start = before - prefix;
        let end = (start + SHOWN_MAX).min(length);
        Self { start, end, before: prefix, marked: marked.min(SHOWN_MAX.saturating_sub(prefix)) }
    }
}

/// Characters of a line that are shown, so that the message fits a terminal of 80 columns.
const SHOWN_MAX: usize = 69;
/// Characters shown before and after the marked ones, at least.
const PREFIX: usize = 12;
const SUFFIX: usize = 8;
