//! Scripts in, output and messages out.

mod expressions;
mod flow;
#[path = "../values/literal.rs"]
mod literal;
mod world;
mod wrong;
