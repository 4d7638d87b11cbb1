use serde::{Deserialize, Serialize};

use crate::{
    Description, DistributionGroupAddress, Invalid, ObjectName, SipUri,
    number::{checked_number, words},
    text::bounded_list,
};

/// The agents that a queue can reach and how one of them is chosen (New-CsRgsAgentGroup).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct AgentGroup {
    /// Unique among the agent groups of a pool.
    pub name: ObjectName,
    /// Free text.
    #[serde(default)]
    pub description: Option<Description>,
    /// Whether agents sign in and out themselves.
    #[serde(default)]
    pub participation_policy: ParticipationPolicy,
    /// How long one offer rings.
    #[serde(default)]
    pub agent_alert_time: AgentAlertTime,
    /// Who is offered the next call.
    #[serde(default)]
    pub routing_method: RoutingMethod,
    /// A group of the directory whose members follow the agents listed here.
    #[serde(default)]
    pub distribution_group_address: Option<DistributionGroupAddress>,
    /// The agents, in the order that RoundRobin and Serial follow.
    #[serde(default)]
    pub agents_by_uri: AgentList,
}

words!(
    /// Whether agents are signed in with their telephone or sign in by themselves.
    #[derive(Default)]
    ParticipationPolicy, "a participation policy", {
        /// Signed in whenever the telephone is.
        #[default]
        Informal = 0,
        /// Signs in and out by hand.
        Formal = 1,
    }
);

words!(
    /// Who of a group is offered a call.
    #[derive(Default)]
    RoutingMethod, "a routing method", {
        /// The agent who has been free for the longest time.
        LongestIdle = 0,
        /// The next of the list.
        RoundRobin = 1,
        /// Always from the top of the list.
        Serial = 2,
        /// All who are free at once.
        #[default]
        Parallel = 3,
        /// All who are signed in, whatever their presence.
        Attendant = 4,
    }
);

checked_number!(
    /// How long an offer rings: 10 to 600 seconds, 20 unless told.
    AgentAlertTime, 10..=600, "seconds"
);

impl Default for AgentAlertTime {
    fn default() -> Self {
        Self(20)
    }
}

impl AgentAlertTime {
    /// Above this many seconds a caller's SIP transaction may end before the offer does
    /// (documented note; accepted with a warning).
    pub const ADVISED_MAX: u16 = 180;
}

/// Agents in order, at most [`AGENTS_MAX`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "Vec<SipUri>", into = "Vec<SipUri>")]
pub struct AgentList(Vec<SipUri>);

impl AgentList {
    /// The agents in order.
    pub fn as_slice(&self) -> &[SipUri] {
        &self.0
    }
}

impl TryFrom<Vec<SipUri>> for AgentList {
    type Error = Invalid;
    fn try_from(agents: Vec<SipUri>) -> Result<Self, Invalid> {
        bounded_list("agents", &agents, AGENTS_MAX)?;
        Ok(Self(agents))
    }
}

impl From<AgentList> for Vec<SipUri> {
    fn from(agents: AgentList) -> Self {
        agents.0
    }
}

/// Most agents in one group (ours; the original publishes 2,400 active agents for a whole pool).
pub const AGENTS_MAX: usize = 5_000;
