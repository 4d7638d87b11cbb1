use std::{collections::VecDeque, time::Duration};

use stdx::Instant;

use crate::{
    message::{Request, Response},
    sdp::Description,
};

use super::{
    LegOutput,
    context::{Backoff, Context},
};

/// Our reliable provisional responses to one INVITE (RFC 3262): one is under way, others wait for its PRACK.
#[derive(Debug)]
pub(super) struct Provisional {
    /// The CSeq of the INVITE.
    cseq: u32,
    /// Of the last response.
    rseq: u32,
    sent: Option<Sent>,
    waiting: VecDeque<Waiting>,
}

#[derive(Debug)]
struct Sent {
    response: Response,
    /// None where the final response was sent: no copies, but PRACK may still come.
    backoff: Option<Backoff>,
    describes: bool,
}

/// A response whose turn comes.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) status: u16,
    pub(super) description: Option<Description>,
}

/// What time did to a response that waits for PRACK.
pub(super) enum Patience {
    Left,
    Over,
}

/// Responses that wait; an owner orders one or two.
const WAITING_MAX: usize = 8;

impl Provisional {
    pub(super) fn new(context: &Context<'_>, cseq: u32) -> Self {
        let rseq = context.setup.seed.below("rseq", 0, 1 << 30);
        let rseq = u32::try_from(rseq).unwrap_or(0);
        Self { cseq, rseq, sent: None, waiting: VecDeque::new() }
    }

    /// Whether a response is under way whose PRACK did not come.
    pub(super) const fn is_open(&self) -> bool {
        self.sent.is_some()
    }

    /// Whether a 2xx must wait, because a description is under way (RFC 3262 section 3).
    pub(super) fn describes(&self) -> bool {
        let waits = self.waiting.iter().any(|waiting| waiting.description.is_some());
        waits || self.sent.as_ref().is_some_and(|sent| sent.describes)
    }

    pub(super) fn wait(&mut self, waiting: Waiting) {
        if self.waiting.len() < WAITING_MAX {
            self.waiting.push_back(waiting);
        }
    }

    /// Whose turn it is, once nothing is under way.
    pub(super) fn next(&mut self) -> Option<Waiting> {
        if self.is_open() { None } else { self.waiting.pop_front() }
    }

    /// Sends a response reliably.
    pub(super) fn send(&mut self, context: &mut Context<'_>, mut response: Response) {
        self.rseq += 1;
        response.headers.push("Require", "100rel");
        response.headers.push("RSeq", self.rseq.to_string());
        let describes = !response.body.is_empty();
        let response = context.respond(response);
        let backoff = Some(Backoff::new(context, Duration::MAX / 4));
        self.sent = Some(Sent { response, backoff, describes });
    }

    /// Whether a PRACK is for the response under way, which then is done.
    pub(super) fn acknowledge(&mut self, prack: &Request) -> bool {
        let numbers = prack.headers.value("RAck").and_then(|value| {
            let mut words = value.split_whitespace();
            let numbers = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
            (words.next()? == "INVITE").then_some(numbers)
        });
        let fits = self.sent.is_some() && numbers == Some((self.rseq, self.cseq));
        if fits {
            self.sent = None;
        }
        fits
    }

    /// The final response was sent.
    pub(super) fn stop(&mut self) {
        self.waiting.clear();
        if let Some(sent) = &mut self.sent {
            sent.backoff = None;
            sent.describes = false;
        }
    }

    pub(super) fn time_passed(&mut self, context: &mut Context<'_>) -> Patience {
        let Some(sent) = &mut self.sent else { return Patience::Left };
        let Some(backoff) = &mut sent.backoff else { return Patience::Left };
        if context.now >= backoff.until {
            return Patience::Over;
        }
        if backoff.passes(context.now) {
            context.put(LegOutput::Repeat(sent.response.clone()));
        }
        Patience::Left
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        Some(self.sent.as_ref()?.backoff.as_ref()?.deadline())
    }
}
