use serde::{Deserialize, Serialize};

use crate::{
    NameAddr, Uri,
    message::{Headers, Method, Request, Response},
    sdp::{LocalMedia, Negotiation},
};

/// A dialog with its INVITE session (RFC 3261 section 12) as plain data: what another process needs to go on.
///
/// Moments of a monotonic clock are not part of it. It is below 2 kB as JSON for a usual call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dialog {
    /// Call-ID.
    pub call_id: String,
    /// Whether we called or were called.
    pub role: Role,
    /// Our address with our tag.
    pub local: NameAddr,
    /// The peer's address with its tag, where it gave one.
    pub remote: NameAddr,
    /// The number of our last request.
    pub local_cseq: u32,
    /// The number of the peer's last request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote_cseq: Option<u32>,
    /// Our Contact.
    pub local_target: Uri,
    /// The peer's Contact.
    pub remote_target: Uri,
    /// The proxies that our requests pass, the nearest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub route_set: Vec<NameAddr>,
    /// Both session descriptions.
    pub media: Negotiation,
    /// What we can do and want to do with media.
    pub local_media: LocalMedia,
    /// The session timer, where the session has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_timer: Option<SessionTimer>,
    /// Whether the peer takes UPDATE.
    pub peer_takes_update: bool,
    /// `UDP`, `TCP` ...
    pub transport: String,
}

/// Who began the dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// We sent the INVITE.
    Caller,
    /// We received it.
    Callee,
}

/// The session timer (RFC 4028).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionTimer {
    /// In seconds.
    pub interval: u32,
    /// Who refreshes.
    pub refresher: Refresher,
}

/// Who refreshes a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refresher {
    /// We do.
    We,
    /// The peer does, and we end the session where it does not.
    Peer,
}

/// How many proxies a route may name.
pub(crate) const ROUTES_MAX: usize = 32;

impl Dialog {
    /// Whether a request belongs to the dialog: Call-ID and both tags, never the address that it came from.
    pub fn owns(&self, request: &Request) -> bool {
        let headers = &request.headers;
        headers.call_id() == Some(&self.call_id)
            && headers.to().is_some_and(|to| to.tag() == self.local.tag())
            && headers.from().is_some_and(|from| from.tag() == self.remote.tag())
    }

    /// Whether a record of `before` is out of date. Numbers of requests do not count: those of a survivor are
    /// higher by its epoch.
    pub(crate) fn is_news_to(&self, before: &Self) -> bool {
        let same_numbers =
            Self { local_cseq: before.local_cseq, remote_cseq: before.remote_cseq, ..self.clone() };
        same_numbers != *before
    }

    /// Whether a response answers a request of the dialog.
    pub(crate) fn is_answered_by(&self, response: &Response) -> bool {
        let headers = &response.headers;
        headers.call_id() == Some(&self.call_id)
            && headers.from().is_some_and(|from| from.tag() == self.local.tag())
            && headers.to().is_some_and(|to| to.tag() == self.remote.tag())
    }

    /// The dialog that a response to our INVITE makes or is of (RFC 3261 section 12.1.2); None without a tag.
    pub(crate) fn branch(&self, response: &Response) -> Option<Self> {
        let remote = response.headers.to()?;
        remote.tag()?;
        let mut route_set = record_route(&response.headers)?;
        route_set.reverse();
        let target = response.headers.contact().map(|contact| contact.uri);
        Some(Self {
            remote,
            route_set,
            remote_cseq: None,
            remote_target: target.unwrap_or_else(|| self.remote_target.clone()),
            peer_takes_update: response.headers.lists("Allow", "UPDATE"),
            ..self.clone()
        })
    }

    /// The number for our next request.
    pub(crate) const fn next_cseq(&mut self) -> u32 {
        self.local_cseq += 1;
        self.local_cseq
    }

    /// A request within the dialog, without Via and body.
    pub(crate) fn request(&self, method: Method, cseq: u32) -> Request {
        let Self { call_id, local, remote, local_target, remote_target, route_set, .. } = self;
        let ends = Ends { call_id, local, remote, local_target, remote_target, route_set };
        ends.request(method, cseq)
    }
}

/// What all requests of one side within a dialog have in common.
pub(crate) struct Ends<'a> {
    pub(crate) call_id: &'a str,
    pub(crate) local: &'a NameAddr,
    pub(crate) remote: &'a NameAddr,
    pub(crate) local_target: &'a Uri,
    pub(crate) remote_target: &'a Uri,
    pub(crate) route_set: &'a [NameAddr],
}

impl Ends<'_> {
    /// A request without Via and body (RFC 3261 section 12.2.1.1).
    pub(crate) fn request(&self, method: Method, cseq: u32) -> Request {
        let is_loose = |route: &NameAddr| route.uri.params.has("lr");
        let (uri, routes) = match self.route_set.split_first() {
            Some((first, rest)) if !is_loose(first) => {
                let last = NameAddr::of(self.remote_target.clone());
                (first.uri.clone(), rest.iter().cloned().chain([last]).collect())
            }
            _ => (self.remote_target.clone(), self.route_set.to_vec()),
        };
        let mut headers = Headers::new();
        headers.push("Max-Forwards", "70");
        for route in routes {
            headers.push("Route", route.to_string());
        }
        headers.push("From", self.local.to_string());
        headers.push("To", self.remote.to_string());
        headers.push("Call-ID", self.call_id);
        headers.push("CSeq", format!("{cseq} {method}"));
        if !matches!(method, Method::Ack | Method::Bye | Method::Prack) {
            headers.push("Contact", format!("<{}>", self.local_target));
        }
        Request { headers, ..Request::new(method, uri) }
    }
}

/// The route set of Record-Route, in its order; None where a value cannot be read or there are too many.
pub(crate) fn record_route(headers: &Headers) -> Option<Vec<NameAddr>> {
    let routes: Option<Vec<_>> =
        headers.elements("Record-Route").map(|element| NameAddr::parse(element).ok()).collect();
    routes.filter(|routes| routes.len() <= ROUTES_MAX)
}
