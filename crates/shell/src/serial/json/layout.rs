//! The layout of 5.1: two blanks after a colon, and what is nested stands below its opening bracket.

use crate::text::Units;
use crate::value::Outcome;
use crate::value::limits::check_text;

/// Lays out `json`, which is compact and well-formed. Scalars stay as they are.
pub(super) fn lay_out(json: &str) -> Outcome<String> {
    if !json.starts_with(['{', '[']) {
        return Ok(json.to_owned());
    }
    let mut out = Sheet { text: String::with_capacity(json.len() * 2) };
    let mut open: Vec<Bracket> = Vec::new();
    let mut at = 0;
    while at < json.len() {
        check_text(out.text.len())?;
        let end = token_end(json, at);
        let token = &json[at..end];
        at = end;
        match token {
            "{" | "[" => {
                let column = open.last_mut().map_or(0, |outer| outer.begin_nested(&mut out));
                out.text.push_str(token);
                out.new_line(0);
                open.push(Bracket { column, at_head: true, offset: 0, is_object: token == "{" });
            }
            "}" | "]" => {
                let column = open.pop().map_or(0, |closed| closed.column);
                out.new_line(column);
                out.text.push_str(token);
            }
            _ => {
                if let Some(bracket) = open.last_mut() {
                    bracket.place(token, &mut out);
                }
            }
        }
    }
    Ok(out.text)
}

/// An object or array that is open.
struct Bracket {
    /// The column of its closing bracket.
    column: usize,
    /// Whether the next token begins a line.
    at_head: bool,
    /// How far right of the line's beginning a nested value closes: the width of the key.
    offset: usize,
    is_object: bool,
}

impl Bracket {
    fn inner(&self) -> usize {
        self.column + INDENTATION
    }

    /// The column at which a value nested here closes.
    fn begin_nested(&mut self, out: &mut Sheet) -> usize {
        if self.at_head {
            out.blanks(self.inner());
            self.at_head = false;
        }
        self.inner() + self.offset
    }

    fn place(&mut self, token: &str, out: &mut Sheet) {
        match token {
            "," => {
                out.text.push(',');
                out.new_line(0);
                self.at_head = true;
                self.offset = 0;
            }
            ":" => out.text.push_str(":  "),
            token => {
                if self.at_head {
                    out.blanks(self.inner());
                    self.at_head = false;
                    if self.is_object {
                        self.offset = Units::length(token) + ":  ".len();
                    }
                }
                out.text.push_str(token);
            }
        }
    }
}

struct Sheet {
    text: String,
}

impl Sheet {
    fn blanks(&mut self, count: usize) {
        self.text.extend(std::iter::repeat_n(' ', count));
    }

    fn new_line(&mut self, indentation: usize) {
        self.text.push_str("\r\n");
        self.blanks(indentation);
    }
}

/// Where the token at `start` ends: a bracket, a comma, a colon, a string, or a word.
fn token_end(json: &str, start: usize) -> usize {
    let bytes = json.as_bytes();
    match bytes[start] {
        b'{' | b'}' | b'[' | b']' | b',' | b':' => start + 1,
        b'"' => {
            let mut at = start + 1;
            while at < bytes.len() && bytes[at] != b'"' {
                at += if bytes[at] == b'\\' { 2 } else { 1 };
            }
            (at + 1).min(bytes.len())
        }
        _ => {
            let rest = &bytes[start..];
            start + rest.iter().position(|byte| b",:]}".contains(byte)).unwrap_or(rest.len())
        }
    }
}

const INDENTATION: usize = 4;
