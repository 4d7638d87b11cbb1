//! Agents: what they do, and where they are signed in.

use admin::{AgentLine, AgentMembership, Request, SetAgent, SignIn};
use axum::{
    Json,
    extract::State,
    http::{StatusCode, Uri},
    response::Response,
};
use domain::{
    Configuration, NameKey, ObjectId, ObjectKind, ObjectName, ParticipationPolicy, Presence, RgsIdentity,
    SipUri,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    body::JsonObject,
    caller::Caller,
    live::{Live, LiveAgentState},
    page::Page,
    parameters::{NoParameters, PageParameters, Parameters, Segment, WriteParameters},
    person::Address,
    problem::{Problem, ProblemType},
    properties,
    router::Api,
};

/// An agent as it stands.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AgentState {
    /// The SIP address.
    uri: SipUri,
    /// The groups, in the order of their names.
    groups: Vec<AgentPlace>,
    /// Whether the telephone is reached; never where the pool takes no calls.
    reachable: bool,
    /// The presence that counts; null where nothing is known of it.
    presence: Option<Presence>,
    /// What the agent does.
    state: LiveAgentState,
    /// The number of the call that the agent talks with.
    call: Option<u64>,
    /// Since when the state has been what it is, as far as that is known.
    #[schema(value_type = Option<String>, format = DateTime)]
    since: Option<Timestamp>,
}

/// An agent's place in a group.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase")]
struct AgentPlace {
    /// The GUID of the group.
    id: ObjectId,
    /// Its name.
    name: ObjectName,
    /// Whether its agents sign in and out by hand.
    participation_policy: ParticipationPolicy,
    /// Whether the agent takes its calls as far as signing in goes: by hand where the group is formal, and otherwise
    /// whenever the telephone is reached.
    signed_in: bool,
}

/// A page of agents.
#[derive(utoipa::ToSchema)]
#[schema(rename_all = "PascalCase")]
#[expect(dead_code, reason = "describes the JSON of a page, for the document")]
pub(crate) struct AgentPage {
    items: Vec<AgentState>,
    /// The cursor of the next page; not there on the last.
    next: Option<String>,
}

/// What is to be different about an agent; what is left out stays as it is.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct AgentChange {
    /// Signs the agent in, or out.
    #[serde(default)]
    signed_in: Option<bool>,
    /// Where: the name, GUID or identity of a formal group. Left out, all formal groups of the agent that the asker
    /// may speak for.
    #[serde(default)]
    group: Option<String>,
    /// The presence.
    #[serde(default)]
    presence: Option<Presence>,
}

/// Lists the agents that the asker may look at, with what they do: administrators see all, managers those of their
/// groups, and agents themselves.
#[utoipa::path(
    get,
    path = "/api/v1/agents",
    tag = "agents",
    params(PageParameters),
    responses((status = 200, description = "A page of agents.", body = AgentPage))
)]
pub(crate) async fn list_agents(
    State(api): State<Api>,
    Caller(caller): Caller,
    Parameters(asked): Parameters<PageParameters>,
    uri: Uri,
) -> Result<Response, Problem> {
    let configuration = api.pool().configuration();
    let lines = admin::agents(&configuration, api.pool().directory(), &caller);
    if lines.is_empty() {
        admin::require(&configuration, &caller, admin::Right::Read, "list agents")?;
    }
    let live = api.live();
    let states = lines.into_iter().map(|line| (line.uri.key(), state(line, &live)));
    Ok(Page::of(states, asked.cursor.as_ref(), asked.limit).into_response(&uri))
}

/// Reads what an agent does and where it is signed in.
#[utoipa::path(
    get,
    path = "/api/v1/agents/{uri}",
    tag = "agents",
    params(("uri" = String, Path, description = "The SIP address, such as sip:kim@contoso.com.")),
    responses(
        (status = 200, description = "The agent.", body = AgentState),
        (status = 404, description = "No agent group that the asker may look at has this agent."),
    )
)]
pub(crate) async fn read_agent(
    State(api): State<Api>,
    Caller(caller): Caller,
    Segment(Address(uri)): Segment<Address>,
    _none: NoParameters,
) -> Result<Json<AgentState>, Problem> {
    let configuration = api.pool().configuration();
    let line = admin::agent(&configuration, api.pool().directory(), &caller, &uri)?;
    Ok(Json(state(line, &api.live())))
}

