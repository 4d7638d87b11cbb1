//! Positions in text as .NET counts them: in UTF-16 units. Plain ASCII, the usual case, is not copied.

/// A text that is indexed by UTF-16 units.
#[derive(Debug)]
pub enum Units<'a> {
    /// ASCII: a unit is a byte.
    Ascii(&'a str),
    /// Anything else.
    Wide(Vec<u16>),
}

impl<'a> Units<'a> {
    /// Prepares `text` for indexing.
    pub fn new(text: &'a str) -> Self {
        if text.is_ascii() { Self::Ascii(text) } else { Self::Wide(text.encode_utf16().collect()) }
    }

    /// The length of `text` in units.
    pub fn length(text: &str) -> usize {
        if text.is_ascii() { text.len() } else { text.encode_utf16().count() }
    }

    /// The unit position of a byte position.
    pub fn position(text: &str, byte: usize) -> usize {
        Self::length(&text[..byte])
    }

    /// The number of units.
    pub fn len(&self) -> usize {
        match self {
            Self::Ascii(text) => text.len(),
            Self::Wide(units) => units.len(),
        }
    }

    /// Whether there is no unit.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// `count` units from `start`; half a surrogate pair becomes the replacement character. The range must fit.
    pub fn slice(&self, start: usize, count: usize) -> String {
        match self {
            Self::Ascii(text) => text[start..start + count].to_owned(),
            Self::Wide(units) => String::from_utf16_lossy(&units[start..start + count]),
        }
    }

    /// The character at `index`, if there is one.
    pub fn at(&self, index: usize) -> Option<char> {
        match self {
            Self::Ascii(text) => text.as_bytes().get(index).map(|byte| char::from(*byte)),
            Self::Wide(units) => {
                let unit = u32::from(*units.get(index)?);
                Some(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER))
            }
        }
    }
}
