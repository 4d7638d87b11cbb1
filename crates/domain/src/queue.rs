use serde::{Deserialize, Serialize};

use crate::{
    ActionKind, CallAction, Description, Invalid, ObjectName, Reference,
    checked::checked_struct,
    number::{checked_number, words},
    text::bounded_list,
};

/// Where callers wait, and for whom (New-CsRgsQueue).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase", deny_unknown_fields, remote = "Self")]
pub struct Queue {
    /// Unique among the queues of a pool.
    pub name: ObjectName,
    /// Free text.
    #[serde(default)]
    pub description: Option<Description>,
    /// The agent groups, searched in this order.
    #[serde(default, rename = "AgentGroupIDList")]
    pub agent_group_id_list: Vec<Reference>,
    /// How long a call waits; without it, for ever.
    #[serde(default)]
    pub timeout_threshold: Option<TimeoutThreshold>,
    /// What happens then.
    #[serde(default)]
    pub timeout_action: Option<CallAction>,
    /// How many calls may wait; without it, any number.
    #[serde(default)]
    pub overflow_threshold: Option<OverflowThreshold>,
    /// Which call is acted on when the queue is full.
    #[serde(default)]
    pub overflow_candidate: OverflowCandidate,
    /// What happens to it.
    #[serde(default)]
    pub overflow_action: Option<CallAction>,
}

words!(
    /// Which call an overflow acts on.
    #[derive(Default)]
    OverflowCandidate, "an overflow candidate", {
        /// The arriving one.
        #[default]
        NewestCall = 0,
        /// The one that has waited longest; the arriving one takes a place.
        OldestCall = 1,
    }
);

checked_number!(
    /// How long a call waits: 10 to 65,535 seconds.
    TimeoutThreshold, 10..=65_535, "seconds"
);

checked_number!(
    /// How many calls may wait: 0 to 1,000; 0 sends every call to the overflow action.
    OverflowThreshold, 0..=1_000, "calls"
);

checked_struct!(Queue);

impl Queue {
    /// The rules that span several properties.
    ///
    /// # Errors
    /// [`Invalid::QueueActionQuestion`] and [`Invalid::ListTooLong`].
    pub fn check(&self) -> Result<(), Invalid> {
        bounded_list("agent groups", &self.agent_group_id_list, AGENT_GROUPS_MAX)?;
        for (property, action) in self.actions() {
            if action.is_some_and(|action| action.kind() == ActionKind::TransferToQuestion) {
                return Err(Invalid::QueueActionQuestion { property });
            }
        }
        Ok(())
    }

    /// The actions with their property names.
    pub fn actions(&self) -> [(&'static str, Option<&CallAction>); 2] {
        [("TimeoutAction", self.timeout_action.as_ref()), ("OverflowAction", self.overflow_action.as_ref())]
    }
}

/// Most agent groups of one queue (ours).
pub const AGENT_GROUPS_MAX: usize = 1_000;
