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

mod calling;
mod change;
mod closing;
mod context;
mod digit;
mod established;
mod fork;
mod incoming;
mod input;
mod output;
mod peer_change;
mod provisional;
mod session;
mod session_timer;
mod setup;
mod strays;
mod unacknowledged;

pub(crate) use change::with_credentials;
pub use input::{Closing, Failure, LegInput};
pub use output::{Cause, LegOutput, Refusal};
pub use setup::{Attachment, Local, Outgoing, Policy, Reliable, Setup};

use std::collections::VecDeque;

use stdx::Instant;

use crate::{
    dialog::Dialog,
    message::{Request, Response},
    sdp::Description,
};

use calling::Calling;
use closing::Closed;
use context::Context;
use established::Established;
use incoming::Incoming;
use session::Session;

/// An INVITE session.
///
/// The order of calls: [`Self::handle`], then [`Self::poll`] until it gives nothing, then
/// [`Self::next_timeout`]; when that moment comes, [`LegInput::TimePassed`]. When [`Self::is_over`], nothing
/// more will come of it.
#[derive(Debug)]
pub struct Leg {
    setup: Setup,
    /// None only while a step is under way.
    state: Option<State>,
    outputs: VecDeque<LegOutput>,
    /// Whether the owner knows that the call is over.
    is_ended: bool,
}

#[derive(Debug)]
enum State {
    Incoming(Box<Incoming>),
    Calling(Box<Calling>),
    Established(Box<Established>),
    Closed(Box<Closed>),
}

impl Leg {
    /// Takes an INVITE outside of any dialog. The error is the response that refuses it.
    pub fn incoming(now: Instant, invite: Request, setup: Setup) -> Result<Self, Box<Response>> {
        let incoming = Incoming::take(now, invite, &setup)?;
        Ok(Self::with(setup, |_| State::Incoming(Box::new(incoming)), now))
    }

    /// Calls somebody: the first output is the INVITE.
    pub fn outgoing(now: Instant, call: Outgoing, setup: Setup) -> Self {
        Self::with(setup, |context| State::Calling(Box::new(Calling::begin(context, call))), now)
    }

    /// Goes on with an established dialog that another process had. A refresh of ours comes soon, spread by
    /// the seed.
    pub fn resume(now: Instant, dialog: Dialog, setup: Setup) -> Self {
        Self::with(
            setup,
            |context| State::Established(Box::new(Established::resumed(Session::resumed(context, dialog)))),
            now,
        )
    }

    fn with(setup: Setup, begin: impl FnOnce(&mut Context<'_>) -> State, now: Instant) -> Self {
        let mut outputs = VecDeque::new();
        let state = Some(begin(&mut Context { now, setup: &setup, out: &mut outputs }));
        Self { setup, state, outputs, is_ended: false }
    }

    /// Takes what happened, or an order.
    pub fn handle(&mut self, now: Instant, input: LegInput) {
        let mut out = VecDeque::new();
        let context = &mut Context { now, setup: &self.setup, out: &mut out };
        self.state = self.state.take().map(|state| match state {
            State::Incoming(incoming) => incoming.step(context, input),
            State::Calling(calling) => calling.step(context, input),
            State::Established(established) => established.step(context, input),
            State::Closed(closed) => closed.step(context, input),
        });
        for output in out {
            self.put(output);
        }
    }

    /// Once the owner knows the end, it hears of nothing more but what is to be sent.
    fn put(&mut self, output: LegOutput) {
        if self.is_ended && output.is_news() {
            return;
        }
        self.is_ended |= matches!(output, LegOutput::Ended(_) | LegOutput::Refused(_));
        self.outputs.push_back(output);
    }

    /// The next thing to do or to know.
    pub fn poll(&mut self) -> Option<LegOutput> {
        self.outputs.pop_front()
    }

    /// When [`LegInput::TimePassed`] is due.
    pub fn next_timeout(&self) -> Option<Instant> {
        match self.state() {
            State::Incoming(incoming) => Some(incoming.deadline()),
            State::Calling(calling) => Some(calling.deadline()),
            State::Established(established) => established.deadline(),
            State::Closed(closed) => closed.deadline(),
        }
    }

    /// Whether the session is over; answers to what was sent may still come, until [`Self::is_over`].
    pub fn is_ended(&self) -> bool {
        matches!(self.state(), State::Closed(_))
    }

    /// Whether the session is over for both: our BYE is answered, or given up. Answers of other branches may still come.
    pub fn is_settled(&self) -> bool {
        matches!(self.state(), State::Closed(closed) if closed.is_settled())
    }

    /// Whether nothing more can happen.
    pub fn is_over(&self) -> bool {
        let is_over = matches!(self.state(), State::Closed(closed) if closed.is_over());
        is_over && self.outputs.is_empty()
    }

    /// Whether a call to us can be given early media: there is an offer to answer, or a reliable response to offer in.
    pub fn takes_early_media(&self) -> bool {
        matches!(self.state(), State::Incoming(incoming) if incoming.takes_early_media())
    }

    /// The dialog, to be written down at [`LegOutput::RecordChanged`]. Its Call-ID and our tag stay the same from
    /// the start; the peer's tag comes with its first response.
    pub fn dialog(&self) -> &Dialog {
        match self.state() {
            State::Incoming(incoming) => &incoming.session.dialog,
            State::Calling(calling) => calling.dialog(),
            State::Established(established) => &established.session.dialog,
            State::Closed(closed) => &closed.session.dialog,
        }
    }

    /// What the peer offers or says of its media: the owner chooses its address and codecs by it.
    pub fn peer_description(&self) -> Option<&Description> {
        match self.state() {
            State::Incoming(incoming) => incoming.offer(),
            _ => self.dialog().media.theirs(),
        }
    }

    const fn state(&self) -> &State {
        self.state.as_ref().expect("each step leaves a state")
    }
}
