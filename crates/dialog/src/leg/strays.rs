use stdx::Instant;

use crate::{
    dialog::Dialog,
    message::{Method, Request, Response},
};

use super::{LegOutput, context::Context};

/// Answers of other branches of a forked call: each is acknowledged and ended (RFC 3261 section 13.2.2.4).
#[derive(Debug)]
pub(super) struct Strays {
    /// Until when they may come; None where we did not call.
    pub(super) until: Option<Instant>,
    ended: Vec<(String, Request)>,
}

/// How many branches are ended; more than a sensible proxy makes.
const STRAYS_MAX: usize = 16;

impl Strays {
    pub(super) const fn none() -> Self {
        Self { until: None, ended: Vec::new() }
    }

    pub(super) const fn until(until: Instant) -> Self {
        Self { until: Some(until), ended: Vec::new() }
    }

    /// Ends the dialog of a 2xx that is not of `dialog` but of the same INVITE.
    pub(super) fn response(&mut self, context: &mut Context<'_>, dialog: &Dialog, response: &Response) {
        if self.until.is_none() || !response.is_invite_success() {
            return;
        }
        let Some(mut other) = dialog.branch(response) else { return };
        let tag = other.remote.tag().unwrap_or_default().to_owned();
        if let Some((_, ack)) = self.ended.iter().find(|(known, _)| *known == tag) {
            return context.put(LegOutput::Acknowledge(ack.clone()));
        }
        if self.ended.len() == STRAYS_MAX {
            return;
        }
        let cseq = response.headers.cseq().map_or(0, |cseq| cseq.number);
        let ack = context.dressed(other.request(Method::Ack, cseq));
        context.put(LegOutput::Acknowledge(ack.clone()));
        other.local_cseq = other.local_cseq.max(cseq);
        let bye_cseq = other.next_cseq();
        context.send(other.request(Method::Bye, bye_cseq));
        self.ended.push((tag, ack));
    }
}
