use std::{collections::VecDeque, time::Duration};

use stdx::Instant;

use crate::message::{Headers, Request, Response};

use super::{LegOutput, Setup};

/// What a step of a leg has: the moment, who we are, and where its outputs go.
pub(super) struct Context<'a> {
    pub(super) now: Instant,
    pub(super) setup: &'a Setup,
    pub(super) out: &'a mut VecDeque<LegOutput>,
}

/// The methods that we take in a dialog.
const ALLOW: &str = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, PRACK";
/// The extensions that we know.
pub(super) const SUPPORTED: &[&str] = &["100rel", "timer"];
/// How many round trips a transaction may take (RFC 3261 timers B, F and H).
const ROUND_TRIPS_MAX: u32 = 64;

impl Context<'_> {
    pub(super) fn put(&mut self, output: LegOutput) {
        self.out.push_back(output);
    }

    /// Sends a request in a transaction of its own.
    pub(super) fn send(&mut self, request: Request) -> Request {
        let request = self.dressed(request);
        self.put(LegOutput::Send(request.clone()));
        request
    }

    /// The request with our Via and our name.
    pub(super) fn dressed(&self, mut request: Request) -> Request {
        let headers = &request.headers;
        let cseq = headers.cseq().map_or(0, |cseq| cseq.number);
        let tag = headers.to().and_then(|to| to.tag().map(str::to_owned)).unwrap_or_default();
        let branch = self.setup.seed.word(&format!("branch {} {tag}", request.method), cseq.into());
        let local = &self.setup.local;
        let via = format!("SIP/2.0/{} {};branch=z9hG4bK{branch};rport", local.transport, local.sent_by);
        request.headers.push_front("Via", via);
        if !local.product.is_empty() {
            request.headers.set("User-Agent", local.product.as_str());
        }
        request
    }

    pub(super) fn respond(&mut self, mut response: Response) -> Response {
        let product = self.setup.local.product.as_str();
        if !product.is_empty() {
            response.headers.push("Server", product);
        }
        self.put(LegOutput::Respond(response.clone()));
        response
    }

    /// The time after which a transaction has failed.
    pub(super) fn patience(&self) -> Duration {
        self.setup.policy.t1 * ROUND_TRIPS_MAX
    }
}

/// Says what we can do.
pub(super) fn push_abilities(headers: &mut Headers) {
    headers.push("Allow", ALLOW);
    headers.push("Supported", SUPPORTED.join(", "));
}

/// Gives a message a session description.
pub(super) fn describe(headers: &mut Headers, body: &mut Vec<u8>, description: &crate::sdp::Description) {
    headers.set("Content-Type", "application/sdp");
    *body = description.to_string().into_bytes();
}

/// Waits that double from copy to copy, until it is enough.
#[derive(Debug)]
pub(super) struct Backoff {
    pub(super) next: Instant,
    wait: Duration,
    longest: Duration,
    pub(super) until: Instant,
}

impl Backoff {
    pub(super) fn new(context: &Context<'_>, longest: Duration) -> Self {
        let wait = context.setup.policy.t1;
        let until = context.now.after(context.patience());
        Self { next: context.now.after(wait), wait, longest, until }
    }

    /// Whether a copy is due.
    pub(super) fn passes(&mut self, now: Instant) -> bool {
        let due = now >= self.next;
        if due {
            self.wait = (self.wait * 2).min(self.longest);
            self.next = now.after(self.wait);
        }
        due
    }

    pub(super) fn deadline(&self) -> Instant {
        self.next.min(self.until)
    }
}
