//! Agents: who they are, where they are signed in, and who may say so (`docs/rules.md`, agents).

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use domain::{
    Agent, Change, Configuration, Directory, Entry, Object, ObjectId, ObjectKind, ObjectName,
    ParticipationPolicy, Presence, RoutingMethod, SipUri,
};

use crate::{
    Caller, Context, Decision, Forbidden, ObjectLine, Refusal, Reply, SetAgent, SignIn,
    rights::{is_self, may_sign_in, may_watch_all, watches},
};

/// An agent of a pool, as far as it is known without looking at telephones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentLine {
    /// The SIP address, as the first of the groups writes it.
    pub uri: SipUri,
    /// The groups, in the order of their names.
    pub groups: Vec<AgentMembership>,
    /// The presence that was last set over the API.
    pub presence: Option<Presence>,
}

/// An agent's place in a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentMembership {
    /// The group.
    pub id: ObjectId,
    /// Its name.
    pub name: ObjectName,
    /// Whether its agents sign in and out by hand.
    pub formal: bool,
    /// Whether the agent is signed in; always true where signing in is not asked for.
    pub signed_in: bool,
}

/// The agents that the caller may look at, in the order of their addresses: administrators see all, managers those of
/// their groups, and everybody who is an agent sees themselves.
pub fn agents(configuration: &Configuration, directory: &Directory, caller: &Caller) -> Vec<AgentLine> {
    let mut lines: BTreeMap<String, AgentLine> = BTreeMap::new();
    for entry in configuration.by_name(ObjectKind::AgentGroup, None) {
        let watched = watches(configuration, caller, entry);
        let Some(members) = members(directory, entry) else { continue };
        for uri in members.into_iter().filter(|uri| watched || is_self(caller, uri)) {
            let kept = configuration.agent(&uri);
            let membership = membership(entry, kept.map(AsRef::as_ref));
            let presence = kept.and_then(|kept| kept.presence);
            let line = lines.entry(uri.key());
            line.or_insert(AgentLine { uri, groups: Vec::new(), presence }).groups.push(membership);
        }
    }
    lines.into_values().collect()
}

/// One agent that the caller may look at.
///
/// # Errors
/// [`Refusal::NotAnAgent`], also for whom the caller may not see.
pub fn agent(
    configuration: &Configuration,
    directory: &Directory,
    caller: &Caller,
    uri: &SipUri,
) -> Result<AgentLine, Refusal> {
    let groups = groups_of(configuration, directory, uri);
    let watched = groups.iter().filter(|entry| is_self(caller, uri) || watches(configuration, caller, entry));
    let kept = configuration.agent(uri);
    let groups: Vec<_> = watched.map(|entry| membership(entry, kept.map(AsRef::as_ref))).collect();
    if groups.is_empty() {
        return Err(Refusal::NotAnAgent(uri.clone()));
    }
    Ok(AgentLine { uri: uri.clone(), groups, presence: kept.and_then(|kept| kept.presence) })
}

/// Whether the caller may look at a call of this workflow that talks with this agent.
pub fn sees_call(
    configuration: &Configuration,
    caller: &Caller,
    workflow: &ObjectName,
    agent: Option<&SipUri>,
) -> bool {
    let entry = configuration.named(ObjectKind::Workflow, &workflow.key());
    agent.is_some_and(|agent| is_self(caller, agent))
        || may_watch_all(configuration, caller)
        || entry.is_some_and(|entry| watches(configuration, caller, entry))
}

/// Whether the caller is an attendant, signed in, of a queue of this name.
pub fn attends(
    configuration: &Configuration,
    directory: &Directory,
    caller: &Caller,
    queue: &ObjectName,
) -> bool {
    let Caller::Person(person) = caller else { return false };
    let entry = configuration.named(ObjectKind::Queue, &queue.key());
    let Some(Object::Queue(queue)) = entry.map(|entry| &entry.object) else { return false };
    let kept = configuration.agent(person).map(AsRef::as_ref);
    let groups = queue.agent_group_id_list.iter().filter_map(|group| configuration.object(group.id));
    groups.filter(|entry| is_attendant(entry)).any(|entry| {
        let is_in = members(directory, entry)
            .is_some_and(|members| members.iter().any(|member| member.key() == person.key()));
        is_in && membership(entry, kept).signed_in
    })
}

/// Refuses a caller who may not speak for an agent.
///
/// # Errors
/// [`Refusal::NotAnAgent`], or [`Forbidden::NotYourAgent`].
pub fn speaks_for(
    configuration: &Configuration,
    directory: &Directory,
    caller: &Caller,
    agent: &SipUri,
) -> Result<(), Refusal> {
    let groups = groups_of(configuration, directory, agent);
    if groups.is_empty() {
        return Err(Refusal::NotAnAgent(agent.clone()));
    }
    Ok(require_any(configuration, caller, agent, &groups)?)
}

