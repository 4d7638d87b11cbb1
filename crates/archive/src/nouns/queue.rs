use domain::OverflowCandidate;

use super::call_action::CALL_ACTION;
use crate::shape::{EnumerationShape, ObjectShape, Shape, property, type_names};
use clixml::IntKind;

pub(crate) static QUEUE: ObjectShape = ObjectShape {
    name: "Queue",
    type_names: type_names!(class "Queue"),
    properties: &[
        property("Name", Shape::Text),
        property("Description", Shape::Text),
        property("AgentGroupIDList", Shape::List(&Shape::Reference)),
        property("TimeoutThreshold", Shape::Int(IntKind::I32)),
        property("TimeoutAction", Shape::Object(&CALL_ACTION)),
        property("OverflowThreshold", Shape::Int(IntKind::I16)),
        property("OverflowCandidate", Shape::Enumeration(&OVERFLOW_CANDIDATE)),
        property("OverflowAction", Shape::Object(&CALL_ACTION)),
    ],
    prune: None,
};

static OVERFLOW_CANDIDATE: EnumerationShape = EnumerationShape {
    type_names: type_names!(enumeration "OverflowCandidate"),
    words: OverflowCandidate::WORDS,
};
