//! Decisions at the boundary of the crate: requests in, configurations and refusals out.

#![expect(clippy::unwrap_used, reason = "a test that meets an error fails")]

mod agents;
mod edits_on_both_sides;
mod objects;
mod ownership;
mod pool;
mod roles;
mod round_trip;
