//! Every limit of the engine and every time that it waits, by name.

use std::time::Duration;

/// How long, how many, how often. What an administrator sets for an object is in the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Wrong answers and silences before a call ends.
    pub attempts_max: u32,
    /// Silence after a question that counts as no answer.
    pub answer_silence: Duration,
    /// The shortest time after an offer rang out before the same call rings there again.
    pub rering_pause: Duration,
    /// No offer to an agent for that long after a call ended.
    pub agent_guard: Duration,
    /// How long an agent who was not reached is left alone, unless the telephone registers before.
    pub unreachable_pause: Duration,
    /// Calls that ring at one agent of Attendant groups at once.
    pub attendant_rings_max: usize,
    /// Transfers of one call from queue to queue.
    pub queue_transfers_max: u32,
    /// Calls in progress.
    pub calls_max: usize,
    /// The greatest length of a call.
    pub call_length_max: Duration,
    /// How long a caller may take to acknowledge the answer.
    pub establish_max: Duration,
    /// How long a prompt may play.
    pub prompt_length_max: Duration,
    /// How long the edge may take to report the end of an agent's leg.
    pub ending_max: Duration,
    /// How long a target may ring.
    pub transfer_ring_max: Duration,
}

impl Limits {
    /// The limits of `docs/rules.md`.
    pub const USUAL: Self = Self {
        attempts_max: 5,
        answer_silence: Duration::from_secs(5),
        rering_pause: Duration::from_secs(3),
        agent_guard: Duration::from_secs(1),
        unreachable_pause: Duration::from_secs(60),
        attendant_rings_max: 3,
        queue_transfers_max: 10,
        calls_max: 20_000,
        call_length_max: Duration::from_secs(12 * 3600),
        establish_max: Duration::from_secs(40),
        prompt_length_max: Duration::from_secs(15 * 60),
        ending_max: Duration::from_secs(5),
        transfer_ring_max: Duration::from_secs(200),
    };
}
