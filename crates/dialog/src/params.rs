use std::fmt;

use crate::uri::InvalidUri;

/// Parameters after semicolons, in their order: `;transport=tcp;lr`. Names are compared without case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Params(Vec<(String, Option<String>)>);

/// More parameters than any phone sends.
const PARAMS_MAX: usize = 64;

impl Params {
    /// The value of a parameter: `Some("")` where it stands without one.
    pub fn value(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_deref().unwrap_or(""))
    }

    /// Whether a parameter is there, with or without a value.
    pub fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// Gives a parameter a value, in its place where it is there already.
    pub fn set(&mut self, name: &str, value: Option<&str>) {
        let value = value.map(str::to_owned);
        match self.0.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
            Some((_, old)) => *old = value,
            None => self.0.push((name.to_owned(), value)),
        }
    }

    /// Takes a parameter out.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
    }

    /// The parameters in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_deref()))
    }

    /// Reads `;a=b;c`. Empty parameters, which some phones leave behind, are passed over.
    pub(crate) fn parse(text: &str) -> Result<Self, InvalidUri> {
        let mut params = Vec::new();
        for part in split_outside_quotes(text, ';').map(str::trim).filter(|part| !part.is_empty()) {
            let (name, value) = match part.split_once('=') {
                Some((name, value)) => (name.trim(), Some(value.trim())),
                None => (part, None),
            };
            let is_quoted = |value: &str| value.len() >= 2 && value.starts_with('"') && value.ends_with('"');
            let is_plain = |text: &str| !text.contains(['"', '<', '>', ' ', '\t', ',']);
            if name.is_empty() || !is_plain(name) || !value.is_none_or(|v| is_quoted(v) || is_plain(v)) {
                return Err(InvalidUri::Parameter);
            }
            params.push((name.to_owned(), value.map(str::to_owned)));
            if params.len() > PARAMS_MAX {
                return Err(InvalidUri::TooLong);
            }
        }
        Ok(Self(params))
    }
}

impl fmt::Display for Params {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in &self.0 {
            match value {
                Some(value) => write!(f, ";{name}={value}")?,
                None => write!(f, ";{name}")?,
            }
        }
        Ok(())
    }
}

/// The parts between separators that stand neither in quotes nor in angle brackets.
pub(crate) fn split_outside_quotes(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let (mut quoted, mut escaped, mut angle) = (false, false, false);
        for (at, character) in text.char_indices() {
            match character {
                _ if escaped => escaped = false,
                '\\' if quoted => escaped = true,
                '"' => quoted = !quoted,
                '<' if !quoted => angle = true,
                '>' if !quoted => angle = false,
                _ if character == separator && !quoted && !angle => {
                    rest = Some(&text[at + character.len_utf8()..]);
                    return Some(&text[..at]);
                }
                _ => {}
            }
        }
        rest = None;
        Some(text)
    })
}
