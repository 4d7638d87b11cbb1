//! Tokens: made, listed and revoked. The secret is told once, by the response that makes it.

use admin::{Request, Right};
use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, Uri, header},
    response::Response,
};
use domain::{Label, SipUri, Token, TokenId};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{
    body::JsonObject,
    caller::Caller,
    page::Page,
    parameters::{PageParameters, Parameters, Segment, WriteParameters},
    problem::Problem,
    properties,
    router::Api,
    secret::Secret,
    wire,
};

/// Whom a new token names.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct NewToken {
    /// The person whose rights the token gives.
    person: SipUri,
    /// What it is for.
    label: Label,
}

/// A token as it is listed.
#[derive(utoipa::ToSchema)]
#[schema(rename_all = "PascalCase")]
#[expect(dead_code, reason = "describes the JSON that write makes, for the document")]
pub(crate) struct TokenLine {
    /// What it is revoked by.
    id: TokenId,
    person: SipUri,
    label: Label,
    /// When it was made, and who asked.
    #[schema(value_type = crate::openapi::StampDocument)]
    created: Value,
}

/// A page of tokens.
#[derive(utoipa::ToSchema)]
#[schema(rename_all = "PascalCase")]
#[expect(dead_code, reason = "describes the JSON of a page, for the document")]
pub(crate) struct TokenPage {
    items: Vec<TokenLine>,
    /// The cursor of the next page; not there on the last.
    next: Option<String>,
}

/// A token as it is told once.
#[derive(utoipa::ToSchema)]
#[schema(rename_all = "PascalCase")]
#[expect(dead_code, reason = "describes the JSON of create_token, for the document")]
pub(crate) struct MadeToken {
    /// What it is revoked by.
    id: TokenId,
    person: SipUri,
    label: Label,
    /// The token itself; not there in a plan.
    token: Option<String>,
}

/// A token that is useless now.
#[derive(utoipa::ToSchema)]
#[schema(rename_all = "PascalCase")]
#[expect(dead_code, reason = "describes the JSON of revoke_token, for the document")]
pub(crate) struct RevokedToken {
    id: TokenId,
}

/// Lists the tokens, without their secrets.
#[utoipa::path(
    get,
    path = "/api/v1/tokens",
    tag = "persons",
    params(PageParameters),
    responses((status = 200, description = "A page of tokens.", body = TokenPage))
)]
pub(crate) async fn list_tokens(
    State(api): State<Api>,
    Caller(caller): Caller,
    Parameters(asked): Parameters<PageParameters>,
    uri: Uri,
) -> Result<Response, Problem> {
    let configuration = api.pool().configuration();
    admin::require(&configuration, &caller, Right::Govern, "list the tokens")?;
    let tokens = configuration.tokens().map(|token| (token.id.to_string(), write(token)));
    Ok(Page::of(tokens, asked.cursor.as_ref(), asked.limit).into_response(&uri))
}

/// Makes a token. Its secret is in the answer and nowhere else.
#[utoipa::path(
    post,
    path = "/api/v1/tokens",
    tag = "persons",
    params(WriteParameters),
    request_body = NewToken,
    responses(
        (status = 200, description = "The plan.", body = MadeToken),
        (status = 201, description = "The token.", body = MadeToken),
    )
)]
pub(crate) async fn create_token(
    State(api): State<Api>,
    Caller(caller): Caller,
    Parameters(asked): Parameters<WriteParameters>,
    JsonObject(given): JsonObject,
) -> Result<Response, Problem> {
    let NewToken { person, label } = properties::read("token", given)?;
    let secret = Secret::draw()?;
    let mut body = Map::new();
    body.insert("Id".into(), secret.id.to_string().into());
    body.insert("Person".into(), person.as_str().into());
    body.insert("Label".into(), label.as_str().into());
    let request = Request::NewToken { id: secret.id, hash: secret.hash(), person, label };
    let granted = api.decide(caller, request, asked.what_if).await?;
    if !granted.is_plan() {
        body.insert("Token".into(), secret.reveal().into());
    }
    let mut response = granted.respond(StatusCode::CREATED, body);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Makes a token useless.
#[utoipa::path(
    delete,
    path = "/api/v1/tokens/{id}",
    tag = "persons",
    params(("id" = String, Path, description = "The Id of the token."), WriteParameters),
    responses(
        (status = 200, description = "The token is useless now, or the plan.", body = RevokedToken),
        (status = 404, description = "There is no such token."),
        (status = 409, description = "Nobody could administer the pool any more."),
    )
)]
pub(crate) async fn revoke_token(
    State(api): State<Api>,
    Caller(caller): Caller,
    Segment(id): Segment<TokenId>,
    Parameters(asked): Parameters<WriteParameters>,
) -> Result<Response, Problem> {
    let granted = api.decide(caller, Request::RevokeToken { id }, asked.what_if).await?;
    let mut body = Map::new();
    body.insert("Id".into(), id.to_string().into());
    Ok(granted.respond(StatusCode::OK, body))
}

fn write(token: &Token) -> Value {
    json!({
        "Id": token.id,
        "Person": token.person,
        "Label": token.label,
        "Created": wire::stamp(&token.created),
    })
}
