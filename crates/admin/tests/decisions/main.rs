//! Decisions at the boundary of the crate: requests in, configurations and refusals out.

mod edits_on_both_sides;
mod objects;
mod ownership;
mod pool;
mod roles;
mod round_trip;
