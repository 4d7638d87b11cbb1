//! Scripts in, output and messages out.

mod flow;
mod world;
