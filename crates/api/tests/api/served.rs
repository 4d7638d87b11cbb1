//! A served pool, and the requests of its clients.

use std::{net::SocketAddr, num::NonZeroU32, sync::Arc, time::Duration};

use admin::Request as Asked;
use api::{Options, router};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Request, Response, StatusCode},
};
use domain::{ContentHash, Directory, DistributionGroupAddress, Label, Role, SipUri, TokenId};
use serde_json::Value;
use tokio::task::JoinHandle;
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::{
    contract::Operation,
    pool::{self, Disk, START},
};

/// A pool with its API.
pub(crate) struct Served {
    router: Router,
    pub(crate) disk: Disk,
    owner: JoinHandle<()>,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

/// A request that is being written.
pub(crate) struct Ask<'a> {
    served: &'a Served,
    request: axum::http::request::Builder,
    token: Option<String>,
    body: Body,
    json: Option<Value>,
    peer: &'static str,
}

/// Options without limits that a test meets by accident.
pub(crate) fn options() -> Options {
    let many = NonZeroU32::new(1_000_000).unwrap();
    Options {
        version: "0.0.0".to_owned(),
        import_bytes_max: 1 << 20,
        requests_at_once_max: 1_000,
        requests_per_second_max: many,
        requests_burst_max: many,
        refused_logins_per_minute_max: many,
        body_timeout: Duration::from_secs(30),
        import_timeout: Duration::from_secs(30),
        clock: || START,
        metrics: Arc::new(|| "# no counters\n".to_owned()),
        live: Arc::new(Default::default),
        test_desk: None,
        pickup: None,
    }
}

impl Served {
    /// The primary pool of Contoso: a person for each role, whose token is the name of the role.
    pub(crate) fn primary() -> Self {
        Self::named("primary.contoso.com", options())
    }

    /// A pool of another name, or under other limits.
    pub(crate) fn named(fqdn: &str, options: Options) -> Self {
        let group = DistributionGroupAddress::new("helpdesk@contoso.com").unwrap();
        let directory = Directory::new([(group, vec![sip("pat"), sip("kim")])]);
        let mut requests = Vec::new();
        for (number, role) in (1..).zip(Role::ALL) {
            let person = sip(&role.as_str().to_lowercase());
            requests.push(Asked::SetRoles { uri: person.clone(), roles: vec![*role] });
            requests.push(token(number, person, role.as_str()));
        }
        requests.push(token(99, sip("nobody"), "Nobody"));
        let (pool, disk, owner) = pool::start(fqdn, directory, requests);
        Self { router: router(pool, options), disk, owner }
    }

    /// The owner of the pool goes away, as it does when the server stops.
    pub(crate) async fn stop(&mut self) {
        self.owner.abort();
        assert!((&mut self.owner).await.unwrap_err().is_cancelled());
    }

    fn ask(&self, method: &str, uri: &str) -> Ask<'_> {
        Ask {
            served: self,
            request: Request::builder().method(method).uri(uri),
            token: Some("CsAdministrator".to_owned()),
            body: Body::empty(),
            json: None,
            peer: "192.0.2.1",
        }
    }

    pub(crate) fn get(&self, uri: &str) -> Ask<'_> {
        self.ask("GET", uri)
    }

    pub(crate) fn post(&self, uri: &str, body: Value) -> Ask<'_> {
        self.ask("POST", uri).json(body)
    }

    pub(crate) fn put(&self, uri: &str, body: Value) -> Ask<'_> {
        self.ask("PUT", uri).json(body)
    }

    pub(crate) fn patch(&self, uri: &str, body: Value) -> Ask<'_> {
        self.ask("PATCH", uri).json(body)
    }

    pub(crate) fn delete(&self, uri: &str) -> Ask<'_> {
        self.ask("DELETE", uri)
    }

    pub(crate) fn send_bytes(&self, uri: &str, bytes: impl Into<Body>) -> Ask<'_> {
        let mut ask = self.ask("POST", uri);
        ask.body = bytes.into();
        ask
    }

    pub(crate) fn with_method(&self, method: &str, uri: &str) -> Ask<'_> {
        self.ask(method, uri)
    }

    /// Makes an object and gives its GUID and its ETag.
    pub(crate) async fn made(&self, collection: &str, body: Value) -> (String, String) {
        let reply = self.post(&format!("/api/v1/{collection}"), body).send().await;
        assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text());
        let location = reply.header("location").to_owned();
        (location.rsplit('/').next().unwrap().to_owned(), reply.header("etag").to_owned())
    }
}

impl Ask<'_> {
    pub(crate) fn json(mut self, body: Value) -> Self {
        self.body = Body::from(body.to_string());
        self.json = Some(body);
        self.header("content-type", "application/json")
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    /// As the person whose token this is.
    pub(crate) fn token(mut self, token: &str) -> Self {
        self.token = Some(token.to_owned());
        self
    }

    pub(crate) fn without_token(mut self) -> Self {
        self.token = None;
        self
    }

    pub(crate) fn peer(mut self, peer: &'static str) -> Self {
        self.peer = peer;
        self
    }

    /// The response with its body unread. What is held against the document is held by [`Ask::send`].
    pub(crate) async fn open(self) -> Response<Body> {
        let mut request = self.request;
        if let Some(token) = self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let mut request = request.body(self.body).unwrap();
        let peer = SocketAddr::new(self.peer.parse().unwrap(), 40_000);
        request.extensions_mut().insert(ConnectInfo(peer));
        self.served.router.clone().oneshot(request).await.unwrap()
    }

    pub(crate) async fn send(mut self) -> Reply {
        let method = self.request.method_ref().unwrap().as_str();
        let operation = Operation::of(method, self.request.uri_ref().unwrap().path());
        let json = self.json.take();
        let (parts, body) = self.open().await.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        if let Some(operation) = operation {
            let content_type = parts.headers.get("content-type").map(|text| text.to_str().unwrap());
            operation.check_answer(parts.status.as_u16(), content_type, &bytes);
            if let Some(json) = json.filter(|_| parts.status.is_success()) {
                operation.check_request(&json);
            }
        }
        Reply { status: parts.status, headers: parts.headers, bytes }
    }
}

impl Reply {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("{}: {}", self.status, self.text()))
    }

    /// The JSON of a request that was granted.
    pub(crate) fn granted(&self) -> Value {
        assert!(self.status.is_success(), "{}: {}", self.status, self.text());
        self.json()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .unwrap_or_else(|| panic!("no header {name}: {}", self.text()))
            .to_str()
            .unwrap()
    }

    /// The status and the sentence of a problem, whose form is checked on the way.
    pub(crate) fn problem(&self) -> String {
        let problem = self.json();
        assert_eq!(self.header("content-type"), "application/problem+json", "{problem}");
        assert_eq!(problem["status"], self.status.as_u16());
        assert!(problem["instance"].is_string() && problem["title"].is_string(), "{problem}");
        let kind = problem["type"].as_str().unwrap().strip_prefix("urn:switchback:problem:").unwrap();
        format!("{} {kind}: {}", self.status.as_u16(), problem["detail"].as_str().unwrap())
    }
}

fn token(number: u128, person: SipUri, secret: &str) -> Asked {
    let hash = ContentHash::of(secret.as_bytes());
    Asked::NewToken { id: TokenId(Uuid::from_u128(number)), hash, person, label: Label::new("test").unwrap() }
}

pub(crate) fn sip(user: &str) -> SipUri {
    SipUri::new(&format!("sip:{user}@contoso.com")).unwrap()
}
