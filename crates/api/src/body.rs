//! Bodies of requests, each with a limit of bytes and of time.

use std::{pin::Pin, time::Duration};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use serde_json::{Map, Value};

use crate::{
    options::{AUDIO_BODY_BYTES_MAX, JSON_BYTES_MAX},
    problem::{Problem, ProblemType},
    properties::Strict,
    router::Api,
};

/// The properties of the one JSON object that a request carries.
pub(crate) struct JsonObject(pub(crate) Map<String, Value>);

impl FromRequest<Api> for JsonObject {
    type Rejection = Problem;

    async fn from_request(request: Request, api: &Api) -> Result<Self, Problem> {
        Self::read(request, api).await.map(Self)
    }
}

impl JsonObject {
    /// Reads the properties, where something is to be looked at before.
    pub(crate) async fn read(request: Request, api: &Api) -> Result<Map<String, Value>, Problem> {
        let (parts, body) = request.into_parts();
        expect_json(&parts.headers)?;
        let bytes = read(&parts.headers, body, JSON_BYTES_MAX, api.options().body_timeout).await?;
        let Strict(value) = serde_json::from_slice(&bytes).map_err(|error| {
            let detail =
                if error.is_data() { format!("{error}") } else { format!("the body is no JSON: {error}") };
            Problem::new(ProblemType::SYNTAX, detail)
        })?;
        match value {
            Value::Object(properties) => Ok(properties),
            _ => {
                Err(Problem::new(ProblemType::SYNTAX, "the body must be one JSON object, written in braces"))
            }
        }
    }
}

/// The bytes of an audio file.
pub(crate) async fn read_audio(request: Request, api: &Api) -> Result<Vec<u8>, Problem> {
    let (parts, body) = request.into_parts();
    read(&parts.headers, body, AUDIO_BODY_BYTES_MAX, api.options().body_timeout).await
}

/// Reads a body of at most `bytes_max` bytes, which must be there within `timeout`.
pub(crate) async fn read(
    headers: &HeaderMap,
    body: Body,
    bytes_max: usize,
    timeout: Duration,
) -> Result<Vec<u8>, Problem> {
    let announced =
        headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > bytes_max) {
        return Err(too_large(bytes_max));
    }
    let read = tokio::time::timeout(timeout, collect(body, announced.unwrap_or(0), bytes_max));
    read.await.unwrap_or_else(|_| {
        let detail = format!("the body was not there after {timeout:?}; send it faster");
        Err(Problem::new(ProblemType::BODY_SLOW, detail))
    })
}

async fn collect(mut body: Body, announced: usize, bytes_max: usize) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::with_capacity(announced);
    while let Some(chunk) = next_chunk(&mut body).await {
        let chunk = chunk.map_err(|error| {
            Problem::new(ProblemType::BODY_BROKEN, format!("the body did not arrive whole: {error}"))
        })?;
        if bytes.len() + chunk.len() > bytes_max {
            return Err(too_large(bytes_max));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// The next bytes of the body; trailers carry none.
async fn next_chunk(body: &mut Body) -> Option<Result<Bytes, axum::Error>> {
    let frame = std::future::poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await?;
    Some(frame.map(|frame| frame.into_data().unwrap_or_default()))
}

fn too_large(bytes_max: usize) -> Problem {
    let detail = format!("the body has more than {bytes_max} bytes, the most that is taken here");
    Problem::new(ProblemType::BODY_TOO_LARGE, detail).with("BytesMax", bytes_max)
}

fn expect_json(headers: &HeaderMap) -> Result<(), Problem> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    let found = if given.is_empty() { "nothing".to_owned() } else { format!("\"{given}\"") };
    let detail = format!("the header Content-Type must be application/json, but says {found}");
    Err(Problem::new(ProblemType::CONTENT_TYPE, detail))
}
