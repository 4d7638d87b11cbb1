//! Texts with their limits, each a type of its own.

use std::{borrow::Borrow, fmt, sync::Arc};

use unicode_normalization::UnicodeNormalization;

use crate::Invalid;

/// Makes a checked text a type: serde, display and schema in one place.
macro_rules! checked_text {
    ($(#[$meta:meta])* $name:ident, $check:expr) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(std::sync::Arc<str>);

        crate::schema::schema!($name, crate::schema::text());

        impl $name {
            /// Checks the text.
            ///
            /// # Errors
            /// The rule that the text breaks.
            pub fn new(text: &str) -> Result<Self, crate::Invalid> {
                let check: fn(&str) -> Result<std::sync::Arc<str>, crate::Invalid> = $check;
                check(text).map(Self)
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = crate::Invalid;
            fn try_from(text: String) -> Result<Self, crate::Invalid> {
                Self::new(&text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0.as_ref().to_owned()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}
pub(crate) use checked_text;

checked_text!(
    /// The name of an object, 1 to [`NAME_MAX`] characters, kept as given and compared as a [`NameKey`].
    ObjectName,
    |text| {
        let text = text.trim();
        if text.is_empty() {
            return Err(Invalid::NameEmpty);
        }
        plain(text, NAME_MAX)
    }
);

checked_text!(
    /// The optional name of a nested item (question, answer, time range, holiday), at most 128 characters;
    /// need not be unique.
    Label,
    |text| plain(text, LABEL_MAX)
);

checked_text!(
    /// Free text about an object, at most [`DESCRIPTION_MAX`] characters; line breaks are welcome.
    Description,
    |text| multiline(text, DESCRIPTION_MAX)
);

checked_text!(
    /// A telephone number as people read it, at most [`NAME_MAX`] characters of free text.
    DisplayNumber,
    |text| plain(text, NAME_MAX)
);

impl ObjectName {
    /// What the name is compared by: NFC, without case.
    pub fn key(&self) -> NameKey {
        NameKey::new(&self.0)
    }

    /// The same name with ` (n)` behind it, shortened where the limit asks for it.
    pub fn numbered(&self, n: usize) -> Self {
        let suffix = format!(" ({n})");
        let room = NAME_MAX - suffix.chars().count();
        let stem: String = self.0.chars().take(room).collect();
        Self(format!("{}{suffix}", stem.trim_end()).into())
    }
}

/// A name in the form in which names are compared: NFC, lower case (`docs/rules.md`, names).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameKey(Arc<str>);

impl NameKey {
    /// The key of any text, also of one that is no valid name.
    pub fn new(text: &str) -> Self {
        Self(text.trim().nfc().collect::<String>().to_lowercase().nfc().collect::<String>().into())
    }
}

impl Borrow<str> for NameKey {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for NameKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A single line of at most `max` characters.
pub(crate) fn plain(text: &str, max: usize) -> Result<Arc<str>, Invalid> {
    bounded(text, max, |c| c.is_control())
}

/// Lines of text, at most `max` characters together.
pub(crate) fn multiline(text: &str, max: usize) -> Result<Arc<str>, Invalid> {
    bounded(text, max, |c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

fn bounded(text: &str, max: usize, refused: fn(char) -> bool) -> Result<Arc<str>, Invalid> {
    let length = text.chars().count();
    if length > max {
        return Err(Invalid::TextTooLong { length, max });
    }
    match text.chars().find(|&c| refused(c)) {
        Some(c) => Err(Invalid::ControlCharacter(c.into())),
        None => Ok(text.into()),
    }
}

/// Refuses a list that is too long.
pub(crate) fn bounded_list<T>(what: &'static str, list: &[T], max: usize) -> Result<(), Invalid> {
    if list.len() > max {
        return Err(Invalid::ListTooLong { what, length: list.len(), max });
    }
    Ok(())
}

/// Longest name of an object, in characters (ours; the documents name no limit).
pub const NAME_MAX: usize = 256;
/// Longest name of a nested item, in characters (documented for questions and time ranges).
pub const LABEL_MAX: usize = 128;
/// Longest description, in characters (ours).
pub const DESCRIPTION_MAX: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_case_and_in_nfc() {
        let composed = ObjectName::new("CAF\u{c9}").unwrap();
        let decomposed = ObjectName::new("cafe\u{301}").unwrap();
        assert_eq!(composed.key(), decomposed.key());
        assert_ne!(composed.key(), ObjectName::new("cafe").unwrap().key(), "accents count");
    }

    #[test]
    fn a_number_behind_a_name_keeps_it_within_the_limit() {
        let long = ObjectName::new(&"x".repeat(NAME_MAX)).unwrap();
        assert_eq!(long.numbered(12).as_str().chars().count(), NAME_MAX);
        assert!(long.numbered(12).as_str().ends_with("x (12)"));
        assert_eq!(ObjectName::new("Help Desk").unwrap().numbered(2).as_str(), "Help Desk (2)");
    }
}
