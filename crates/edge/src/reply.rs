//! Responses that need no call, and the ACK of a refusal.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use dialog::message::{Method, Request, Response};

/// The answer to a request, with a reason phrase of ours. Its tag is the same each time, so that it can be made again
/// without a transaction.
pub(crate) fn to(request: &Request, status: u16, reason: &str) -> Response {
    let mut hasher = DefaultHasher::new();
    for name in ["Call-ID", "From", "CSeq"] {
        request.headers.value(name).hash(&mut hasher);
    }
    let tag = format!("{:016x}", hasher.finish());
    Response { reason: reason.to_owned(), ..Response::to(request, status, Some(&tag)) }
}

/// 503 to somebody who may come again later.
pub(crate) fn overloaded(request: &Request) -> Response {
    let mut response = to(request, 503, "Service Unavailable");
    if is_direct(request) {
        response.headers.push("Retry-After", RETRY_AFTER);
    }
    response
}

/// Whether a request comes from a user agent itself. A proxy that is told when to come again sends nothing of anybody
/// until then (RFC 3261 section 21.5.4).
pub(crate) fn is_direct(request: &Request) -> bool {
    request.headers.elements("Via").count() == 1
}

/// The ACK of a response of 300 or more: hop by hop, with the branch of its INVITE (RFC 3261 section 17.1.1.3).
pub(crate) fn ack_of_refusal(invite: &Request, response: &Response) -> Request {
    let mut ack = Request::new(Method::Ack, invite.uri.clone());
    let headers = &invite.headers;
    if let Some(via) = headers.elements("Via").next() {
        ack.headers.push("Via", via);
    }
    for route in headers.values("Route") {
        ack.headers.push("Route", route);
    }
    ack.headers.push("Max-Forwards", "70");
    for (name, from) in [("From", headers), ("To", &response.headers), ("Call-ID", headers)] {
        if let Some(value) = from.value(name) {
            ack.headers.push(name, value);
        }
    }
    let number = headers.cseq().map_or(1, |cseq| cseq.number);
    ack.headers.push("CSeq", format!("{number} ACK"));
    ack
}

/// What an overloaded pool asks for, in seconds.
pub(crate) const RETRY_AFTER: &str = "10";

/// Says what we understand.
pub(crate) fn describe(response: &mut Response) {
    response.headers.push("Allow", ALLOW);
    response.headers.push("Accept", "application/sdp");
    response.headers.push("Supported", SUPPORTED.join(", "));
}

/// The methods that are understood.
pub(crate) const ALLOW: &str =
    "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, PRACK, REGISTER, PUBLISH, NOTIFY";
/// The extensions that a peer may require.
pub(crate) const SUPPORTED: [&str; 4] = ["100rel", "timer", "outbound", "path"];
