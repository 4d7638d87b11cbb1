//! What the jobs ask of a pool that runs: its API, with the words of the pool where it refuses.

use std::{fs, path::Path, time::Duration};

use anyhow::{Context, Result, bail};
use serde_json::Value;
use ureq::{Agent, http};

/// A pool's API and a token for it.
pub(crate) struct Client {
    agent: Agent,
    url: String,
    authorization: String,
}

/// The answer to a request that was granted.
pub(crate) struct Answer {
    headers: http::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Client {
    /// Speaks to the pool at `url`, such as `http://127.0.0.1:5801`.
    pub(crate) fn new(url: &str, token: &str) -> Self {
        let config =
            Agent::config_builder().http_status_as_error(false).timeout_global(Some(ANSWER_TIMEOUT)).build();
        Self {
            agent: Agent::new_with_config(config),
            url: format!("{}/api/v1", url.trim_end_matches('/')),
            authorization: format!("Bearer {}", token.trim()),
        }
    }

    /// As [`Self::new`], with the token that stands in a file.
    pub(crate) fn with_token_file(url: &str, path: &Path) -> Result<Self> {
        let token = fs::read_to_string(path)
            .with_context(|| format!("cannot read the token in {}", path.display()))?;
        Ok(Self::new(url, &token))
    }

    /// Reads JSON.
    pub(crate) fn get(&self, path: &str) -> Result<Value> {
        self.fetch(path)?.json()
    }

    /// Reads bytes.
    pub(crate) fn fetch(&self, path: &str) -> Result<Answer> {
        self.send("GET", path, &[], &[])
    }

    /// Sends JSON, and reads the JSON that comes back.
    pub(crate) fn post(&self, path: &str, body: &Value) -> Result<Value> {
        self.send("POST", path, body.to_string().as_bytes(), &[("Content-Type", JSON)])?.json()
    }

    /// As [`Self::post`], to a place that is named.
    pub(crate) fn put(&self, path: &str, body: &Value) -> Result<Value> {
        self.send("PUT", path, body.to_string().as_bytes(), &[("Content-Type", JSON)])?.json()
    }

    /// Saves over the version with this ETag; refused where there is another by now.
    pub(crate) fn replace(&self, path: &str, body: &Value, etag: &str) -> Result<Value> {
        let headers = [("Content-Type", JSON), ("If-Match", etag)];
        self.send("PUT", path, body.to_string().as_bytes(), &headers)?.json()
    }

    /// Sends bytes of another type, and reads the JSON that comes back.
    pub(crate) fn post_bytes(&self, path: &str, body: &[u8], content_type: &str) -> Result<Value> {
        self.send("POST", path, body, &[("Content-Type", content_type)])?.json()
    }

    /// Removes what is named.
    pub(crate) fn delete(&self, path: &str) -> Result<Answer> {
        self.send("DELETE", path, &[], &[])
    }

    fn send(&self, method: &str, path: &str, body: &[u8], headers: &[(&str, &str)]) -> Result<Answer> {
        let what = || format!("{method} {path}");
        let mut request = http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url))
            .header("Authorization", &self.authorization);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = match headers {
            [] => self.agent.run(request.body(())?),
            _ => self.agent.run(request.body(body)?),
        };
        let mut response = response.with_context(what)?;
        let (status, headers) = (response.status(), response.headers().clone());
        let body =
            response.body_mut().with_config().limit(ANSWER_BYTES_MAX).read_to_vec().with_context(what)?;
        if !status.is_success() {
            let problem: Value = serde_json::from_slice(&body).unwrap_or_default();
            let detail = problem["detail"].as_str().unwrap_or("the answer is no problem document");
            bail!("{} was refused ({status}): {detail}", what());
        }
        Ok(Answer { headers, body })
    }
}

impl Answer {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Result<Value> {
        serde_json::from_slice(&self.body).context("the answer is not JSON")
    }

    /// A header that must be there.
    pub(crate) fn header(&self, name: &str) -> Result<&str> {
        let value = self.headers.get(name).and_then(|value| value.to_str().ok());
        value.with_context(|| format!("the answer has no header {name}"))
    }
}

const JSON: &str = "application/json";
const ANSWER_TIMEOUT: Duration = Duration::from_secs(60);
const ANSWER_BYTES_MAX: u64 = 1 << 30;
