use domain::AnswerAt;

use super::call_action::{AUDIO_FILE, CALL_ACTION};
use crate::shape::{EnumerationShape, ObjectShape, Shape, ours, property, type_names};

pub(crate) static WORKFLOW: ObjectShape = ObjectShape {
    name: "Workflow",
    type_names: type_names!(class "Workflow"),
    properties: &[
        property("Name", Shape::Text),
        property("Description", Shape::Text),
        property("PrimaryUri", Shape::Uri),
        property("LineUri", Shape::Uri),
        property("DisplayNumber", Shape::Text),
        property("Active", Shape::Bool),
        property("Anonymous", Shape::Bool),
        property("EnabledForFederation", Shape::Bool),
        property("Language", Shape::Word),
        property("TimeZone", Shape::Word),
        property("BusinessHoursID", Shape::Reference),
        property("NonBusinessHoursAction", Shape::Object(&CALL_ACTION)),
        property("HolidaySetIDList", Shape::List(&Shape::Reference)),
        property("HolidayAction", Shape::Object(&CALL_ACTION)),
        property("DefaultAction", Shape::Object(&CALL_ACTION)),
        property("CustomMusicOnHoldFile", Shape::Audio(&AUDIO_FILE)),
        property("Managed", Shape::Bool),
        property("ManagersByUri", Shape::List(&Shape::Uri)),
        ours("AnswerAt", Shape::Enumeration(&ANSWER_AT)),
    ],
    prune: None,
};

static ANSWER_AT: EnumerationShape =
    EnumerationShape { type_names: type_names!(enumeration "AnswerAt"), words: AnswerAt::WORDS };
