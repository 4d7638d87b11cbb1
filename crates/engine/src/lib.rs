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

mod action;
mod agent;
mod arrival;
mod call;
mod context;
mod engine;
mod group;
mod hunt;
mod id;
mod input;
mod ivr;
mod limits;
mod offer;
mod output;
mod pick;
mod presence;
mod queue;
mod roster;
mod routing;
mod stand_in;
mod sync;
mod timers;
mod view;

pub use engine::{Engine, Start};
pub use id::{CallId, OfferId, PlaybackId};
pub use input::{Arrival, Caller, Input, OfferRefusal};
pub use limits::Limits;
pub use output::{Answered, CallContext, EndCause, Notice, Output, Refusal, TransferKind, WithdrawCause};
pub use pick::PickRefusal;
pub use stand_in::Test;
pub use view::{AgentState, AgentView, CallState, CallView};
