//! The cmdlets against pools in this process: scripts in, configurations and messages out.
#![expect(clippy::unwrap_used, reason = "what a test unwraps is what it expects")]

mod agent_groups;
mod pool;
mod recovery;
mod world;
