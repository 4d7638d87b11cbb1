use thiserror::Error;

use crate::{InvalidUri, Uri};

use super::{CSeq, Headers, Message, Method, Request, Response};

/// Why bytes are no SIP message that we take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum InvalidMessage {
    /// The head is longer than [`HEAD_LENGTH_MAX`], the body than [`BODY_LENGTH_MAX`], or there are more than
    /// [`HEADERS_MAX`] fields.
    #[error("the message is too long")]
    TooLong,
    /// No empty line ends the head.
    #[error("the head has no end")]
    NoEnd,
    /// The head is not UTF-8, or holds control characters.
    #[error("the head is not text")]
    NotText,
    /// The first line is neither of a request nor of a response.
    #[error("the first line is not valid")]
    StartLine,
    /// Another version than SIP/2.0.
    #[error("the version is not SIP/2.0")]
    Version,
    /// The Request-URI.
    #[error("the Request-URI is not valid: {0}")]
    RequestUri(InvalidUri),
    /// A line of the head that is no header field; lines count from 1.
    #[error("line {0} is no header field")]
    Field(usize),
    /// A header that every message has is missing.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// A header that may stand once stands more often.
    #[error("{0} stands more than once")]
    Repeated(&'static str),
    /// A header whose value cannot be read.
    #[error("{0} is not valid")]
    Header(&'static str),
    /// CSeq names another method than the first line.
    #[error("CSeq names another method than the first line")]
    MethodMismatch,
    /// Fewer bytes follow the head than Content-Length says.
    #[error("the body is shorter than Content-Length")]
    Short,
}

/// The first line and the header fields.
pub const HEAD_LENGTH_MAX: usize = 32 * 1024;
/// The body.
pub const BODY_LENGTH_MAX: usize = 64 * 1024;
/// Header fields.
pub const HEADERS_MAX: usize = 256;

/// Headers that stand once in every message.
const MANDATORY: &[&str] = &["From", "To", "Call-ID", "CSeq"];
/// Headers that stand at most once.
const SINGLE: &[&str] = &["Max-Forwards", "Content-Length", "Content-Type", "Session-Expires", "Min-SE"];

pub(super) fn parse(bytes: &[u8]) -> Result<Message, InvalidMessage> {
    let start = bytes.iter().position(|byte| !b"\r\n".contains(byte)).unwrap_or(bytes.len());
    let bytes = &bytes[start..];
    let (head, body) = split(bytes)?;
    let head = std::str::from_utf8(head).map_err(|_| InvalidMessage::NotText)?;
    if head.contains(|c: char| c.is_control() && !"\r\n\t".contains(c)) {
        return Err(InvalidMessage::NotText);
    }
    let (first, rest) = head.split_once('\n').unwrap_or((head, ""));
    let headers = fields(rest)?;
    let mut message = start_line(first.trim_end_matches('\r'), headers)?;
    check(&message)?;
    let body = cut(message.headers(), body)?.to_vec();
    match &mut message {
        Message::Request(request) => request.body = body,
        Message::Response(response) => response.body = body,
    }
    Ok(message)
}

/// The head and what follows its empty line.
fn split(bytes: &[u8]) -> Result<(&[u8], &[u8]), InvalidMessage> {
    let mut at = 0;
    while let Some(end) = bytes[at..].iter().position(|byte| *byte == b'\n') {
        let line = &bytes[at..at + end];
        if line.is_empty() || line == b"\r" {
            return Ok((&bytes[..at], &bytes[at + end + 1..]));
        }
        at += end + 1;
        if at > HEAD_LENGTH_MAX {
            return Err(InvalidMessage::TooLong);
        }
    }
    Err(if bytes.len() > HEAD_LENGTH_MAX { InvalidMessage::TooLong } else { InvalidMessage::NoEnd })
}

fn start_line(line: &str, headers: Headers) -> Result<Message, InvalidMessage> {
    if let Some(rest) = line.strip_prefix("SIP/") {
        let rest = rest.strip_prefix("2.0 ").ok_or(InvalidMessage::Version)?;
        let (status, reason) = rest.split_once(' ').unwrap_or((rest, ""));
        let digits = status.len() == 3 && status.bytes().all(|byte| byte.is_ascii_digit());
        let status = status.parse().ok().filter(|status| digits && (100..700).contains(status));
        let status = status.ok_or(InvalidMessage::StartLine)?;
        return Ok(Message::Response(Response {
            status,
            reason: reason.to_owned(),
            headers,
            body: Vec::new(),
        }));
    }
    let mut words = line.split(' ');
    let (Some(method), Some(uri), Some(version), None) =
        (words.next(), words.next(), words.next(), words.next())
    else {
        return Err(InvalidMessage::StartLine);
    };
    if !is_token(method) {
        return Err(InvalidMessage::StartLine);
    }
    if !version.eq_ignore_ascii_case("SIP/2.0") {
        return Err(InvalidMessage::Version);
    }
    let uri = Uri::parse(uri).map_err(InvalidMessage::RequestUri)?;
    Ok(Message::Request(Request { headers, ..Request::new(Method::named(method), uri) }))
}

/// The header fields, folded lines joined.
fn fields(text: &str) -> Result<Headers, InvalidMessage> {
    let mut fields: Vec<(&str, String)> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim_end();
        if line.starts_with([' ', '\t']) {
            let (_, value) = fields.last_mut().ok_or(InvalidMessage::Field(number + 2))?;
            value.push(' ');
            value.push_str(line.trim_start());
            continue;
        }
        let (name, value) = line.split_once(':').ok_or(InvalidMessage::Field(number + 2))?;
        let name = name.trim_end();
        if !is_token(name) || value.contains('\r') {
            return Err(InvalidMessage::Field(number + 2));
        }
        fields.push((name, value.trim().to_owned()));
        if fields.len() > HEADERS_MAX {
            return Err(InvalidMessage::TooLong);
        }
    }
    Ok(fields.into_iter().collect())
}

/// What every message must have.
fn check(message: &Message) -> Result<(), InvalidMessage> {
    let headers = message.headers();
    for name in MANDATORY.iter().chain(SINGLE) {
        match headers.values(name).count() {
            0 if MANDATORY.contains(name) => return Err(InvalidMessage::Missing(name)),
            0 | 1 => {}
            _ => return Err(InvalidMessage::Repeated(name)),
        }
    }
    if headers.call_id().is_none_or(|id| id.is_empty() || id.contains(char::is_whitespace)) {
        return Err(InvalidMessage::Header("Call-ID"));
    }
    headers.from().ok_or(InvalidMessage::Header("From"))?;
    headers.to().ok_or(InvalidMessage::Header("To"))?;
    let CSeq { method, .. } = headers.cseq().ok_or(InvalidMessage::Header("CSeq"))?;
    headers.value("Via").ok_or(InvalidMessage::Missing("Via"))?;
    match message {
        Message::Request(request) if request.method != method => Err(InvalidMessage::MethodMismatch),
        _ => Ok(()),
    }
}

/// The body by its Content-Length; what follows it is not part of the message.
fn cut<'a>(headers: &Headers, body: &'a [u8]) -> Result<&'a [u8], InvalidMessage> {
    let length = match headers.value("Content-Length") {
        None => body.len(),
        Some(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
            text.parse().map_err(|_| InvalidMessage::Header("Content-Length"))?
        }
        Some(_) => return Err(InvalidMessage::Header("Content-Length")),
    };
    if length > BODY_LENGTH_MAX {
        return Err(InvalidMessage::TooLong);
    }
    body.get(..length).ok_or(InvalidMessage::Short)
}

fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.!%*_+`'~".contains(&byte))
}
