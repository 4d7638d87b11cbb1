//! Persons and their roles.

use std::str::FromStr;

use admin::{Request, Right};
use axum::{
    Json,
    extract::State,
    http::{StatusCode, Uri},
    response::Response,
};
use domain::{Person, Role, SipUri};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{
    body::JsonObject,
    caller::Caller,
    page::Page,
    parameters::{NoParameters, PageParameters, Parameters, Segment, WriteParameters},
    problem::{Problem, ProblemType},
    properties,
    router::Api,
};

/// The roles of a person.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct PersonProperties {
    /// The SIP address; may be left out where the address of the request says it.
    #[serde(default)]
    uri: Option<SipUri>,
    /// The roles; none takes all rights away.
    roles: Vec<Role>,
}

/// A page of persons.
#[derive(utoipa::ToSchema)]
#[schema(rename_all = "PascalCase")]
#[expect(dead_code, reason = "describes the JSON of a page, for the document")]
pub(crate) struct PersonPage {
    items: Vec<PersonProperties>,
    /// The cursor of the next page; not there on the last.
    next: Option<String>,
}

/// Lists the persons who have been given roles.
#[utoipa::path(
    get,
    path = "/api/v1/persons",
    tag = "persons",
    params(PageParameters),
    responses((status = 200, description = "A page of persons.", body = PersonPage))
)]
pub(crate) async fn list_persons(
    State(api): State<Api>,
    Caller(caller): Caller,
    Parameters(asked): Parameters<PageParameters>,
    uri: Uri,
) -> Result<Response, Problem> {
    let configuration = api.pool().configuration();
    admin::require(&configuration, &caller, Right::ReadAll, "read who has which roles")?;
    let persons = configuration.persons().map(|person| (person.uri.key(), write(person)));
    Ok(Page::of(persons, asked.cursor.as_ref(), asked.limit).into_response(&uri))
}

/// Reads the roles of a person.
#[utoipa::path(
    get,
    path = "/api/v1/persons/{uri}",
    tag = "persons",
    params(("uri" = String, Path, description = "The SIP address, such as sip:kim@contoso.com.")),
    responses(
        (status = 200, description = "The roles.", body = PersonProperties),
        (status = 404, description = "The person has never been given a role."),
    )
)]
pub(crate) async fn read_person(
    State(api): State<Api>,
    Caller(caller): Caller,
    Segment(Address(uri)): Segment<Address>,
    _none: NoParameters,
) -> Result<Json<Value>, Problem> {
    let configuration = api.pool().configuration();
    admin::require(&configuration, &caller, Right::ReadAll, "read who has which roles")?;
    let missing = || Problem::new(ProblemType::NOT_FOUND, format!("{uri} has never been given a role"));
    configuration.person(&uri).map(|person| Json(write(person))).ok_or_else(missing)
}

/// Gives a person exactly these roles.
#[utoipa::path(
    put,
    path = "/api/v1/persons/{uri}",
    tag = "persons",
    params(("uri" = String, Path, description = "The SIP address, such as sip:kim@contoso.com."), WriteParameters),
    request_body = PersonProperties,
    responses(
        (status = 200, description = "The roles as they are now, or the plan.", body = PersonProperties),
        (status = 409, description = "Nobody could administer the pool any more."),
    )
)]
pub(crate) async fn save_roles(
    State(api): State<Api>,
    Caller(caller): Caller,
    Segment(Address(uri)): Segment<Address>,
    Parameters(asked): Parameters<WriteParameters>,
    JsonObject(given): JsonObject,
) -> Result<Response, Problem> {
    let given: PersonProperties = properties::read("person", given)?;
    if let Some(other) = given.uri.filter(|other| other.key() != uri.key()) {
        let detail = format!("Uri: the address of the request names {uri}, the body {other}");
        return Err(Problem::new(ProblemType::PROPERTY, detail).with("Property", "Uri"));
    }
    let mut body = Map::new();
    body.insert("Uri".into(), uri.as_str().into());
    let roles: std::collections::BTreeSet<Role> = given.roles.iter().copied().collect();
    body.insert("Roles".into(), json!(roles));
    let request = Request::SetRoles { uri, roles: given.roles };
    let granted = api.decide(caller, request, asked.what_if).await?;
    Ok(granted.respond(StatusCode::OK, body))
}

fn write(person: &Person) -> Value {
    json!({ "Uri": person.uri, "Roles": person.roles })
}

/// The SIP address of a person in a path.
pub(crate) struct Address(pub(crate) SipUri);

impl FromStr for Address {
    type Err = domain::Invalid;
    fn from_str(text: &str) -> Result<Self, domain::Invalid> {
        SipUri::new(text).map(Self)
    }
}
