//! What is known of a leg's streams.

use std::time::Duration;

/// Both directions of a leg, up to one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Statistics {
    /// Packets that we sent.
    pub sent: u64,
    /// Packets that the kernel did not take.
    pub unsent: u64,
    /// Packets of the peer, without duplicates.
    pub received: u64,
    /// Packets of the peer that never came.
    pub lost: u64,
    /// Packets of the peer that others had overtaken.
    pub late: u64,
    /// Packets that came twice.
    pub duplicates: u64,
    /// Packets from another address than the peer's, dropped.
    pub strangers: u64,
    /// Datagrams that are no RTP, or of a payload type that was not negotiated, or astray; dropped.
    pub invalid: u64,
    /// How unevenly the packets of the peer come (RFC 3550, section 6.4.1).
    pub jitter: Duration,
    /// The part of our packets that the peer misses, as it last reported; 0 to 1.
    pub reported_loss: Option<f32>,
    /// The jitter that the peer last reported.
    pub reported_jitter: Option<Duration>,
    /// The time to the peer and back, from its last report.
    pub round_trip: Option<Duration>,
    /// The most that a packet of our own was late.
    pub lateness_max: Duration,
    /// What packets of our own were late on average.
    pub lateness_mean: Duration,
}
