//! What makes two messages belong to one transaction (RFC 3261 sections 17.1.3 and 17.2.3).

use dialog::message::{Headers, Method, Request, Response};

use dialog::wire::Via;

/// The first hop of a message that was read strictly.
pub(super) fn top_via(headers: &Headers) -> Option<Via> {
    Via::parse_all(headers.value("Via")?)?.into_iter().next()
}

/// The transaction that a request belongs to; an ACK and a CANCEL belong to their INVITE.
pub(super) fn of_request(request: &Request, method: &Method) -> Option<String> {
    let via = top_via(&request.headers)?;
    if let Some(branch) = via.unique_branch() {
        return Some(format!("{method} {} {branch}", via.sent_by.to_ascii_lowercase()));
    }
    // RFC 2543: the ACK has the To tag of the response, which is therefore left out.
    let headers = &request.headers;
    let (call, sequence) = (headers.call_id()?, sequence(headers)?);
    let from = headers.from()?;
    let from = from.tag().unwrap_or_default();
    let branch = via.parameter("branch").unwrap_or_default();
    Some(format!("{method} {} {branch} {} {call} {from} {sequence}", via.sent_by, request.uri))
}

/// The transaction that a response belongs to.
pub(super) fn of_response(response: &Response) -> Option<String> {
    let via = top_via(&response.headers)?;
    let method = response.headers.value("CSeq")?.split_ascii_whitespace().nth(1)?;
    Some(of_client(via.parameter("branch")?, method))
}

/// The transaction of a request that we send.
pub(super) fn of_client(branch: &str, method: &str) -> String {
    format!("{method} {branch}")
}

/// What a request outside of dialogs has in common with itself by another way (section 8.2.2.2).
pub(super) fn of_merged(request: &Request) -> Option<String> {
    let headers = &request.headers;
    if headers.to()?.tag().is_some() {
        return None;
    }
    let from = headers.from()?;
    let from = from.tag()?;
    let (call, sequence) = (headers.call_id()?, sequence(headers)?);
    Some(format!("{call} {from} {sequence} {}", request.method))
}

fn sequence(headers: &Headers) -> Option<&str> {
    headers.value("CSeq")?.split_ascii_whitespace().next()
}
