//! A pool as a real process, and a client of its API.
#![allow(dead_code, reason = "not every test file needs all of it")]

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc,
};

use serde_json::Value;
use ureq::{Agent, http};

use crate::server::{BOUND, lines, until, url};

/// The name of a pool under test.
pub(crate) const POOL: &str = "pool.contoso.com";

/// The files of a pool, in a directory that goes with the value.
pub(crate) struct Site {
    pool: &'static str,
    directory: tempfile::TempDir,
}

impl Site {
    /// A pool that keeps its data beside its configuration.
    pub(crate) fn new() -> Self {
        Self::of(POOL)
    }

    /// A pool of this name.
    pub(crate) fn of(pool: &'static str) -> Self {
        let site = Self { pool, directory: tempfile::tempdir().unwrap() };
        site.keep_data_in(&site.path("data"));
        site
    }

    /// Writes the configuration.
    pub(crate) fn keep_data_in(&self, data: &Path) {
        let text = format!(
            "pool = \"{}\"\ndata = \"{}\"\n[listen]\napi = \"127.0.0.1:0\"\n\
             [limits]\nrequests_per_second = 1000000\nrequests_burst = 1000000\n",
            self.pool,
            data.display()
        );
        fs::write(self.config(), text).unwrap();
    }

    /// A file beside the configuration.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub(crate) fn config(&self) -> PathBuf {
        self.path("pool.toml")
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// What starts the server, as arguments.
    pub(crate) fn serve(&self) -> Vec<String> {
        let program = env!("CARGO_BIN_EXE_switchback");
        let (config, token) = (self.config(), self.path("token"));
        [program, "serve", "--config", path(&config), "--token-file", path(&token)]
            .map(str::to_owned)
            .to_vec()
    }

    /// Starts the server, under whatever stands in `before`.
    pub(crate) fn spawn(&self, before: &[&str]) -> Child {
        let line: Vec<_> = before.iter().map(|&word| word.to_owned()).chain(self.serve()).collect();
        let log = File::options().create(true).append(true).open(self.path("log")).unwrap();
        let command = &mut Command::new(&line[0]);
        let started =
            command.args(&line[1..]).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn();
        started.unwrap_or_else(|error| panic!("{} cannot be started: {error}", line[0]))
    }

    /// Starts the server and waits until it answers.
    pub(crate) fn start(&self) -> Server {
        Server::new(self, self.spawn(&[]))
    }

    /// A client for the address that a server printed.
    pub(crate) fn client(&self, address: &str) -> Client {
        let token = fs::read_to_string(self.path("token")).unwrap();
        let config = Agent::config_builder().http_status_as_error(false).timeout_global(Some(BOUND));
        Client {
            agent: config.build().into(),
            base: format!("http://{address}"),
            authorization: format!("Bearer {}", token.trim()),
        }
    }

    /// What the server logged, for the message of a failure.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.path("log")).unwrap_or_default()
    }
}

/// A server that answers, until it is killed or the value is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) client: Client,
    data: PathBuf,
}

impl Server {
    /// Waits until the process answers.
    pub(crate) fn new(site: &Site, child: Child) -> Self {
        Self::try_new(site, child).unwrap_or_else(|| panic!("the server did not start:\n{}", site.log()))
    }

    /// Waits until the process answers or ends.
    pub(crate) fn try_new(site: &Site, mut child: Child) -> Option<Self> {
        let lines = lines(child.stdout.take().unwrap());
        let Some(address) = address(&lines) else {
            child.kill().unwrap();
            child.wait().unwrap();
            return None;
        };
        Some(Self { child, client: site.client(&address), data: site.data() })
    }

    /// kill -9.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Stops the server in order, and whatever it was started under.
    pub(crate) fn stop(mut self) {
        let process = fs::read_to_string(self.data.join("lock")).unwrap();
        assert!(Command::new("kill").arg(process.trim()).status().unwrap().success());
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            // The server itself first: what it runs under might leave it behind.
            let process = fs::read_to_string(self.data.join("lock")).unwrap_or_default();
            drop(Command::new("kill").args(["-9", process.trim()]).stderr(Stdio::null()).status());
            drop(self.child.kill());
            drop(self.child.wait());
        }
    }
}

/// The address that a server prints once it answers; nothing when it ends before.
pub(crate) fn address(lines: &mpsc::Receiver<String>) -> Option<String> {
    let address = |line: &str| Some(url(line)?.strip_prefix("http://")?.to_owned());
    until(lines, &mut Vec::new(), address).ok()
}

/// What a request carries.
pub(crate) enum Body<'a> {
    Nothing,
    Json(&'a Value),
    Audio(&'a [u8]),
    Archive(&'a [u8]),
}

/// A client with one connection that it keeps.
#[derive(Clone)]
pub(crate) struct Client {
    agent: Agent,
    base: String,
    authorization: String,
}

/// An answer that arrived whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) etag: Option<String>,
    pub(crate) location: Option<String>,
    /// The record under which the change is durable.
    pub(crate) sequence: Option<u64>,
    /// Of an exported set.
    pub(crate) digest: Option<String>,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    /// The answer, which must be a success.
    pub(crate) fn granted(self) -> Self {
        assert!(
            (200..300).contains(&self.status),
            "{} {}",
            self.status,
            String::from_utf8_lossy(&self.bytes)
        );
        self
    }

    fn header(response: &http::Response<ureq::Body>, name: &str) -> Option<String> {
        Some(response.headers().get(name)?.to_str().unwrap().to_owned())
    }
}

impl Client {
    /// Sends a request and waits for the whole answer; an error means that the server went away.
    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        etag: Option<&str>,
        body: Body<'_>,
    ) -> Result<Answer, ureq::Error> {
        let mut request = http::Request::builder().method(method).uri(format!("{}/api/v1/{path}", self.base));
        request = request.header("Authorization", &self.authorization);
        if let Some(etag) = etag {
            request = request.header("If-Match", etag);
        }
        let (kind, bytes) = match body {
            Body::Nothing => ("", Vec::new()),
            Body::Json(value) => ("application/json", value.to_string().into_bytes()),
            Body::Audio(bytes) => ("application/octet-stream", bytes.to_vec()),
            Body::Archive(bytes) => ("application/zip", bytes.to_vec()),
        };
        let mut response = if kind.is_empty() {
            self.agent.run(request.body(()).unwrap())?
        } else {
            self.agent.run(request.header("Content-Type", kind).body(bytes).unwrap())?
        };
        let bytes = response.body_mut().with_config().limit(64 << 20).read_to_vec()?;
        Ok(Answer {
            status: response.status().as_u16(),
            etag: Answer::header(&response, "etag"),
            location: Answer::header(&response, "location"),
            sequence: Answer::header(&response, "switchback-sequence").map(|number| number.parse().unwrap()),
            digest: Answer::header(&response, "switchback-digest"),
            bytes,
        })
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None, Body::Nothing).unwrap()
    }
}

/// A path as text.
pub(crate) fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// One second of 8 kHz sound that follows from a number, as a WAV file of about this many bytes.
pub(crate) fn wav(number: u64, length: u32) -> Vec<u8> {
    let mut rng = stdx::Rng::new(number);
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((36 + length).to_le_bytes());
    bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data");
    bytes.extend(length.to_le_bytes());
    bytes.extend((0..length).map(|_| rng.next().to_le_bytes()[0]));
    bytes
}
