//! The five types: list, read, make, change and remove.

use admin::{Query, Reply, Request};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use domain::{NameKey, ObjectId};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    body::JsonObject,
    caller::Caller,
    changed, noun,
    noun::Noun,
    page::Page,
    parameters::{
        Cursor, Flag, ForceParameters, Limit, NoParameters, Parameters, Segment, Service, WriteParameters,
    },
    precondition,
    problem::Problem,
    router::Api,
    secret, wire,
};

/// What a list may be narrowed by.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListParameters {
    /// Only the object of exactly this name, without regard to case.
    name: Option<String>,
    /// Only objects that belong to this pool: the identity of its service or its FQDN.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    owner: Option<Service>,
    /// Also copies that belong to other pools.
    #[serde(default)]
    #[param(value_type = Option<bool>)]
    show_all: Flag,
    /// How many objects the page may have: 1 to 1,000, 100 unless told.
    #[serde(default)]
    #[param(value_type = Option<u16>, minimum = 1, maximum = 1000)]
    limit: Limit,
    /// `Next` of the page before.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
}

/// Get-CsRgs*.
pub(crate) async fn list<N: Noun>(
    State(api): State<Api>,
    Caller(caller): Caller,
    Parameters(asked): Parameters<ListParameters>,
    uri: Uri,
) -> Result<Response, Problem> {
    let query = Query {
        kind: N::KIND,
        owner: asked.owner.map(|service| service.0),
        show_all: asked.show_all.0,
        name: asked.name,
        after: asked.cursor.map(|cursor| NameKey::new(&cursor.0)),
        limit: asked.limit.0,
    };
    let configuration = api.pool().configuration();
    let page = admin::list(&configuration, &caller, &query)?;
    let items: Vec<_> = page.entries.iter().map(|entry| wire::write(&configuration, entry)).collect();
    Ok(Page { items, next: page.next.map(|key| key.to_string()) }.into_response(&uri))
}

/// Get-CsRgs* -Identity with a GUID.
pub(crate) async fn read<N: Noun>(
    State(api): State<Api>,
    Caller(caller): Caller,
    Segment(id): Segment<ObjectId>,
    _none: NoParameters,
) -> Result<Response, Problem> {
    let configuration = api.pool().configuration();
    let entry = admin::find(&configuration, &caller, N::KIND, id)?;
    // If-None-Match is not looked at: OwnerPool and Changed may be other ones under the same digest.
    let etag = [(header::ETAG, precondition::etag(entry.digest))];
    Ok((etag, Json(Value::Object(wire::write(&configuration, &entry)))).into_response())
}

/// New-CsRgs*.
pub(crate) async fn create<N: Noun>(
    State(api): State<Api>,
    Caller(caller): Caller,
    Parameters(asked): Parameters<WriteParameters>,
    JsonObject(properties): JsonObject,
) -> Result<Response, Problem> {
    let (id, object) = wire::read_new(&api.pool().configuration(), N::KIND, properties)?;
    let id = id.map_or_else(secret::object_id, Ok)?;
    let granted = api.decide(caller, Request::New { id, object }, asked.what_if).await?;
    let Reply::Saved(entry) = granted.reply() else { return Err(Problem::unexpected_reply()) };
    let body = wire::write(&api.pool().configuration(), entry);
    let (planned, etag) = (granted.is_plan(), precondition::etag(entry.digest));
    let mut response = granted.respond(StatusCode::CREATED, body);
    if !planned {
        let location = format!("{}/{id}", noun::collection(N::KIND));
        let location = HeaderValue::from_str(&location).expect("a path of ASCII may stand in a header");
        response.headers_mut().insert(header::LOCATION, location);
        response.headers_mut().insert(header::ETAG, etag);
    }
    Ok(response)
}

/// Set-CsRgs*.
pub(crate) async fn replace<N: Noun>(
    State(api): State<Api>,
    Caller(caller): Caller,
    Segment(id): Segment<ObjectId>,
    Parameters(asked): Parameters<ForceParameters>,
    request: axum::extract::Request,
) -> Result<Response, Problem> {
    let expected = precondition::required(request.headers(), asked.force.0)?;
    let properties = JsonObject::read(request, &api).await?;
    let configuration = api.pool().configuration();
    let held = admin::find(&configuration, &caller, N::KIND, id)?;
    let is_current = expected == Some(held.digest);
    let object = wire::read_changed(&configuration, &held, is_current, properties)?;
    let granted = match api.decide(caller, Request::Set { id, object, expected }, asked.what_if).await {
        Ok(granted) => granted,
        Err(error) => return Err(changed::explain(&api, error).await),
    };
    let Reply::Saved(entry) = granted.reply() else { return Err(Problem::unexpected_reply()) };
    let body = wire::write(&api.pool().configuration(), entry);
    let (planned, etag) = (granted.is_plan(), precondition::etag(entry.digest));
    let mut response = granted.respond(StatusCode::OK, body);
    if !planned {
        response.headers_mut().insert(header::ETAG, etag);
    }
    Ok(response)
}

/// Remove-CsRgs*.
pub(crate) async fn remove<N: Noun>(
    State(api): State<Api>,
    Caller(caller): Caller,
    Segment(id): Segment<ObjectId>,
    Parameters(asked): Parameters<ForceParameters>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let configuration = api.pool().configuration();
    let held = admin::find(&configuration, &caller, N::KIND, id)?;
    let expected = precondition::optional(&headers)?;
    let request = Request::Remove { id, expected, force: asked.force.0 };
    let granted = match api.decide(caller, request, asked.what_if).await {
        Ok(granted) => granted,
        Err(error) => return Err(changed::explain(&api, error).await),
    };
    let body = wire::write(&configuration, &held);
    Ok(granted.respond(StatusCode::OK, body))
}
