//! The log of the pool: what was granted, when, and to whom.

use admin::Right;
use axum::{
    Json,
    extract::State,
    http::Uri,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use store::LogLine;

use crate::{
    caller::Caller,
    page,
    parameters::{Limit, Number, Parameters},
    problem::Problem,
    router::Api,
};

/// Where in the log to begin.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct LogParameters {
    /// Records after this sequence number; from the first unless told. `Next` of the page before.
    #[serde(default)]
    #[param(value_type = Option<u64>)]
    after: Number,
    /// How many records the page may have: 1 to 1,000, 100 unless told.
    #[serde(default)]
    #[param(value_type = Option<u16>, minimum = 1, maximum = 1000)]
    limit: Limit,
}

/// A record of the log.
#[derive(utoipa::ToSchema)]
#[schema(rename_all = "PascalCase")]
#[expect(dead_code, reason = "describes the JSON that write makes, for the document")]
pub(crate) struct LogRecord {
    /// Counts the records of the pool from 1.
    sequence: u64,
    /// When it was granted.
    at: String,
    /// The person whose token was used.
    by: String,
    /// What was asked.
    request: String,
    /// How many changes followed.
    changes: u64,
}

/// A page of the log.
#[derive(utoipa::ToSchema)]
#[schema(rename_all = "PascalCase")]
#[expect(dead_code, reason = "describes the JSON that log makes, for the document")]
pub(crate) struct LogPage {
    items: Vec<LogRecord>,
    /// The sequence number after which the next page begins; not there on the last.
    next: Option<String>,
}

/// Reads the log, oldest first.
#[utoipa::path(
    get,
    path = "/api/v1/log",
    tag = "pool",
    params(LogParameters),
    responses((status = 200, description = "A page of the log.", body = LogPage))
)]
pub(crate) async fn log(
    State(api): State<Api>,
    Caller(caller): Caller,
    Parameters(asked): Parameters<LogParameters>,
    uri: Uri,
) -> Result<Response, Problem> {
    admin::require(&api.pool().configuration(), &caller, Right::ReadAll, "read the log")?;
    let mut lines = api.pool().log(asked.after.0, asked.limit.0 + 1).await?;
    let more = lines.len() > asked.limit.0;
    lines.truncate(asked.limit.0);
    let items: Vec<Value> = lines.iter().map(write).collect();
    let mut body = Map::new();
    body.insert("Items".into(), items.into());
    match lines.last().filter(|_| more) {
        Some(last) => Ok(page::with_next(body, &uri, "after", &last.sequence.to_string())),
        None => Ok(Json(Value::Object(body)).into_response()),
    }
}

fn write(line: &LogLine) -> Value {
    json!({
        "Sequence": line.sequence,
        "At": line.stamp.at.to_string(),
        "By": line.stamp.by.as_str(),
        "Request": line.request,
        "Changes": line.changes,
    })
}
