//! One request on a thread of its own, so that whoever waits for it can stop waiting.

use std::{
    io::{self, Cursor, Read},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::Sender,
    },
};

use cmdlets::{Answer, Request, Transferred};
use ureq::{
    Agent, Body, SendBody,
    http::{
        self, Response,
        header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_MATCH},
    },
};

use crate::topology::ApiAddress;

/// A request that is ready to be sent.
pub(super) struct Carrier {
    agent: Agent,
    address: ApiAddress,
    request: http::request::Builder,
    body: Option<Vec<u8>>,
}

/// What whoever waits hears.
pub(super) enum Event {
    /// How far a long body is.
    Transferred(Transferred),
    /// The end: the answer, or why there is none.
    Ended(Result<Answer, String>),
}

impl Carrier {
    /// A request to the API at `address`.
    pub(super) fn new(
        agent: &Agent,
        address: &ApiAddress,
        token: &str,
        request: &Request<'_>,
    ) -> Result<Self, String> {
        let mut head = http::Request::builder()
            .method(request.method.as_str())
            .uri(address.join(&request.path))
            .header(AUTHORIZATION, format!("Bearer {token}"));
        if let Some(etag) = &request.if_match {
            head = head.header(IF_MATCH, etag.as_ref());
        }
        let body = request.body.as_ref().map(|body| body.bytes.to_vec());
        if let Some((body, bytes)) = request.body.as_ref().zip(body.as_ref()) {
            head = head.header(CONTENT_TYPE, body.content_type).header(CONTENT_LENGTH, bytes.len());
        }
        Ok(Self { agent: agent.clone(), address: address.clone(), request: head, body })
    }

    /// Sends the request and reads the whole answer.
    pub(super) fn carry(self, abandoned: &Arc<AtomicBool>, teller: &Sender<Event>) -> Result<Answer, String> {
        let address = self.address.clone();
        let answer = self.send(abandoned, teller).map_err(|error| why(&error, &address))?;
        read(answer, abandoned, teller).map_err(|error| format!("the answer of {address} broke off: {error}"))
    }

    fn send(
        self,
        abandoned: &Arc<AtomicBool>,
        teller: &Sender<Event>,
    ) -> Result<Response<Body>, ureq::Error> {
        match self.body {
            None => self.agent.run(self.request.body(())?),
            Some(bytes) => {
                let of = Some(bytes.len() as u64);
                let reader = Watched {
                    inner: Cursor::new(bytes),
                    done: Transferred { bytes: 0, of },
                    abandoned: Arc::clone(abandoned),
                    teller: teller.clone(),
                };
                self.agent.run(self.request.body(SendBody::from_owned_reader(reader))?)
            }
        }
    }
}

fn read(answer: Response<Body>, abandoned: &Arc<AtomicBool>, teller: &Sender<Event>) -> io::Result<Answer> {
    let text = |name| answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let (status, etag) = (answer.status().as_u16(), text(ETAG));
    let of = text(CONTENT_LENGTH).and_then(|length| length.parse().ok());
    let is_json = text(CONTENT_TYPE).is_some_and(|kind| kind.contains("json"));
    let most = if is_json { JSON_BYTES_MAX } else { ARCHIVE_BYTES_MAX };
    let mut reader = Watched {
        inner: answer.into_body().into_with_config().limit(u64::MAX).reader(),
        done: Transferred { bytes: 0, of },
        abandoned: Arc::clone(abandoned),
        teller: teller.clone(),
    };
    let mut body = Vec::new();
    reader.by_ref().take(most + 1).read_to_end(&mut body)?;
    if body.len() as u64 > most {
        return Err(io::Error::other(format!("it has more than {most} bytes, and so much is not read")));
    }
    Ok(Answer { status, etag, body })
}

/// Bytes on their way, which tell how far they are and end when nobody waits for them any more.
struct Watched<R> {
    inner: R,
    done: Transferred,
    abandoned: Arc<AtomicBool>,
    teller: Sender<Event>,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.abandoned.load(Ordering::Acquire) {
            return Err(io::Error::new(io::ErrorKind::ConnectionAborted, "nobody waits for it any more"));
        }
        let most = buffer.len().min(CHUNK_BYTES);
        let read = self.inner.read(&mut buffer[..most])?;
        let before = self.done.bytes;
        self.done.bytes += read as u64;
        // Short bodies are there before anybody could read how far they are.
        if before / TOLD_EVERY != self.done.bytes / TOLD_EVERY {
            drop(self.teller.send(Event::Transferred(self.done)));
        }
        Ok(read)
    }
}

/// Why nobody answered, as the end of a sentence.
fn why(error: &ureq::Error, address: &ApiAddress) -> String {
    match error {
        ureq::Error::Io(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
            format!("nothing listens at {address}")
        }
        ureq::Error::HostNotFound => format!("the name in {address} is not known to this machine"),
        ureq::Error::Timeout(_) => format!("{address} does not answer in time"),
        error => format!("{address}: {error}"),
    }
}

/// Largest answer in JSON, in bytes.
const JSON_BYTES_MAX: u64 = 64 << 20;
/// Largest archive or sound that is received, in bytes: what the shell reads from a file as well.
const ARCHIVE_BYTES_MAX: u64 = 1 << 30;
const CHUNK_BYTES: usize = 64 << 10;
/// After how many bytes it is told how far a body is.
const TOLD_EVERY: u64 = 256 << 10;
