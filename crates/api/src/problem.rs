//! What went wrong, as problem details (RFC 9457). Errors of every other crate are translated to HTTP here and
//! nowhere else.

use admin::{Conflict, Forbidden, ObjectLine, Refusal};
use archive::InvalidArchive;
use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::InvalidAudio;
use serde_json::{Map, Value, json};
use store::StoreError;

use crate::{PoolError, secret::RandomnessMissing};

/// A type of problem: the same cause has the same name, status and title everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ProblemType {
    /// The last part of the type's URN.
    pub(crate) id: &'static str,
    /// The status of the response.
    pub(crate) status: StatusCode,
    /// The type in a few words.
    pub(crate) title: &'static str,
}

/// A request that was not granted, on its way to the asker.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    kind: ProblemType,
    detail: String,
    members: Map<String, Value>,
    retry_after: Option<u64>,
}

impl Problem {
    /// A problem of a type, told in a sentence that says what to do.
    pub(crate) fn new(kind: ProblemType, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), members: Map::new(), retry_after: None }
    }

    /// Adds a member that programs can read.
    pub(crate) fn with(mut self, member: &str, value: impl Into<Value>) -> Self {
        self.members.insert(member.to_owned(), value.into());
        self
    }

    /// Says after how many seconds to try again.
    pub(crate) const fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// A decision that was answered with the reply to another request.
    pub(crate) fn unexpected_reply() -> Self {
        Self::new(
            ProblemType::INTERNAL,
            "the change was decided, but its reply does not fit the request; read it again",
        )
    }

    /// The sentence.
    pub(crate) fn detail(&self) -> &str {
        &self.detail
    }

    /// The response, for a request of this path.
    pub(crate) fn render(&self, instance: &str) -> Response {
        let mut body = Map::new();
        body.insert("type".into(), format!("urn:switchback:problem:{}", self.kind.id).into());
        body.insert("title".into(), self.kind.title.into());
        body.insert("status".into(), self.kind.status.as_u16().into());
        body.insert("detail".into(), self.detail.clone().into());
        body.insert("instance".into(), instance.into());
        body.extend(self.members.clone());
        let mut response = Response::new(Body::from(Value::Object(body).to_string()));
        *response.status_mut() = self.kind.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if self.kind.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"switchback\""));
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

/// The path of the request is known further out, where [`crate::watch`] completes the response.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.kind.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<PoolError> for Problem {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Refused(refusal) => refusal.into(),
            PoolError::Store(error) => error.into(),
            PoolError::Busy => Self::new(ProblemType::BUSY, error.to_string()).retry_after(1),
            PoolError::Stopping => Self::new(ProblemType::STOPPING, error.to_string()).retry_after(10),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let problem = Self::new(type_of(&refusal), refusal.to_string());
        match refusal {
            Refusal::Unsound { problems, .. } => {
                let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
                problem.with("Problems", problems)
            }
            Refusal::Conflicts(conflicts) => {
                let conflicts: Vec<Value> = conflicts.iter().map(conflict).collect();
                problem.with("Conflicts", conflicts)
            }
            Refusal::InUse { users, .. } | Refusal::ExportInUse(users) | Refusal::ExportIncomplete(users) => {
                problem.with("Users", lines(&users))
            }
            Refusal::Stale { by, current, .. } => {
                problem.with("ChangedBy", by.as_str()).with("Current", current.to_string())
            }
            _ => problem,
        }
    }
}

const fn type_of(refusal: &Refusal) -> ProblemType {
    match refusal {
        Refusal::Forbidden(_) => ProblemType::FORBIDDEN,
        Refusal::NotFound(_)
        | Refusal::OtherKind { .. }
        | Refusal::TokenNotFound(_)
        | Refusal::NotAnAgent(_)
        | Refusal::NothingOwned(_) => ProblemType::NOT_FOUND,
        Refusal::IdTaken(_) => ProblemType::ID_TAKEN,
        Refusal::Unsound { .. } => ProblemType::UNSOUND,
        Refusal::Stale { .. } | Refusal::SettingsStale => ProblemType::STALE,
        Refusal::InUse { .. } | Refusal::ExportInUse(_) | Refusal::ExportIncomplete(_) => ProblemType::IN_USE,
        Refusal::Audio(InvalidAudio::TooLarge(_)) => ProblemType::BODY_TOO_LARGE,
        Refusal::Audio(_) => ProblemType::AUDIO,
        Refusal::AudioFull(_) | Refusal::Full(_) => ProblemType::POOL_FULL,
        Refusal::AudioMissing(_) => ProblemType::AUDIO_MISSING,
        Refusal::Conflicts(_) => ProblemType::CONFLICTS,
        Refusal::ExportChanged { .. } => ProblemType::EXPORT_CHANGED,
        Refusal::OwnPool(_)
        | Refusal::EpochPassed { .. }
        | Refusal::EpochImpossible { .. }
        | Refusal::RoleUnchanged(_) => ProblemType::POOL_ROLE,
        Refusal::NotInGroup { .. } | Refusal::GroupInformal { .. } | Refusal::NoFormalGroup(_) => {
            ProblemType::SIGN_IN
        }
        Refusal::LastAdministrator(_) => ProblemType::LAST_ADMINISTRATOR,
    }
}

fn conflict(conflict: &Conflict) -> Value {
    let mut told = json!({ "Object": conflict.object(), "Detail": conflict.to_string() });
    if let Conflict::Edited { differences, .. } = conflict {
        told["Differences"] = json!(differences);
    }
    told
}

