//! What agents tell a pool about themselves: where they are signed in, and their presence.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{ObjectId, SipUri, number::words};

words!(
    /// Whether a person can be disturbed (`docs/rules.md`, routing).
    #[derive(Default)]
    Presence, "a presence", {
        /// Ready; what a telephone is that says nothing of presence.
        #[default]
        Available = 0,
        /// Ready, but has not touched anything for a while.
        Inactive = 1,
        /// Not there.
        Away = 2,
        /// Not there for a short time.
        BeRightBack = 3,
        /// There, but in a call or a meeting.
        Busy = 4,
        /// There, and wants no call of any kind.
        DoNotDisturb = 5,
        /// Reaches nothing and is not reached.
        Offline = 6,
    }
);

/// What a pool keeps of an agent, so that it survives a restart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Agent {
    /// The SIP address.
    pub uri: SipUri,
    /// The formal agent groups that the agent is signed in to; absent is signed out.
    #[serde(default)]
    pub signed_in: BTreeSet<ObjectId>,
    /// The presence that was last set over the API, if any.
    #[serde(default)]
    pub presence: Option<Presence>,
    /// When it was set: one that is set again holds again, whatever the telephone has said since.
    #[serde(default)]
    pub presence_set: Option<Timestamp>,
}

impl Agent {
    /// An agent who has said nothing yet.
    pub const fn new(uri: SipUri) -> Self {
        Self { uri, signed_in: BTreeSet::new(), presence: None, presence_set: None }
    }

    /// Whether the agent takes calls of a group as far as signing in goes.
    pub fn is_signed_in(&self, group: ObjectId) -> bool {
        self.signed_in.contains(&group)
    }

    /// Whether nothing is known that is worth keeping.
    pub fn is_blank(&self) -> bool {
        self.signed_in.is_empty() && self.presence.is_none()
    }
}
