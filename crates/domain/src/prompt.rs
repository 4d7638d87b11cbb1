use serde::{Deserialize, Serialize};

use crate::{
    AudioFile, Invalid,
    text::{checked_text, multiline},
};

/// What a caller hears: audio, or text to be spoken where there is none (New-CsRgsPrompt).
///
/// A prompt with neither is legal and skipped.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Prompt {
    /// Spoken when there is no audio.
    #[serde(default)]
    pub text_to_speech_prompt: Option<SpokenText>,
    /// Played first where present.
    #[serde(default)]
    pub audio_file_prompt: Option<AudioFile>,
}

checked_text!(
    /// Text to be spoken: at most 4,096 characters, no HTML.
    SpokenText,
    |text| {
        if let Some(tag) = html_tag(text) {
            return Err(Invalid::PromptHtml(tag.to_owned()));
        }
        multiline(text, SPOKEN_TEXT_MAX)
    }
);

/// The first thing that looks like an HTML tag: `<`, a letter or slash, and a `>` later on.
fn html_tag(text: &str) -> Option<&str> {
    text.match_indices('<').find_map(|(at, _)| {
        let rest = &text[at..];
        let opens = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        rest.find('>').filter(|_| opens).map(|end| &rest[..=end])
    })
}

/// Longest text to speak, in characters (documented).
pub const SPOKEN_TEXT_MAX: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_refused_and_comparison_signs_are_spoken() {
        assert_eq!(SpokenText::new("Hello <b>you</b>"), Err(Invalid::PromptHtml("<b>".into())));
        assert!(SpokenText::new("for a wait < 5 minutes and > 1").is_ok());
        assert_eq!(SpokenText::new(&"x".repeat(4097)), Err(Invalid::TextTooLong { length: 4097, max: 4096 }));
    }
}
