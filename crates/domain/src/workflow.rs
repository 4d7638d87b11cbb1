use serde::{Deserialize, Serialize};

use crate::{
    ActionKind, AudioFile, CallAction, Description, DisplayNumber, Invalid, Language, LineUri, NameKey,
    ObjectName, Reference, SipUri, TimeZoneName, checked::checked_struct, number::words, text::bounded_list,
};

/// What callers dial: an address, its hours and what happens to a call (New-CsRgsWorkflow).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase", deny_unknown_fields, remote = "Self")]
pub struct Workflow {
    /// Unique among the workflows of a pool, and the display name.
    pub name: ObjectName,
    /// Free text, shown on the contact card.
    #[serde(default)]
    pub description: Option<Description>,
    /// The SIP address that callers dial; unique across the deployment.
    pub primary_uri: SipUri,
    /// The telephone number that callers dial; unique across the deployment.
    #[serde(default)]
    pub line_uri: Option<LineUri>,
    /// The number as people read it.
    #[serde(default)]
    pub display_number: Option<DisplayNumber>,
    /// Whether calls are taken; a workflow is checked for completeness only while it is active.
    #[serde(default)]
    pub active: bool,
    /// Whether callers are kept from learning who answered.
    #[serde(default)]
    pub anonymous: bool,
    /// Whether callers of other organisations may dial the SIP address.
    #[serde(default)]
    pub enabled_for_federation: bool,
    /// The language of spoken texts and recognised answers.
    pub language: Language,
    /// The zone in which hours and holidays are meant.
    pub time_zone: TimeZoneName,
    /// The opening hours; without them, always open.
    #[serde(default, rename = "BusinessHoursID")]
    pub business_hours_id: Option<Reference>,
    /// What happens outside the hours; without it, the call ends.
    #[serde(default)]
    pub non_business_hours_action: Option<CallAction>,
    /// The holidays.
    #[serde(default, rename = "HolidaySetIDList")]
    pub holiday_set_id_list: Vec<Reference>,
    /// What happens on a holiday; without it, the call ends.
    #[serde(default)]
    pub holiday_action: Option<CallAction>,
    /// What happens otherwise: into a queue (hunt group) or to a question (interactive).
    #[serde(default)]
    pub default_action: Option<CallAction>,
    /// When callers are answered (ours). It is not written while it is the default, so that digests of versions that did
    /// not know it still match.
    #[serde(default, skip_serializing_if = "AnswerAt::is_start")]
    pub answer_at: AnswerAt,
    /// The music of this workflow.
    #[serde(default)]
    pub custom_music_on_hold_file: Option<AudioFile>,
    /// Whether named managers look after it.
    #[serde(default)]
    pub managed: bool,
    /// Those managers; each needs the role CsResponseGroupManager.
    #[serde(default)]
    pub managers_by_uri: Vec<SipUri>,
}

checked_struct!(Workflow);

words!(
    /// When a caller is answered.
    #[derive(Default)]
    AnswerAt, "a moment to answer", {
        /// As soon as there is something to hear.
        #[default]
        Start = 0,
        /// When an agent, or the target of a transfer, answers. Prompts, questions and music come before as early media.
        Agent = 1,
    }
);

impl AnswerAt {
    /// Whether it is the default.
    fn is_start(&self) -> bool {
        *self == Self::Start
    }
}

impl Workflow {
    /// The rules of shape that span the type's own limits: the display name and the lengths of lists.
    ///
    /// # Errors
    /// [`Invalid::WorkflowNameBrackets`], [`Invalid::WorkflowNameReserved`], [`Invalid::ListTooLong`].
    pub fn check(&self) -> Result<(), Invalid> {
        if self.name.as_str().contains(['<', '>']) {
            return Err(Invalid::WorkflowNameBrackets);
        }
        if RESERVED_NAMES.iter().any(|reserved| NameKey::new(reserved) == self.name.key()) {
            return Err(Invalid::WorkflowNameReserved(self.name.to_string()));
        }
        bounded_list("holiday sets", &self.holiday_set_id_list, HOLIDAY_SETS_MAX)?;
        bounded_list("managers", &self.managers_by_uri, MANAGERS_MAX)
    }

    /// What an active workflow lacks, rule by rule.
    pub fn incompleteness(&self) -> Vec<Incomplete> {
        use ActionKind::{TransferToQuestion, TransferToQueue};
        let mut found = Vec::new();
        match self.default_action.as_ref().map(CallAction::kind) {
            None => found.push(Incomplete::DefaultActionMissing),
            Some(TransferToQueue | TransferToQuestion) => {}
            Some(kind) => found.push(Incomplete::DefaultActionKind(kind)),
        }
        let closed = [
            ("NonBusinessHoursAction", self.non_business_hours_action.as_ref()),
            ("HolidayAction", self.holiday_action.as_ref()),
        ];
        for (property, action) in closed {
            if let Some(kind @ (TransferToQueue | TransferToQuestion)) = action.map(CallAction::kind) {
                found.push(Incomplete::ClosedActionKind { property, kind });
            }
        }
        found
    }

    /// The three actions with their property names.
    pub fn actions(&self) -> [(&'static str, Option<&CallAction>); 3] {
        [
            ("DefaultAction", self.default_action.as_ref()),
            ("NonBusinessHoursAction", self.non_business_hours_action.as_ref()),
            ("HolidayAction", self.holiday_action.as_ref()),
        ]
    }
}

/// Why a workflow cannot be active.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Incomplete {
    /// No DefaultAction.
    #[error("it has no DefaultAction; set one that transfers to a queue or to a question")]
    DefaultActionMissing,
    /// A DefaultAction of the wrong kind.
    #[error("its DefaultAction is {0}; it must be TransferToQueue or TransferToQuestion")]
    DefaultActionKind(ActionKind),
    /// An action outside hours that leads to agents.
    #[error(
        "its {property} is {kind}; outside the hours and on holidays a call may not go to a queue or a question"
    )]
    ClosedActionKind {
        /// The property.
        property: &'static str,
        /// The action found.
        kind: ActionKind,
    },
}

/// Display names that belong to the system (documented).
const RESERVED_NAMES: [&str; 2] = ["RGS Presence Watcher", "Announcement Service"];
/// Most holiday sets of one workflow (ours).
pub const HOLIDAY_SETS_MAX: usize = 100;
/// Most managers of one workflow (ours).
pub const MANAGERS_MAX: usize = 1_000;
