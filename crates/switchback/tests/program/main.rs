//! The program as people meet it: its files, its command line, its lines, and its API on loopback.
#![expect(clippy::unwrap_used, reason = "a test that meets a wrong value fails")]

mod agents;
mod configuration;
mod export;
mod fixtures;
mod help;
mod live;
mod metrics;
mod serve;
#[path = "../server/mod.rs"]
mod server;
mod shell;
mod sip_user;
mod status;
mod stop;
mod telephone;
mod tls;
mod token;
mod wrong_pool_files;
mod wrong_topologies;
