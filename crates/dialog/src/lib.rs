//! SIP dialogs as plain data: messages, a strict reader of them, SDP, and an INVITE session that can be written down and taken up
//! in another process.
//!
//! No sockets, no clock, no randomness: a [`Leg`] gets `now` with each input and a [`Seed`] at its start.
//! Transport and transactions are those of the rim; this crate says which messages to send in them.

mod body;
mod dialog;
mod leg;
pub mod message;
mod name_addr;
mod params;
pub mod sdp;
mod seed;
mod uri;
pub mod wire;

pub use dialog::{Dialog, Refresher, Role, SessionTimer};
pub use leg::{
    Attachment, Cause, Closing, Failure, Leg, LegInput, LegOutput, Local, Outgoing, Policy, Refusal,
    Reliable, Setup,
};
pub use name_addr::NameAddr;
pub use params::Params;
pub use seed::Seed;
pub use uri::{InvalidUri, Scheme, URI_LENGTH_MAX, Uri};
