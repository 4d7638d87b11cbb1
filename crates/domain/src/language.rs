use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    Invalid,
    schema::{schema, text_like},
};

/// One of the 26 languages that a workflow can speak, such as `en-US`; read without regard to case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language(u8);

schema!(Language, text_like("en-US"));

impl Language {
    /// Every language in the order of its code.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..).take(CODES.len()).map(Self)
    }

    /// The language of a code.
    ///
    /// # Errors
    /// [`Invalid::Language`] for a code that is none of the 26.
    pub fn new(code: &str) -> Result<Self, Invalid> {
        let found = Self::all().find(|language| language.as_str().eq_ignore_ascii_case(code.trim()));
        found.ok_or_else(|| Invalid::Language(code.to_owned()))
    }

    /// The code.
    pub const fn as_str(self) -> &'static str {
        CODES[self.0 as usize]
    }
}

impl TryFrom<String> for Language {
    type Error = Invalid;
    fn try_from(code: String) -> Result<Self, Invalid> {
        Self::new(&code)
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.as_str().to_owned()
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The documented codes.
const CODES: [&str; 26] = [
    "ca-ES", "da-DK", "de-DE", "en-AU", "en-CA", "en-GB", "en-IN", "en-US", "es-ES", "es-MX", "fi-FI",
    "fr-CA", "fr-FR", "it-IT", "ja-JP", "ko-KR", "nb-NO", "nl-NL", "pl-PL", "pt-BR", "pt-PT", "ru-RU",
    "sv-SE", "zh-CN", "zh-HK", "zh-TW",
];
