//! The pool itself: who it is, how far its log goes, and for whom it answers.

use admin::{Reply, Request, Right};
use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{Configuration, Duty, PoolFqdn, PoolRole, RgsIdentity};
use serde::Serialize;
use serde_json::Value;

use crate::{
    caller::{Asker, Caller},
    parameters::{NoParameters, Parameters, Segment, Service, WriteParameters},
    problem::{Problem, ProblemType},
    router::Api,
};

/// The pool as it is now.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PoolState {
    /// Its name.
    fqdn: PoolFqdn,
    /// The identity of its service.
    identity: RgsIdentity,
    /// The last record of its log.
    sequence: u64,
    /// For whom it answers.
    roles: Vec<PoolRoleLine>,
    /// What the server speaks.
    versions: Versions,
}

/// The versions of a server.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase")]
struct Versions {
    /// The program.
    server: String,
    /// This API.
    api: &'static str,
    /// The format of exports.
    archive: u32,
}

/// What the pool does with calls for the workflows of one owner.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PoolRoleLine {
    /// The pool whose workflows are meant.
    owner: PoolFqdn,
    /// Whether it answers or relays their calls.
    duty: Duty,
    /// Counts the failovers and failbacks of the owner.
    epoch: u64,
}

/// The roles of the pool.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PoolRoles {
    items: Vec<PoolRoleLine>,
}

/// Says who the pool is, how far its log goes and for whom it answers.
#[utoipa::path(
    get,
    path = "/api/v1/pool",
    tag = "pool",
    responses((status = 200, description = "The pool.", body = PoolState))
)]
pub(crate) async fn read_pool(
    State(api): State<Api>,
    Caller(caller): Caller,
    _none: NoParameters,
) -> Result<Json<PoolState>, Problem> {
    let configuration = api.pool().configuration();
    admin::require(&configuration, &caller, Right::Read, "read the state of the pool")?;
    Ok(Json(PoolState {
        fqdn: configuration.pool().clone(),
        identity: configuration.pool().service(),
        sequence: configuration.sequence(),
        roles: roles(&configuration),
        versions: Versions { server: api.options().version.clone(), api: "v1", archive: archive::FORMAT },
    }))
}

/// Lists for whom the pool answers.
#[utoipa::path(
    get,
    path = "/api/v1/pool/roles",
    tag = "pool",
    responses((status = 200, description = "The roles.", body = PoolRoles))
)]
pub(crate) async fn list_pool_roles(
    State(api): State<Api>,
    Caller(caller): Caller,
    _none: NoParameters,
) -> Result<Json<PoolRoles>, Problem> {
    let configuration = api.pool().configuration();
    admin::require(&configuration, &caller, Right::ReadAll, "read the roles of the pool")?;
    Ok(Json(PoolRoles { items: roles(&configuration) }))
}

/// Makes this pool answer for an owner that is lost (Invoke-CsPoolFailOver).
#[utoipa::path(
    post,
    path = "/api/v1/pool/roles/{owner}/failover",
    tag = "pool",
    params(("owner" = String, Path, description = "The FQDN or identity of the pool that is lost."), WriteParameters),
    responses(
        (status = 200, description = "The role of this pool now, or the plan.", body = PoolRoleLine),
        (status = 409, description = "The role does not allow it."),
    )
)]
pub(crate) async fn fail_over(
    State(api): State<Api>,
    Caller(caller): Caller,
    Segment(Service(owner)): Segment<Service>,
    Parameters(asked): Parameters<WriteParameters>,
) -> Result<Response, Problem> {
    change_role(&api, caller, Request::FailOver { owner }, &asked).await
}

/// Lets an owner that has come back answer for itself (Invoke-CsPoolFailBack).
#[utoipa::path(
    post,
    path = "/api/v1/pool/roles/{owner}/failback",
    tag = "pool",
    params(("owner" = String, Path, description = "The FQDN or identity of the pool that has come back."), WriteParameters),
    responses(
        (status = 200, description = "The role of this pool now, or the plan.", body = PoolRoleLine),
        (status = 409, description = "The role does not allow it."),
    )
)]
pub(crate) async fn fail_back(
    State(api): State<Api>,
    Caller(caller): Caller,
    Segment(Service(owner)): Segment<Service>,
    Parameters(asked): Parameters<WriteParameters>,
) -> Result<Response, Problem> {
    change_role(&api, caller, Request::FailBack { owner }, &asked).await
}

async fn change_role(
    api: &Api,
    caller: Asker,
    request: Request,
    asked: &WriteParameters,
) -> Result<Response, Problem> {
    let granted = api.decide(caller, request, asked.what_if).await?;
    let Reply::PoolRole(role) = granted.reply() else { return Err(Problem::unexpected_reply()) };
    let Ok(Value::Object(body)) = serde_json::to_value(line(role)) else {
        unreachable!("a role is written as a JSON object")
    };
    Ok(granted.respond(StatusCode::OK, body))
}

/// The pool's own role comes first, also before any failover.
fn roles(configuration: &Configuration) -> Vec<PoolRoleLine> {
    let own = configuration.pool_role(configuration.pool());
    let others = configuration.pool_roles().filter(|role| role.owner != *configuration.pool());
    std::iter::once(line(&own)).chain(others.map(line)).collect()
}

fn line(role: &PoolRole) -> PoolRoleLine {
    PoolRoleLine { owner: role.owner.clone(), duty: role.duty, epoch: role.epoch }
}

/// A server that is there.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Health {
    /// Always Ok.
    status: &'static str,
}

/// Says that the server is there and its pool takes requests. Needs no token; parameters are ignored.
#[utoipa::path(
    get,
    path = "/healthz",
    tag = "server",
    security(()),
    responses(
        (status = 200, description = "The server is there.", body = Health),
        (status = 503, description = "The pool takes no requests: it is stopping, or its store has failed."),
    )
)]
pub(crate) async fn healthz(State(api): State<Api>) -> Result<Json<Health>, Problem> {
    if api.pool().is_stopping() {
        return Err(Problem::new(ProblemType::STOPPING, "the server is stopping").retry_after(10));
    }
    Ok(Json(Health { status: "Ok" }))
}

/// Counters for Prometheus. Needs no token: it names routes and numbers, nothing of the configuration.
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "server",
    security(()),
    responses((status = 200, description = "The counters.", body = String, content_type = "text/plain"))
)]
pub(crate) async fn metrics_text(State(api): State<Api>, _none: NoParameters) -> Response {
    let headers = [(axum::http::header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (headers, (api.options().metrics)()).into_response()
}
