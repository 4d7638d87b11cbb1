//! SIP dialogs as plain data: messages, a strict reader of them, SDP, an INVITE session that can be written down and taken up
//! in another process, and a subscription to what telephones say of their own dialogs.
//!
//! No sockets, no clock, no randomness: a [`Leg`] and a [`Subscription`] get `now` with each input and a [`Seed`] at its start.
//! Transport and transactions are those of the rim; this crate says which messages to send in them.

mod body;
mod dialog;
pub mod dialog_info;
mod leg;
pub mod message;
mod name_addr;
mod params;
pub mod sdp;
mod seed;
mod subscription;
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
pub use subscription::{Subscribing, Subscription, SubscriptionEnd, SubscriptionInput, SubscriptionOutput};
pub use uri::{InvalidUri, Scheme, URI_LENGTH_MAX, Uri};
