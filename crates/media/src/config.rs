//! What the media thread is started with.

use std::{io, net::IpAddr, ops::RangeInclusive, time::Duration};

use thiserror::Error;

/// Where and how much.
#[derive(Clone, Debug)]
pub struct Config {
    /// The local addresses that legs may be opened on.
    pub addresses: Vec<IpAddr>,
    /// The UDP ports, the same on each address; a leg takes two.
    pub ports: RangeInclusive<u16>,
    /// How many legs may be open at once.
    pub legs_max: usize,
    /// The time without packets after which a leg counts as silent.
    pub silence: Duration,
    /// Where SSRCs and the beginnings of numbers come from: random, so that no peer can guess them.
    pub seed: u64,
}

/// Why the media thread does not start.
#[derive(Debug, Error)]
pub enum StartError {
    /// No address is given.
    #[error("media has no local address; give at least one that callers and agents can reach")]
    NoAddress,
    /// The range holds no even port with its next one.
    #[error("the media ports {}-{} hold no pair of an even port and the next one; give a wider range", .0.start(), .0.end())]
    NoPorts(RangeInclusive<u16>),
    /// The system refused what the thread needs.
    #[error("the media thread does not start: {0}")]
    System(#[from] io::Error),
}
