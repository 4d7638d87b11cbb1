//! Legs against real UDP sockets on loopback.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

mod addresses;
mod control;
mod digits;
mod peer;
mod playing;
mod recording;
mod relay;
mod totals;
