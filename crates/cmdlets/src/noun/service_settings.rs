use super::prompt::AUDIO_FILE;
use super::shape::{INT16, Kind, Shape, property, read_only};

pub(crate) static SERVICE_SETTINGS: Shape = Shape {
    name: "ServiceSettings",
    properties: &[
        read_only("Identity", Kind::Identity),
        property("DefaultMusicOnHoldFile", Kind::Object(&AUDIO_FILE)),
        property("AgentRingbackGracePeriod", Kind::Number(&INT16)),
        property("DisableCallContext", Kind::Bool),
    ],
    aliases: &[],
};
