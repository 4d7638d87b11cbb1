//! The rules of call handling (`docs/rules.md`): what happens, and what is ordered then.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod attendant;
mod configuration;
mod early;
mod entry;
mod field;
mod monkey;
mod offers;
mod questions;
mod queues;
mod routing;
mod script;
mod slice;
mod test_calls;
mod transcript;
mod world;
