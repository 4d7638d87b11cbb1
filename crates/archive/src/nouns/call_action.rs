//! Actions and what they contain: prompts, audio, questions, answers.

use domain::ActionKind;
use serde_json::{Map, Value};

use crate::shape::{EnumerationShape, ObjectShape, Shape, aliased, property, type_names};

pub(crate) static CALL_ACTION: ObjectShape = ObjectShape {
    name: "CallAction",
    type_names: type_names!(class "CallAction"),
    properties: &[
        aliased("Action", &["Target"], Shape::Enumeration(&ACTION)),
        property("Prompt", Shape::Object(&PROMPT)),
        aliased("Question", &["TargetQuestion"], Shape::Object(&QUESTION)),
        aliased("QueueID", &["TargetQueueID"], Shape::Reference),
        aliased("Uri", &["TargetUri"], Shape::Uri),
    ],
    prune: Some(prune_targets),
};

pub(crate) static AUDIO_FILE: ObjectShape = ObjectShape {
    name: "AudioFile",
    type_names: type_names!(class "AudioFile"),
    properties: &[
        property("OriginalFileName", Shape::Word),
        property("UniqueName", Shape::Word),
        property("ContentHash", Shape::Word),
    ],
    prune: None,
};

static ACTION: EnumerationShape =
    EnumerationShape { type_names: type_names!(enumeration "CallActionType"), words: ActionKind::WORDS };

static PROMPT: ObjectShape = ObjectShape {
    name: "Prompt",
    type_names: type_names!(class "Prompt"),
    properties: &[
        property("TextToSpeechPrompt", Shape::Text),
        property("AudioFilePrompt", Shape::Audio(&AUDIO_FILE)),
    ],
    prune: None,
};

static QUESTION: ObjectShape = ObjectShape {
    name: "Question",
    type_names: type_names!(class "Question"),
    properties: &[
        property("Name", Shape::Text),
        property("Prompt", Shape::Object(&PROMPT)),
        property("InvalidAnswerPrompt", Shape::Object(&PROMPT)),
        property("NoAnswerPrompt", Shape::Object(&PROMPT)),
        property("AnswerList", Shape::List(&Shape::Object(&ANSWER))),
    ],
    prune: None,
};

static ANSWER: ObjectShape = ObjectShape {
    name: "Answer",
    type_names: type_names!(class "Answer"),
    properties: &[
        property("Name", Shape::Text),
        property("Action", Shape::Object(&CALL_ACTION)),
        property("DtmfResponse", Shape::Word),
        property("VoiceResponseList", Shape::List(&Shape::Text)),
    ],
    prune: None,
};

/// Other readers tolerate targets that the action does not use; `domain` does not.
fn prune_targets(properties: &mut Map<String, Value>) -> Vec<&'static str> {
    let action = properties.get("Action").and_then(Value::as_str).and_then(|word| word.parse().ok());
    let used = match action {
        None => return Vec::new(),
        Some(ActionKind::Terminate) => "",
        Some(ActionKind::TransferToQueue) => "QueueID",
        Some(ActionKind::TransferToQuestion) => "Question",
        Some(ActionKind::TransferToUri | ActionKind::TransferToVoiceMailUri | ActionKind::TransferToPstn) => {
            "Uri"
        }
    };
    ["QueueID", "Question", "Uri"]
        .into_iter()
        .filter(|name| *name != used && properties.remove(*name).is_some())
        .collect()
}
