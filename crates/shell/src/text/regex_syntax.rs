//! Regular expressions of .NET in the syntax of our engine.
//!
//! What differs: `$` also matches before a last line end; a class may be subtracted from a class; `[`, `&&` and
//! `~~` are plain in a class; `\<` and `\>` are signs; `{` may stand for itself; groups are written `(?'name'...)`
//! too, and unnamed groups are numbered before named ones.

/// A translated expression and the numbers of its groups.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Translated {
    pub(super) source: String,
    /// The groups by their .NET numbers from 1: the position in our engine, and the name.
    pub(super) groups: Vec<(usize, Option<String>)>,
}

/// Translates `source`; `multiline` leaves `$` as it is.
pub(super) fn translate(source: &str, multiline: bool) -> Translated {
    let groups = groups(source);
    let mut translation = Translation {
        signs: source.chars().collect(),
        at: 0,
        out: String::new(),
        multiline,
        groups: &groups,
    };
    translation.run();
    let source = translation.out;
    Translated { source, groups }
}

/// The groups in .NET's order.
fn groups(source: &str) -> Vec<(usize, Option<String>)> {
    let signs: Vec<char> = source.chars().collect();
    let mut found: Vec<(usize, Option<String>)> = Vec::new();
    let mut at = 0;
    while at < signs.len() {
        match signs[at] {
            '\\' => at += 1,
            '[' => at = class_end(&signs, at),
            '(' if signs.get(at + 1) != Some(&'?') => found.push((found.len() + 1, None)),
            '(' => {
                if let Some((name, _)) = group_name(&signs, at + 2) {
                    found.push((found.len() + 1, Some(name)));
                }
            }
            _ => {}
        }
        at += 1;
    }
    let (unnamed, named): (Vec<_>, Vec<_>) = found.into_iter().partition(|(_, name)| name.is_none());
    unnamed.into_iter().chain(named).collect()
}

/// The name that starts behind `(?`, and the position behind its closing sign.
fn group_name(signs: &[char], at: usize) -> Option<(String, usize)> {
    let at = if signs.get(at) == Some(&'P') { at + 1 } else { at };
    let close = match signs.get(at)? {
        '<' => '>',
        '\'' => '\'',
        _ => return None,
    };
    let name: String = signs[at + 1..].iter().take_while(|c| **c != close).collect();
    let is_name = name.chars().next().is_some_and(|c| c.is_alphanumeric() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    is_name.then(|| (name.clone(), at + 1 + name.chars().count() + 1))
}

/// The position of the bracket that ends the class starting at `at`, or the end.
fn class_end(signs: &[char], at: usize) -> usize {
    let mut at = at + 1;
    if signs.get(at) == Some(&'^') {
        at += 1;
    }
    if signs.get(at) == Some(&']') {
        at += 1;
    }
    while at < signs.len() {
        match signs[at] {
            '\\' => at += 1,
            '-' if signs.get(at + 1) == Some(&'[') => at = class_end(signs, at + 1),
            ']' => return at,
            _ => {}
        }
        at += 1;
    }
    at
}

struct Translation<'a> {
    signs: Vec<char>,
    at: usize,
    out: String,
    multiline: bool,
    groups: &'a [(usize, Option<String>)],
}

