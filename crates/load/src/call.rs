//! One call of the load, with both of its ends.

use std::time::Duration;

use dialog::Leg;
use stdx::Instant;

use crate::ends::Side;

/// A call, and what became of it.
pub(crate) struct Call {
    /// When it was to begin, and when it did.
    pub(crate) due: Instant,
    pub(crate) begun: Instant,
    /// The 200 of the caller came.
    pub(crate) answered: Option<Instant>,
    /// The INVITE of an agent came, how often, and whose telephone took it.
    pub(crate) rang: Option<Instant>,
    pub(crate) offers: u32,
    pub(crate) agent: Option<usize>,
    /// The ACK of the agent came.
    pub(crate) bridged: Option<Instant>,
    /// When one of the two hangs up.
    pub(crate) ends: Option<Instant>,
    pub(crate) refused: bool,
    pub(crate) caller: End,
    pub(crate) callee: End,
    /// Packets of music that the caller heard.
    pub(crate) music: u32,
}

/// One end of a call.
#[derive(Default)]
pub(crate) struct End {
    pub(crate) leg: Option<Leg>,
    /// What it said that must be heard, what it heard of that, and all that it heard of the other.
    pub(crate) said: u32,
    pub(crate) heard_of_said: u32,
    pub(crate) heard: u32,
}

impl Call {
    pub(crate) fn new(due: Instant, begun: Instant) -> Self {
        Self {
            due,
            begun,
            answered: None,
            rang: None,
            offers: 0,
            agent: None,
            bridged: None,
            ends: None,
            refused: false,
            caller: End::default(),
            callee: End::default(),
            music: 0,
        }
    }

    pub(crate) const fn end(&mut self, side: Side) -> &mut End {
        match side {
            Side::Caller => &mut self.caller,
            Side::Agent => &mut self.callee,
        }
    }

    /// Whether it reached an agent, and each of the two heard the other.
    pub(crate) const fn has_reached(&self) -> bool {
        self.bridged.is_some() && self.caller.heard > 0 && self.callee.heard > 0 && !self.refused
    }

    /// Whether nothing of it is left.
    pub(crate) const fn is_over(&self) -> bool {
        self.caller.leg.is_none() && self.callee.leg.is_none()
    }

    /// Whether what is said now must be heard: not at the edges of the talk.
    pub(crate) fn counts(&self, now: Instant) -> bool {
        self.bridged.is_some_and(|bridged| now >= bridged.after(EDGE))
            && self.ends.is_none_or(|ends| now.after(EDGE) < ends)
    }
}

/// Around the moments at which two are joined and part, packets may be under way.
const EDGE: Duration = Duration::from_millis(100);
