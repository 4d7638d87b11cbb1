//! The agents that a group reaches.

use axum::{Json, extract::State};
use domain::{Object, ObjectId, ObjectKind, SipUri};
use serde::Serialize;

use crate::{
    caller::Caller,
    parameters::{NoParameters, Segment},
    problem::Problem,
    router::Api,
};

/// Agents in the order in which Serial and RoundRobin take them.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Agents {
    /// Those of AgentsByUri first, then the members of the distribution group, each once.
    items: Vec<SipUri>,
}

/// Lists the agents of a group, those of its distribution group included.
#[utoipa::path(
    get,
    path = "/api/v1/agent-groups/{id}/agents",
    tag = "AgentGroup",
    params(("id" = String, Path, description = "The GUID of the group.")),
    responses(
        (status = 200, description = "The agents.", body = Agents),
        (status = 404, description = "There is no such group."),
    )
)]
pub(crate) async fn agents(
    State(api): State<Api>,
    Caller(caller): Caller,
    Segment(id): Segment<ObjectId>,
    _none: NoParameters,
) -> Result<Json<Agents>, Problem> {
    let configuration = api.pool().configuration();
    let entry = admin::find(&configuration, &caller, ObjectKind::AgentGroup, id)?;
    let Object::AgentGroup(group) = &entry.object else { unreachable!("found as an agent group") };
    Ok(Json(Agents { items: api.pool().directory().agents(group) }))
}
