//! Text measured in columns of the terminal: how wide it is, what of it fits, how it wraps.

use unicode_width::UnicodeWidthChar;

/// What stands where text was cut.
pub(super) const ELLIPSIS: &str = "...";

/// The columns that `sign` takes. A control character counts as one, as a console counts it.
fn sign_width(sign: char) -> usize {
    sign.width().unwrap_or(1)
}

/// The columns that `text` takes.
pub(super) fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().map(sign_width).sum() }
}

/// As much of the start of `text` as fits into `columns`.
pub(super) fn head(text: &str, columns: usize) -> &str {
    let mut filled = 0;
    for (at, sign) in text.char_indices() {
        filled += sign_width(sign);
        if filled > columns {
            return &text[..at];
        }
    }
    text
}

/// As much of the end of `text` as fits into `columns`.
pub(super) fn tail(text: &str, columns: usize) -> &str {
    let mut filled = 0;
    for (at, sign) in text.char_indices().rev() {
        filled += sign_width(sign);
        if filled > columns {
            return &text[at + sign.len_utf8()..];
        }
    }
    text
}

/// The lines of a text, whichever way they end.
pub(super) fn lines(text: &str) -> Vec<String> {
    text.split('\n').map(|line| line.replace('\r', "")).collect()
}

/// The first line of a text, with an ellipsis if there are more.
pub(super) fn first_line(text: &str) -> String {
    match text.find(['\n', '\r']) {
        Some(end) => format!("{}{ELLIPSIS}", &text[..end]),
        None => text.to_owned(),
    }
}

/// The lines of `text`, each broken between words so that it fits into `columns`. A word that is too long for a
/// line of its own is broken anywhere.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut wrapped = Vec::new();
    for line in lines(text) {
        if width(&line) <= columns {
            wrapped.push(line);
        } else if columns > 0 {
            wrap_line(&line, columns, &mut wrapped);
        }
    }
    wrapped
}

fn wrap_line(line: &str, columns: usize, wrapped: &mut Vec<String>) {
    let mut current = String::new();
    let mut left = columns;
    for word in line.split_inclusive([' ', '\t', SOFT_HYPHEN]) {
        let (word, soft) = word.strip_suffix(SOFT_HYPHEN).map_or((word, false), |word| (word, true));
        // A soft hyphen shows only where the line ends at it.
        let hyphen = if soft && width(word) + 1 == left { "-" } else { "" };
        let needed = width(word) + hyphen.len();
        if needed > columns {
            for sign in word.chars() {
                // A sign of two columns has no place in a line of one.
                let sign = if sign_width(sign) > columns { '?' } else { sign };
                let needed = sign_width(sign);
                if needed > left {
                    wrapped.push(std::mem::take(&mut current));
                    left = columns;
                }
                current.push(sign);
                left -= needed;
            }
            continue;
        }
        if needed > left {
            wrapped.push(std::mem::take(&mut current));
            left = columns;
        }
        current.push_str(word);
        current.push_str(hyphen);
        left -= needed;
    }
    wrapped.push(current);
}

const SOFT_HYPHEN: char = '\u{ad}';

/// Where text stands in its column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Alignment {
    /// At the left.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// At the right.
    Right,
}

/// The first line of `text` in exactly `columns` columns: filled with blanks or cut.
pub(super) fn fit(text: &str, columns: usize, alignment: Alignment) -> String {
    let text = first_line(text);
    if width(&text) <= columns {
        return pad(text, columns, alignment);
    }
    let kept = columns.saturating_sub(ELLIPSIS.len());
    let cut = match (alignment, kept) {
        (Alignment::Right, 0) => tail(&text, columns).to_owned(),
        (_, 0) => head(&text, columns).to_owned(),
        (Alignment::Right, _) => format!("{ELLIPSIS}{}", tail(&text, kept)),
        (_, _) => format!("{}{ELLIPSIS}", head(&text, kept)),
    };
    // Half of a wide sign does not fit: a blank takes its place.
    pad(cut, columns, alignment)
}

fn pad(mut text: String, columns: usize, alignment: Alignment) -> String {
    let missing = columns.saturating_sub(width(&text));
    if missing == 0 {
        return text;
    }
    let before = match alignment {
        Alignment::Left => 0,
        Alignment::Center => missing / 2,
        Alignment::Right => missing,
    };
    text.insert_str(0, &" ".repeat(before));
    text.push_str(&" ".repeat(missing - before));
    text
}
