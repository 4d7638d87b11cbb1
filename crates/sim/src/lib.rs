//! A pool in virtual time: callers, telephones, lost and late messages, a clock that jumps, configurations that
//! change, all from one seed. After every step checkers that share no code with the engine say what must hold.
//!
//! When adding a checker: a function in `check`, called where orders or steps end, and a [`Fault`] that breaks
//! what it looks at, so that a test sees it caught.

use std::{fmt, ops::AddAssign};

use stdx::Instant;

mod check;
mod draw;
mod fault;
mod ledger;
mod plan;
mod watch;
mod world;

pub use check::Violation;
pub use fault::Fault;

/// How much happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Inputs and timers.
    pub steps: u64,
    /// Calls that arrived.
    pub calls: u64,
    /// Offers to agents.
    pub offers: u64,
    /// Callers who talked with an agent.
    pub talks: u64,
}

impl AddAssign for Summary {
    fn add_assign(&mut self, other: Self) {
        self.steps += other.steps;
        self.calls += other.calls;
        self.offers += other.offers;
        self.talks += other.talks;
    }
}

/// What a seed brought to light.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The seed.
    pub seed: u64,
    /// The moment.
    pub at: Instant,
    /// What must not be.
    pub violation: Violation,
    /// What happened before.
    pub trace: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.at.since(Instant::START).as_secs_f64();
        writeln!(f, "{}\nseed {} at {seconds:.3} s: {}", self.trace, self.seed, self.violation)
    }
}

/// Lives the life of a seed.
///
/// # Errors
/// The first violation.
pub fn run(seed: u64) -> Result<Summary, Box<Failure>> {
    world::World::new(seed, None).live().map_err(Box::new)
}

/// Lives the life of a seed in which something is done wrong.
///
/// # Errors
/// The first violation, where the fault has found its chance.
pub fn run_with(seed: u64, fault: Fault) -> Result<Summary, Box<Failure>> {
    world::World::new(seed, Some(fault)).live().map_err(Box::new)
}
