//! The command line's way to a running pool: its API.

use std::{fmt, fs, path::Path, time::Duration};

use anyhow::{Context as _, anyhow, bail};
use serde_json::Value;
use ureq::{
    Agent, AsSendBody, Body,
    http::{Request, Response, StatusCode},
    tls::{Certificate, RootCerts, TlsConfig},
};

use crate::{cli::Access, config::PoolFile, tls, topology::ApiAddress};

/// A pool's API, with a token that opens it.
pub(crate) struct Client {
    agent: Agent,
    address: ApiAddress,
    token: String,
}

/// The token stays out of every message.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Client {
    /// A client of the API at this address.
    pub(crate) fn new(address: ApiAddress, access: &Access) -> anyhow::Result<Self> {
        Self::open(address, token(access)?, access.ca.as_deref(), "--ca")
    }

    /// A client that shows this token, and believes the certificates of `ca` or of the system. `option` is what names
    /// `ca`.
    pub(crate) fn open(
        address: ApiAddress,
        token: String,
        ca: Option<&Path>,
        option: &str,
    ) -> anyhow::Result<Self> {
        let agent = agent(&address, ca, option, CONNECT_BOUND)?;
        Ok(Self { agent, address, token })
    }

    /// Sends a request without a body.
    pub(crate) fn ask(&self, method: &str, path: &str) -> anyhow::Result<Response<Body>> {
        self.send(method, path, "application/json", ())
    }

    /// Sends a request with JSON.
    pub(crate) fn tell(&self, method: &str, path: &str, body: &Value) -> anyhow::Result<Response<Body>> {
        self.send(method, path, "application/json", body.to_string())
    }

    /// Sends a request; an answer other than success is an error in the words of the server.
    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        content_type: &str,
        body: impl AsSendBody,
    ) -> anyhow::Result<Response<Body>> {
        let request = Request::builder()
            .method(method)
            .uri(self.address.join(path))
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", content_type)
            .body(body)
            .context("the request cannot be written")?;
        let answer = self.agent.run(request);
        let answer = answer.with_context(|| format!("the pool at {} cannot be reached", self.address))?;
        if answer.status().is_success() { Ok(answer) } else { Err(refusal(answer)) }
    }
}

/// What sends requests to this address, and believes the certificates of `ca` or of the system. `option` is what
/// names `ca`.
pub(crate) fn agent(
    address: &ApiAddress,
    ca: Option<&Path>,
    option: &str,
    connect: Duration,
) -> anyhow::Result<Agent> {
    let mut config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(None)
        .timeout_connect(Some(connect))
        .timeout_recv_response(Some(ANSWER_BOUND));
    if address.is_https() {
        let roots = match ca {
            Some(path) => tls::certificates(path).map_err(|error| anyhow!("{option}: {error}"))?,
            None => tls::system_roots().map_err(|error| {
                anyhow!("this machine trusts no certificates ({error}); name those to trust with {option}")
            })?,
        };
        let roots = RootCerts::from(roots.into_iter().map(|root| Certificate::from_der(&root).to_owned()));
        let tls = TlsConfig::builder().unversioned_rustls_crypto_provider(tls::provider()).root_certs(roots);
        config = config.tls_config(tls.build());
    }
    Ok(config.build().new_agent())
}

/// The JSON of an answer.
pub(crate) fn json(answer: Response<Body>) -> anyhow::Result<Value> {
    let mut body = answer.into_body();
    let read = body.with_config().limit(JSON_BYTES_MAX).read_json();
    read.context("the pool's answer is not the JSON that was expected")
}

/// One segment of a path, whatever it holds.
pub(crate) fn segment(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b':' | b'@' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}

/// Where the API of a pool answers, as its configuration says.
pub(crate) fn address(file: &PoolFile) -> ApiAddress {
    let listed = file.topology.pool(&file.pool).map(|listed| listed.api.clone());
    listed.unwrap_or_else(|| ApiAddress::of_listener(file.listen, file.tls.is_some()))
}

/// The token, from a file or the environment: what stands on a command line is seen by everybody on the machine.
pub(crate) fn token(access: &Access) -> anyhow::Result<String> {
    let (text, place) = match &access.token_file {
        Some(path) => {
            let place = path.display().to_string();
            (fs::read_to_string(path).with_context(|| format!("cannot read the token in {place}"))?, place)
        }
        None => match std::env::var(TOKEN_VARIABLE) {
            Ok(text) => (text, TOKEN_VARIABLE.to_owned()),
            Err(_) => bail!(
                "a token is needed; name a file with --token-file, or set the variable {TOKEN_VARIABLE}"
            ),
        },
    };
    token_in(&text, &place)
}

/// The token in a text that was found at `place`.
pub(crate) fn token_in(text: &str, place: &str) -> anyhow::Result<String> {
    let token = text.trim();
    if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        bail!("{place} holds no token; it must hold the one line that was shown when the token was made");
    }
    Ok(token.to_owned())
}

/// What the server says about a request that it does not grant (RFC 9457).
fn refusal(answer: Response<Body>) -> anyhow::Error {
    let status = answer.status();
    let problem = json(answer).unwrap_or(Value::Null);
    match (problem["detail"].as_str(), status) {
        (Some(detail), _) => anyhow!("{detail}"),
        (None, StatusCode::UNAUTHORIZED) => anyhow!("the pool does not know the token"),
        (None, status) => anyhow!("the pool answers {status}"),
    }
}

/// The environment variable that holds a token.
pub(crate) const TOKEN_VARIABLE: &str = "SWITCHBACK_TOKEN";
/// How long a connection may take.
const CONNECT_BOUND: Duration = Duration::from_secs(10);
/// How long the pool may take to answer; an import of the largest archive takes seconds.
const ANSWER_BOUND: Duration = Duration::from_secs(600);
/// Largest answer in JSON, in bytes.
const JSON_BYTES_MAX: u64 = 64 << 20;

#[cfg(test)]
mod tests {
    use super::segment;

    #[test]
    fn a_segment_of_a_path_may_hold_anything() {
        assert_eq!(segment("sip:kim@contoso.com"), "sip:kim@contoso.com");
        assert_eq!(segment("sip:a/b?c#d;e%@x.com"), "sip:a%2Fb%3Fc%23d%3Be%25@x.com");
        assert_eq!(segment("é"), "%C3%A9");
    }
}
