use std::{collections::BTreeMap, sync::Arc};

use domain::{Presence, SipUri};
use stdx::Instant;

use crate::{AgentState, CallId, OfferId, roster::GroupIndex};

/// An agent as the engine knows it.
///
/// ```text
///          offer             answered             hung up              leg gone
/// idle ------------> ringing ---------> talking ------------> ending ----------> guarded --> idle
///   ^                   |                                                            ^
///   +-------------------+ refused, withdrawn and its leg gone          answered too late, then ended
/// ```
///
/// Every state but idle and talking ends by a timer of ours where the edge says nothing.
#[derive(Debug)]
pub(crate) struct Agent {
    pub(crate) uri: SipUri,
    /// What the configuration keeps.
    pub(crate) kept: Option<Arc<domain::Agent>>,
    pub(crate) registered: bool,
    pub(crate) presence: Presence,
    /// Has calls that are not ours, at the longest until then: nothing may be told of their end.
    pub(crate) elsewhere_until: Option<Instant>,
    /// Every leg to the agent that is not known to be gone.
    pub(crate) legs: BTreeMap<OfferId, Leg>,
    /// Not before, because a call has just ended.
    pub(crate) guarded_until: Option<Instant>,
    /// Not before, because the agent was not reached.
    pub(crate) shunned_until: Option<Instant>,
    /// Since when the agent has been ready and without a call.
    pub(crate) idle_since: Instant,
    pub(crate) memberships: Vec<Membership>,
}

/// A leg to an agent, as far as it keeps the agent from other calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leg {
    /// Rings, or has rung and is being withdrawn.
    Ringing {
        /// Whether the group is an Attendant one, where several may ring at once.
        attendant: bool,
    },
    /// Caller and agent talk.
    Talking(CallId),
    /// Was answered and is being ended.
    Ending,
}

/// An agent's place in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Membership {
    pub(crate) group: GroupIndex,
    /// From the top of the list.
    pub(crate) position: u32,
    pub(crate) signed_in: bool,
    /// Under what the group lists the agent as eligible.
    pub(crate) listed: Option<(u64, u32)>,
}

impl Agent {
    pub(crate) fn new(uri: SipUri) -> Self {
        Self {
            uri,
            kept: None,
            registered: false,
            presence: Presence::default(),
            elsewhere_until: None,
            legs: BTreeMap::new(),
            guarded_until: None,
            shunned_until: None,
            idle_since: Instant::START,
            memberships: Vec::new(),
        }
    }

    /// Whether a call may be offered by the methods that go by presence.
    pub(crate) fn is_free(&self) -> bool {
        self.is_reached() && is_ready(self.presence) && self.elsewhere_until.is_none() && self.legs.is_empty()
    }

    /// Whether one more call may ring by the Attendant method.
    pub(crate) fn attends(&self, rings_max: usize) -> bool {
        self.legs.len() < rings_max && self.may_pick()
    }

    /// Whether the agent may pick one more call of an Attendant group.
    pub(crate) fn may_pick(&self) -> bool {
        let rings_only = |leg: &Leg| *leg == Leg::Ringing { attendant: true };
        self.is_reached() && attends(self.presence) && self.legs.values().all(rings_only)
    }

    fn is_reached(&self) -> bool {
        self.registered && self.guarded_until.is_none() && self.shunned_until.is_none()
    }

    /// Whether an offer may go on ringing. Busy is not looked at: many telephones say so because they ring.
    pub(crate) fn keeps_ringing(&self, attendant: bool) -> bool {
        let stays = if attendant { attends(self.presence) } else { is_there(self.presence) };
        self.registered && stays
    }

    /// The call that the agent talks with.
    pub(crate) fn talks_with(&self) -> Option<CallId> {
        self.legs.values().find_map(|leg| match leg {
            Leg::Talking(call) => Some(*call),
            _ => None,
        })
    }

    /// When the agent's timer is due.
    pub(crate) fn left_alone_until(&self) -> Option<Instant> {
        [self.guarded_until, self.shunned_until, self.elsewhere_until].into_iter().flatten().min()
    }

    pub(crate) fn state(&self) -> AgentState {
        let mut states: Vec<_> = self.legs.values().collect();
        states.sort_by_key(|leg| match leg {
            Leg::Talking(_) => 0,
            Leg::Ringing { .. } => 1,
            Leg::Ending => 2,
        });
        match states.first() {
            Some(Leg::Talking(_)) => AgentState::Talking,
            Some(Leg::Ringing { .. }) => AgentState::Ringing,
            Some(Leg::Ending) => AgentState::Ending,
            None if self.guarded_until.is_some() => AgentState::Guarded,
            None if self.elsewhere_until.is_some() => AgentState::Elsewhere,
            None => AgentState::Idle,
        }
    }
}

/// The presences in which the methods that go by presence offer calls (`docs/rules.md`, routing).
pub(crate) const fn is_ready(presence: Presence) -> bool {
    matches!(presence, Presence::Available | Presence::Inactive)
}

const fn is_there(presence: Presence) -> bool {
    is_ready(presence) || matches!(presence, Presence::Busy)
}

/// The presences in which an attendant is offered calls.
pub(crate) const fn attends(presence: Presence) -> bool {
    !matches!(presence, Presence::DoNotDisturb | Presence::Offline)
}
