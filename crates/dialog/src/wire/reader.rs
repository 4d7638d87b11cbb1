//! Splits bytes into the parts of a message.

use super::{
    grammar::{is_token, number},
    rules,
};
use crate::{
    InvalidUri, Uri,
    message::{Headers, Message, Method, Request, Response},
};

/// Why bytes are not a message that anyone acts on.
#[derive(Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Line ends only: a phone keeps its way through a router open (RFC 5626 section 4.4).
    KeepAlive,
    /// Not SIP, a faulty response, or an ACK: nothing can be answered.
    Silence(&'static str),
    /// A faulty request that can be answered.
    Refused(Box<Refused>),
}

/// A faulty request, as far as it could be read.
#[derive(Debug, PartialEq, Eq)]
pub struct Refused {
    /// The status of the answer.
    pub status: u16,
    /// What is wrong, as reason phrase.
    pub reason: &'static str,
    /// The request, with whatever header fields it has.
    pub request: Request,
}

/// What a message may measure.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Bytes of a whole message.
    pub message_bytes: usize,
}

/// What is wrong with a part.
pub(super) type Fault = (u16, &'static str);

/// Reads one message: a datagram, or what [`super::Framing`] cut out of a stream.
pub fn read(bytes: &[u8], bounds: Bounds) -> Result<Message, Unreadable> {
    let start = bytes.iter().position(|byte| !matches!(byte, b'\r' | b'\n')).ok_or(Unreadable::KeepAlive)?;
    let bytes = &bytes[start..];
    let end = head_end(bytes).ok_or(Unreadable::Silence("there is no empty line"))?;
    let (head, body) = (&bytes[..end], &bytes[end + HEAD_END.len()..]);
    let head = std::str::from_utf8(head).map_err(|_| Unreadable::Silence("the head is not UTF-8"))?;
    let mut lines = head.split("\r\n");
    let start = lines.next().unwrap_or_default();
    let (headers, shape) = headers(lines);
    if start.starts_with("SIP/") {
        return response(start, headers, body, shape).map_err(|(_, reason)| Unreadable::Silence(reason));
    }
    let line = RequestLine::parse(start);
    let faults = [line.fault, shape.err(), too_large(bytes, (end, &headers), bounds)];
    let found = faults.into_iter().flatten().next();
    let found = found.or_else(|| rules::request(line.method, line.uri, &headers).err());
    let uri = Uri::parse(line.uri).map_err(|fault| match fault {
        InvalidUri::TooLong => (414, "Request-URI Too Long"),
        _ => (400, "Malformed Request-URI"),
    });
    let body = found.map_or_else(|| sized(headers.value("Content-Length"), body), Err);
    let whole = |uri, body: &[u8]| Request {
        headers,
        body: body.to_vec(),
        ..Request::new(Method::named(line.method), uri)
    };
    match (uri, body) {
        (Ok(uri), Ok(body)) => Ok(Message::Request(whole(uri, body))),
        _ if line.method == "ACK" => Err(Unreadable::Silence("a faulty ACK")),
        (uri, body) => {
            let (status, reason) = body.err().or(uri.as_ref().err().copied()).unwrap_or(MALFORMED);
            let request = whole(uri.unwrap_or_else(|_| Uri::sip(None, "invalid.invalid", None)), &[]);
            Err(Unreadable::Refused(Box::new(Refused { status, reason, request })))
        }
    }
}

/// Where the empty line begins that ends the header fields.
pub(super) fn head_end(bytes: &[u8]) -> Option<usize> {
    bytes.windows(HEAD_END.len()).position(|window| window == HEAD_END)
}

/// A request line. One that is faulty gives what it has, so that it can be answered.
struct RequestLine<'a> {
    method: &'a str,
    uri: &'a str,
    fault: Option<Fault>,
}