/// Signs an agent in or out, or sets its presence. Agents do so for themselves, managers for the agents of their
/// groups, administrators for all.
#[utoipa::path(
    patch,
    path = "/api/v1/agents/{uri}",
    tag = "agents",
    params(("uri" = String, Path, description = "The SIP address, such as sip:kim@contoso.com."), WriteParameters),
    request_body = AgentChange,
    responses(
        (status = 200, description = "The agent as it is now, or the plan.", body = AgentState),
        (status = 404, description = "No agent group has this agent, or there is no such group."),
        (status = 409, description = "The agent cannot sign in or out there."),
    )
)]
pub(crate) async fn change_agent(
    State(api): State<Api>,
    Caller(caller): Caller,
    Segment(Address(uri)): Segment<Address>,
    Parameters(asked): Parameters<WriteParameters>,
    JsonObject(given): JsonObject,
) -> Result<Response, Problem> {
    let given: AgentChange = properties::read("agent", given)?;
    let presence = given.presence;
    let sign_in = sign_in(&api.pool().configuration(), given.signed_in, given.group.as_deref())?;
    if sign_in.is_none() && presence.is_none() {
        let detail = "there is nothing to do; give SignedIn, Presence or both";
        return Err(Problem::new(ProblemType::PROPERTY, detail));
    }
    let person = (*caller).clone();
    let request = Request::SetAgent(SetAgent { uri: uri.clone(), sign_in, presence });
    let granted = api.decide(caller, request, asked.what_if).await?;
    let line = admin::agent(&api.pool().configuration(), api.pool().directory(), &person, &uri)?;
    let mut state = state(line, &api.live());
    if !granted.is_plan() {
        state.presence = presence.or(state.presence);
    }
    Ok(granted.respond(StatusCode::OK, write(&state)))
}

fn write(state: &AgentState) -> Map<String, Value> {
    match serde_json::to_value(state) {
        Ok(Value::Object(properties)) => properties,
        _ => unreachable!("an agent is written as a JSON object"),
    }
}

fn sign_in(
    configuration: &Configuration,
    signed_in: Option<bool>,
    group: Option<&str>,
) -> Result<Option<SignIn>, Problem> {
    let Some(signed_in) = signed_in else {
        if group.is_some() {
            let detail = "Group: it says where to sign in or out; give SignedIn as well";
            return Err(Problem::new(ProblemType::PROPERTY, detail).with("Property", "Group"));
        }
        return Ok(None);
    };
    let group = group.map(|group| find_group(configuration, group)).transpose()?;
    Ok(Some(SignIn { signed_in, group }))
}

/// The GUID of a group that is named in any of the ways.
fn find_group(configuration: &Configuration, text: &str) -> Result<ObjectId, Problem> {
    if let Some(entry) = configuration.named(ObjectKind::AgentGroup, &NameKey::new(text)) {
        return Ok(entry.id);
    }
    let by_identity = text
        .parse::<RgsIdentity>()
        .ok()
        .and_then(|identity| identity.id.filter(|_| identity.pool == *configuration.pool()));
    by_identity.or_else(|| text.parse().ok()).ok_or_else(|| {
        let detail = format!("Group: this pool holds no agent group \"{text}\"");
        Problem::new(ProblemType::NOT_FOUND, detail).with("Property", "Group")
    })
}

fn state(line: AgentLine, live: &Live) -> AgentState {
    let AgentLine { uri, groups, presence } = line;
    let seen = live.agents.get(&uri.key());
    let reachable = seen.is_some_and(|seen| seen.reachable);
    AgentState {
        groups: groups.into_iter().map(|group| place(group, reachable)).collect(),
        reachable,
        presence: seen.map(|seen| seen.presence).or(presence),
        state: seen.map_or(LiveAgentState::Unreachable, |seen| seen.state),
        call: seen.and_then(|seen| seen.call),
        since: seen.and_then(|seen| seen.since),
        uri,
    }
}

fn place(group: AgentMembership, reachable: bool) -> AgentPlace {
    let AgentMembership { id, name, formal, signed_in } = group;
    let (participation_policy, signed_in) = if formal {
        (ParticipationPolicy::Formal, signed_in)
    } else {
        (ParticipationPolicy::Informal, reachable)
    };
    AgentPlace { id, name, participation_policy, signed_in }
}
