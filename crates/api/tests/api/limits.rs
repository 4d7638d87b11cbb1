//! What a server takes, and what it says to those who ask too much.

use std::{
    num::NonZeroU32,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody, to_bytes},
    http::StatusCode,
};
use metrics_exporter_prometheus::PrometheusBuilder;
use serde_json::json;
use tokio::sync::mpsc;

use crate::{
    pool::COMMANDS_MAX,
    rest::wav,
    served::{Reply, Served, options},
};

/// A body that never comes.
struct Silence;

impl HttpBody for Silence {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        Poll::Pending
    }
}

/// A body whose pieces a test sends when it likes.
struct Late(mpsc::Receiver<Bytes>);

impl HttpBody for Late {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        self.0.poll_recv(context).map(|piece| piece.map(|piece| Ok(http_body::Frame::data(piece))))
    }
}

fn few(number: u32) -> NonZeroU32 {
    NonZeroU32::new(number).unwrap()
}

/// Lets a request go as far as it gets without waiting.
async fn poll_once<F: Future<Output = Reply>>(request: Pin<&mut F>) -> Option<Reply> {
    let mut request = pin!(tokio::task::unconstrained(request));
    std::future::poll_fn(|context| match request.as_mut().poll(context) {
        Poll::Ready(reply) => Poll::Ready(Some(reply)),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}

#[tokio::test]
async fn bodies_that_are_too_large_are_refused_whether_or_not_they_say_so() {
    let pool = Served::primary();
    let large = json!({ "Name": "Queue", "Description": "x".repeat(api::JSON_BYTES_MAX) });
    let reply = pool.post("/api/v1/queues", large).send().await;
    insta::assert_snapshot!(reply.problem(), @"413 body-too-large: the body has more than 1048576 bytes, the most that is taken here");
    assert_eq!(reply.json()["BytesMax"], api::JSON_BYTES_MAX);
    let audio = pool.send_bytes("/api/v1/audio-files?fileName=a.wav", vec![0; (4 << 20) + 1]).send().await;
    insta::assert_snapshot!(audio.problem(), @"413 body-too-large: the audio file has 4194305 bytes; at most 4 MB (4194304 bytes) are allowed");
    let audio = pool.send_bytes("/api/v1/audio-files?fileName=a.wav", vec![0; 5 << 20]).send().await;
    insta::assert_snapshot!(audio.problem(), @"413 body-too-large: the body has more than 4259840 bytes, the most that is taken here");
    let archive = pool.send_bytes("/api/v1/recovery/import", vec![0; (1 << 20) + 1]).send().await;
    insta::assert_snapshot!(archive.problem(), @"413 body-too-large: the body has more than 1048576 bytes, the most that is taken here");
    let said =
        pool.send_bytes("/api/v1/recovery/import", Body::new(Silence)).header("content-length", "1048577");
    assert_eq!(said.send().await.status, StatusCode::PAYLOAD_TOO_LARGE, "refused before a byte came");
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let pool = Served::named(
        "primary.contoso.com",
        api::Options { body_timeout: Duration::from_millis(10), ..options() },
    );
    let reply =
        pool.send_bytes("/api/v1/queues", Body::new(Silence)).header("content-type", "application/json");
    insta::assert_snapshot!(reply.send().await.problem(), @"408 body-slow: the body was not there after 10ms; send it faster");
}

#[tokio::test]
async fn an_address_that_asks_too_often_is_told_when_to_come_back() {
    let limits = api::Options { requests_per_second_max: few(1), requests_burst_max: few(2), ..options() };
    let pool = Served::named("primary.contoso.com", limits);
    let (mut granted, mut reply) = (0, pool.get("/api/v1/pool").send().await);
    // A slow machine lets a second pass between two requests, and with it one request more.
    while reply.status == StatusCode::OK && granted < 1_000 {
        granted += 1;
        reply = pool.get("/api/v1/pool").send().await;
    }
    assert!(granted >= 2, "{granted}");
    insta::assert_snapshot!(reply.problem(), @"429 too-many-requests: your address 192.0.2.1 asks too often; try again in 1 s");
    assert_eq!(reply.header("retry-after"), "1");
    assert_eq!(pool.get("/api/v1/pool").peer("192.0.2.2").send().await.status, StatusCode::OK);
    assert_eq!(
        pool.get("/healthz").send().await.status,
        StatusCode::OK,
        "who watches the server is not limited"
    );
}

#[tokio::test]
async fn an_address_that_guesses_tokens_is_told_to_wait_and_a_valid_token_is_not() {
    let limits = api::Options { refused_logins_per_minute_max: few(2), ..options() };
    let pool = Served::named("primary.contoso.com", limits);
    for _ in 0..2 {
        let refused = pool.get("/api/v1/pool").token("guess").send().await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
        assert_eq!(refused.header("www-authenticate"), "Bearer realm=\"switchback\"");
    }
    let reply = pool.get("/api/v1/pool").token("guess").send().await;
    let problem = reply.problem();
    let expected =
        "429 too-many-logins: your address 192.0.2.1 sent too many tokens that are not valid; try again in ";
    assert!(problem.starts_with(expected), "{problem}");
    assert!(reply.header("retry-after").parse::<u64>().unwrap() <= 31);
    assert_eq!(pool.get("/api/v1/pool").send().await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_upload_that_hangs_keeps_no_other_import_out_and_few_may_hang() {
    let pool = Served::primary();
    let stranger =
        pool.send_bytes("/api/v1/recovery/import", Body::new(Silence)).token("CsAgent").send().await;
    assert_eq!(stranger.status, StatusCode::FORBIDDEN, "no byte is read of what may not be imported");
    {
        let mut first = pin!(pool.send_bytes("/api/v1/recovery/import", Body::new(Silence)).send());
        assert!(poll_once(first.as_mut()).await.is_none());
        let other = pool.send_bytes("/api/v1/recovery/import", "PK").send().await;
        assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY, "it was looked at while the first hangs");
        let mut second = pin!(pool.send_bytes("/api/v1/recovery/import", Body::new(Silence)).send());
        assert!(poll_once(second.as_mut()).await.is_none());
        let third = pool.send_bytes("/api/v1/recovery/import", "PK").send().await;
        insta::assert_snapshot!(third.problem(), @"503 busy: other archives are being imported; try again when one of them is done");
        assert_eq!(third.header("retry-after"), "2");
    }
    let fourth = pool.send_bytes("/api/v1/recovery/import", "PK").send().await;
    assert_eq!(
        fourth.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "the places are free once the first two have gone"
    );
}

#[tokio::test]
async fn more_requests_than_the_server_takes_at_once_are_turned_away() {
    let pool = Served::named("primary.contoso.com", api::Options { requests_at_once_max: 1, ..options() });
    let waiting =
        pool.send_bytes("/api/v1/queues", Body::new(Silence)).header("content-type", "application/json");
    let mut waiting = pin!(waiting.send());
    assert!(poll_once(waiting.as_mut()).await.is_none());
    let other = pool.get("/api/v1/pool").peer("192.0.2.2").send().await;
    insta::assert_snapshot!(other.problem(), @"503 busy: the server has as many requests in work as it may; try again in a moment");
    assert_eq!(pool.get("/healthz").send().await.status, StatusCode::OK);
}

#[tokio::test]
async fn slow_bodies_from_one_address_leave_places_to_the_others() {
    let pool = Served::named("primary.contoso.com", api::Options { requests_at_once_max: 8, ..options() });
    let slow =
        || pool.send_bytes("/api/v1/queues", Body::new(Silence)).header("content-type", "application/json");
    let mut waiting = Vec::new();
    for _ in 0..2 {
        let mut request = Box::pin(slow().send());
        assert!(poll_once(request.as_mut()).await.is_none());
        waiting.push(request);
    }
    let third = slow().send().await;
    insta::assert_snapshot!(third.problem(), @"429 too-many-requests: your address 192.0.2.1 has 2 requests in work, as many as one may; wait for one of them");
    assert_eq!(third.header("retry-after"), "2");
    assert_eq!(pool.get("/api/v1/pool").peer("192.0.2.2").send().await.status, StatusCode::OK);
    waiting.pop();
    assert_eq!(pool.get("/api/v1/pool").send().await.status, StatusCode::OK, "a place came free");
}

#[tokio::test]
async fn an_export_keeps_its_place_until_it_has_been_read() {
    let pool = Served::primary();
    let export = || pool.get("/api/v1/recovery/export");
    let (first, second) = (export().open().await, export().open().await);
    assert_eq!((first.status(), second.status()), (StatusCode::OK, StatusCode::OK));
    insta::assert_snapshot!(export().send().await.problem(), @"503 busy: other exports are under way; try again when one of them is done");
    let bytes = to_bytes(first.into_body(), usize::MAX).await.unwrap();
    assert!(bytes.starts_with(b"PK"));
    until_granted(&pool, "/api/v1/recovery/export").await;
    drop(second);
    until_granted(&pool, "/api/v1/recovery/export").await;
}

#[tokio::test]
async fn audio_keeps_its_place_until_it_has_been_read() {
    let pool = Served::primary();
    let brought = pool.send_bytes("/api/v1/audio-files?fileName=Long.wav", wav()).send().await;
    let address = brought.header("location");
    let mut unread = Vec::new();
    let refused = loop {
        let response = pool.get(address).open().await;
        match response.status() {
            StatusCode::OK => unread.push(response),
            status => break status,
        }
    };
    assert_eq!((unread.len(), refused), (16, StatusCode::SERVICE_UNAVAILABLE));
    insta::assert_snapshot!(pool.get(address).send().await.problem(), @"503 busy: the server sends as much audio as it may; try again in a moment");
    unread.clear();
    until_granted(&pool, address).await;
}

/// The place of a response that was read or dropped comes free a turn of the runtime later.
async fn until_granted(pool: &Served, address: &str) {
    for _ in 0..1_000 {
        if pool.get(address).send().await.status == StatusCode::OK {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("{address} stays busy");
}

#[tokio::test]
async fn a_token_that_is_revoked_while_the_body_arrives_changes_nothing() {
    let pool = Served::primary();
    let asked = json!({ "Person": "sip:csadministrator@contoso.com", "Label": "Laptop" });
    let made = pool.post("/api/v1/tokens", asked).send().await.json();
    let (pieces, body) = mpsc::channel(1);
    let change = pool
        .send_bytes("/api/v1/queues", Body::new(Late(body)))
        .header("content-type", "application/json")
        .token(made["Token"].as_str().unwrap());
    let mut change = pin!(change.send());
    assert!(poll_once(change.as_mut()).await.is_none());
    let revoked = pool.delete(&format!("/api/v1/tokens/{}", made["Id"].as_str().unwrap())).send().await;
    assert_eq!(revoked.status, StatusCode::OK);
    pieces.send(Bytes::from_static(b"{\"Name\": \"Queue\"}")).await.unwrap();
    drop(pieces);
    insta::assert_snapshot!(change.await.problem(), @"401 token: the token was revoked while the request was under way; nothing was changed");
    assert_eq!(pool.get("/api/v1/queues").send().await.json()["Items"], json!([]));
}

#[tokio::test]
async fn a_pool_with_too_many_waiting_requests_refuses_changes_and_lets_reads_wait() {
    let pool = Served::primary();
    let mut waiting = Vec::new();
    // The last of them finds no place any more, and waits for one.
    for _ in 0..=COMMANDS_MAX {
        let mut request = Box::pin(pool.get("/api/v1/log").send());
        assert!(poll_once(request.as_mut()).await.is_none());
        waiting.push(request);
    }
    let change = pool.post("/api/v1/queues", json!({ "Name": "Queue" }));
    let reply = poll_once(pin!(change.send())).await.unwrap();
    insta::assert_snapshot!(reply.problem(), @"503 busy: the pool has too many requests waiting; try again in a moment");
    for request in waiting {
        assert_eq!(request.await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_stopping_pool_refuses_changes_and_reports_itself() {
    let mut pool = Served::primary();
    let probed = pool.get("/healthz?cache=1732377600").send().await;
    assert_eq!(probed.status, StatusCode::OK, "what a probe adds to its address is ignored");
    pool.stop().await;
    let reply = pool.post("/api/v1/queues", json!({ "Name": "Queue" })).send().await;
    insta::assert_snapshot!(reply.problem(), @"503 stopping: the pool is stopping; ask its backup pool, or try again when it is back");
    assert_eq!(pool.get("/healthz").send().await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(
        pool.get("/api/v1/queues").send().await.status,
        StatusCode::OK,
        "what was read can still be read"
    );
}

#[tokio::test]
async fn requests_changes_and_refused_logins_are_counted_under_their_routes() {
    let recorder = PrometheusBuilder::new().build_recorder();
    let handle = recorder.handle();
    let _counting = metrics::set_default_local_recorder(&recorder);
    let pool = Served::named(
        "primary.contoso.com",
        api::Options { metrics: Arc::new(move || handle.render()), ..options() },
    );
    let (id, _) = pool.made("queues", json!({ "Name": "Queue" })).await;
    pool.get(&format!("/api/v1/queues/{id}")).send().await;
    pool.get("/api/v1/queues").token("guess").send().await;
    pool.get("/nowhere/at/all").send().await;
    pool.with_method("BREW", "/api/v1/queues").send().await;
    let text = pool.get("/metrics").without_token().send().await.text();
    let mut counters: Vec<&str> =
        text.lines().filter(|line| !line.starts_with('#') && line.contains("_total")).collect();
    counters.sort_unstable();
    insta::assert_snapshot!(counters.join("\n"), @r#"
    switchback_changes_total 1
    switchback_http_requests_total{method="GET",route="/api/v1/queues",status="401"} 1
    switchback_http_requests_total{method="GET",route="/api/v1/queues/{id}",status="200"} 1
    switchback_http_requests_total{method="GET",route="none",status="404"} 1
    switchback_http_requests_total{method="POST",route="/api/v1/queues",status="201"} 1
    switchback_http_requests_total{method="other",route="/api/v1/queues",status="405"} 1
    switchback_logins_refused_total 1
    "#);
    assert!(text.contains("switchback_http_request_duration_seconds"), "{text}");
    assert!(!text.contains(&id) && !text.contains("guess"));
}
