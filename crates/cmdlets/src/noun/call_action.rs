use domain::ActionKind;

use super::prompt::PROMPT;
use super::shape::{Kind, Shape, Words, property};

/// Older pages list the targets under names of their own.
pub(crate) static CALL_ACTION: Shape = Shape {
    name: "CallAction",
    properties: &[
        property("Prompt", Kind::Object(&PROMPT)),
        property("Question", Kind::Object(&QUESTION)),
        property("Action", Kind::Enumeration(&ACTION)),
        property("QueueID", Kind::Identity),
        property("Uri", Kind::Uri),
    ],
    aliases: &[
        ("Target", "Action"),
        ("TargetQuestion", "Question"),
        ("TargetQueueID", "QueueID"),
        ("TargetUri", "Uri"),
    ],
};

pub(super) static ACTION: Words = Words { name: "CallActionType", words: ActionKind::WORDS };

pub(crate) static QUESTION: Shape = Shape {
    name: "Question",
    properties: &[
        property("Prompt", Kind::Object(&PROMPT)),
        property("InvalidAnswerPrompt", Kind::Object(&PROMPT)),
        property("NoAnswerPrompt", Kind::Object(&PROMPT)),
        property("AnswerList", Kind::List(&Kind::Object(&ANSWER))),
        property("Name", Kind::Text),
    ],
    aliases: &[],
};

pub(crate) static ANSWER: Shape = Shape {
    name: "Answer",
    properties: &[
        property("Action", Kind::Object(&CALL_ACTION)),
        property("Name", Kind::Text),
        property("DtmfResponse", Kind::Text),
        property("VoiceResponseList", Kind::List(&Kind::Text)),
    ],
    aliases: &[],
};
