//! Call distribution as a deterministic machine: what happened goes in, orders come out. It knows no SIP, no
//! media, no clock.
//!
//! ```text
//!            refused, relayed, transferred unanswered
//!                ^
//! arrival -> entry order -> answered -> prompt -> question* -> queue -> offers -> talking -> ended
//!                                          |                     |
//!                                          v                     v
//!                                      transferred, ended    timeout, overflow: prompt -> ...
//! ```

mod engine;
mod id;
mod input;
mod limits;
mod output;
mod view;

pub use engine::{Engine, Start};
pub use id::{CallId, OfferId, PlaybackId};
pub use input::{Arrival, Caller, Input, OfferRefusal};
pub use limits::Limits;
pub use output::{Answered, CallContext, EndCause, Notice, Output, Refusal, TransferKind, WithdrawCause};
pub use view::{AgentState, AgentView, CallState, CallView};
