//! The response groups of a simulated pool, in plain words, and the configuration that says the same.

use std::{collections::BTreeSet, sync::Arc};

use domain::{
    Agent, Change, Configuration, Defaults, Duty, Entry, Language, Object, ObjectId, ObjectKind, PoolFqdn,
    PoolRole, Presence, RoutingMethod, ServiceSettings, SipUri, Stamp, TimeZoneName,
};
use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

/// What a pool holds. Things are named by their place in these lists.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) agents: usize,
    pub(crate) groups: Vec<Group>,
    pub(crate) queues: Vec<Queue>,
    pub(crate) workflows: Vec<Workflow>,
    /// Who is signed in to which formal group.
    pub(crate) signed_in: BTreeSet<(usize, usize)>,
    /// Seconds for which a declined call is not offered again.
    pub(crate) grace: u64,
    /// The presence that each agent has set over the API, if any, and how often.
    pub(crate) presence: Vec<Option<(Presence, i64)>>,
    /// Whether queues search groups of both kinds, Attendant and others. Then agents of even numbers are in
    /// Attendant groups alone, and the others in none.
    pub(crate) mixed: bool,
    /// Whether another pool answers for the workflows.
    pub(crate) relays: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) exists: bool,
    pub(crate) method: RoutingMethod,
    pub(crate) formal: bool,
    /// Seconds that one offer rings.
    pub(crate) alert: u64,
    pub(crate) members: Vec<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Queue {
    pub(crate) exists: bool,
    /// All of them Attendant groups, or none, unless the plan is mixed.
    pub(crate) groups: Vec<usize>,
    /// Seconds.
    pub(crate) timeout: Option<u64>,
    pub(crate) timeout_action: Action,
    pub(crate) overflow: Option<usize>,
    pub(crate) oldest: bool,
    pub(crate) overflow_action: Action,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Workflow {
    pub(crate) exists: bool,
    pub(crate) active: bool,
    /// Whether it is open during the day only.
    pub(crate) by_day: bool,
    pub(crate) action: Action,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Action {
    pub(crate) prompt: bool,
    pub(crate) target: Target,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Terminate,
    Uri,
    Queue(usize),
    /// The keys 1, 2, ... lead to these.
    Question(Vec<Action>),
}

impl Plan {
    /// The configuration that a pool has at first.
    pub(crate) fn configuration(&self) -> Configuration {
        let defaults = Defaults {
            language: Language::new("en-US").expect("a language of the list"),
            time_zone: TimeZoneName::new("UTC").expect("a zone of the database"),
        };
        self.changes(None).into_iter().fold(Configuration::new(pool(), defaults), apply)
    }

    /// The configuration after this plan has taken the place of another.
    pub(crate) fn succeed(&self, before: &Self, configuration: &Configuration) -> Configuration {
        self.changes(Some(before)).into_iter().fold(configuration.clone(), apply)
    }

    fn changes(&self, before: Option<&Self>) -> Vec<Change> {
        let mut changes = Vec::new();
        for (at, group) in self.groups.iter().enumerate() {
            if before.and_then(|before| before.groups.get(at)) != Some(group) {
                let id = id(ObjectKind::AgentGroup, at);
                changes.push(object(id, ObjectKind::AgentGroup, group.exists, group.properties(at)));
            }
        }
        for (at, queue) in self.queues.iter().enumerate() {
            if before.and_then(|before| before.queues.get(at)) != Some(queue) {
                let id = id(ObjectKind::Queue, at);
                changes.push(object(id, ObjectKind::Queue, queue.exists, queue.properties(at)));
            }
        }
        if before.is_none() {
            changes.push(object(
                id(ObjectKind::HoursOfBusiness, 0),
                ObjectKind::HoursOfBusiness,
                true,
                hours(),
            ));
        }
        if before.is_none_or(|before| before.grace != self.grace) {
            let settings = json!({"AgentRingbackGracePeriod": self.grace});
            let settings: ServiceSettings = serde_json::from_value(settings).expect("valid settings");
            changes.push(Change::SettingsSaved(settings));
        }
        if before.is_some_and(|before| before.relays != self.relays) {
            let duty = if self.relays { Duty::Relays } else { Duty::Answers };
            changes.push(Change::PoolRoleSaved(PoolRole { owner: pool(), duty, epoch: 1 }));
        }
        for (at, workflow) in self.workflows.iter().enumerate() {
            if before.and_then(|before| before.workflows.get(at)) != Some(workflow) {
                let id = id(ObjectKind::Workflow, at);
                changes.push(object(id, ObjectKind::Workflow, workflow.exists, workflow.properties(at)));
            }
        }
        let told = |plan: &Self| (plan.signed_in.clone(), plan.presence.clone());
        if before.is_none_or(|before| told(before) != told(self)) {
            changes.extend((0..self.agents).map(|agent| Change::AgentSaved(Arc::new(self.agent(agent)))));
        }
        changes
    }

    fn agent(&self, agent: usize) -> Agent {
        let groups = self.signed_in.iter().filter(|(who, _)| *who == agent);
        let set = self.presence[agent];
        Agent {
            signed_in: groups.map(|(_, group)| id(ObjectKind::AgentGroup, *group)).collect(),
            presence: set.map(|(presence, _)| presence),
            presence_set: set.map(|(_, times)| Timestamp::from_second(times).expect("a small number")),
            ..Agent::new(agent_uri(agent))
        }
    }
}

impl Group {
    pub(crate) fn is_attendant(&self) -> bool {
        self.method == RoutingMethod::Attendant
    }

    fn properties(&self, at: usize) -> Value {
        let agents: Vec<_> = self.members.iter().map(|agent| agent_uri(*agent).to_string()).collect();
        json!({
            "Name": format!("Group {at}"), "RoutingMethod": self.method.as_str(), "AgentsByUri": agents,
            "ParticipationPolicy": if self.formal { "Formal" } else { "Informal" },
            "AgentAlertTime": self.alert,
        })
    }
}

impl Queue {
    fn properties(&self, at: usize) -> Value {
        let groups = self.groups.iter().map(|group| id(ObjectKind::AgentGroup, *group));
        json!({
            "Name": queue_name(at), "AgentGroupIDList": groups.collect::<Vec<_>>(),
            "TimeoutThreshold": self.timeout, "TimeoutAction": self.timeout_action.properties(),
            "OverflowThreshold": self.overflow, "OverflowAction": self.overflow_action.properties(),
            "OverflowCandidate": if self.oldest { "OldestCall" } else { "NewestCall" },
        })
    }
}

impl Workflow {
    fn properties(&self, at: usize) -> Value {
        let hours = self.by_day.then(|| id(ObjectKind::HoursOfBusiness, 0));
        json!({
            "Name": format!("Workflow {at}"), "PrimaryUri": workflow_address(at), "Active": self.active,
            "Language": "en-US", "TimeZone": "UTC", "BusinessHoursID": hours,
            "AnswerAt": if at % 2 == 1 { "Agent" } else { "Start" },
            "DefaultAction": self.action.properties(),
        })
    }
}

impl Action {
    fn properties(&self) -> Value {
        let mut properties = match &self.target {
            Target::Terminate => json!({"Action": "Terminate"}),
            Target::Uri => json!({"Action": "TransferToUri", "Uri": "sip:elsewhere@example.com"}),
            Target::Queue(queue) => {
                json!({"Action": "TransferToQueue", "QueueID": id(ObjectKind::Queue, *queue)})
            }
            Target::Question(answers) => {
                let answers = answers.iter().zip(1..).map(
                    |(action, key)| json!({"DtmfResponse": format!("{key}"), "Action": action.properties()}),
                );
                let answers: Vec<_> = answers.collect();
                let prompt = json!({"TextToSpeechPrompt": "Which one?"});
                json!({"Action": "TransferToQuestion", "Question": {"Prompt": prompt, "AnswerList": answers}})
            }
        };
        if self.prompt {
            properties["Prompt"] = json!({"TextToSpeechPrompt": "One moment."});
        }
        properties
    }
}

/// The address of an agent.
pub(crate) fn agent_uri(agent: usize) -> SipUri {
    SipUri::new(&format!("sip:agent{agent}@example.com")).expect("an address")
}

/// The agent of an address.
pub(crate) fn agent_of(uri: &SipUri) -> usize {
    number(uri.as_str())
}

/// What callers of a workflow dial.
pub(crate) fn workflow_address(at: usize) -> String {
    format!("sip:workflow{at}@example.com")
}

pub(crate) fn queue_name(at: usize) -> String {
    format!("Queue {at}")
}

/// The number in a name that this module made.
pub(crate) fn number(name: &str) -> usize {
    let digits: String = name.chars().filter(char::is_ascii_digit).collect();
    digits.parse().expect("every name has a number")
}

fn id(kind: ObjectKind, at: usize) -> ObjectId {
    ObjectId(Uuid::from_u128(((kind as u128 + 1) << 64) | at as u128))
}

fn object(id: ObjectId, kind: ObjectKind, exists: bool, properties: Value) -> Change {
    if !exists {
        return Change::ObjectRemoved(id);
    }
    let object = Object::from_properties(kind, properties).expect("a plan is valid");
    let changed = Stamp { at: Timestamp::UNIX_EPOCH, by: agent_uri(0) };
    Change::ObjectSaved(Arc::new(Entry::new(id, pool(), object, changed)))
}

fn pool() -> PoolFqdn {
    PoolFqdn::new("pool.example.com").expect("a name")
}

/// Open from 6 to 18 every day.
fn hours() -> Value {
    let mut hours = json!({"Name": "By day"});
    for day in ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] {
        hours[format!("{day}Hours1")] = json!({"OpenTime": "06:00", "CloseTime": "18:00"});
    }
    hours
}

fn apply(configuration: Configuration, change: Change) -> Configuration {
    configuration.apply(configuration.sequence() + 1, &[change])
}
