use domain::AnswerAt;

use super::call_action::CALL_ACTION;
use super::prompt::AUDIO_FILE;
use super::shape::{Kind, Shape, Words, property, read_only};

pub(crate) static WORKFLOW: Shape = Shape {
    name: "Workflow",
    properties: &[
        read_only("Identity", Kind::Identity),
        property("NonBusinessHoursAction", Kind::Object(&CALL_ACTION)),
        property("HolidayAction", Kind::Object(&CALL_ACTION)),
        property("DefaultAction", Kind::Object(&CALL_ACTION)),
        property("CustomMusicOnHoldFile", Kind::Object(&AUDIO_FILE)),
        property("Name", Kind::Name),
        property("Description", Kind::Text),
        property("PrimaryUri", Kind::Uri),
        property("LineUri", Kind::Uri),
        property("DisplayNumber", Kind::Text),
        property("Active", Kind::Bool),
        property("Anonymous", Kind::Bool),
        property("EnabledForFederation", Kind::Bool),
        property("Managed", Kind::Bool),
        property("Language", Kind::Text),
        property("TimeZone", Kind::Text),
        property("BusinessHoursID", Kind::Identity),
        read_only("OwnerPool", Kind::Identity),
        property("HolidaySetIDList", Kind::List(&Kind::Identity)),
        property("ManagersByUri", Kind::List(&Kind::Uri)),
        property("AnswerAt", Kind::Enumeration(&ANSWER_AT)),
    ],
    aliases: &[],
};

static ANSWER_AT: Words = Words { name: "AnswerAt", words: AnswerAt::WORDS };
