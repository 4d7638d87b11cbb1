use domain::OverflowCandidate;

use super::call_action::CALL_ACTION;
use super::shape::{INT16, INT32, Kind, Shape, Words, property, read_only};

pub(crate) static QUEUE: Shape = Shape {
    name: "Queue",
    properties: &[
        read_only("Identity", Kind::Identity),
        property("TimeoutAction", Kind::Object(&CALL_ACTION)),
        property("OverflowAction", Kind::Object(&CALL_ACTION)),
        property("Name", Kind::Name),
        property("Description", Kind::Text),
        property("TimeoutThreshold", Kind::NumberOrNull(&INT32)),
        property("OverflowThreshold", Kind::NumberOrNull(&INT16)),
        property("OverflowCandidate", Kind::Enumeration(&OVERFLOW_CANDIDATE)),
        read_only("OwnerPool", Kind::Identity),
        property("AgentGroupIDList", Kind::List(&Kind::Identity)),
    ],
    aliases: &[],
};

pub(super) static OVERFLOW_CANDIDATE: Words =
    Words { name: "OverflowCandidate", words: OverflowCandidate::WORDS };
