//! From bytes to messages, strictly: what RFC 3261 does not allow never reaches a transaction.
//!
//! The reader splits a message into its start line, header fields and body; the rules hold every part to its grammar;
//! [`Framing`] finds the messages in a stream.

mod framing;
mod grammar;
mod reader;
mod rules;
mod via;

pub use framing::{Framed, Framing};
pub use reader::{Bounds, Refused, Unreadable, read};
pub use via::Via;
