use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use domain::{AgentGroup, Entry, Object, ObjectId, ParticipationPolicy, RoutingMethod};
use stdx::Instant;

use crate::{CallId, queue::Place, roster::AgentIndex, routing};

/// An agent group: its list, and who of it can be offered a call.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) id: ObjectId,
    /// The object, while the configuration holds it.
    pub(crate) entry: Option<Arc<Entry>>,
    /// The agents in the order of the list, each once.
    pub(crate) members: Vec<AgentIndex>,
    /// The queues that search this group.
    pub(crate) queues: BTreeSet<ObjectId>,
    /// Calls that ring at all who are eligible, in the order in which they wait.
    pub(crate) ringing: BTreeSet<(Place, CallId)>,
    /// The place in the list that RoundRobin offered a call to last.
    pub(crate) turn: Option<u32>,
    /// Who can be offered a call, in the order of the method.
    eligible: BTreeMap<(u64, u32), AgentIndex>,
}

impl Group {
    pub(crate) const fn new(id: ObjectId) -> Self {
        Self {
            id,
            entry: None,
            members: Vec::new(),
            queues: BTreeSet::new(),
            ringing: BTreeSet::new(),
            turn: None,
            eligible: BTreeMap::new(),
        }
    }

    fn object(&self) -> Option<&AgentGroup> {
        self.entry.as_ref().and_then(|entry| match &entry.object {
            Object::AgentGroup(group) => Some(&**group),
            _ => None,
        })
    }

    pub(crate) fn method(&self) -> RoutingMethod {
        self.object().map(|group| group.routing_method).unwrap_or_default()
    }

    pub(crate) fn is_attendant(&self) -> bool {
        self.method() == RoutingMethod::Attendant
    }

    /// Whether agents sign in by themselves.
    pub(crate) fn is_formal(&self) -> bool {
        self.object().is_some_and(|group| group.participation_policy == ParticipationPolicy::Formal)
    }

    /// How long one offer rings.
    pub(crate) fn alert_time(&self) -> Duration {
        let seconds = self.object().map(|group| group.agent_alert_time).unwrap_or_default().value();
        Duration::from_secs(seconds.into())
    }

    /// Where an eligible agent stands: by the method, then by the list.
    pub(crate) fn key(&self, idle_since: Instant, position: u32) -> (u64, u32) {
        (routing::rank(self.method(), idle_since), position)
    }

    /// Moves an agent among the eligible.
    pub(crate) fn list(&mut self, agent: AgentIndex, from: Option<(u64, u32)>, to: Option<(u64, u32)>) {
        if let Some(key) = from {
            self.eligible.remove(&key);
        }
        if let Some(key) = to {
            self.eligible.insert(key, agent);
        }
    }

    /// Who can be offered a call, in the order of the method, with the key of the place in it.
    pub(crate) const fn eligible(&self) -> &BTreeMap<(u64, u32), AgentIndex> {
        &self.eligible
    }
}