fn lines(objects: &[ObjectLine]) -> Value {
    json!(objects)
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full { .. } => Self::new(ProblemType::DISK_FULL, error.to_string()),
            _ => Self::new(ProblemType::STORE, error.to_string()),
        }
    }
}

impl From<RandomnessMissing> for Problem {
    fn from(error: RandomnessMissing) -> Self {
        Self::new(ProblemType::INTERNAL, error.to_string())
    }
}

impl From<Forbidden> for Problem {
    fn from(forbidden: Forbidden) -> Self {
        Refusal::from(forbidden).into()
    }
}

impl From<InvalidArchive> for Problem {
    fn from(error: InvalidArchive) -> Self {
        let problems: Vec<String> = error.problems().iter().map(ToString::to_string).collect();
        Self::new(ProblemType::ARCHIVE, format!("nothing was imported: {error}")).with("Problems", problems)
    }
}

/// Declares the types of problem and the list of them.
macro_rules! problem_types {
    ($($name:ident = $id:literal, $status:ident, $title:literal;)+) => {
        impl ProblemType {
            $(pub(crate) const $name: Self = Self { id: $id, status: StatusCode::$status, title: $title };)+

            /// Every type, in the order of its status.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name),+];
        }
    };
}

problem_types! {
    SYNTAX = "syntax", BAD_REQUEST, "The body is no JSON object";
    PARAMETER = "parameter", BAD_REQUEST, "A parameter is wrong";
    PRECONDITION = "precondition", BAD_REQUEST, "A precondition is not understood";
    BODY_BROKEN = "body-broken", BAD_REQUEST, "The body did not arrive whole";
    UNAUTHORIZED = "token", UNAUTHORIZED, "A valid token is required";
    FORBIDDEN = "forbidden", FORBIDDEN, "The asker may not do this";
    NOT_FOUND = "not-found", NOT_FOUND, "There is no such thing";
    NO_ROUTE = "no-route", NOT_FOUND, "There is no such address";
    METHOD = "method", METHOD_NOT_ALLOWED, "The address does not take this method";
    BODY_SLOW = "body-slow", REQUEST_TIMEOUT, "The body took too long to arrive";
    ID_TAKEN = "id-taken", CONFLICT, "The GUID is in use";
    UNSOUND = "unsound", CONFLICT, "The object does not fit the others";
    IN_USE = "in-use", CONFLICT, "The object is in use";
    AUDIO_MISSING = "audio-missing", CONFLICT, "The pool does not hold the audio";
    CONFLICTS = "conflicts", CONFLICT, "The archive conflicts with the pool";
    EXPORT_CHANGED = "export-changed", CONFLICT, "The exported objects changed since";
    POOL_ROLE = "pool-role", CONFLICT, "The role of the pool does not allow it";
    LAST_ADMINISTRATOR = "last-administrator", CONFLICT, "Nobody could administer the pool any more";
    NO_CALLS = "no-calls", CONFLICT, "The pool takes no calls";
    TEST_CALL = "test-call", CONFLICT, "The test does not fit the workflow";
    TEST_PLAN = "test-plan", CONFLICT, "The plan cannot be read";
    RELAYED = "relayed", CONFLICT, "Another pool answers the workflow";
    SIGN_IN = "sign-in", CONFLICT, "The agent cannot sign in or out there";
    PICK = "pick", CONFLICT, "The agent cannot have the call";
    STALE = "stale", PRECONDITION_FAILED, "Somebody changed it since it was read";
    BODY_TOO_LARGE = "body-too-large", PAYLOAD_TOO_LARGE, "The body is too large";
    CONTENT_TYPE = "content-type", UNSUPPORTED_MEDIA_TYPE, "The body is of the wrong type";
    PROPERTY = "property", UNPROCESSABLE_ENTITY, "A property is wrong";
    UNKNOWN_PROPERTY = "unknown-property", UNPROCESSABLE_ENTITY, "There is no such property";
    AUDIO = "audio", UNPROCESSABLE_ENTITY, "The bytes are no audio that can be played";
    ARCHIVE = "archive", UNPROCESSABLE_ENTITY, "The archive cannot be read";
    IF_MATCH_REQUIRED = "if-match-required", PRECONDITION_REQUIRED, "The version that was read must be named";
    TOO_MANY_REQUESTS = "too-many-requests", TOO_MANY_REQUESTS, "Too many requests from one address";
    TOO_MANY_LOGINS = "too-many-logins", TOO_MANY_REQUESTS, "Too many refused tokens from one address";
    STORE = "store", INTERNAL_SERVER_ERROR, "The store failed";
    INTERNAL = "internal", INTERNAL_SERVER_ERROR, "The server failed";
    BUSY = "busy", SERVICE_UNAVAILABLE, "The server is busy";
    STOPPING = "stopping", SERVICE_UNAVAILABLE, "The server is stopping";
    POOL_FULL = "pool-full", INSUFFICIENT_STORAGE, "The pool holds as much as it may";
    DISK_FULL = "disk-full", INSUFFICIENT_STORAGE, "The disk is full";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_of_problem_have_names_of_their_own_and_stand_in_the_order_of_their_status() {
        for (at, kind) in ProblemType::ALL.iter().enumerate() {
            let before = &ProblemType::ALL[..at];
            assert!(
                before.iter().all(|other| other.id != kind.id && other.status <= kind.status),
                "{}",
                kind.id
            );
        }
    }
}
