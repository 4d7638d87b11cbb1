use super::shape::{Kind, Shape, property, read_only};

pub(crate) static PROMPT: Shape = Shape {
    name: "Prompt",
    properties: &[
        property("AudioFilePrompt", Kind::Object(&AUDIO_FILE)),
        property("TextToSpeechPrompt", Kind::Text),
    ],
    aliases: &[],
};

/// What the pool says of audio; nothing of it can be changed.
pub(crate) static AUDIO_FILE: Shape = Shape {
    name: "AudioFile",
    properties: &[
        read_only("OriginalFileName", Kind::Text),
        read_only("UniqueName", Kind::Text),
        read_only("ContentHash", Kind::Text),
    ],
    aliases: &[],
};
