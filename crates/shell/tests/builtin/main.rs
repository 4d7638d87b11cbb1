//! The built-in cmdlets: scripts in, output and errors out.

mod examples;
mod help;
mod objects;
mod selecting;
mod state;
mod world;