impl<'a> RequestLine<'a> {
    fn parse(line: &'a str) -> Self {
        let mut parts = line.split(' ');
        let (method, uri, version) = (parts.next(), parts.next(), parts.next());
        let method = method.filter(|method| is_token(method)).unwrap_or_default();
        let fault = match version {
            _ if method.is_empty() || parts.next().is_some() => Some(MALFORMED),
            Some(version) if version.eq_ignore_ascii_case("SIP/2.0") => None,
            Some(version) if is_version(version) => Some((505, "Version Not Supported")),
            _ => Some(MALFORMED),
        };
        Self { method, uri: uri.unwrap_or_default(), fault }
    }
}

fn is_version(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let version = text.get(..4).filter(|scheme| scheme.eq_ignore_ascii_case("SIP/")).map(|_| &text[4..]);
    version
        .and_then(|version| version.split_once('.'))
        .is_some_and(|(major, minor)| digits(major) && digits(minor))
}

fn response(line: &str, headers: Headers, body: &[u8], shape: Result<(), Fault>) -> Result<Message, Fault> {
    shape?;
    let malformed = (400, "a malformed status line");
    let rest = line.strip_prefix("SIP/2.0 ").ok_or(malformed)?;
    let (status, reason) = rest.split_once(' ').ok_or(malformed)?;
    let status = Some(status).filter(|status| status.len() == 3).and_then(|status| number(status, 699));
    let status = status.and_then(|status| u16::try_from(status).ok()).filter(|status| *status >= 100);
    rules::response(&headers)?;
    let body = sized(headers.value("Content-Length"), body)?.to_vec();
    Ok(Message::Response(Response {
        status: status.ok_or(malformed)?,
        reason: reason.to_owned(),
        headers,
        body,
    }))
}

/// Header fields with their folded lines joined.
fn headers<'a>(lines: impl Iterator<Item = &'a str>) -> (Headers, Result<(), Fault>) {
    let mut fields: Vec<(&str, String)> = Vec::new();
    let mut shape = Ok(());
    for line in lines {
        if line.starts_with(BLANK) {
            match fields.last_mut() {
                Some((_, value)) => {
                    value.push(' ');
                    value.push_str(line.trim_matches(BLANK));
                }
                None => shape = Err((400, "Malformed Header Field")),
            }
            continue;
        }
        let field = line.split_once(':').map(|(name, value)| (name.trim_end_matches(BLANK), value));
        match field.filter(|(name, _)| is_token(name)) {
            Some(_) if fields.len() == HEADERS_MAX => {
                shape = Err((400, "Too Many Header Fields"));
                break;
            }
            Some((name, value)) => fields.push((name, value.trim_matches(BLANK).to_owned())),
            None => shape = Err((400, "Malformed Header Field")),
        }
    }
    (fields.into_iter().map(|(name, value)| (name, value.trim_matches(BLANK).to_owned())).collect(), shape)
}

/// Whether a message is too long, or says that it will be.
fn too_large(bytes: &[u8], (head, headers): (usize, &Headers), bounds: Bounds) -> Option<Fault> {
    let stated = headers.number("Content-Length").and_then(|length| usize::try_from(length).ok());
    let stated = stated.map_or(0, |length| (head + HEAD_END.len()).saturating_add(length));
    (bytes.len().max(stated) > bounds.message_bytes).then_some((513, "Message Too Large"))
}

/// The part of the bytes that is the body. A datagram may be longer, never shorter (RFC 3261 section 18.3).
fn sized<'a>(length: Option<&str>, body: &'a [u8]) -> Result<&'a [u8], Fault> {
    let Some(length) = length else { return Ok(body) };
    let length = number(length, u64::from(u32::MAX)).and_then(|length| usize::try_from(length).ok());
    let length = length.ok_or((400, "Bad Content-Length"))?;
    body.get(..length).ok_or((400, "Content-Length Exceeds The Message"))
}

const MALFORMED: Fault = (400, "Malformed Request-Line");
const BLANK: [char; 2] = [' ', '\t'];
const HEAD_END: &[u8] = b"\r\n\r\n";
/// Most header fields of a message; the longest torture message has 45.
const HEADERS_MAX: usize = 128;
