use serde::{Deserialize, Serialize};

use crate::{AudioFile, number::checked_number};

/// The settings of a pool as a whole: exactly one set for each (Set-CsRgsConfiguration).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ServiceSettings {
    /// How long an agent who declined a call is not offered it again.
    #[serde(default)]
    pub agent_ringback_grace_period: AgentRingbackGracePeriod,
    /// The music of every queue whose workflow has none; without it, the built-in one.
    #[serde(default)]
    pub default_music_on_hold_file: Option<AudioFile>,
    /// Whether agents are told waiting time, questions and answers.
    #[serde(default)]
    pub disable_call_context: bool,
}

checked_number!(
    /// How long a declined call is not offered again: 30 to 600 seconds, 60 unless told.
    AgentRingbackGracePeriod, 30..=600, "seconds"
);

impl Default for AgentRingbackGracePeriod {
    fn default() -> Self {
        Self(60)
    }
}
