use super::{Headers, Method, Request, TransactionKey};

/// A response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// From 100 to 699.
    pub status: u16,
    /// The words after the status.
    pub reason: String,
    /// The header fields. Content-Length is written by [`Self::to_bytes`].
    pub headers: Headers,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// The response to a request (RFC 3261 section 8.2.6.2), with the usual words for its status.
    ///
    /// `to_tag` is put where the request has no tag of its own; 100 goes without.
    pub fn to(request: &Request, status: u16, to_tag: Option<&str>) -> Self {
        let mut headers = Headers::new();
        for (name, value) in request.headers.iter() {
            if !COPIED.iter().any(|known| name.eq_ignore_ascii_case(known)) {
                continue;
            }
            let untagged = name.eq_ignore_ascii_case("To")
                && request.headers.to().is_none_or(|to| to.tag().is_none())
                && status > 100;
            match to_tag {
                Some(tag) if untagged => headers.push(name, format!("{value};tag={tag}")),
                _ => headers.push(name, value),
            }
        }
        Self { status, reason: reason_phrase(status).to_owned(), headers, body: Vec::new() }
    }

    /// Whether it is a 2xx to INVITE, which is acknowledged outside of its transaction.
    pub fn is_invite_success(&self) -> bool {
        (200..300).contains(&self.status)
            && self.headers.cseq().is_some_and(|cseq| cseq.method == Method::Invite)
    }

    /// The response as it goes on the wire.
    pub fn to_bytes(&self) -> Vec<u8> {
        let start = format!("SIP/2.0 {} {}\r\n", self.status, self.reason);
        write_rest(start, &self.headers, &self.body)
    }

    /// The key of the transaction of its request.
    pub fn transaction(&self) -> Option<TransactionKey> {
        TransactionKey::of(&self.headers)
    }
}

/// Headers and body after a start line.
pub(super) fn write_rest(start: String, headers: &Headers, body: &[u8]) -> Vec<u8> {
    let mut text = start;
    let without_length = headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("Content-Length"));
    for (name, value) in without_length {
        // A line end in a value would begin a header of the peer's making.
        let value = value.replace(['\r', '\n'], " ");
        for part in [name, ": ", &value, "\r\n"] {
            text.push_str(part);
        }
    }
    text.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
    let mut bytes = text.into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

/// The usual words for a status (RFC 3261 section 21 and the registry).
pub fn reason_phrase(status: u16) -> &'static str {
    let known = REASONS.binary_search_by_key(&status, |(known, _)| *known);
    known.map_or(
        match status / 100 {
            1 => "Progress",
            2 => "OK",
            3 => "Redirected",
            4 => "Request Failure",
            5 => "Server Failure",
            _ => "Global Failure",
        },
        |at| REASONS[at].1,
    )
}

/// What a response takes from its request.
const COPIED: &[&str] = &["Via", "From", "To", "Call-ID", "CSeq"];

const REASONS: &[(u16, &str)] = &[
    (100, "Trying"),
    (180, "Ringing"),
    (181, "Call Is Being Forwarded"),
    (182, "Queued"),
    (183, "Session Progress"),
    (199, "Early Dialog Terminated"),
    (200, "OK"),
    (202, "Accepted"),
    (300, "Multiple Choices"),
    (301, "Moved Permanently"),
    (302, "Moved Temporarily"),
    (305, "Use Proxy"),
    (380, "Alternative Service"),
    (400, "Bad Request"),
    (401, "Unauthorized"),
    (403, "Forbidden"),
    (404, "Not Found"),
    (405, "Method Not Allowed"),
    (406, "Not Acceptable"),
    (407, "Proxy Authentication Required"),
    (408, "Request Timeout"),
    (410, "Gone"),
    (412, "Conditional Request Failed"),
    (413, "Request Entity Too Large"),
    (414, "Request-URI Too Long"),
    (415, "Unsupported Media Type"),
    (416, "Unsupported URI Scheme"),
    (420, "Bad Extension"),
    (421, "Extension Required"),
    (422, "Session Interval Too Small"),
    (423, "Interval Too Brief"),
    (429, "Provide Referrer Identity"),
    (430, "Flow Failed"),
    (433, "Anonymity Disallowed"),
    (439, "First Hop Lacks Outbound Support"),
    (469, "Bad Info Package"),
    (480, "Temporarily Unavailable"),
    (481, "Call/Transaction Does Not Exist"),
    (482, "Loop Detected"),
    (483, "Too Many Hops"),
    (484, "Address Incomplete"),
    (485, "Ambiguous"),
    (486, "Busy Here"),
    (487, "Request Terminated"),
    (488, "Not Acceptable Here"),
    (489, "Bad Event"),
    (491, "Request Pending"),
    (493, "Undecipherable"),
    (494, "Security Agreement Required"),
    (500, "Server Internal Error"),
    (501, "Not Implemented"),
    (502, "Bad Gateway"),
    (503, "Service Unavailable"),
    (504, "Server Time-out"),
    (505, "Version Not Supported"),
    (513, "Message Too Large"),
    (580, "Precondition Failure"),
    (600, "Busy Everywhere"),
    (603, "Decline"),
    (604, "Does Not Exist Anywhere"),
    (606, "Not Acceptable"),
];
