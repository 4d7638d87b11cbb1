//! The cmdlets against pools in this process: scripts in, configurations and messages out.
#![expect(clippy::unwrap_used, reason = "what a test unwraps is what it expects")]

mod agent_groups;
mod agents;
mod documented;
mod examples;
mod files;
mod pages;
mod pool;
mod recovery;
mod seed;
mod settings_and_audio;
mod specification;
mod test_calls;
mod topology;
mod workflows;
mod world;
mod wrong_commands;
