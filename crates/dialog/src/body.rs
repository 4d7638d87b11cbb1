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
    let (kind, params) = media_type(headers.value("Content-Type").unwrap_or(""));
    match kind.as_str() {
        "application/sdp" => read(body),
        "multipart/mixed" | "multipart/alternative" | "multipart/related" => {
            let params = Params::parse(&params).unwrap_or_default();
            match params.value("boundary") {
                Some(boundary) => in_parts(body, boundary.trim_matches('"')),
                None => Sdp::OtherBody,
            }
        }
        _ if is_optional(headers.value("Content-Disposition").unwrap_or("")) => Sdp::Absent,
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

/// The only part, or the last of the session descriptions that can be read.
fn in_parts(body: &[u8], boundary: &str) -> Sdp {
    let Ok(text) = std::str::from_utf8(body) else { return Sdp::Invalid(InvalidSdp::NotText) };
    if boundary.is_empty() {
        return Sdp::OtherBody;
    }
    let mut found = Sdp::Absent;
    for part in text.split(&format!("--{boundary}")).skip(1).take(PARTS_MAX) {
        let part = part.trim_start_matches([' ', '\t']);
        let part = part.strip_prefix("\r\n").or_else(|| part.strip_prefix('\n')).unwrap_or(part);
        let Some((head, content)) = part.split_once("\r\n\r\n").or_else(|| part.split_once("\n\n")) else {
            continue;
        };
        let kind = head.lines().filter_map(|line| line.split_once(':')).find_map(|(name, value)| {
            let name = name.trim();
            let is_type = name.eq_ignore_ascii_case("Content-Type") || name.eq_ignore_ascii_case("c");
            is_type.then(|| media_type(value).0)
        });
        if kind.as_deref() == Some("application/sdp") {
            found = read(content.as_bytes());
        }
    }
    found
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