/// Decides [`crate::Request::SetAgent`].
pub(crate) fn set(
    configuration: &Configuration,
    context: Context<'_>,
    asked: SetAgent,
) -> Result<Decision, Refusal> {
    let SetAgent { uri, sign_in, presence } = asked;
    let groups = groups_of(configuration, context.directory, &uri);
    if groups.is_empty() {
        return Err(Refusal::NotAnAgent(uri));
    }
    let held = configuration.agent(&uri).map(AsRef::as_ref);
    let mut next = held.cloned().unwrap_or_else(|| Agent::new(uri.clone()));
    let mut done = Vec::new();
    if let Some(SignIn { signed_in, group }) = sign_in {
        let places = places(configuration, context.caller, &uri, &groups, group)?;
        for place in &places {
            let _is_new =
                if signed_in { next.signed_in.insert(place.id) } else { next.signed_in.remove(&place.id) };
        }
        let names: Vec<String> = places.iter().map(|place| format!("\"{}\"", place.name())).collect();
        let way = if signed_in { "in to" } else { "out of" };
        done.push(format!("signed {way} {}", names.join(", ")));
    }
    if let Some(presence) = presence {
        require_any(configuration, context.caller, &uri, &groups)?;
        next.presence = Some(presence);
        next.presence_set = Some(context.at);
        done.push(format!("presence {presence}"));
    }
    let changes = match held {
        Some(held) if *held == next => Vec::new(),
        None if next.is_blank() => Vec::new(),
        _ => vec![kept(next)],
    };
    let request = format!("Set agent {uri}: {}", done.join("; "));
    Ok(Decision { request, changes, audio: Vec::new(), reply: Reply::Done, warnings: Vec::new() })
}

/// Signs agents out of the groups that are removed, so that none of them is signed in to a group that comes back
/// under the same GUID.
pub(crate) fn sign_out_of_removed(configuration: &Configuration, changes: &mut Vec<Change>) {
    let removed = changes.iter().filter_map(|change| match change {
        Change::ObjectRemoved(id) => Some(*id),
        _ => None,
    });
    let removed: BTreeSet<ObjectId> = removed.collect();
    if removed.is_empty() {
        return;
    }
    let signed_in = configuration.agents().filter(|agent| !agent.signed_in.is_disjoint(&removed));
    changes.extend(signed_in.map(|agent| {
        let mut next = Agent::clone(agent);
        next.signed_in.retain(|id| !removed.contains(id));
        kept(next)
    }));
}

/// Keeps what an agent is, or forgets an agent of whom nothing is left to know.
fn kept(agent: Agent) -> Change {
    if agent.is_blank() { Change::AgentForgotten(agent.uri) } else { Change::AgentSaved(Arc::new(agent)) }
}

/// The groups that an agent is to be signed in to or out of.
fn places<'a>(
    configuration: &Configuration,
    caller: &Caller,
    uri: &SipUri,
    groups: &[&'a Arc<Entry>],
    group: Option<ObjectId>,
) -> Result<Vec<&'a Arc<Entry>>, Refusal> {
    let may = |entry: &Entry| is_self(caller, uri) || may_sign_in(configuration, caller, entry);
    let Some(id) = group else {
        let formal: Vec<_> = groups.iter().copied().filter(|entry| is_formal(entry)).collect();
        if formal.is_empty() {
            return Err(Refusal::NoFormalGroup(uri.clone()));
        }
        require_any(configuration, caller, uri, &formal)?;
        return Ok(formal.into_iter().filter(|entry| may(entry)).collect());
    };
    let entry = configuration.object(id).ok_or(Refusal::NotFound(id))?;
    if entry.kind() != ObjectKind::AgentGroup {
        return Err(Refusal::OtherKind { id, found: entry.kind(), asked: ObjectKind::AgentGroup });
    }
    let line = ObjectLine::of(entry);
    let Some(place) = groups.iter().copied().find(|group| group.id == id) else {
        return Err(Refusal::NotInGroup { agent: uri.clone(), group: line });
    };
    if !is_formal(place) {
        return Err(Refusal::GroupInformal { agent: uri.clone(), group: line });
    }
    require_any(configuration, caller, uri, &[place])?;
    Ok(vec![place])
}

/// Refuses a manager who asks about an agent of none of the manager's groups.
fn require_any(
    configuration: &Configuration,
    caller: &Caller,
    uri: &SipUri,
    groups: &[&Arc<Entry>],
) -> Result<(), Forbidden> {
    let may = |entry: &Entry| is_self(caller, uri) || may_sign_in(configuration, caller, entry);
    match caller {
        Caller::Person(person) if !groups.iter().any(|entry| may(entry)) => {
            Err(Forbidden::NotYourAgent { person: person.clone(), agent: uri.clone() })
        }
        Caller::Person(_) | Caller::Operator => Ok(()),
    }
}

/// The groups that an agent is in, in the order of their names.
fn groups_of<'a>(
    configuration: &'a Configuration,
    directory: &Directory,
    uri: &SipUri,
) -> Vec<&'a Arc<Entry>> {
    let key = uri.key();
    let is_in = |entry: &&Arc<Entry>| {
        members(directory, entry).is_some_and(|members| members.iter().any(|member| member.key() == key))
    };
    configuration.by_name(ObjectKind::AgentGroup, None).filter(is_in).collect()
}

fn members(directory: &Directory, entry: &Entry) -> Option<Vec<SipUri>> {
    match &entry.object {
        Object::AgentGroup(group) => Some(directory.agents(group)),
        _ => None,
    }
}

fn membership(entry: &Entry, kept: Option<&Agent>) -> AgentMembership {
    let formal = is_formal(entry);
    let signed_in = !formal || kept.is_some_and(|kept| kept.is_signed_in(entry.id));
    AgentMembership { id: entry.id, name: entry.name().clone(), formal, signed_in }
}

fn is_attendant(entry: &Entry) -> bool {
    matches!(&entry.object, Object::AgentGroup(group) if group.routing_method == RoutingMethod::Attendant)
}

fn is_formal(entry: &Entry) -> bool {
    matches!(&entry.object, Object::AgentGroup(group)
        if group.participation_policy == ParticipationPolicy::Formal)
}
