//! The way to the pools: what the cmdlets ask of whoever carries requests, and what comes back.

use std::borrow::Cow;

use domain::PoolFqdn;
use serde_json::{Map, Value};

/// Carries requests to the APIs of pools. The binary does it over HTTP, tests in their own process.
pub trait Transport {
    /// The pools of the topology, in its order. It is read when it is first asked for.
    ///
    /// # Errors
    /// [`TransportError::NoTopology`] where no topology is configured, or the one that is has faults.
    fn topology(&self) -> Result<&[ListedPool], TransportError>;

    /// Sends a request to a pool and waits for the whole answer. `progress` hears from time to time how far a long
    /// body is; a transport that the user stops answers with [`TransportError::Cancelled`].
    ///
    /// # Errors
    /// Why there is no answer, or the answer where it is none of success: see [`Answer::granted`].
    fn send(
        &self,
        pool: &PoolFqdn,
        request: &Request<'_>,
        progress: &mut dyn FnMut(Transferred),
    ) -> Result<Answer, TransportError>;
}

/// A pool as the topology knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedPool {
    /// Its name.
    pub fqdn: PoolFqdn,
    /// Where its API answers, for people to read.
    pub api: String,
    /// The pool that takes over for it.
    pub backup: Option<PoolFqdn>,
    /// The site that it stands in.
    pub site: Option<String>,
}

/// A request to the API of a pool.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// The method.
    pub method: Method,
    /// The path with its query, encoded as it stands on the wire.
    pub path: Cow<'a, str>,
    /// What is sent along.
    pub body: Option<Body<'a>>,
    /// The entity tag for If-Match, with its quotation marks.
    pub if_match: Option<Cow<'a, str>>,
}

/// What is asked of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the methods of RFC 9110 speak for themselves")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// The method as it stands in a request.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// The body of a request.
#[derive(Clone, Debug)]
pub struct Body<'a> {
    /// The media type.
    pub content_type: &'static str,
    /// The bytes.
    pub bytes: Cow<'a, [u8]>,
}

impl<'a> Request<'a> {
    /// A request without a body.
    pub fn new(method: Method, path: impl Into<Cow<'a, str>>) -> Self {
        Self { method, path: path.into(), body: None, if_match: None }
    }

    /// The same request with JSON.
    #[must_use]
    pub fn json(self, value: &Value) -> Self {
        self.bytes("application/json", value.to_string().into_bytes())
    }

    /// The same request with bytes of a media type.
    #[must_use]
    pub fn bytes(mut self, content_type: &'static str, bytes: impl Into<Cow<'a, [u8]>>) -> Self {
        self.body = Some(Body { content_type, bytes: bytes.into() });
        self
    }

    /// The same request for the version that has this entity tag, and for no other.
    #[must_use]
    pub fn if_match(mut self, etag: impl Into<Cow<'a, str>>) -> Self {
        self.if_match = Some(etag.into());
        self
    }
}

/// What a pool answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The header ETag.
    pub etag: Option<String>,
    /// The bytes of the body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The answer where it is one of success, and otherwise the problem that it tells of.
    ///
    /// # Errors
    /// [`TransportError::Refused`].
    pub fn granted(self) -> Result<Self, TransportError> {
        if (200..300).contains(&self.status) {
            return Ok(self);
        }
        Err(TransportError::Refused(Box::new(Problem::read(self.status, &self.body))))
    }
}

/// How much of a body has gone one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transferred {
    /// Bytes so far.
    pub bytes: u64,
    /// Bytes in all, where that is known.
    pub of: Option<u64>,
}

/// Why a request was not answered, or not granted.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum TransportError {
    /// Nobody answers there.
    #[error("the pool {pool} cannot be reached: {why}")]
    Unreachable {
        /// The pool.
        pool: PoolFqdn,
        /// What the network says, as the end of a sentence.
        why: String,
    },
    /// There is no token for the pool.
    #[error("there is no token for the pool {pool}: {how}")]
    NoToken {
        /// The pool.
        pool: PoolFqdn,
        /// How to give one, as the end of a sentence.
        how: String,
    },
    /// Nothing says which pools there are.
    #[error("{0}")]
    NoTopology(String),
    /// The topology does not list the pool.
    #[error("the topology lists no pool {0}")]
    NotListed(PoolFqdn),
    /// The user stopped the command.
    #[error("the command was stopped")]
    Cancelled,
    /// The pool answered that it does not do it.
    #[error("{}", .0.detail)]
    Refused(Box<Problem>),
}

/// What a pool says about a request that it does not grant: problem details (RFC 9457).
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The last part of the type's URN, such as `in-use`; empty where the answer was none of this API.
    pub kind: String,
    /// The status.
    pub status: u16,
    /// The sentence.
    pub detail: String,
    /// Everything else, such as Conflicts.
    pub members: Map<String, Value>,
}

impl Problem {
    /// Reads the body of an answer. One that is no problem document, as a proxy may send, is told by its status.
    pub fn read(status: u16, body: &[u8]) -> Self {
        let document = serde_json::from_slice(body).unwrap_or_default();
        let Value::Object(mut members) = document else {
            return Self { kind: String::new(), status, detail: other(status), members: Map::new() };
        };
        let mut take = |name: &str| match members.remove(name) {
            Some(Value::String(text)) => text,
            _ => String::new(),
        };
        let (kind, detail) = (take("type"), take("detail"));
        let kind = kind.strip_prefix(URN).unwrap_or_default().to_owned();
        let detail = if detail.is_empty() { other(status) } else { detail };
        Self { kind, status, detail, members }
    }
}

fn other(status: u16) -> String {
    format!(
        "the answer has the status {status} and is not that of a pool; look at what stands at its address"
    )
}

/// What the types of problem begin with.
const URN: &str = "urn:switchback:problem:";

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> Result<Answer, TransportError> {
        Answer { status, etag: None, body: body.as_bytes().to_vec() }.granted()
    }

    #[test]
    fn a_problem_keeps_its_words_and_its_members() {
        let body = r#"{"type":"urn:switchback:problem:in-use","title":"t","status":409,"detail":"it is active","Users":[]}"#;
        let Err(TransportError::Refused(problem)) = answer(409, body) else { panic!("granted") };
        assert_eq!((problem.kind.as_str(), problem.status), ("in-use", 409));
        assert_eq!(TransportError::Refused(problem.clone()).to_string(), "it is active");
        assert!(problem.members.contains_key("Users"));
    }

    #[test]
    fn an_answer_of_something_else_is_told_by_its_status() {
        for body in ["", "<html>Bad gateway</html>", "[]", "{}"] {
            let error = answer(502, body).unwrap_err().to_string();
            assert!(error.starts_with("the answer has the status 502"), "{error}");
        }
        assert!(answer(200, "").is_ok());
    }
}
