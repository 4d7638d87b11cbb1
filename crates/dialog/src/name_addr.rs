use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    params::{Params, split_outside_quotes},
    uri::{InvalidUri, URI_LENGTH_MAX, Uri},
};

/// The value of From, To, Contact, Route and their like: a display name, a URI, parameters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NameAddr {
    /// The display name, without quotes and escapes.
    pub display: Option<String>,
    /// The address.
    pub uri: Uri,
    /// The parameters of the header, as the tag.
    pub params: Params,
}

impl NameAddr {
    /// An address without a display name and parameters.
    pub fn of(uri: Uri) -> Self {
        Self { display: None, uri, params: Params::default() }
    }

    /// Reads one value. Without angle brackets, parameters are those of the header (RFC 3261 section 20.10).
    pub fn parse(text: &str) -> Result<Self, InvalidUri> {
        let text = text.trim();
        if text.len() > 2 * URI_LENGTH_MAX {
            return Err(InvalidUri::TooLong);
        }
        let Some(open) = opening_bracket(text)? else {
            let (uri, params) = text.find(';').map_or((text, ""), |at| text.split_at(at));
            return Ok(Self { display: None, uri: Uri::parse(uri)?, params: Params::parse(params)? });
        };
        let (uri, params) = text[open + 1..].split_once('>').ok_or(InvalidUri::Brackets)?;
        let params = params.trim_start();
        if !params.is_empty() && !params.starts_with(';') {
            return Err(InvalidUri::Brackets);
        }
        let display = display_name(text[..open].trim())?;
        Ok(Self { display, uri: Uri::parse(uri)?, params: Params::parse(params)? })
    }

    /// Reads all values of a header field, separated by commas.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, InvalidUri> {
        split_outside_quotes(text, ',').map(Self::parse).collect()
    }

    /// The tag parameter.
    pub fn tag(&self) -> Option<&str> {
        self.params.value("tag").filter(|tag| !tag.is_empty())
    }

    /// The same address with this tag.
    #[must_use]
    pub fn with_tag(mut self, tag: &str) -> Self {
        self.params.set("tag", Some(tag));
        self
    }
}

/// Where the address begins, if it stands in angle brackets.
fn opening_bracket(text: &str) -> Result<Option<usize>, InvalidUri> {
    let (mut quoted, mut escaped) = (false, false);
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '<' if !quoted => return Ok(Some(at)),
            _ => {}
        }
    }
    if quoted { Err(InvalidUri::Brackets) } else { Ok(None) }
}

/// A quoted name, or words as they are.
fn display_name(text: &str) -> Result<Option<String>, InvalidUri> {
    if text.contains(|c: char| c.is_control() && c != '\t') {
        return Err(InvalidUri::Brackets);
    }
    let Some(quoted) = text.strip_prefix('"') else {
        let bare = !text.contains(['"', '>']);
        return if bare { Ok(some_text(text.to_owned())) } else { Err(InvalidUri::Brackets) };
    };
    let quoted = quoted.strip_suffix('"').ok_or(InvalidUri::Brackets)?;
    let (mut name, mut escaped) = (String::new(), false);
    for character in quoted.chars() {
        match character {
            _ if escaped => {
                name.push(character);
                escaped = false;
            }
            '\\' => escaped = true,
            '"' => return Err(InvalidUri::Brackets),
            _ => name.push(character),
        }
    }
    if escaped { Err(InvalidUri::Brackets) } else { Ok(some_text(name)) }
}

fn some_text(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

impl fmt::Display for NameAddr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(display) = &self.display {
            f.write_str("\"")?;
            for character in display.chars().filter(|character| !character.is_control() || *character == '\t')
            {
                if character == '"' || character == '\\' {
                    f.write_str("\\")?;
                }
                write!(f, "{character}")?;
            }
            f.write_str("\" ")?;
        }
        write!(f, "<{}>{}", self.uri, self.params)
    }
}

impl TryFrom<String> for NameAddr {
    type Error = InvalidUri;

    fn try_from(text: String) -> Result<Self, InvalidUri> {
        Self::parse(&text)
    }
}

impl From<NameAddr> for String {
    fn from(address: NameAddr) -> Self {
        address.to_string()
    }
}
