use std::time::Duration;

use stdx::Instant;

use crate::{
    dialog::{Refresher, SessionTimer},
    message::Headers,
    params::Params,
};

use super::{Policy, context::Context};

/// The shortest interval of a peer that names none, in seconds (RFC 4028 section 5).
const INTERVAL_MIN: u32 = 90;
/// Longer intervals are as good as none; numbers beyond are cut.
const INTERVAL_MAX: u32 = 24 * 60 * 60;

/// When a session is refreshed and when it is given up.
#[derive(Debug, Default)]
pub(super) struct SessionClock {
    pub(super) refresh_at: Option<Instant>,
    pub(super) expires_at: Option<Instant>,
}

impl SessionClock {
    /// Begins anew after a refresh (RFC 4028 sections 7.2 and 10).
    pub(super) fn restart(&mut self, now: Instant, timer: Option<SessionTimer>) {
        *self = timer.map_or_else(Self::default, |SessionTimer { interval, refresher }| {
            let interval = seconds(interval);
            match refresher {
                Refresher::We => {
                    Self { refresh_at: Some(now.after(interval / 2)), expires_at: Some(now.after(interval)) }
                }
                Refresher::Peer => {
                    let early = (interval / 3).min(Duration::from_secs(32));
                    Self { refresh_at: None, expires_at: Some(now.after(interval - early)) }
                }
            }
        });
    }

    /// Begins in a process that does not know when the last refresh was: soon, and not with all others.
    pub(super) fn resume(&mut self, context: &Context<'_>, timer: Option<SessionTimer>) {
        self.restart(context.now, timer);
        if let (Some(SessionTimer { interval, refresher: Refresher::We }), Some(_)) = (timer, self.refresh_at)
        {
            let milliseconds = u64::from(interval) * 1000 / 8;
            let wait = context.setup.seed.below("refresh", 0, milliseconds);
            self.refresh_at = Some(context.now.after(Duration::from_millis(wait)));
        }
    }

    /// A refresh failed without ending the call: another at half of what is left, if that is worth it.
    pub(super) fn retry(&mut self, now: Instant) {
        let left = self.expires_at.map(|end| end.since(now)).unwrap_or_default();
        self.refresh_at = (left > RETRY_WORTH).then(|| now.after(left / 2));
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        self.refresh_at.into_iter().chain(self.expires_at).min()
    }
}

/// With less than this left, a session is not refreshed again.
const RETRY_WORTH: Duration = Duration::from_secs(10);

const fn seconds(number: u32) -> Duration {
    Duration::from_secs(number as u64)
}

/// The shortest interval that we accept.
pub(super) fn shortest(policy: &Policy) -> u32 {
    policy.min_se.clamp(1, INTERVAL_MAX)
}

/// A timer that we keep, of an interval within the limits.
pub(super) fn ours(interval: u32, policy: &Policy) -> SessionTimer {
    SessionTimer { interval: interval.clamp(shortest(policy), INTERVAL_MAX), refresher: Refresher::We }
}

/// The timer that a request of the peer comes to (RFC 4028 section 9); the error is our Min-SE.
pub(super) fn accept(headers: &Headers, policy: &Policy) -> Result<Option<SessionTimer>, u32> {
    let knows_timer = headers.lists("Supported", "timer") || headers.lists("Require", "timer");
    let peer_shortest = headers.number("Min-SE").unwrap_or(INTERVAL_MIN).min(INTERVAL_MAX);
    let shortest = shortest(policy);
    let Some(asked) = headers.number("Session-Expires") else {
        let interval = policy.session_expires.map(|ours| ours.max(peer_shortest).max(shortest));
        return Ok(interval.map(|interval| ours(interval, policy)));
    };
    if asked < shortest && knows_timer {
        return Err(shortest);
    }
    // We may shorten what is asked, but not below the peer's Min-SE.
    let wanted = policy.session_expires.unwrap_or(INTERVAL_MAX).max(peer_shortest);
    let interval = asked.min(wanted).clamp(shortest, INTERVAL_MAX);
    let refresher = match refresher(headers) {
        Some("uac") if knows_timer => Refresher::Peer,
        _ => Refresher::We,
    };
    Ok(Some(SessionTimer { interval, refresher }))
}

/// The timer that the answer to a request of ours comes to. Where the peer says nothing, we refresh for our own
/// benefit (RFC 4028 section 7.2).
pub(super) fn agreed(headers: &Headers, asked: Option<u32>, policy: &Policy) -> Option<SessionTimer> {
    let Some(interval) = headers.number("Session-Expires") else {
        return asked.map(|interval| ours(interval, policy));
    };
    let interval = interval.clamp(shortest(policy), INTERVAL_MAX);
    let refresher = if refresher(headers) == Some("uas") { Refresher::Peer } else { Refresher::We };
    Some(SessionTimer { interval, refresher })
}

/// Asks for a timer in a request of ours.
pub(super) fn push_asked(headers: &mut Headers, timer: SessionTimer, policy: &Policy) {
    let SessionTimer { interval, refresher } = timer;
    let refresher = if refresher == Refresher::We { "uac" } else { "uas" };
    headers.push("Session-Expires", format!("{interval};refresher={refresher}"));
    if interval.min(shortest(policy)) > INTERVAL_MIN {
        headers.push("Min-SE", interval.min(shortest(policy)).to_string());
    }
}

/// Says in our 2xx what the timer is.
pub(super) fn push_accepted(headers: &mut Headers, timer: Option<SessionTimer>) {
    let Some(SessionTimer { interval, refresher }) = timer else { return };
    let (name, required) = match refresher {
        Refresher::We => ("uas", false),
        Refresher::Peer => ("uac", true),
    };
    headers.push("Session-Expires", format!("{interval};refresher={name}"));
    if required {
        headers.push("Require", "timer");
    }
}

fn refresher(headers: &Headers) -> Option<&'static str> {
    let value = headers.value("Session-Expires")?;
    let params = Params::parse(&value[value.find(';')?..]).ok()?;
    let known = params.value("refresher")?;
    ["uac", "uas"].into_iter().find(|name| name.eq_ignore_ascii_case(known))
}
