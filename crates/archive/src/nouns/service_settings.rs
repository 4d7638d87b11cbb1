use super::call_action::AUDIO_FILE;
use crate::shape::{ObjectShape, Shape, property, type_names};
use clixml::IntKind;

pub(crate) static SERVICE_SETTINGS: ObjectShape = ObjectShape {
    name: "ServiceSettings",
    type_names: type_names!(class "ServiceSettings"),
    properties: &[
        property("AgentRingbackGracePeriod", Shape::Int(IntKind::I16)),
        property("DefaultMusicOnHoldFile", Shape::Audio(&AUDIO_FILE)),
        property("DisableCallContext", Shape::Bool),
    ],
    prune: None,
};