impl Translation<'_> {
    fn run(&mut self) {
        while let Some(sign) = self.next() {
            match sign {
                '\\' => self.escape(false),
                '[' => self.class(0),
                '$' if !self.multiline => self.out.push_str("(?=\\n?\\z)"),
                '(' => self.group(),
                '{' if !self.is_count() => self.out.push_str("\\{"),
                '}' if !self.out_has_open_count() => self.out.push_str("\\}"),
                other => self.out.push(other),
            }
        }
    }

    fn next(&mut self) -> Option<char> {
        let sign = self.signs.get(self.at).copied();
        self.at += 1;
        sign
    }

    fn peek(&self) -> Option<char> {
        self.signs.get(self.at).copied()
    }

    fn group(&mut self) {
        if self.peek() != Some('?') {
            self.out.push('(');
            return;
        }
        if self.signs.get(self.at + 1) == Some(&'#') {
            while self.next().is_some_and(|sign| sign != ')') {}
            return;
        }
        if let Some((name, behind)) = group_name(&self.signs, self.at + 1) {
            self.out.push_str("(?<");
            self.out.push_str(&name);
            self.out.push('>');
            self.at = behind;
            return;
        }
        // An option that makes `$` mean the end of a line holds for the rest.
        let options: String =
            self.signs[self.at + 1..].iter().take_while(|c| c.is_ascii_alphabetic()).collect();
        if options.contains('m') {
            self.multiline = true;
        }
        self.out.push('(');
    }

    fn escape(&mut self, in_class: bool) {
        let Some(sign) = self.next() else {
            self.out.push('\\');
            return;
        };
        match sign {
            '<' | '>' => self.out.push(sign),
            'u' => self.hexadecimal(4),
            'x' if self.peek() != Some('{') => self.hexadecimal(2),
            'c' => {
                let letter = self.next().unwrap_or('@').to_ascii_uppercase();
                self.out.push_str(&format!("\\x{{{:X}}}", u32::from(letter) ^ 0x40));
            }
            'e' => self.out.push_str("\\x1B"),
            'b' if in_class => self.out.push_str("\\x08"),
            'Z' if !in_class => self.out.push_str("(?=\\n?\\z)"),
            '0' => self.out.push_str("\\x00"),
            'k' if self.peek() == Some('\'') => {
                let name: String = self.signs[self.at + 1..].iter().take_while(|c| **c != '\'').collect();
                self.at += name.chars().count() + 2;
                self.out.push_str(&format!("\\k<{name}>"));
            }
            '1'..='9' if !in_class => self.reference(sign),
            ' ' | '"' | '\'' | ',' | ':' | ';' | '=' | '@' | '!' | '%' | '`' | '/' | '_' if !in_class => {
                self.out.push_str(&literal(sign));
            }
            other => {
                self.out.push('\\');
                self.out.push(other);
            }
        }
    }

    fn hexadecimal(&mut self, width: usize) {
        let digits: String = self.signs[self.at.min(self.signs.len())..]
            .iter()
            .take(width)
            .take_while(|c| c.is_ascii_hexdigit())
            .collect();
        self.at += digits.len();
        self.out.push_str(&format!("\\x{{{digits}}}"));
    }

    /// A reference back by number: named groups are numbered otherwise here.
    fn reference(&mut self, first: char) {
        let mut number = first.to_digit(10).unwrap_or(0) as usize;
        if let Some(second) = self.peek().and_then(|c| c.to_digit(10))
            && number * 10 + second as usize <= self.groups.len()
        {
            number = number * 10 + second as usize;
            self.at += 1;
        }
        let number = self.groups.get(number - 1).map_or(number, |(position, _)| *position);
        self.out.push_str(&format!("(?:\\{number})"));
    }

    /// A class behind its bracket. Depth is bounded by the classes that .NET allows inside one another.
    fn class(&mut self, depth: u32) {
        self.out.push('[');
        if self.peek() == Some('^') {
            self.at += 1;
            self.out.push('^');
        }
        let mut first = true;
        // Behind `\w` and its like a hyphen joins nothing.
        let mut behind_set = false;
        while let Some(sign) = self.next() {
            let sets = sign == '\\' && self.peek().is_some_and(|letter| "wWdDsSpP".contains(letter));
            match sign {
                '-' if behind_set && self.peek() != Some('[') => self.out.push_str("\\-"),
                ']' if !first => {
                    self.out.push(']');
                    return;
                }
                ']' => self.out.push_str("\\]"),
                '-' if self.peek() == Some('[') && !first && depth < CLASS_DEPTH_MAX => {
                    self.at += 1;
                    self.out.push_str("--");
                    self.class(depth + 1);
                }
                '[' => self.out.push_str("\\["),
                '&' | '~' => {
                    self.out.push('\\');
                    self.out.push(sign);
                }
                '\\' => self.escape(true),
                other => self.out.push(other),
            }
            first = false;
            behind_set = sets;
        }
    }

    /// Whether the brace just read starts `{n}`, `{n,}` or `{n,m}`.
    fn is_count(&self) -> bool {
        let rest: String =
            self.signs[self.at..].iter().take(COUNT_SIGNS_MAX).take_while(|c| **c != '}').collect();
        let closed = self.signs.get(self.at + rest.chars().count()) == Some(&'}');
        let (low, high) = rest.split_once(',').unwrap_or((&rest, "0"));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        closed && !low.is_empty() && digits(low) && digits(high)
    }

    /// Whether the brace just read ends a count that was written.
    fn out_has_open_count(&self) -> bool {
        let Some(open) = self.out.rfind('{') else { return false };
        let inside = &self.out[open + 1..];
        !self.out[..open].ends_with('\\') && inside.bytes().all(|byte| byte.is_ascii_digit() || byte == b',')
            || self.out[..open].ends_with("\\p")
            || self.out[..open].ends_with("\\P")
    }
}

const CLASS_DEPTH_MAX: u32 = 16;
const COUNT_SIGNS_MAX: usize = 24;

fn literal(sign: char) -> String {
    if sign == ' ' { "\\x20".to_owned() } else { sign.to_string() }
}
