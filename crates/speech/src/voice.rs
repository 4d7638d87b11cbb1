//! The voices: one row for each language.

use domain::Language;

/// How a language is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voice {
    /// The code of the language.
    pub language: &'static str,
    /// The name of the voice in espeak-ng.
    pub espeak: &'static str,
    /// What `#` is called: "number" in the language.
    pub number: &'static str,
}

/// The voice of a language.
///
/// # Panics
/// Never: every language has a row, which a test makes sure of.
pub fn voice(language: Language) -> &'static Voice {
    let found = VOICES.iter().find(|voice| voice.language == language.as_str());
    found.expect("every language has a voice")
}

const fn row(language: &'static str, espeak: &'static str, number: &'static str) -> Voice {
    Voice { language, espeak, number }
}

/// espeak-ng has no voice of its own for Australia, Canada (in English and in French) and India: the nearest speaks.
/// The plain Mandarin voice spells Latin letters in English; the one named for Pinyin does not.
const VOICES: [Voice; 26] = [
    row("ca-ES", "ca", "número"),
    row("da-DK", "da", "nummer"),
    row("de-DE", "de", "Nummer"),
    row("en-AU", "en-gb", "number"),
    row("en-CA", "en-us", "number"),
    row("en-GB", "en-gb", "number"),
    row("en-IN", "en-gb", "number"),
    row("en-US", "en-us", "number"),
    row("es-ES", "es", "número"),
    row("es-MX", "es-419", "número"),
    row("fi-FI", "fi", "numero"),
    row("fr-CA", "fr-fr", "numéro"),
    row("fr-FR", "fr-fr", "numéro"),
    row("it-IT", "it", "numero"),
    row("ja-JP", "ja", "ばんごう"),
    row("ko-KR", "ko", "번호"),
    row("nb-NO", "nb", "nummer"),
    row("nl-NL", "nl", "nummer"),
    row("pl-PL", "pl", "numer"),
    row("pt-BR", "pt-br", "número"),
    row("pt-PT", "pt", "número"),
    row("ru-RU", "ru", "номер"),
    row("sv-SE", "sv", "nummer"),
    row("zh-CN", "cmn-latn-pinyin", "号码"),
    row("zh-HK", "yue", "號碼"),
    row("zh-TW", "cmn-latn-pinyin", "号码"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_a_voice() {
        for language in Language::all() {
            assert_eq!(voice(language).language, language.as_str());
        }
    }
}
