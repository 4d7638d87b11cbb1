use std::{collections::VecDeque, sync::Arc};

use domain::Configuration;
use stdx::Instant;

use crate::{AgentView, CallView, Input, Limits, Output, Refusal};

/// What an engine starts with.
#[derive(Clone, Debug)]
pub struct Start {
    /// The configuration in force.
    pub configuration: Arc<Configuration>,
    /// The limits; [`Limits::USUAL`] unless the pool is told otherwise.
    pub limits: Limits,
}

/// Distributes the calls of a pool.
///
/// The order of use: [`handle`](Self::handle) one input, [`poll`](Self::poll) until it gives nothing, then ask
/// [`next_timeout`](Self::next_timeout) and come back with [`Input::TimePassed`] when that moment has come.
/// `now` never goes back. Equal inputs at equal moments give equal outputs.
#[derive(Debug)]
pub struct Engine {
    configuration: Arc<Configuration>,
    outputs: VecDeque<Output>,
}

impl Engine {
    /// An engine without calls. Agents are unreachable until they are reported.
    pub fn new(start: Start) -> Self {
        Self { configuration: start.configuration, outputs: VecDeque::new() }
    }

    /// Takes note of what happened at `now`, and of the timers that are due by then.
    pub fn handle(&mut self, _now: Instant, input: Input) {
        match input {
            Input::ConfigurationChanged(configuration) => self.configuration = configuration,
            Input::CallArrived(arrival) => {
                self.outputs.push_back(Output::Refuse { call: arrival.call, refusal: Refusal::NotFound });
            }
            _ => {}
        }
    }

    /// The next order.
    pub fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When the engine wants to be called again at the latest.
    pub fn next_timeout(&self) -> Option<Instant> {
        None
    }

    /// Every call, in the order of its number.
    pub fn calls(&self, _now: Instant) -> impl Iterator<Item = CallView> {
        std::iter::empty()
    }

    /// Every agent of a group, and everybody else who was reported, in the order of the address.
    pub fn agents(&self, _now: Instant) -> impl Iterator<Item = AgentView> {
        std::iter::empty()
    }
}
