//! Our SUBSCRIBEs and what is said to them.

use super::{
    Asked, Duration, Ends, Headers, Instant, Method, Response, Stage, Subscription, SubscriptionEnd,
    SubscriptionOutput,
};
use crate::{dialog::record_route, dialog_info::DIALOG_INFO, leg::with_credentials};

impl Subscription {
    /// Sends a SUBSCRIBE for so many seconds.
    pub(super) fn ask(&mut self, seconds: u32) {
        self.sequence += 1;
        let ends = Ends {
            call_id: &self.call_id,
            local: &self.from,
            remote: &self.to,
            local_target: &self.local.contact,
            remote_target: &self.target,
            route_set: &self.route_set,
        };
        let mut request = ends.request(Method::Subscribe, self.sequence);
        request.headers.push("Event", PACKAGE);
        request.headers.push("Accept", DIALOG_INFO);
        request.headers.push("Expires", seconds.to_string());
        if !self.local.product.is_empty() {
            request.headers.push("User-Agent", self.local.product.as_str());
        }
        self.is_refresh_due = false;
        self.send(Asked { request, seconds, attempts: 1, is_challenged: false });
    }

    fn send(&mut self, mut asked: Asked) {
        let branch = self.seed.word("branch", self.sequence.into());
        let via =
            format!("SIP/2.0/{} {};branch=z9hG4bK{branch};rport", self.local.transport, self.local.sent_by);
        asked.request.headers.push_front("Via", via);
        self.outputs.push_back(SubscriptionOutput::Send(asked.request.clone()));
        self.asked = Some(asked);
    }

    /// Asks once more, with other headers.
    fn ask_again(&mut self, asked: Asked, credentials: &Headers) {
        self.sequence += 1;
        let mut request = with_credentials(&asked.request, self.sequence, credentials);
        request.headers.set("Expires", asked.seconds.to_string());
        self.send(Asked { request, attempts: asked.attempts + 1, is_challenged: false, ..asked });
    }

    /// What is said to the SUBSCRIBE under way; what belongs to another one is too late.
    pub(super) fn answered(&mut self, now: Instant, response: &Response) {
        let number = response.headers.cseq().map(|cseq| cseq.number);
        if response.status < 200 || number != Some(self.sequence) {
            return;
        }
        let Some(asked) = self.asked.take() else { return };
        match response.status {
            200..300 => self.granted(now, &asked, response),
            401 | 407 if asked.attempts < ATTEMPTS_MAX => {
                let request = asked.request.clone();
                self.asked = Some(Asked { is_challenged: true, ..asked });
                self.outputs
                    .push_back(SubscriptionOutput::Challenged { request, response: response.clone() });
            }
            423 if asked.attempts < ATTEMPTS_MAX && asked.seconds > 0 => {
                let least = response.headers.number("Min-Expires").unwrap_or_default();
                let seconds = least.clamp(asked.seconds, EXPIRES_MAX);
                let credentials = credentials_of(&asked.request.headers);
                self.ask_again(Asked { seconds, ..asked }, &credentials);
            }
            status => self.refused(status, response.headers.number("Retry-After")),
        }
    }

    /// The owner has looked for credentials.
    pub(super) fn authorised(&mut self, credentials: &Headers) {
        let Some(asked) = self.asked.take_if(|asked| asked.is_challenged) else { return };
        if credentials.is_empty() {
            return self.refused(401, None);
        }
        self.ask_again(asked, credentials);
    }

    pub(super) fn failed(&mut self) {
        self.asked = None;
        self.lose(None);
    }

    fn granted(&mut self, now: Instant, asked: &Asked, response: &Response) {
        self.begins_with(response);
        if matches!(self.stage, Stage::Ending { .. }) {
            if asked.seconds > 0 {
                self.ask(0);
            }
            return;
        }
        let seconds = response.headers.number("Expires").unwrap_or(asked.seconds).min(asked.seconds);
        match self.stage {
            Stage::Untold { .. } => self.stage = Stage::Untold { until: now.after(self.patience) },
            Stage::Told { .. } => self.lasts(now, seconds),
            Stage::Ending { .. } | Stage::Over => return,
        }
        if self.is_refresh_due {
            self.refresh();
        }
    }

    /// The first 2xx makes the dialog, where no NOTIFY has.
    fn begins_with(&mut self, response: &Response) {
        let Some(to) = response.headers.to().filter(|to| to.tag().is_some()) else { return };
        let is_first = self.to.tag().is_none();
        if !is_first && self.to.tag() != to.tag() {
            // Another telephone behind a proxy that forks.
            return;
        }
        if is_first && let Some(mut routes) = record_route(&response.headers) {
            routes.reverse();
            self.route_set = routes;
            self.to = to;
        }
        if let Some(contact) = response.headers.contact() {
            self.target = contact.uri;
        }
    }

    /// How long it is good from now.
    pub(super) fn lasts(&mut self, now: Instant, seconds: u32) {
        let lasts = Duration::from_secs(seconds.min(EXPIRES_MAX).into());
        let refresh = (lasts * 3 / 4).max(REFRESH_MIN);
        // What is granted for a moment is asked for before it is over all the same, and not all the time.
        let expires = lasts.max(REFRESH_MIN + self.patience);
        self.stage = Stage::Told { refresh: now.after(refresh), expires: now.after(expires) };
    }

    fn refused(&mut self, status: u16, retry_after: Option<u32>) {
        let is_within = matches!(self.stage, Stage::Told { .. });
        let end = match status {
            // It knows the subscription no more, but has known it.
            481 if is_within => SubscriptionEnd::Lost { after: Some(Duration::ZERO) },
            400..=403 | 405..=407 | 415..=417 | 420 | 481 | 488 | 489 | 493 | 501 | 505 | 603 | 606 => {
                SubscriptionEnd::Refused { status }
            }
            _ => SubscriptionEnd::Lost { after: retry_after.map(|after| Duration::from_secs(after.into())) },
        };
        self.finish(end);
    }
}

/// What a request proves itself by.
fn credentials_of(headers: &Headers) -> Headers {
    let is_credential = |name: &str| {
        ["Authorization", "Proxy-Authorization"].iter().any(|known| name.eq_ignore_ascii_case(known))
    };
    headers.iter().filter(|(name, _)| is_credential(name)).collect()
}

/// The event package of RFC 4235.
pub(super) const PACKAGE: &str = "dialog";
/// How often one SUBSCRIBE is tried: credentials, a longer time.
const ATTEMPTS_MAX: u8 = 4;
/// The longest time that is believed, in seconds.
const EXPIRES_MAX: u32 = 86_400;
/// It is not refreshed more often.
const REFRESH_MIN: Duration = Duration::from_secs(30);
