//! One INVITE session with one peer, as caller or as callee.
//!
//! ```text
//!              ┌─ incoming ─ Ring, Progress ─┐ Answer            ACK
//!  INVITE in ──┤                             ├───────> unacknowledged ──┐
//!              └── CANCEL, Refuse, End ──────┼─> over                   │
//!                                            │                          v
//!              ┌─ calling ─ 1xx ─ ringing ───┤ 2xx, ACK            established ── BYE ──> closing ──> over
//!  INVITE out ─┤                             ├──────────────────────────^
//!              └── CANCEL ──> cancelling ────┤ 2xx: crossed ── Keep ────┘
//!                                            └ 3xx to 6xx: over
//! ```

mod input;
mod output;
mod setup;

pub use input::{Closing, Failure, LegInput};
pub use output::{Cause, LegOutput, Refusal};
pub use setup::{Attachment, Local, Outgoing, Policy, Reliable, Setup};

use std::collections::VecDeque;

use stdx::Instant;

use crate::{
    dialog::Dialog,
    message::{Request, Response},
};

/// An INVITE session.
///
/// The order of calls: [`Self::handle`], then [`Self::poll`] until it gives nothing, then
/// [`Self::next_timeout`]; when that moment comes, [`LegInput::TimePassed`]. When [`Self::is_over`], nothing
/// more will come of it.
#[derive(Debug)]
pub struct Leg {
    outputs: VecDeque<LegOutput>,
}

impl Leg {
    /// Takes an INVITE outside of any dialog. The error is the response that refuses it.
    pub fn incoming(now: Instant, invite: Request, setup: Setup) -> Result<Self, Box<Response>> {
        let _ = (now, setup);
        Err(Box::new(Response::to(&invite, 503, None)))
    }

    /// Calls somebody: the first output is the INVITE.
    pub fn outgoing(now: Instant, call: Outgoing, setup: Setup) -> Self {
        let _ = (now, call, setup);
        Self { outputs: VecDeque::new() }
    }

    /// Goes on with an established dialog that another process had.
    pub fn resume(now: Instant, dialog: Dialog, setup: Setup) -> Self {
        let _ = (now, dialog, setup);
        Self { outputs: VecDeque::new() }
    }

    /// Takes what happened, or an order.
    pub fn handle(&mut self, now: Instant, input: LegInput) {
        let _ = (now, input);
    }

    /// The next thing to do or to know.
    pub fn poll(&mut self) -> Option<LegOutput> {
        self.outputs.pop_front()
    }

    /// When [`LegInput::TimePassed`] is due.
    pub fn next_timeout(&self) -> Option<Instant> {
        None
    }

    /// Whether nothing more can happen.
    pub fn is_over(&self) -> bool {
        self.outputs.is_empty()
    }

    /// The dialog, to be written down at [`LegOutput::RecordChanged`].
    pub fn dialog(&self) -> Option<&Dialog> {
        None
    }
}
