//! Where the parts of a message body are: an SDP alone, or beside others in multipart/mixed.

use crate::{
    Attachment,
    message::Headers,
    params::Params,
    sdp::{Description, InvalidSdp},
};

/// What a body has to say about the session.
pub(crate) enum Sdp {
    /// There is none.
    Absent,
    /// A description.
    Is(Description),
    /// One that cannot be read.
    Invalid(InvalidSdp),
    /// A body of another kind, which we must understand.
    OtherBody,
}

/// Finds the session description of a message.
pub(crate) fn sdp(headers: &Headers, body: &[u8]) -> Sdp {
    if body.is_empty() {
        return Sdp::Absent;
    }
    let optional = is_optional(headers.value("Content-Disposition").unwrap_or(""));
    match in_body(headers.value("Content-Type").unwrap_or(""), body, DEPTH_MAX) {
        Sdp::OtherBody if optional => Sdp::Absent,
        found => found,
    }
}

/// What a body of this type, or a part of one, has to say.
fn in_body(content_type: &str, body: &[u8], depth: u8) -> Sdp {
    let (kind, params) = media_type(content_type);
    match kind.as_str() {
        "application/sdp" => read(body),
        "multipart/mixed" | "multipart/alternative" | "multipart/related" if depth > 0 => {
            let params = Params::parse(&params).unwrap_or_default();
            match params.value("boundary").map(|boundary| boundary.trim_matches('"')) {
                Some(boundary) if !boundary.is_empty() => in_parts(body, boundary, depth - 1),
                _ => Sdp::OtherBody,
            }
        }
        _ => Sdp::OtherBody,
    }
}

/// A description with a body beside it that the peer may ignore.
pub(crate) fn with_attachment(description: &[u8], attachment: &Attachment, boundary: &str) -> Vec<u8> {
    let kind = &attachment.content_type;
    let disposition = "Content-Disposition: render;handling=optional\r\n";
    [
        format!("--{boundary}\r\nContent-Type: application/sdp\r\n\r\n").as_bytes(),
        description,
        format!("\r\n--{boundary}\r\nContent-Type: {kind}\r\n{disposition}\r\n").as_bytes(),
        &attachment.body,
        format!("\r\n--{boundary}--\r\n").as_bytes(),
    ]
    .concat()
}

/// The media type in lower case, and its parameters.
pub(crate) fn media_type(value: &str) -> (String, String) {
    let (kind, params) = value.find(';').map_or((value, ""), |at| value.split_at(at));
    (kind.trim().to_ascii_lowercase(), params.to_owned())
}

/// The only session description among the parts, or the last. Other parts may hold any bytes, as the ISUP of
/// exchanges does (RFC 3204).
fn in_parts(body: &[u8], boundary: &str, depth: u8) -> Sdp {
    let delimiter = format!("--{boundary}");
    let mut found = Sdp::Absent;
    let mut rest = after(body, delimiter.as_bytes());
    for _ in 0..PARTS_MAX {
        let Some(from) = rest else { break };
        let end = position(from, delimiter.as_bytes());
        let part = &from[..end.unwrap_or(from.len())];
        rest = end.map(|end| &from[end + delimiter.len()..]);
        let Some((head, content)) = head_and_content(part) else { continue };
        match in_body(&content_type(head), content, depth) {
            Sdp::OtherBody | Sdp::Absent => {}
            description => found = description,
        }
    }
    found
}

/// The header fields of a part, and what follows the empty line.
fn head_and_content(part: &[u8]) -> Option<(&[u8], &[u8])> {
    let blank = part.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let part = &part[blank..];
    let part = part.strip_prefix(b"\r\n").or_else(|| part.strip_prefix(b"\n")).unwrap_or(part);
    let split = |end: &[u8]| position(part, end).map(|at| (&part[..at], &part[at + end.len()..]));
    split(b"\r\n\r\n").or_else(|| split(b"\n\n"))
}

fn content_type(head: &[u8]) -> String {
    let head = String::from_utf8_lossy(head);
    let mut fields = head.lines().filter_map(|line| line.split_once(':'));
    let found = fields.find(|(name, _)| {
        let name = name.trim();
        name.eq_ignore_ascii_case("Content-Type") || name.eq_ignore_ascii_case("c")
    });
    found.map(|(_, value)| value.to_owned()).unwrap_or_default()
}

fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn after<'a>(bytes: &'a [u8], wanted: &[u8]) -> Option<&'a [u8]> {
    position(bytes, wanted).map(|at| &bytes[at + wanted.len()..])
}

fn is_optional(disposition: &str) -> bool {
    disposition.to_ascii_lowercase().contains("handling=optional")
}

fn read(body: &[u8]) -> Sdp {
    match std::str::from_utf8(body).map_err(|_| InvalidSdp::NotText).and_then(Description::parse) {
        Ok(description) => Sdp::Is(description),
        Err(invalid) => Sdp::Invalid(invalid),
    }
}

/// Parts of a body that are looked at.
const PARTS_MAX: usize = 16;
/// Bodies of parts within each other that are looked at.
const DEPTH_MAX: u8 = 2;
