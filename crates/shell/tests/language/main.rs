//! Scripts in, output and messages out.

#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

mod expressions;
mod flow;
#[path = "../values/literal.rs"]
mod literal;
mod world;
mod wrong;
