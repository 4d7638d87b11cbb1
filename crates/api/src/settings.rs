//! Get- and Set-CsRgsConfiguration: the settings of the pool.

use admin::{Reply, Request, Right};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{Configuration, RgsIdentity, ServiceSettings};
use serde_json::{Map, Value};

use crate::{
    body::JsonObject,
    caller::Caller,
    parameters::{ForceParameters, NoParameters, Parameters},
    precondition,
    problem::{Problem, ProblemType},
    properties,
    router::Api,
    wire::IDENTITY,
};

/// Reads the settings of the pool (Get-CsRgsConfiguration).
#[utoipa::path(
    get,
    path = "/api/v1/settings",
    tag = "settings",
    params(("If-None-Match" = Option<String>, Header, description = "The ETag of a version that is at hand.")),
    responses(
        (status = 200, description = "The settings.", body = ServiceSettings, headers(("ETag" = String, description = "The version, for If-Match."))),
        (status = 304, description = "The version that If-None-Match names is still there."),
    )
)]
pub(crate) async fn read_settings(
    State(api): State<Api>,
    Caller(caller): Caller,
    _none: NoParameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let configuration = api.pool().configuration();
    let settings = admin::settings(&configuration, &caller)?;
    let digest = admin::settings_digest(&settings);
    let etag = [(header::ETAG, precondition::etag(digest))];
    if precondition::known(&headers, &digest) {
        return Ok((StatusCode::NOT_MODIFIED, etag).into_response());
    }
    Ok((etag, Json(Value::Object(write(&configuration, &settings)))).into_response())
}

/// Saves the settings of the pool (Set-CsRgsConfiguration).
#[utoipa::path(
    put,
    path = "/api/v1/settings",
    tag = "settings",
    params(ForceParameters, ("If-Match" = Option<String>, Header, description = "The ETag of the version that was read; required unless force=true.")),
    request_body = ServiceSettings,
    responses(
        (status = 200, description = "The settings as they are now, or the plan.", body = ServiceSettings),
        (status = 409, description = "The pool does not hold the music."),
        (status = 412, description = "Somebody changed them since."),
        (status = 428, description = "If-Match is missing."),
    )
)]
pub(crate) async fn save_settings(
    State(api): State<Api>,
    Caller(caller): Caller,
    Parameters(asked): Parameters<ForceParameters>,
    request: axum::extract::Request,
) -> Result<Response, Problem> {
    let configuration = api.pool().configuration();
    admin::require(&configuration, &caller, Right::Administer, "change the settings of the pool")?;
    let expected = precondition::required(request.headers(), asked.force.0)?;
    let mut given = JsonObject::read(request, &api).await?;
    check_identity(&configuration, given.remove(IDENTITY))?;
    given.remove("Warnings");
    let settings: ServiceSettings = properties::read("service settings", given)?;
    let granted = api.decide(caller, Request::SetSettings { settings, expected }, asked.what_if).await?;
    let Reply::Settings(saved) = granted.reply() else { return Err(Problem::unexpected_reply()) };
    let (body, etag) = (write(&configuration, saved), precondition::etag(admin::settings_digest(saved)));
    let planned = granted.is_plan();
    let mut response = granted.respond(StatusCode::OK, body);
    if !planned {
        response.headers_mut().insert(header::ETAG, etag);
    }
    Ok(response)
}

fn write(configuration: &Configuration, settings: &ServiceSettings) -> Map<String, Value> {
    let Ok(Value::Object(mut properties)) = serde_json::to_value(settings) else {
        unreachable!("settings are written as a JSON object")
    };
    properties.insert(IDENTITY.into(), configuration.pool().service().to_string().into());
    properties
}

fn check_identity(configuration: &Configuration, given: Option<Value>) -> Result<(), Problem> {
    let Some(given) = given.filter(|given| !given.is_null()) else { return Ok(()) };
    let service = configuration.pool().service();
    match serde_json::from_value::<RgsIdentity>(given) {
        Ok(identity) if identity == service => Ok(()),
        Ok(identity) => {
            let detail = format!("Identity: these are the settings of {service}, not of {identity}");
            Err(Problem::new(ProblemType::PROPERTY, detail).with("Property", IDENTITY))
        }
        Err(wrong) => {
            Err(Problem::new(ProblemType::PROPERTY, format!("Identity: {wrong}")).with("Property", IDENTITY))
        }
    }
}
