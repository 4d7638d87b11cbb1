//! What the telephone says by NOTIFY.

use super::{
    Duration, Instant, Request, Response, Stage, Subscription, SubscriptionEnd, SubscriptionOutput,
    subscribing::PACKAGE,
};
use crate::{
    dialog::record_route,
    dialog_info::{DIALOG_INFO, DialogInfo},
    params::Params,
};

/// What Subscription-State says (RFC 6665 section 4.1.3).
struct State {
    is_over: bool,
    params: Params,
}

/// A status, and a header field that says more.
type Refusal = (u16, Option<(&'static str, &'static str)>);

impl Subscription {
    /// A NOTIFY with our Call-ID and tag.
    pub(super) fn notify(&mut self, now: Instant, request: &Request) {
        match self.judge(now, request) {
            Ok((state, info)) => {
                self.respond(request, 200, None);
                self.told(now, &state, info);
            }
            Err((status, header)) => {
                self.respond(request, status, header);
                if status == 400 {
                    // What cannot be read says nothing of the agent, and will not say more next time.
                    self.finish(SubscriptionEnd::Refused { status: 0 });
                }
            }
        }
    }

    fn respond(&mut self, request: &Request, status: u16, header: Option<(&str, &str)>) {
        let mut response = Response::to(request, status, None);
        if let Some((name, value)) = header {
            response.headers.push(name, value);
        }
        if !self.local.product.is_empty() {
            response.headers.push("Server", self.local.product.as_str());
        }
        self.outputs.push_back(SubscriptionOutput::Respond(response));
    }

    /// Whether it is one of the dialog that can be read; otherwise the status of its refusal.
    fn judge(&mut self, now: Instant, request: &Request) -> Result<(State, Option<DialogInfo>), Refusal> {
        let headers = &request.headers;
        let from = headers.from().filter(|from| from.tag().is_some());
        let from = from.ok_or((481, None))?;
        if self.stage == Stage::Over || self.to.tag().is_some() && self.to.tag() != from.tag() {
            return Err((481, None));
        }
        if !headers.value("Event").is_some_and(is_dialog) {
            return Err((489, Some(("Allow-Events", PACKAGE))));
        }
        let number = headers.cseq().map(|cseq| cseq.number).ok_or((481, None))?;
        if self.remote_sequence.is_some_and(|known| number <= known) {
            return Err((500, None));
        }
        if !self.has_room(now) {
            return Err((503, Some(("Retry-After", "2"))));
        }
        let state = headers.value("Subscription-State").and_then(State::parse);
        let state = state.ok_or((481, None))?;
        let kind = headers.value("Content-Type").unwrap_or(DIALOG_INFO).split(';').next();
        let is_known = kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case(DIALOG_INFO));
        if !request.body.is_empty() && !is_known {
            return Err((415, Some(("Accept", DIALOG_INFO))));
        }
        // From here on it is one of the telephone that was asked.
        self.remote_sequence = Some(number);
        if self.to.tag().is_none() {
            self.route_set = record_route(headers).ok_or((481, None))?;
            self.to = from;
        }
        if let Some(contact) = headers.contact() {
            self.target = contact.uri;
        }
        if request.body.is_empty() || state.is_over {
            return Ok((state, None));
        }
        let info = DialogInfo::parse(&request.body).map_err(|_| (400, None))?;
        Ok((state, Some(info)))
    }

    /// A telephone that does not stop telling is not listened to for the rest of a second.
    fn has_room(&mut self, now: Instant) -> bool {
        let (since, count) = self.notified;
        let (since, count) =
            if now.since(since) >= Duration::from_secs(1) { (now, 0) } else { (since, count) };
        self.notified = (since, count + 1);
        count < NOTIFIED_MAX
    }

    fn told(&mut self, now: Instant, state: &State, info: Option<DialogInfo>) {
        if state.is_over {
            return self.finish(state.end());
        }
        if matches!(self.stage, Stage::Ending { .. }) {
            return;
        }
        let seconds = state.params.value("expires").and_then(|text| text.parse().ok());
        match (self.stage, seconds) {
            (_, Some(seconds)) => self.lasts(now, seconds),
            (Stage::Untold { .. }, None) => self.lasts(now, super::EXPIRES),
            _ => {}
        }
        self.outputs.extend(info.map(SubscriptionOutput::Told));
    }
}

impl State {
    fn parse(text: &str) -> Option<Self> {
        let (word, params) = text.split_once(';').unwrap_or((text, ""));
        let params = Params::parse(params).ok()?;
        match word.trim().to_ascii_lowercase().as_str() {
            "" => None,
            word => Some(Self { is_over: word == "terminated", params }),
        }
    }

    /// What the reason of the end means (RFC 6665 section 4.1.3).
    fn end(&self) -> SubscriptionEnd {
        let after = self.params.value("retry-after").and_then(|text| text.parse().ok());
        let after = after.map(Duration::from_secs);
        match self.params.value("reason").unwrap_or_default().to_ascii_lowercase().as_str() {
            "rejected" | "noresource" | "invariant" => SubscriptionEnd::Refused { status: 0 },
            "deactivated" | "timeout" => SubscriptionEnd::Lost { after: Some(Duration::ZERO) },
            _ => SubscriptionEnd::Lost { after },
        }
    }
}

fn is_dialog(event: &str) -> bool {
    event.split(';').next().is_some_and(|package| package.trim().eq_ignore_ascii_case(PACKAGE))
}

/// NOTIFYs of one subscription in a second.
const NOTIFIED_MAX: u32 = 20;
