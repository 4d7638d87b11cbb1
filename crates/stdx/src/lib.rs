//! What the standard library lacks for deterministic machines. No telephony, no dependency.
//!
//! A type belongs here when two crates need it and it knows no noun of the product.

pub mod g711;
mod instant;
mod rng;

pub use instant::Instant;
pub use rng::Rng;
