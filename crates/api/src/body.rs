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
        Self::read_within(request, api, JSON_BYTES_MAX).await
    }

    /// The same where as many bytes may come.
    pub(crate) async fn read_within(
        request: Request,
        api: &Api,
        bytes_max: usize,
    ) -> Result<Map<String, Value>, Problem> {
        let (parts, body) = request.into_parts();
        expect_json(&parts.headers)?;
        let bytes = read(&parts.headers, body, Bounds::short(bytes_max, api)).await?;
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
    read(&parts.headers, body, Bounds::short(AUDIO_BODY_BYTES_MAX, api)).await
}

/// What a body may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// Bytes, at most.
    pub(crate) bytes_max: usize,
    /// Until all of it is there.
    pub(crate) timeout: Duration,
    /// Until its next bytes are there.
    pub(crate) pause_max: Duration,
}

impl Bounds {
    /// For a body that is not expected to take long.
    fn short(bytes_max: usize, api: &Api) -> Self {
        Self { bytes_max, timeout: api.options().body_timeout, pause_max: Duration::MAX }
    }
}

/// Reads a body within its bounds.
pub(crate) async fn read(headers: &HeaderMap, body: Body, bounds: Bounds) -> Result<Vec<u8>, Problem> {
    let Bounds { bytes_max, timeout, .. } = bounds;
    let announced =
        headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > bytes_max) {
        return Err(too_large(bytes_max));
    }
    let read = tokio::time::timeout(timeout, collect(body, announced.unwrap_or(0), bounds));
    read.await
        .unwrap_or_else(|_| Err(slow(format!("the body was not there after {timeout:?}; send it faster"))))
}

fn slow(detail: String) -> Problem {
    Problem::new(ProblemType::BODY_SLOW, detail)
}

async fn collect(mut body: Body, announced: usize, bounds: Bounds) -> Result<Vec<u8>, Problem> {
    let Bounds { bytes_max, pause_max, .. } = bounds;
    let mut bytes = Vec::with_capacity(announced);
    loop {
        let next = tokio::time::timeout(pause_max, next_chunk(&mut body)).await;
        let next =
            next.map_err(|_| slow(format!("no more of the body came for {pause_max:?}; send it again")));
        let Some(chunk) = next? else { return Ok(bytes) };
        let chunk = chunk.map_err(|error| {
            Problem::new(ProblemType::BODY_BROKEN, format!("the body did not arrive whole: {error}"))
        })?;
        if bytes.len() + chunk.len() > bytes_max {
            return Err(too_large(bytes_max));
        }
        bytes.extend_from_slice(&chunk);
    }
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

#[cfg(test)]
mod tests {
    use std::task::{Context, Poll};

    use http_body::Frame;

    use super::*;

    /// A body that begins, and then hangs.
    struct Hanging(Option<Bytes>);

    impl HttpBody for Hanging {
        type Data = Bytes;
        type Error = std::convert::Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
            self.0.take().map_or(Poll::Pending, |piece| Poll::Ready(Some(Ok(Frame::data(piece)))))
        }
    }

    #[tokio::test]
    async fn a_body_that_stops_arriving_is_given_up_before_its_time_is_over() {
        let body = Body::new(Hanging(Some(Bytes::from_static(b"PK"))));
        let bounds = Bounds {
            bytes_max: 1_024,
            timeout: Duration::from_secs(3_600),
            pause_max: Duration::from_millis(10),
        };
        let problem = read(&HeaderMap::new(), body, bounds).await.unwrap_err();
        assert_eq!(problem.detail(), "no more of the body came for 10ms; send it again");
    }
}
