//! Legs between an owner and a peer: ladders of what goes in and comes out.
#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

mod callee;
mod caller;
mod changes;
mod forks;
mod handover;
mod ladder;
mod races;
mod refusals;
mod reliable;
mod requests;
mod timers;
