//! The API as its clients see it, over a pool in memory.
#![expect(clippy::unwrap_used, reason = "what a test unwraps is what it expects")]

mod archives;
mod contract;
mod document;
mod limits;
mod lists;
mod live;
mod objects;
mod pool;
mod rest;
mod roles;
mod served;
mod wrong_requests;
