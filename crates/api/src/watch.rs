//! What surrounds every request: the limits, the log, the counters, and the last words of a problem.

use axum::{
    extract::{MatchedPath, Request, State},
    http::{Method, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tokio::time::Instant;

use crate::{
    doors::Peer,
    problem::{Problem, ProblemType},
    router::{Api, HEALTH},
};

/// Lets a request in where the limits allow, counts it and logs it. Neither the query nor a header is logged.
pub(crate) async fn watch(State(api): State<Api>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let peer = Peer::of(request.extensions());
    let matched = request.extensions().get::<MatchedPath>();
    let route = matched.map_or("none", MatchedPath::as_str).to_owned();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let response =
        if route == HEALTH { next.run(request).await } else { admit(&api, peer, request, next).await };
    let response = complete(response, &path);
    let (status, took) = (response.status().as_u16(), started.elapsed());
    let (verb, code) = (known(&method), status.to_string());
    metrics::counter!("switchback_http_requests_total", "method" => verb, "route" => route.clone(), "status" => code)
        .increment(1);
    metrics::histogram!("switchback_http_request_duration_seconds", "method" => verb, "route" => route)
        .record(took);
    let milliseconds = took.as_secs_f64() * 1e3;
    // Who has no token, or asks too often, must not be able to fill the log.
    match response.status() {
        StatusCode::UNAUTHORIZED | StatusCode::TOO_MANY_REQUESTS => {
            tracing::debug!(%peer, %method, path, status, milliseconds, "request");
        }
        _ => tracing::info!(%peer, %method, path, status, milliseconds, "request"),
    }
    response
}

/// The method as a label; what anybody may invent makes no label of its own.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}

async fn admit(api: &Api, peer: Peer, request: Request, next: Next) -> Response {
    if let Err(problem) = api.doors().request(peer) {
        return problem.into_response();
    }
    match api.doors().place(peer) {
        Ok(_place) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

/// Writes a problem out, with the path that it is about; the headers that a response has already are kept.
fn complete(mut response: Response, path: &str) -> Response {
    let Some(problem) = response.extensions_mut().remove::<Problem>() else {
        return response;
    };
    let mut rendered = problem.render(path);
    if let Some(allow) = response.headers_mut().remove(axum::http::header::ALLOW) {
        rendered.headers_mut().insert(axum::http::header::ALLOW, allow);
    }
    rendered
}

/// An address that does not exist.
pub(crate) async fn no_route(request: Request) -> Problem {
    let detail = format!(
        "there is nothing at {}; the addresses are listed in docs/openapi.json",
        request.uri().path()
    );
    Problem::new(ProblemType::NO_ROUTE, detail)
}

/// A method that an address does not take.
pub(crate) async fn no_method(request: Request) -> Problem {
    let detail = format!(
        "{} does not take {}; the header Allow says what it takes",
        request.uri().path(),
        request.method()
    );
    Problem::new(ProblemType::METHOD, detail)
}
