use stdx::Instant;

use crate::message::Response;

use super::{
    LegOutput,
    context::{Backoff, Context},
};

/// A 2xx of ours that is sent again until its ACK comes (RFC 3261 section 13.3.1.4).
#[derive(Debug)]
pub(super) struct Unacknowledged {
    pub(super) cseq: u32,
    /// Whether it holds an offer, which the ACK must answer.
    pub(super) offers: bool,
    response: Response,
    backoff: Backoff,
}

impl Unacknowledged {
    /// Of a 2xx that was just sent.
    pub(super) fn new(context: &Context<'_>, response: Response, cseq: u32, offers: bool) -> Self {
        Self { cseq, offers, response, backoff: Backoff::new(context, context.setup.policy.t2) }
    }

    /// Sends a copy where one is due; false when it was enough.
    pub(super) fn time_passed(&mut self, context: &mut Context<'_>) -> bool {
        if context.now >= self.backoff.until {
            return false;
        }
        if self.backoff.passes(context.now) {
            context.put(LegOutput::Repeat(self.response.clone()));
        }
        true
    }

    pub(super) fn deadline(&self) -> Instant {
        self.backoff.deadline()
    }
}
