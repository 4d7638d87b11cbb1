//! A subscription to the dialogs of a telephone (RFC 6665 and RFC 4235), as its subscriber.
//!
//! After each [`Subscription::handle`], [`Subscription::poll`] is called until it gives nothing, then
//! [`Subscription::next_timeout`] says when to come with [`SubscriptionInput::TimePassed`].
//!
//! ```text
//! begins ──SUBSCRIBE──> asked ──2xx──> granted ──NOTIFY──> told ──(SUBSCRIBE again, NOTIFY)──> told
//!                         │              │                  │
//!                         └──refused─────┴──no NOTIFY───────┴──terminated, refused, no answer──> over
//! any of these ──End──> ending (SUBSCRIBE with Expires: 0) ──NOTIFY terminated, or 32 s──> over
//! ```
//!
//! The dialog begins with whatever comes first, the 2xx or a NOTIFY; of several telephones behind a proxy that forks,
//! the first one is listened to.

mod notified;
mod subscribing;
mod words;

use std::{collections::VecDeque, time::Duration};

use stdx::Instant;

use crate::{
    Local, NameAddr, Seed, Setup, Uri,
    dialog::Ends,
    message::{Headers, Method, Request, Response},
};
pub use words::{SubscriptionEnd, SubscriptionInput, SubscriptionOutput};

/// A subscription as a machine.
#[derive(Debug)]
pub struct Subscription {
    local: Local,
    seed: Seed,
    /// After which a transaction has failed.
    patience: Duration,
    call_id: String,
    from: NameAddr,
    /// With the tag of the telephone, once it is known.
    to: NameAddr,
    target: Uri,
    route_set: Vec<NameAddr>,
    sequence: u32,
    remote_sequence: Option<u32>,
    stage: Stage,
    asked: Option<Asked>,
    /// A refresh is wanted while another SUBSCRIBE is under way.
    is_refresh_due: bool,
    /// How many NOTIFYs came since when.
    notified: (Instant, u32),
    outputs: VecDeque<SubscriptionOutput>,
}

/// Whom to ask.
#[derive(Debug, Clone)]
pub struct Subscribing {
    /// The Request-URI.
    pub target: Uri,
    /// From, without a tag.
    pub from: NameAddr,
    /// To, without a tag.
    pub to: NameAddr,
    /// The proxies to pass.
    pub route: Vec<NameAddr>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Nothing was told yet, and this is the last moment for it (timer N of RFC 6665).
    Untold {
        until: Instant,
    },
    /// It is refreshed, and ends where that does not succeed.
    Told {
        refresh: Instant,
        expires: Instant,
    },
    /// We want no more of it.
    Ending {
        until: Instant,
    },
    Over,
}

/// A SUBSCRIBE that has no final response.
#[derive(Debug)]
struct Asked {
    request: Request,
    /// The seconds that it asks for.
    seconds: u32,
    attempts: u8,
    is_challenged: bool,
}

impl Subscription {
    /// Asks for a subscription.
    pub fn begin(now: Instant, whom: Subscribing, setup: Setup) -> Self {
        let sequence = setup.first_cseq();
        let Setup { local, seed, policy, .. } = setup;
        let patience = policy.t1 * ROUND_TRIPS_MAX;
        let Subscribing { target, from, to, route } = whom;
        let mut subscription = Self {
            call_id: seed.word("call-id", 0),
            from: from.with_tag(&seed.word("tag", 0)),
            to,
            target,
            route_set: route,
            sequence,
            remote_sequence: None,
            stage: Stage::Untold { until: now.after(patience * 2) },
            asked: None,
            is_refresh_due: false,
            notified: (now, 0),
            outputs: VecDeque::new(),
            local,
            seed,
            patience,
        };
        subscription.ask(EXPIRES);
        subscription
    }

    /// Takes what happened, or an order.
    pub fn handle(&mut self, now: Instant, input: SubscriptionInput) {
        match input {
            SubscriptionInput::Response(response) => self.answered(now, &response),
            SubscriptionInput::Failed => self.failed(),
            SubscriptionInput::Credentials(headers) => self.authorised(&headers),
            SubscriptionInput::Notify(request) => self.notify(now, &request),
            SubscriptionInput::Refresh => self.refresh(),
            SubscriptionInput::End => self.end(now),
            SubscriptionInput::TimePassed => self.time_passed(now),
        }
    }

    /// The next thing to do.
    pub fn poll(&mut self) -> Option<SubscriptionOutput> {
        self.outputs.pop_front()
    }

    /// When time is to pass.
    pub fn next_timeout(&self) -> Option<Instant> {
        match self.stage {
            Stage::Untold { until } | Stage::Ending { until } => Some(until),
            Stage::Told { refresh, expires } if self.asked.is_none() => Some(refresh.min(expires)),
            Stage::Told { expires, .. } => Some(expires),
            Stage::Over => None,
        }
    }

    /// Call-ID and our tag, by which its requests are known.
    pub fn dialog(&self) -> (&str, &str) {
        (&self.call_id, self.from.tag().unwrap_or_default())
    }

    /// Whether nothing more comes of it.
    pub fn is_over(&self) -> bool {
        self.stage == Stage::Over
    }

    fn time_passed(&mut self, now: Instant) {
        match self.stage {
            Stage::Untold { until } if until <= now => self.lose(None),
            Stage::Ending { until } if until <= now => self.stage = Stage::Over,
            Stage::Told { expires, .. } if expires <= now => self.lose(None),
            Stage::Told { refresh, .. } if refresh <= now => self.refresh(),
            _ => {}
        }
    }

    /// Asks anew; the telephone tells everything then.
    fn refresh(&mut self) {
        match (self.stage, &self.asked) {
            (Stage::Untold { .. } | Stage::Told { .. }, None) => self.ask(EXPIRES),
            (Stage::Untold { .. } | Stage::Told { .. }, Some(_)) => self.is_refresh_due = true,
            _ => {}
        }
    }

    /// We want no more of it; the owner is told nothing of that.
    fn end(&mut self, now: Instant) {
        match self.stage {
            Stage::Untold { .. } | Stage::Told { .. } => {
                self.stage = Stage::Ending { until: now.after(self.patience) };
                // Before its dialog begins there is nobody to tell.
                if self.to.tag().is_some() {
                    self.ask(0);
                }
            }
            Stage::Ending { .. } | Stage::Over => {}
        }
    }

    /// It is over, and may be asked for again.
    fn lose(&mut self, after: Option<Duration>) {
        self.finish(SubscriptionEnd::Lost { after });
    }

    fn finish(&mut self, end: SubscriptionEnd) {
        if !matches!(self.stage, Stage::Ending { .. } | Stage::Over) {
            self.outputs.push_back(SubscriptionOutput::Ended(end));
        }
        (self.stage, self.asked) = (Stage::Over, None);
    }
}

/// The seconds that are asked for; a telephone may grant fewer.
const EXPIRES: u32 = 1_800;
/// How many round trips a transaction may take (RFC 3261 timer F).
const ROUND_TRIPS_MAX: u32 = 64;
